"""The edges of a selected unit in space: from the units that matter most to the unit itself."""

from __future__ import annotations

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.network.cells import Cell
from explorer.views.scene.edges import Edge
from explorer.views.scene.stacked.marks import cell_mark
from explorer.views.scene.stacked.space import Point
from explorer.views.scene.stacked.space_state import SpaceState
from explorer.views.style.theme import Theme

_STRONG = 76  # steps of the signed colours from their middle


def paint_edges(painter: QPainter, space: SpaceState) -> None:
    """Draw every edge in the width and colour of its contribution, the pointed-at one last."""
    scene = space.scene
    if not scene.edges or scene.selection is None:
        return
    goal = scene.selection.cell
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for edge in scene.edges:
        painter.setPen(edge_pen(edge, scene.theme))
        painter.drawLine(_line(space, edge, goal))
    pointed = scene.pointed_edge()
    if pointed is not None:
        pen = edge_pen(pointed, scene.theme)
        for stroke in (QPen(scene.theme.color("selection"), pen.widthF() + 4), pen):
            painter.setPen(stroke)
            painter.drawLine(_line(space, pointed, goal))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def edge_pen(edge: Edge, theme: Theme) -> QPen:
    """Return a pen whose width and colour say how much an edge adds or takes away."""
    size = abs(edge.share)
    color = QColor(theme.color("faint"))
    if edge.share:
        step = _STRONG if edge.share > 0 else -_STRONG
        color = QColor.fromRgb(int(theme.colormaps.signed[127 + step]))
    color.setAlphaF(0.3 + 0.7 * size)
    pen = QPen(color, max(0.8, 3 * size))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _line(space: SpaceState, edge: Edge, goal: Cell) -> QLineF:
    start, end = edge_ends(space, edge, goal)
    return QLineF(*start, *end)


def edge_ends(space: SpaceState, edge: Edge, goal: Cell) -> tuple[Point, Point]:
    """Return where an edge starts and ends in the window: sides of its source and of `goal`."""
    return _side(space, edge.term.source, right=True), _side(space, goal, right=False)


def _side(space: SpaceState, cell: Cell, right: bool) -> Point:
    mark = cell_mark(space.scene.layout.spec, space.arrangement, cell)
    corners = mark.corners()
    (x, top, z), (_, bottom, _) = (corners[1], corners[2]) if right else (corners[0], corners[3])
    return space.view.to_window((x, (top + bottom) / 2, z))
