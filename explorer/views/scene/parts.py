"""Paints parts of the scene's window again: those that the marks of a mouse on its way touch.

Qt would clip every copied map to the outline of all parts together, which takes longer than to
paint the whole window; clipped to one rectangle at a time a map is copied as fast as ever.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QGraphicsView, QStyleOptionGraphicsItem

from explorer.views.scene.geometry import Box
from explorer.views.scene.items import SceneItem
from explorer.views.scene.layout import StageLayout
from explorer.views.scene.state import SceneState
from explorer.views.scene.trail import apart

_MOST = 64  # rectangles that are waited for; more are simply everything
_REACH = 2.0  # pixels that something may be painted beyond its box


class Parts:
    """The parts of a view's window that have to be painted again."""

    def __init__(self, view: QGraphicsView, state: SceneState) -> None:
        self._view, self._state = view, state
        self._asked: list[QRect] = []
        self._ragged: list[QRect] = []
        self._ragged_key: tuple[object, ...] = ()

    def ask(self, areas: Sequence[QRect]) -> None:
        """Have rectangles of the window painted again."""
        parts = self._with_whole_tiles(apart(areas))
        self._asked += parts
        if len(self._asked) > _MOST:
            self._asked = []
            self._view.viewport().update()
        else:
            self._view.viewport().update(_together(parts))

    def _with_whole_tiles(self, parts: list[QRect]) -> list[QRect]:
        """Return parts grown until each holds every ragged tile that it touches."""
        tiles = self._ragged_tiles()
        grown = [_grown(part, tiles) for part in parts]
        return parts if grown == parts else self._with_whole_tiles(apart(grown))

    def _ragged_tiles(self) -> list[QRect]:
        """Return the maps and vectors whose cells are no whole pixels wide and high.

        Where one pixel row of such a cell ends depends on where Qt begins to copy.
        """
        state, ratio = self._state, self._view.viewport().devicePixelRatioF()
        key = (state.camera, state.version, ratio)
        if key != self._ragged_key:
            self._ragged_key = key
            stages = [s for s in state.layout.stages if s.form in ("maps", "strip")]
            ragged = [s for s in stages if not _even(s, state.camera.scale * ratio)]
            boxes = [tile for stage in ragged for tile in stage.tiles]
            self._ragged = [state.on_window(box).toAlignedRect() for box in boxes]
        return self._ragged

    def paint(self, exposed: QRegion, item: SceneItem) -> bool:
        """Paint what was asked for; False, and nothing done, if more than that is exposed."""
        parts, self._asked = apart(self._asked), []
        if not parts or not (exposed - _together(parts)).isEmpty():
            return False
        viewport, state = self._view.viewport(), self._state
        option = QStyleOptionGraphicsItem()
        painter = QPainter(viewport)
        painter.setRenderHints(self._view.renderHints())
        try:
            for part in parts:
                painter.setClipRect(part)
                state.part, state.exposed = part, self._in_scene(part)
                item.paint(painter, option, viewport)
        finally:
            state.part = state.exposed = None
            painter.end()
        return True

    def _in_scene(self, part: QRect) -> Box:
        camera = self._state.camera
        x, y = camera.to_scene(part.x() - _REACH, part.y() - _REACH)
        wide, high = part.width() + 2 * _REACH, part.height() + 2 * _REACH
        return Box(x, y, wide / camera.scale, high / camera.scale)


def _together(parts: Sequence[QRect]) -> QRegion:
    region = QRegion()
    for part in parts:
        region = region.united(part)
    return region


def _grown(part: QRect, tiles: list[QRect]) -> QRect:
    for tile in tiles:
        if part.intersects(tile):
            part = part.united(tile)
    return part


def _even(stage: StageLayout, scale: float) -> bool:
    tile = stage.tiles[0]
    sides = scale * tile.width / stage.columns, scale * tile.height / stage.rows
    return all(abs(side - round(side)) < 1e-6 for side in sides)
