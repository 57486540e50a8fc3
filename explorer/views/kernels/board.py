"""All kernels of a convolution as large grids of numbers, in one scale of colours."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from explorer.network.kernels import KernelFacts
from explorer.views.kernels.painting import Sheet, paint_kernel, sheet_of
from explorer.views.kernels.places import (
    LARGEST,
    SMALLEST,
    Places,
    Weight,
    arrange,
    moved,
    usual_cell,
)
from explorer.views.parts.help import explain
from explorer.views.scene.paint.scribe import Scribe
from explorer.views.scene.state import to_rect
from explorer.views.style.theme import SMALL, Theme

_KEYS = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_PageUp: "previous",
    Qt.Key.Key_PageDown: "next",
}


class Board(QWidget):
    """Shows `KernelFacts`; says `weight_hovered(Weight | None)` for mouse and keyboard."""

    weight_hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._facts: KernelFacts | None = None
        self._channel: int | None = None
        self._cell = 0  # 0: the usual
        self._places: Places | None = None
        self._weight: Weight | None = None
        self._chosen: int | None = None
        self._sheet: Sheet | None = None
        self._scribe = Scribe()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        explain(
            self,
            "Kernels",
            "Every weight of every kernel of the layer, all in one scale of colours.",
            "Point at a weight, or walk with the arrow keys and Page Up and Page Down, to read it; "
            "Ctrl with + and − changes the size.",
        )

    @property
    def places(self) -> Places | None:
        """Where the kernels stand now."""
        return self._places

    @property
    def weight(self) -> Weight | None:
        """The weight that is pointed at."""
        return self._weight

    def show_facts(self, facts: KernelFacts) -> None:
        """Show the kernels of a layer; the same layer's new weights keep the place."""
        old, self._facts = self._facts, facts
        if old is None or old.weight.shape != facts.weight.shape or old.name != facts.name:
            self._channel, self._weight, self._chosen, self._cell = None, None, None, 0
        self._color()
        self._arrange()

    def show_channel(self, channel: int | None) -> None:
        """Show one slice of each kernel, or all of them (None)."""
        self._channel, self._cell = channel, 0
        self._point(None)
        self._arrange()

    def show_chosen(self, kernel: int | None) -> None:
        """Frame the kernel that made the selected map."""
        if kernel != self._chosen:
            self._chosen = kernel
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._theme = theme
        self._color()
        self._arrange()

    def zoom(self, steps: int) -> None:
        """Make the weights larger or smaller."""
        if self._places is not None:
            cell = round(self._places.cell * 1.25**steps) or 1
            self._cell = min(
                LARGEST, max(SMALLEST, cell if cell != self._places.cell else cell + 1)
            )
            self._arrange()

    def chosen_area(self) -> QRect:
        """Return where the framed kernel is."""
        places = self._places
        if places is None or self._chosen is None or self._chosen >= len(places.captions):
            return QRect()
        return _block(places, self._chosen).toAlignedRect()

    def weight_area(self) -> QRect:
        """Return where the weight is that is pointed at."""
        box = self._places.box(self._weight) if self._places and self._weight else None
        return to_rect(box).toAlignedRect() if box else QRect()

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        if self._places is None:
            return QSize(200, 120)
        return QSize(int(self._places.width), int(self._places.height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if self._places is not None:
            self._point(self._places.weight_at(point.x(), point.y()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in _KEYS and self._facts is not None and self._places is not None:
            self._walk(_KEYS[Qt.Key(event.key())], self._facts, self._places)
        elif control and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1)
        elif control and event.key() == Qt.Key.Key_Minus:
            self.zoom(-1)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        sheet, places, area = self._sheet, self._places, QRectF(event.rect())
        if sheet is None or places is None:
            return
        painter, theme = QPainter(self), sheet.theme
        painter.fillRect(area, theme.color("panel"))
        for kernel in range(sheet.facts.kernels):
            block = _block(places, kernel)
            if not block.intersects(area):
                continue
            if kernel == self._chosen:
                painter.fillRect(block, theme.color("selection_soft"))
            ratio = self.devicePixelRatioF()
            paint_kernel(painter, sheet, places, kernel, self._scribe, ratio)
        if self._weight is not None and (box := places.box(self._weight)) is not None:
            painter.setPen(QPen(theme.color("selection"), 2))
            painter.drawRect(to_rect(box))

    def _walk(self, key: str, facts: KernelFacts, places: Places) -> None:
        first = Weight(self._chosen or 0, places.channels[0], 0, 0)
        old = self._weight
        self._point(moved(old, key, facts.kernels, places.channels, facts.side) if old else first)

    def _point(self, weight: Weight | None) -> None:
        if weight != self._weight:
            self._weight = weight
            self.weight_hovered.emit(weight)
            self.update()

    def _color(self) -> None:
        if self._facts is not None and self._theme is not None:
            self._sheet = sheet_of(self._facts, self._theme)

    def _arrange(self) -> None:
        facts, theme = self._facts, self._theme
        if facts is None or theme is None:
            return
        channels = tuple(range(facts.channels)) if self._channel is None else (self._channel,)
        parent = self.parentWidget()
        width = parent.width() if parent is not None else self.width()
        cell = self._cell or usual_cell(len(channels), facts.side, width)
        line = 1.5 * theme.size(SMALL)
        self._places = arrange(facts.kernels, channels, facts.side, cell, width, line)
        self.setMinimumSize(self.minimumSizeHint())
        self.updateGeometry()
        self.update()


def _block(places: Places, kernel: int) -> QRectF:
    """Return the area of a kernel with its caption."""
    caption, last = places.captions[kernel], places.slices[kernel][-1]
    wide, high = max(caption.right, last.right) - caption.x, last.bottom - caption.y
    return QRectF(caption.x - 6, caption.y - 4, wide + 12, high + 10)
