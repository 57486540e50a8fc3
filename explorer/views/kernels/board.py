"""All kernels of a layer as large grids of numbers, in one scale of colours."""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QImage, QKeyEvent, QPainter, QPen, QResizeEvent

from explorer.network.cells import number
from explorer.network.kernels import KernelFacts
from explorer.text import _
from explorer.views.kernels.layout import (
    LARGEST,
    SMALLEST,
    KernelLayout,
    KernelWeight,
    arrange_kernels,
    fit_cell,
    weight_beside,
)
from explorer.views.parts.brush import Look
from explorer.views.parts.tiles import TileGrid
from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.numbers.numerals import LEAST_WIDTH, CellBlock, NumberWriter, style_for
from explorer.views.scene.state import to_rect
from explorer.views.style.colormaps import signed_index
from explorer.views.style.theme import SMALL, Theme

_ZOOM = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}


class KernelBoard(TileGrid[KernelWeight]):
    """Shows `KernelFacts`; a tile is one weight, `kernel` is the one that is framed."""

    def __init__(self) -> None:
        super().__init__(
            _("Kernels"),
            _("Every weight of every kernel of the layer, all in one scale of colours."),
            _(
                "Point at a weight, or walk with the arrow keys and Page Up and Page Down, to read "
                "it; Ctrl with + and − changes the size."
            ),
        )
        self.kernel: int | None = None
        self.places: KernelLayout | None = None
        self.colors: NDArray[np.uint32] = np.zeros((0, 0, 0, 0), np.uint32)  # 0xFFRRGGBB
        self._facts: KernelFacts | None = None
        self._channel: int | None = None
        self._cell = 0  # 0: the usual
        self._writer = NumberWriter()

    def show_facts(self, facts: KernelFacts) -> None:
        """Show the kernels of a layer; the same layer's new weights keep the place."""
        old, self._facts = self._facts, facts
        if old is None or old.name != facts.name:
            self.kernel = None
        if old is None or old.weight.shape != facts.weight.shape or old.name != facts.name:
            self.hot, self._channel, self._cell = None, None, 0
        self._renew()

    def show_channel(self, channel: int | None) -> None:
        """Show one slice of each kernel, or all of them (None)."""
        self._channel, self._cell = channel, 0
        self.point_at(None)
        self._arrange()

    def show_kernel(self, kernel: int | None) -> None:
        """Frame the kernel that made the selected map."""
        self.kernel = kernel
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and the height of a line from a theme."""
        super().set_theme(theme)
        self._renew()

    def zoom(self, steps: int) -> None:
        """Make the weights larger or smaller."""
        if self.places is not None:
            before = self.places.cell
            cell = round(before * 1.25**steps) or 1
            self._cell = min(LARGEST, max(self._least, cell if cell != before else cell + 1))
            self._arrange()

    def kernel_area(self) -> QRect:
        """Return where the framed kernel is."""
        facts, places, kernel = self._facts, self.places, self.kernel
        if facts is None or places is None or kernel is None or kernel >= facts.units:
            return QRect()
        if facts.whole:
            first = self.tile_area(KernelWeight(0, 0, kernel, 0))
            first.setWidth(facts.inputs * places.cell)
            return first.toAlignedRect()
        return to_rect(places.kernel_box(kernel)).toAlignedRect()

    @property
    def empty(self) -> bool:
        return self.places is None

    def tile_at(self, point: QPointF) -> KernelWeight | None:
        return self.places.weight_at(point.x(), point.y()) if self.places is not None else None

    def tile_area(self, tile: KernelWeight) -> QRectF:
        box = self.places.box(tile) if self.places is not None else None
        return to_rect(box) if box is not None else QRectF()

    def tile_beside(self, tile: KernelWeight | None, key: Qt.Key) -> KernelWeight | None:
        facts, places = self._facts, self.places
        if facts is None or places is None:
            return None
        start = tile or KernelWeight(self.kernel or 0, places.channels[0], 0, 0)
        there = weight_beside(start, key, facts.kernels, places.channels, facts.shape)
        return there if tile is not None or there is None else start

    def describe(self, tile: KernelWeight | None) -> str:
        facts = self._facts
        if tile is None or facts is None:
            return _("Point at a weight, or walk with the arrow keys.")
        unit, at = self.place(tile)
        text = _("kernel {unit}, row {where[1]}, column {where[2]}: {number} ({facts})")
        if facts.channels > 1:
            text = _(
                "kernel {unit}, channel {where[0]}, row {where[1]}, column {where[2]}: {number} "
                "({facts})"
            )
        if facts.dense:
            text = _("unit {unit}, input {where[0]}: {number} ({facts})")
        if facts.dense and len(facts.reads) > 1:
            text = _(
                "unit {unit}, map {where[0]}, row {where[1]}, column {where[2]}: {number} ({facts})"
            )
        value, about = number(self.value(tile)), _describe_kernel(facts, unit)
        return text.format(unit=unit, where=facts.origin(at), number=value, facts=about)

    def place(self, tile: KernelWeight) -> tuple[int, int]:
        """Return the unit and the input that a weight joins."""
        assert self._facts is not None
        return self._facts.place(tile.kernel, tile.channel, tile.row, tile.column)

    def value(self, tile: KernelWeight) -> float:
        """Return a weight's number."""
        assert self._facts is not None
        return float(self._facts.weight[tile.kernel, tile.channel, tile.row, tile.column])

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        if self.places is None:
            return QSize(200, 120)
        return QSize(int(self.places.width), int(self.places.height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        steps = _ZOOM.get(Qt.Key(event.key()))
        if control and steps is not None:
            self.zoom(steps)
        else:
            super().keyPressEvent(event)

    def paint_tiles(self, painter: QPainter, look: Look, exposed: QRectF) -> None:
        facts, places, theme = self._facts, self.places, look.theme
        if facts is None or places is None:
            return
        for kernel in range(facts.kernels):
            area = to_rect(places.kernel_box(kernel))
            if not area.intersects(exposed):
                continue
            if kernel == self.kernel and not facts.whole:
                painter.fillRect(area, theme.color("selection_soft"))
            self._paint_caption(painter, facts, places.captions[kernel], kernel)
            for channel, box in zip(places.channels, places.slices[kernel], strict=True):
                shown = to_rect(box).intersected(exposed)
                if not shown.isEmpty():
                    self._paint_slice(painter, facts, (kernel, channel), box, shown)
        if facts.whole and self.kernel is not None:
            painter.setPen(QPen(theme.color("selection"), 2))
            painter.drawRect(self.kernel_area().adjusted(-1, -1, 1, 1))
        if self.hot is not None:
            painter.setPen(QPen(theme.color("selection"), 2))
            painter.drawRect(self.tile_area(self.hot))

    def _paint_caption(self, painter: QPainter, facts: KernelFacts, box: Box, kernel: int) -> None:
        """Paint what a kernel is called, and below it its bias and norm."""
        theme, line = self.theme, box.height / 2
        title = _("unit {kernel}") if facts.dense else _("kernel {kernel}")
        below = _describe_kernel(facts, kernel)
        if facts.whole:
            title = _("{units} units × {inputs} inputs")
            below = _("a row for each unit, a column for each input")
        words = {"kernel": kernel, "units": facts.units, "inputs": facts.inputs}
        painter.setFont(theme.font(SMALL, QFont.Weight.DemiBold))
        painter.setPen(theme.color("text"))
        painter.drawText(QPointF(box.x, box.y + 0.75 * line), title.format_map(words))
        painter.setFont(theme.font(SMALL))
        painter.setPen(theme.color("muted"))
        painter.drawText(QPointF(box.x, box.y + 1.7 * line), below)

    def _paint_slice(
        self,
        painter: QPainter,
        facts: KernelFacts,
        at: tuple[int, int],
        box: Box,
        shown: QRectF,
    ) -> None:
        """Paint what is `shown` of a slice, with numbers where there is room."""
        assert self.places is not None
        words, values, cell = self.colors[at], facts.weight[at], float(self.places.cell)
        rows, columns = values.shape
        image = QImage(words.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
        painter.fillRect(to_rect(box.grown(1)), self.theme.color("border"))
        painter.drawImage(to_rect(box), image, QRectF(0, 0, columns, rows))
        if cell < LEAST_WIDTH:
            return
        style = style_for(cell, cell, facts.limit, True, False, self.theme.scale)
        if style is None:
            return
        left, right = int((shown.left() - box.x) / cell), ceil((shown.right() - box.x) / cell)
        top, bottom = int((shown.top() - box.y) / cell), ceil((shown.bottom() - box.y) / cell)
        seen = np.s_[top : min(bottom, rows), left : min(right, columns)]
        across = box.x + np.arange(left, min(right, columns) + 1) * cell
        down = box.y + np.arange(top, min(bottom, rows) + 1) * cell
        block = CellBlock(style, values[seen], words[seen], across, down)
        ratio = painter.device().devicePixelRatioF()
        for place, strip, _memory in self._writer.strips(block, self.theme, ratio):
            painter.drawImage(place, strip)

    @property
    def _least(self) -> int:
        """The smallest side of a weight: a whole matrix is to be seen as one picture."""
        return 1 if self._facts is not None and self._facts.whole else SMALLEST

    def _renew(self) -> None:
        """Colour and arrange the weights anew."""
        if self._facts is not None:
            index = signed_index(self._facts.weight, self._facts.limit)
            self.colors = np.ascontiguousarray(self.theme.colormaps.signed[index])
            self.setAccessibleDescription(self.describe(self.hot))
            self._arrange()

    def _arrange(self) -> None:
        facts = self._facts
        if facts is None:
            return
        channels = tuple(range(facts.channels)) if self._channel is None else (self._channel,)
        parent = self.parentWidget()
        width = parent.width() if parent is not None else self.width()
        cell = self._cell or fit_cell(len(channels), facts.shape[1], width, self._least)
        line = 1.5 * self.theme.size(SMALL)
        self.places = arrange_kernels(facts.kernels, channels, facts.shape, cell, width, line)
        self.setMinimumSize(self.minimumSizeHint())
        self.updateGeometry()
        self.update()


def _describe_kernel(facts: KernelFacts, kernel: int) -> str:
    norm = number(float(facts.norms[kernel]))
    if facts.bias is None:
        return _("norm {norm}").format(norm=norm)
    bias = number(float(facts.bias[kernel]))
    return _("bias {bias} · norm {norm}").format(bias=bias, norm=norm)
