"""All kernels of a convolution as large grids of numbers, in one scale of colours."""

from __future__ import annotations

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
        if old is None or old.weight.shape != facts.weight.shape or old.name != facts.name:
            self.hot, self.kernel, self._channel, self._cell = None, None, None, 0
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
            self._cell = min(LARGEST, max(SMALLEST, cell if cell != before else cell + 1))
            self._arrange()

    def kernel_area(self) -> QRect:
        """Return where the framed kernel is."""
        places, kernel = self.places, self.kernel
        if places is None or kernel is None or kernel >= len(places.captions):
            return QRect()
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
        there = weight_beside(start, key, facts.kernels, places.channels, facts.side)
        return there if tile is not None or there is None else start

    def describe(self, tile: KernelWeight | None) -> str:
        facts = self._facts
        if tile is None or facts is None:
            return _("Point at a weight, or walk with the arrow keys.")
        text = _("kernel {kernel}, row {row}, column {column}: {number} ({facts})")
        if facts.channels > 1:
            text = _(
                "kernel {kernel}, channel {channel}, row {row}, column {column}: {number} ({facts})"
            )
        return text.format(
            kernel=tile.kernel,
            channel=tile.channel,
            row=tile.row,
            column=tile.column,
            number=number(self.value(tile)),
            facts=_describe_kernel(facts, tile.kernel),
        )

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
            if kernel == self.kernel:
                painter.fillRect(area, theme.color("selection_soft"))
            self._paint_kernel(painter, facts, places, kernel)
        if self.hot is not None:
            painter.setPen(QPen(theme.color("selection"), 2))
            painter.drawRect(self.tile_area(self.hot))

    def _paint_kernel(
        self, painter: QPainter, facts: KernelFacts, places: KernelLayout, kernel: int
    ) -> None:
        """Paint a kernel: its caption, its slices, and numbers where there is room."""
        theme, box, line = self.theme, places.captions[kernel], places.captions[kernel].height / 2
        painter.setFont(theme.font(SMALL, QFont.Weight.DemiBold))
        painter.setPen(theme.color("text"))
        title = _("kernel {kernel}").format(kernel=kernel)
        painter.drawText(QPointF(box.x, box.y + 0.75 * line), title)
        painter.setFont(theme.font(SMALL))
        painter.setPen(theme.color("muted"))
        painter.drawText(QPointF(box.x, box.y + 1.7 * line), _describe_kernel(facts, kernel))
        cell, side, style = float(places.cell), facts.side, None
        if cell >= LEAST_WIDTH:
            style = style_for(cell, cell, facts.limit, True, False, theme.scale)
        for channel, box in zip(places.channels, places.slices[kernel], strict=True):
            words = self.colors[kernel, channel]
            image = QImage(words.data, side, side, 4 * side, QImage.Format.Format_RGB32)
            painter.fillRect(to_rect(box.grown(1)), theme.color("border"))
            painter.drawImage(to_rect(box), image, QRectF(0, 0, side, side))
            if style is not None:
                edges = np.arange(side + 1, dtype=np.float64) * cell
                values = facts.weight[kernel, channel]
                block = CellBlock(style, values, words, box.x + edges, box.y + edges)
                ratio = painter.device().devicePixelRatioF()
                for place, strip, _memory in self._writer.strips(block, theme, ratio):
                    painter.drawImage(place, strip)

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
        cell = self._cell or fit_cell(len(channels), facts.side, width)
        line = 1.5 * self.theme.size(SMALL)
        self.places = arrange_kernels(facts.kernels, channels, facts.side, cell, width, line)
        self.setMinimumSize(self.minimumSizeHint())
        self.updateGeometry()
        self.update()


def _describe_kernel(facts: KernelFacts, kernel: int) -> str:
    norm = number(float(facts.norms[kernel]))
    if facts.bias is None:
        return _("norm {norm}").format(norm=norm)
    bias = number(float(facts.bias[kernel]))
    return _("bias {bias} · norm {norm}").format(bias=bias, norm=norm)
