"""The focus: one cell's map before and after, and between them the operation in numbers.

It lies over the network, which stays faintly visible and goes on with every moment.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEasingCurve,
    QPoint,
    QPointF,
    QRectF,
    Qt,
    QVariantAnimation,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from explorer.text import _
from explorer.views.blocks.blocks import Gap, Spot
from explorer.views.blocks.grids import paint_tile
from explorer.views.blocks.sheet import Sheet
from explorer.views.focus.board import Board
from explorer.views.focus.map_view import LEAST, LargeMap
from explorer.views.parts.brush import Painted
from explorer.views.parts.buttons import FLAT, ToolButton
from explorer.views.parts.chips import scrolling
from explorer.views.parts.widgets import PADDING, column, heading, row
from explorer.views.scene.slide.slide import Covered
from explorer.views.scene.slide.slide_bar import SlideBar
from explorer.views.style.theme import GRID, Theme

_MS = 220  # of opening and closing
_VEIL = 250  # opacity over the network
_MIDDLE = (236, 380)  # least and most width of the operation, before the enlargement of text
_BEFORE = 200  # least pixels of the map before


class FocusView(Painted, QWidget):
    """Shows a `Board`; Esc and its button emit `closed`.

    Emits what its maps and terms lead to as `cell_requested(Cell)`, `channel_chosen(int)` for an
    input channel, and what is pointed at as `term_hovered(Cell | None)`. Keys that it has no use
    for go to whatever it lies over.
    """

    closed = Signal()
    cell_requested = Signal(object)
    term_hovered = Signal(object)
    channel_chosen = Signal(int)

    def __init__(self, slide: SlideBar, parent: QWidget) -> None:
        super().__init__(parent)
        self.board: Board | None = None
        self._reduced = False
        self._origin = QRectF()  # where the map is in the network's picture
        self._grown = 1.0  # 0: as in the network, 1: open
        self._motion = QVariantAnimation(self, startValue=0.0, endValue=1.0, duration=_MS)
        self._motion.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._motion.valueChanged.connect(self._on_moved)
        self._motion.finished.connect(self._on_arrived)
        self.title, self.slide = heading(""), slide
        self.back = ToolButton(
            _("Back to the network"),
            _("Show the whole network again."),
            shortcut="Esc",
            icon="close",
            shape=FLAT,
        )
        reads, makes = _("The map that the operation reads."), _("The map that it makes.")
        self.before = LargeMap(_("What is read"), reads, _BEFORE)
        self.after = LargeMap(_("What is made"), makes, LEAST)
        self.sheet = Sheet(
            _("Operation"),
            _("How the number comes about."),
            _("Point at a term to see the cell it comes from; a click goes there."),
        )
        self.foot = Sheet(_("Result"), _("What the terms add up to."))
        self.foot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll = scrolling(self.sheet)
        self._scroll.setWidgetResizable(False)
        self._lay_out()
        self.back.clicked.connect(self.closed)
        self.sheet.spot_hovered.connect(self._on_spot_hovered)
        self.sheet.spot_activated.connect(self._on_spot_activated)
        for view in (self.before, self.after):
            view.cell_clicked.connect(self.cell_requested)
            view.cell_hovered.connect(self.term_hovered)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("One layer at reading size"))
        self.hide()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Open and close at once."""
        self._reduced = reduced

    def show_board(self, board: Board, covered: Covered | None) -> None:
        """Show another moment or another cell; `covered` is what a slide has not reached yet."""
        self.board = board
        self.title.setText(board.face.title)
        self.before.show_picture(board.before)
        self.show_covered(covered)
        self.sheet.show_blocks(board.face.blocks)
        self.foot.show_blocks([Gap(17, ruled=True), board.face.foot])
        self._scroll.setMaximumHeight(max(1, self.sheet.height()))
        self.slide.setVisible(self.slide.isEnabled())

    def show_covered(self, covered: Covered | None) -> None:
        """Cover what a slide has not reached yet."""
        if self.board is not None:
            self.after.show_picture(self.board.after, covered)

    def open(self, origin: QRectF) -> None:
        """Grow from a place of the network's picture, in pixels of this widget."""
        self._origin = origin
        self.show()
        self.raise_()
        self._move(QVariantAnimation.Direction.Forward)
        self.setFocus()

    def close_to(self, origin: QRectF) -> None:
        """Shrink to a place of the network's picture, and hide."""
        self._origin = origin
        self._move(QVariantAnimation.Direction.Backward)

    @property
    def moving(self) -> bool:
        """Whether it opens or closes now."""
        return self._motion.state() == QVariantAnimation.State.Running

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for sheet in (self.sheet, self.foot):
            sheet.set_theme(theme)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = self.look, QPainter(self)
        painter.fillRect(self.rect(), look.color("panel", round(_VEIL * self._grown)))
        if self._grown < 1 and self.board is not None:
            corner = QPointF(self.after.mapTo(self, QPoint()))
            target, share = self.after.map_rect().translated(corner), self._grown
            rect = QRectF(
                *(
                    start + share * (stop - start)
                    for start, stop in zip(_edges(self._origin), _edges(target), strict=True)
                )
            )
            paint_tile(painter, look, rect, self.board.after.tile)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the network below must not take it

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            event.ignore()

    def _move(self, direction: QVariantAnimation.Direction) -> None:
        self._held.hide()
        self._motion.setDirection(direction)
        if self._reduced or not self.isVisible():
            self._motion.stop()
            self._grown = float(direction == QVariantAnimation.Direction.Forward)
            self._on_arrived()
        else:
            self._motion.start()

    @Slot(object)
    def _on_moved(self, grown: float) -> None:
        self._grown = grown
        self.update()

    @Slot()
    def _on_arrived(self) -> None:
        opened = self._motion.direction() == QVariantAnimation.Direction.Forward
        self._grown = float(opened)
        self._held.setVisible(opened)
        self.setVisible(opened)
        self.update()

    def _lay_out(self) -> None:
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._middle = QWidget()
        column(None, (self._scroll, 1000), self.foot, None, within=self._middle)
        maps = QHBoxLayout()
        maps.setSpacing(2 * PADDING)
        maps.addWidget(self.before, 3)
        maps.addWidget(self._middle)
        maps.addWidget(self.after, 4)
        self._held = QWidget(self)
        top = row((self.title, 1), self.back)
        bottom = row(None, self.slide, None)
        column(top, (maps, 1), bottom, spacing=GRID, within=self._held)
        column(self._held, within=self).setContentsMargins(PADDING, GRID, PADDING, GRID)

    def _fit(self) -> None:
        """Give the operation a third of the width, within what its numbers need."""
        least, most = (self.look.px(wide) for wide in _MIDDLE)
        rest = self.width() - LEAST - _BEFORE - 6 * PADDING
        wide = int(min(most, max(min(least, rest), 0.3 * self.width())))
        self._middle.setFixedWidth(wide + PADDING)
        self.sheet.fit(wide)
        self.foot.fit(wide)
        self._scroll.setMaximumHeight(max(1, self.sheet.height()))

    def _on_spot_hovered(self, spot: Spot | None) -> None:
        self.term_hovered.emit(spot.cell if spot is not None else None)

    def _on_spot_activated(self, spot: Spot) -> None:
        if spot.enlarges is not None:
            self.channel_chosen.emit(spot.enlarges)
        elif spot.cell is not None:
            self.cell_requested.emit(spot.cell)


def _edges(rect: QRectF) -> tuple[float, float, float, float]:
    return rect.x(), rect.y(), rect.width(), rect.height()
