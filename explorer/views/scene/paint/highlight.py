"""The amber marks of a selection: the cell, what it was computed from, and the way between."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.network.cells import Cell, Selection
from explorer.views.parts.guard import saved
from explorer.views.scene.flow import band
from explorer.views.scene.layout.places import cell_box, region_boxes
from explorer.views.scene.paint.artwork import band_path
from explorer.views.scene.state import Outlines, Rect, SceneState, to_rect
from explorer.views.scene.trail import links, on_window, path_of, trail_of


def paint_ribbons(painter: QPainter, state: SceneState, selection: Selection) -> None:
    """Paint the whole way of a frozen selection: a soft ribbon from each region to the next."""
    with saved(painter):
        painter.setTransform(state.transform(), True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pairs in links(state, path_of(state, selection)):
            strength = max(26, 64 - 2 * len(pairs))
            painter.setPen(QPen(state.theme.color("selection"), 0.7))
            painter.setBrush(state.theme.color("selection", strength))
            for source, target in pairs:
                painter.drawPath(band_path(band(source, target)))


def paint_last_ribbons(painter: QPainter, state: SceneState) -> None:
    """Paint the last step to the cell under the mouse, straight and opaque, in half the time.

    It lies behind the maps, so that it hides no number; a frozen selection has all its way there.
    """
    trail = trail_of(state)
    if state.frozen or trail is None or not trail.ribbons:
        return
    if state.part is not None and not overlap(trail.band, state.part):
        return
    painter.setPen(state.theme.color("selection"))
    painter.setBrush(state.theme.color("selection_soft"))
    for ribbon in trail.ribbons:
        painter.drawConvexPolygon(ribbon)


def paint_selection(painter: QPainter, state: SceneState) -> None:
    """Outline the cell and its field in every other stage, and the winner of a pooling.

    A frozen selection also veils everything that it does not concern.
    """
    trail = trail_of(state)
    if trail is None or state.selection is None:
        return
    if state.frozen:
        _paint_veil(painter, state, state.selection)
    strong = state.theme.color("selection")
    weak = strong if state.frozen else state.theme.color("selection", 215)
    _outline(painter, _seen(state, trail.field), weak, 1)
    _outline(painter, _seen(state, trail.fine), strong, 1)
    _outline(painter, _seen(state, trail.strong), strong, 2)
    if state.pointed is not None:
        _paint_pointed(painter, state, state.pointed)


def _paint_pointed(painter: QPainter, state: SceneState, cell: Cell) -> None:
    """Frame a cell that the user points at in the card, in a double line that is easy to find."""
    left, top, right, bottom = on_window(state, cell_box(state.layout, cell))
    rect = QRectF(left - 4, top - 4, right - left + 8, bottom - top + 8)
    _outline(painter, [rect.adjusted(-2, -2, 2, 2)], state.theme.color("panel"), 4)
    _outline(painter, [rect], state.theme.color("selection"), 2)


def _paint_veil(painter: QPainter, state: SceneState, selection: Selection) -> None:
    """Fade the maps that a frozen selection does not concern."""
    path = path_of(state, selection)
    concerned = {r.stage: {tile for tile, _box in region_boxes(state.layout, r)} for r in path}
    veil = state.theme.color("panel", 150)
    with saved(painter):
        painter.setTransform(state.transform(), True)
        for stage in state.layout.stages:
            keep = concerned.get(stage.stage.name, set())
            if stage.form in ("bars", "rows") and not keep:
                continue
            for index, box in enumerate(stage.tiles):
                if index not in keep:
                    painter.fillRect(to_rect(box), veil)
                    if stage.kernels:
                        painter.fillRect(to_rect(stage.kernels[index]), veil)


def overlap(span: tuple[int, int], part: Rect) -> bool:
    """Return whether columns `span` of the window reach into a part of it."""
    return span[0] <= part[2] and part[0] <= span[1]


def _seen(state: SceneState, columns: list[Outlines]) -> list[QRectF]:
    """Return the outlines of those columns of which something is being painted."""
    part = state.part
    if part is not None:
        columns = [c for c in columns if overlap((c.left, c.right), part)]
    return [outline for column in columns for outline in column.rects]


def _outline(painter: QPainter, outlines: list[QRectF], color: QColor, width: int) -> None:
    if outlines:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(color, width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRects(outlines)
