"""The names of the stages at the top edge, while one looks closer and they are out of sight."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.views.scene.layout.headers import words
from explorer.views.scene.layout.layout import StageLayout
from explorer.views.scene.paint.items import SceneItem
from explorer.views.style.theme import SMALL

_AIR = 6.0  # least distance between two names
_LETTER = 8.0  # pixels of a column that are worth a name


class Headings(SceneItem):
    """One line over the whole width, each name above what is seen of its column."""

    def headings(self) -> list[tuple[QRectF, float, StageLayout]]:
        """Return the stages that are named, with the room for each and the middle of its column."""
        state, high = self.state, round(1.9 * self.state.theme.size(SMALL))
        wide, stages = self._area.width(), state.layout.stages
        first = state.camera.to_window(0, min(stage.header.box.y for stage in stages))[1]
        if first >= 0 or (state.part is not None and state.part[1] > high):
            return []
        boxes = [state.on_window(stage.box) for stage in stages]
        edges = [0.0, *((a.right() + b.left()) / 2 for a, b in pairwise(boxes)), wide]
        found = []
        for stage, box, (left, right) in zip(stages, boxes, pairwise(edges), strict=True):
            start, end = max(box.left(), 0.0), min(box.right(), wide)
            seen = end - start > _LETTER and box.bottom() > high and box.top() < self._area.height()
            if seen and state.on_window(stage.header.box).top() < 0:
                left, right = max(left, 0.0) + _AIR / 2, min(right, wide) - _AIR / 2
                found.append((QRectF(left, 0, right - left, high), (start + end) / 2, stage))
        return found

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None
    ) -> None:
        """Write the names."""
        headings, theme = self.headings(), self.state.theme
        if not headings:
            return
        high = headings[0][0].height()
        painter.fillRect(QRectF(0, 0, self._area.width(), high), theme.color("panel", 235))
        painter.fillRect(QRectF(0, high, self._area.width(), 1), theme.color("border"))
        font = theme.font(SMALL, QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        for room, middle, stage in headings:
            name = name_in(stage, room, font)
            wide = painter.fontMetrics().horizontalAdvance(name)
            left = max(room.left(), min(middle - wide / 2, room.right() - wide))
            painter.drawText(QRectF(left, 0, wide + 1, high), Qt.AlignmentFlag.AlignVCenter, name)


def name_in(stage: StageLayout, room: QRectF, font: QFont) -> str:
    """Return the longest form of a name that fits into its room, with the shape if it can be."""
    metrics, (title, shape) = QFontMetricsF(font), words(stage.stage)[:2]
    forms = [f"{title[0]} · {shape[0]}", *title]
    fitting = (form for form in forms if metrics.horizontalAdvance(form) <= room.width())
    return next(fitting, metrics.elidedText(title[-1], Qt.TextElideMode.ElideRight, room.width()))
