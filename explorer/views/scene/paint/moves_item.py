"""The layer of the flat picture that marks the winners of max pooling that moved."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.moves import paint_marks
from explorer.views.scene.paint.items import SceneItem
from explorer.views.scene.state import SceneState


class MovedWinners(SceneItem):
    """Draws the marks over the maps and under the outlines of a selection."""

    def __init__(self, state: SceneState) -> None:
        super().__init__(state, 2.6)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None
    ) -> None:
        """Mark every moved winner on the map it was chosen from."""
        state = self.state
        if not (state.moves and state.winners):
            return
        before = painter.transform()
        for (index, plane), marks in state.moves.items():
            stage = state.layout.stages[index]
            place = _place(stage.tiles[plane], stage.rows, stage.columns)
            painter.setTransform(place * state.transform() * before)
            paint_marks(painter, marks, state.theme)
        painter.setTransform(before)


def _place(tile: Box, rows: int, columns: int) -> QTransform:
    return QTransform(tile.width / columns, 0, 0, tile.height / rows, tile.x, tile.y)
