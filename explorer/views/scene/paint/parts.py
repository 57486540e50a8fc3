"""Paints parts of the scene's window again: those that the marks of a mouse on its way touch.

Qt would clip every copied map to the outline of all parts together, which takes longer than to
paint the whole window; clipped to one rectangle at a time a map is copied as fast as ever.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QGraphicsView, QStyleOptionGraphicsItem

from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.layout.layout import StageLayout
from explorer.views.scene.paint.items import SceneItem
from explorer.views.scene.state import Rect, SceneState
from explorer.views.scene.trail import apart

_REACH = 2.0  # pixels that something may be painted beyond its box


class Parts:
    """The parts of a view's window that have to be painted again."""

    def __init__(self, view: QGraphicsView, state: SceneState) -> None:
        self._view, self._state = view, state
        self._asked: list[Rect] = []
        self._region = QRegion()  # of all that was asked for
        self._ragged: list[Rect] = []
        self._ragged_key: tuple[object, ...] = ()

    def ask(self, areas: Sequence[Rect]) -> None:
        """Have rectangles of the window painted again."""
        self._asked = self._with_whole_tiles(apart([*self._asked, *areas]))
        self._region = QRegion()
        for part in self._asked:
            self._region = self._region.united(_rect(part))
        self._view.viewport().update(self._region)

    def paint(self, exposed: QRegion, item: SceneItem) -> bool:
        """Paint what was asked for; False, and nothing done, if more than that is exposed."""
        parts, self._asked = self._asked, []
        if not parts or not exposed.subtracted(self._region).isEmpty():
            return False
        viewport, state = self._view.viewport(), self._state
        option = QStyleOptionGraphicsItem()
        painter = QPainter(viewport)
        painter.setRenderHints(self._view.renderHints())
        try:
            for part in parts:
                painter.setClipRect(_rect(part))
                state.part, state.exposed = part, self._in_scene(part)
                item.paint(painter, option, viewport)
        finally:
            state.part = state.exposed = None
            painter.end()
        return True

    def _in_scene(self, part: Rect) -> Box:
        (left, top, right, bottom), camera = part, self._state.camera
        x, y = camera.to_scene(left - _REACH, top - _REACH)
        wide, high = right - left + 2 * _REACH, bottom - top + 2 * _REACH
        return Box(x, y, wide / camera.scale, high / camera.scale)

    def _with_whole_tiles(self, parts: list[Rect]) -> list[Rect]:
        """Return parts grown until each holds every ragged tile that it touches."""
        tiles = self._ragged_tiles()
        grown = [_grown(part, tiles) for part in parts]
        return parts if grown == parts else self._with_whole_tiles(apart(grown))

    def _ragged_tiles(self) -> list[Rect]:
        """Return the maps and vectors whose cells are neither whole nor half pixels large.

        Qt counts its way through such cells with a small error that grows from where it begins
        to copy: a row of pixels close to the border of two cells may fall to either.
        """
        state, ratio = self._state, self._view.viewport().devicePixelRatioF()
        key = (state.camera, state.version, ratio)
        if key != self._ragged_key:
            self._ragged_key = key
            stages = [s for s in state.layout.stages if s.form in ("maps", "strip")]
            ragged = [s for s in stages if not _even(s, state.camera.scale * ratio)]
            boxes = [tile for stage in ragged for tile in stage.tiles]
            rects = [state.on_window(box).toAlignedRect() for box in boxes]
            self._ragged = [(r.x(), r.y(), r.x() + r.width(), r.y() + r.height()) for r in rects]
        return self._ragged


def _rect(part: Rect) -> QRect:
    left, top, right, bottom = part
    return QRect(left, top, right - left, bottom - top)


def _grown(part: Rect, tiles: list[Rect]) -> Rect:
    left, top, right, bottom = part
    for x0, y0, x1, y1 in tiles:
        touched = x0 < right and left < x1 and y0 < bottom and top < y1
        if touched and not (left <= x0 and top <= y0 and x1 <= right and y1 <= bottom):
            left, top, right, bottom = min(left, x0), min(top, y0), max(right, x1), max(bottom, y1)
    return left, top, right, bottom


def _even(stage: StageLayout, scale: float) -> bool:
    tile = stage.tiles[0]
    halves = 2 * scale * tile.width / stage.columns, 2 * scale * tile.height / stage.rows
    return all(abs(half - round(half)) < 1e-6 for half in halves)
