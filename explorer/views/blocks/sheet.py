"""The widget that paints blocks below each other and makes their spots work.

A spot lights up under the mouse or with the keyboard's focus; Tab goes from stop to stop, the
arrows to the nearest spot, Enter does what a click does. Blocks are replaced on every pen move,
so spots are only worked out when somebody points.
"""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from explorer.network.cells import Cell
from explorer.views.blocks.blocks import Block, Spot
from explorer.views.parts.brush import Look, Painted
from explorer.views.parts.help import explain
from explorer.views.style.theme import Theme

_ARROWS = {
    int(Qt.Key.Key_Left): (-1, 0),
    int(Qt.Key.Key_Right): (1, 0),
    int(Qt.Key.Key_Up): (0, -1),
    int(Qt.Key.Key_Down): (0, 1),
}
_TABS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Sheet(Painted, QWidget):
    """Shows blocks; emits `spot_hovered(Spot or None)` and `spot_activated(Spot)`.

    `spot_focused(QRectF)` asks a scroll area to bring a place into sight. The parameters explain
    what is on the sheet, as those of `explain`.
    """

    spot_hovered = Signal(object)
    spot_activated = Signal(object)
    spot_focused = Signal(QRectF)

    def __init__(self, name: str, tip: str, detail: str = "") -> None:
        super().__init__()
        self._blocks: list[Block] = []
        self._tops: list[float] = []
        self._high = 0.0
        self._width = 0.0
        self._spots: list[Spot] | None = None
        self._hot: Spot | None = None
        self._lit: Hashable = None
        self._focused: Hashable = None
        self._by_keyboard = False
        explain(self, name, tip, detail)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_blocks(self, blocks: list[Block]) -> None:
        """Show other blocks; the height follows from them."""
        self._blocks = blocks
        self._lay_out()

    def fit(self, width: float) -> None:
        """Take a width; the height follows from it."""
        self._width = width
        self._lay_out()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._lay_out()

    def show_cell(self, cell: Cell | None) -> None:
        """Light up the spot that stands for a cell which is pointed at elsewhere."""
        found = [s.key for s in self.spots() if s.means(cell)] if cell is not None else []
        lit = found[0] if found else None
        if lit != self._lit:
            self._lit = lit
            self.update()

    def forget_focus(self) -> None:
        """Start at the first spot again, because another cell is explained now."""
        self._focused = self._lit = self._hot = None

    def sizeHint(self) -> QSize:
        return QSize(int(self._width), int(self._high + 0.99))

    def spots(self) -> list[Spot]:
        """Return the places that can be pointed at, in the widget's pixels, top to bottom."""
        if self._spots is None:
            look = self.look
            self._spots = [
                spot.moved(top)
                for block, top in zip(self._blocks, self._tops, strict=True)
                for spot in block.spots(look, self._width)
            ]
        return self._spots

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = self.look, QPainter(self)
        shown = QRectF(event.rect())
        painter.fillRect(shown, look.color("panel"))
        key = self.lit
        lit = [spot for spot in self.spots() if spot.key == key] if key is not None else []
        for spot in lit:
            if not spot.framed:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color("field"))
                painter.drawRoundedRect(spot.rect, 4, 4)
                painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setClipRect(shown)
        ends = [*self._tops[1:], self._high]
        for block, top, end in zip(self._blocks, self._tops, ends, strict=False):
            if end >= shown.top() and top <= shown.bottom():
                painter.translate(0, top)
                block.paint(painter, look, self._width, key)
                painter.translate(0, -top)
        if lit:
            self._paint_outlines(painter, look, lit)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self._at(event.position())
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self._focused, self._by_keyboard = spot.key, False
            self.spot_activated.emit(spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        spot = next((spot for spot in self.spots() if spot.key == self._focused), None)
        if event.key() in _ENTER and spot is not None:
            self.spot_activated.emit(spot)
        elif event.key() in _ARROWS and spot is not None:
            first: dict[Hashable, Spot] = {}  # kernel and products light up with the patch
            for other in self.spots():
                first.setdefault(other.key, other)
            self._focus_on(nearest(spot, list(first.values()), *_ARROWS[event.key()]))
        else:
            event.ignore()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab go through the stops before it leaves the widget."""
        stops = [spot for spot in self.spots() if spot.stop]
        here = next((at for at, spot in enumerate(stops) if spot.key == self._focused), None)
        if here is None:
            here = -1 if forward else len(stops)
        there = here + (1 if forward else -1)
        if self.hasFocus() and 0 <= there < len(stops):
            self._focus_on(stops[there])
            return True
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        stops = [spot for spot in self.spots() if spot.stop]
        by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        if stops and (event.reason() in _TABS or (self._focused is None and not by_mouse)):
            back = event.reason() == Qt.FocusReason.BacktabFocusReason
            self._focus_on(stops[-1 if back else 0])
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.spot_hovered.emit(None)
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().event(event)
        spot = self._at(QPointF(event.pos()))
        if spot is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPos(), spot.text, self, spot.rect.toAlignedRect())
        return True

    def _lay_out(self) -> None:
        look, high, self._tops, self._spots = self.look, 0.0, [], None
        for block in self._blocks:
            self._tops.append(high)
            high += block.height(look, self._width)
        self._high = high
        size = self.sizeHint()
        if size != self.size():
            self.setFixedSize(size)
        self.update()

    @property
    def lit(self) -> Hashable:
        """The key of the spots that are lit up: under the mouse, the keys, or meant elsewhere."""
        if self._hot is not None:
            return self._hot.key
        if self.hasFocus() and self._by_keyboard:
            return self._focused
        return self._lit

    def _paint_outlines(self, painter: QPainter, look: Look, lit: list[Spot]) -> None:
        """Frame the cells that belong together, and the row that the keyboard is on."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for spot in lit:
            if spot.framed:
                painter.setPen(QPen(look.color("text"), 1.6 * look.scale))
                painter.drawRect(spot.rect.adjusted(0.5, 0.5, -0.5, -0.5))
            elif self.hasFocus() and self._by_keyboard and self._focused == spot.key:
                painter.setPen(QPen(look.color("accent"), 1.5))
                painter.drawRoundedRect(spot.rect.adjusted(0.8, 0.8, -0.8, -0.8), 4, 4)

    def _at(self, place: QPointF) -> Spot | None:
        found = [spot for spot in self.spots() if spot.rect.contains(place)]
        return min(found, key=lambda s: s.rect.width() * s.rect.height()) if found else None

    def _point_at(self, spot: Spot | None) -> None:
        before = self._hot.key if self._hot else None
        after = spot.key if spot else None
        self._hot = spot
        if before != after:
            leads = spot is not None and (spot.cell is not None or spot.enlarges is not None)
            shape = Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.spot_hovered.emit(spot)
            self.update()

    def _focus_on(self, spot: Spot | None) -> None:
        if spot is None:
            return
        self._focused, self._by_keyboard = spot.key, True
        self.setAccessibleDescription(spot.text)
        self.spot_focused.emit(spot.rect)
        self.spot_hovered.emit(spot)
        self.update()


def nearest(spot: Spot, spots: list[Spot], across: int, down: int) -> Spot | None:
    """Return the closest spot to the left, right, above or below; None where there is none.

    (across, down) is the direction, one of them 0. Being off to the side counts double.
    """
    start = spot.rect.center()

    def cost(other: Spot) -> float:
        way = other.rect.center() - start
        along, aside = (way.x() * across, way.y()) if across else (way.y() * down, way.x())
        return along + 2 * abs(aside) if along > 0.5 else float("inf")

    best = min(spots, key=cost, default=None)
    return best if best is not None and cost(best) < float("inf") else None
