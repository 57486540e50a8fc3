"""One map as large as there is room: numbers in its cells, some of them framed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from explorer.network.cells import Cell
from explorer.text import _
from explorer.views.blocks.grids import paint_frame, paint_numbers, span_rect
from explorer.views.focus.board import LargePicture
from explorer.views.parts.brush import Painted
from explorer.views.parts.help import explain
from explorer.views.parts.pointing import PointsAtCells
from explorer.views.scene.slide.slide import Covered

LEAST = 300  # pixels of the map's longer side, where the window has them


class LargeMap(Painted, PointsAtCells):
    """Shows a picture; pointing emits `cell_hovered`, a click or a drag `cell_clicked(Cell)`."""

    def __init__(self, name: str, tip: str, least: int) -> None:
        super().__init__()
        self.picture: LargePicture | None = None
        self._covered: Covered | None = None
        self._least = least
        explain(self, name, tip, _("Click a cell or drag over the map to go there."))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, picture: LargePicture | None, covered: Covered | None = None) -> None:
        """Show a map; `covered` are the cells that a slide has not reached yet."""
        self.picture, self._covered = picture, covered
        self.setVisible(picture is not None)
        if picture is not None:
            self.setAccessibleDescription(picture.caption)
        self.update()

    def map_rect(self) -> QRectF:
        """Return where the map is, below its caption."""
        if self.picture is None:
            return QRectF()
        tile, head = self.picture.tile, self.look.line("body") + self.look.px(4)
        step = min(self.width() / tile.columns, (self.height() - head) / tile.rows)
        if tile.columns == 1:
            step = min(step, self.look.px(40))
        step = max(1.0, float(int(step)) if step >= 4 else step)
        wide = step * tile.columns if tile.columns > 1 else min(self.width(), 3 * step)
        high = step * tile.rows
        top = head + max(0.0, (self.height() - head - high) / 2)
        return QRectF(round((self.width() - wide) / 2), round(top), wide, high)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least, self._least)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter, picture = self.look, QPainter(self), self.picture
        if picture is None:
            return
        rect = self.map_rect()
        line = look.line("body")
        wide = look.width_of(picture.caption, "body", "medium")
        left = max(0.0, min(rect.x(), self.width() - wide))
        caption = QRectF(left, rect.y() - line - look.px(4), self.width() - left, line)
        look.text(painter, caption, picture.caption, "text", "body", "medium")
        paint_numbers(painter, look, rect, picture.tile, picture.places, gap=False)
        if self._covered is not None and self._covered.stage == picture.stage:
            for patch in self._covered.patches:
                painter.fillRect(span_rect(rect, picture.tile, patch), look.color("field"))
        if picture.framed is not None:
            frame = span_rect(rect, picture.tile, picture.framed, look.px(5))
            paint_frame(painter, look, frame.adjusted(0.5, 0.5, -0.5, -0.5), 2)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        cell = self._cell_at(event.position())
        if event.buttons() and cell is not None:
            self.cell_clicked.emit(cell)

    def _cell_at(self, place: QPointF) -> Cell | None:
        rect, picture = self.map_rect(), self.picture
        if picture is None or not rect.contains(place):
            return None
        row = int((place.y() - rect.y()) / rect.height() * picture.tile.rows)
        column = int((place.x() - rect.x()) / rect.width() * picture.tile.columns)
        last = picture.tile.rows - 1, picture.tile.columns - 1
        return picture.cell(min(row, last[0]), min(column, last[1]))
