"""Covers the cells of an output map that a sliding kernel has not reached yet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter

from explorer.views.scene.slide.slide import Covered
from explorer.views.scene.state import SceneState
from explorer.views.style.theme import Theme


def paint_cover(painter: QPainter, state: SceneState) -> None:
    """Cover in the flat picture what has not been reached, numbers but no outlines."""
    covered = state.covered
    if covered is None:
        return
    stage = state.layout.stage(covered.stage)
    for index in range(covered.tile, len(stage.tiles)):
        tile = state.on_window(stage.tiles[index])
        wide, high = tile.width() / stage.columns, tile.height() / stage.rows
        for part in patches_of(covered, covered.stage, index, stage.rows, stage.columns):
            x, y = tile.x() + part.x() * wide, tile.y() + part.y() * high
            rect = QRectF(x, y, part.width() * wide, part.height() * high)
            cover(painter, rect, state.theme)


def cover(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Paint a patch that plainly is no number: the empty field, hatched."""
    painter.fillRect(rect, theme.color("field"))
    painter.fillRect(rect, QBrush(theme.color("faint"), Qt.BrushStyle.BDiagPattern))


def patches_of(
    covered: Covered | None, stage: str, tile: int, rows: int, columns: int
) -> list[QRectF]:
    """Return the covered rectangles of one map of `rows` x `columns` cells, in units of cells."""
    if covered is None or covered.stage != stage or tile < covered.tile:
        return []
    if tile > covered.tile:
        return [QRectF(0, 0, columns, rows)] if covered.stacking else []
    return [QRectF(left, top, r - left, b - top) for top, left, b, r in covered.patches]
