"""The amber marks of a selection across the planes, and the edges of a unit, in space."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from explorer.network.cells import Cell, Region, Selection
from explorer.views.scene.edges import Edge
from explorer.views.scene.layout.places import whole as covers_stage
from explorer.views.scene.paint.outputs import sign_color
from explorer.views.scene.stacked.camera import Point
from explorer.views.scene.stacked.marks import PlaneMark, beam, bounds, cell_mark, outline, whole
from explorer.views.scene.stacked.painting import SMOOTH
from explorer.views.scene.stacked.space_state import SpaceState
from explorer.views.scene.trail import pair_up
from explorer.views.style.theme import Theme

_MOST_BEAMS = 40


def paint_selection(painter: QPainter, space: SpaceState, selection: Selection) -> None:
    """Outline a cell and its field on every plane, with beams from each field to the next.

    Before them come the edges of a unit, after them the frame of a cell that is pointed at.
    """
    painter.setRenderHint(SMOOTH, True)
    scene, links = space.scene, space.links(selection)
    _paint_edges(painter, space, selection.cell)
    near = links[:2] if scene.forward else links[-2:]
    for (before, sources), (after, targets) in pairwise(links if scene.frozen else near):
        if scene.edges and scene.edges[0].term.source.stage == before.stage:
            continue  # the edges show more
        _paint_beams(painter, space, after, sources, targets)
    color = scene.theme.color("selection", 255 if scene.frozen else 225)
    for region, marks in links:
        if region.stage != selection.cell.stage and not covers_stage(scene.layout, region):
            _paint_outlines(painter, [outline(space.view, mark) for mark in marks], color, 1.2)
    own = [selection.cell]
    if selection.winner is not None and not scene.forward:
        own.append(selection.winner)
    _paint_outlines(painter, [_outline(space, cell) for cell in own], color, 2.2)
    if scene.pointed is not None:
        shape = [_outline(space, scene.pointed)]  # a double line, which is easy to find
        _paint_outlines(painter, shape, scene.theme.color("panel"), 6)
        _paint_outlines(painter, shape, scene.theme.color("selection"), 3)
    painter.setRenderHint(SMOOTH, False)


def edge_ends(space: SpaceState, edge: Edge, goal: Cell) -> tuple[Point, Point]:
    """Return where an edge starts and ends in the window: sides of its source and of `goal`."""
    return _side(space, edge.term.source, right=True), _side(space, goal, right=False)


def selection_rects(space: SpaceState) -> list[QRectF]:
    """Return where in the window the selected cell's own map and its field appear."""
    selection = space.scene.selection
    if selection is None:
        return []
    own = _mark(space, selection.cell)
    plane = whole(own.plane) if len(selection.cell.index) == 3 else own
    links = space.links(selection)
    marks = [mark for r, found in links if r.stage != selection.cell.stage for mark in found]
    return [bounds(space.view, mark) for mark in (plane, *marks)]


def map_rects(space: SpaceState) -> list[QRectF]:
    """Return where the selected cell's map and all maps of its field appear, as a whole."""
    selection = space.scene.selection
    links = [] if selection is None else space.links(selection)[::-1]
    return [bounds(space.view, whole(m.plane)) for _region, found in links for m in found]


def _mark(space: SpaceState, cell: Cell) -> PlaneMark:
    return cell_mark(space.scene.layout.spec, space.arrangement, cell)


def _outline(space: SpaceState, cell: Cell) -> QPolygonF:
    return outline(space.view, _mark(space, cell))


def _side(space: SpaceState, cell: Cell, right: bool) -> Point:
    corners = _mark(space, cell).corners()
    (x, top, z), (_x, bottom, _z) = (corners[1], corners[2]) if right else (corners[0], corners[3])
    return space.view.to_window((x, (top + bottom) / 2, z))


def _paint_edges(painter: QPainter, space: SpaceState, goal: Cell) -> None:
    """Draw every edge in the width and colour of its contribution, the pointed-at one last."""
    scene, pointed = space.scene, space.scene.pointed_edge()
    for edge in scene.edges:
        _draw_edge(painter, space, edge, goal, _edge_pen(edge, scene.theme))
    if pointed is not None:
        pen = _edge_pen(pointed, scene.theme)
        halo = QPen(scene.theme.color("selection"), pen.widthF() + 4)
        _draw_edge(painter, space, pointed, goal, halo)
        _draw_edge(painter, space, pointed, goal, pen)


def _draw_edge(painter: QPainter, space: SpaceState, edge: Edge, goal: Cell, pen: QPen) -> None:
    start, end = edge_ends(space, edge, goal)
    painter.setPen(pen)
    painter.drawLine(QLineF(*start, *end))


def _edge_pen(edge: Edge, theme: Theme) -> QPen:
    """Return a pen whose width and colour show how much an edge adds or takes away."""
    size = abs(edge.share)
    color = sign_color(theme, edge.share) if size else QColor(theme.color("faint"))
    color.setAlphaF(0.3 + 0.7 * size)
    pen = QPen(color, max(0.8, 3 * size))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _paint_beams(
    painter: QPainter,
    space: SpaceState,
    after: Region,
    sources: list[PlaneMark],
    targets: list[PlaneMark],
) -> None:
    one_side, other_side = ([(m.plane.tile, m) for m in marks] for marks in (sources, targets))
    pairs = pair_up(space.scene.layout, after, one_side, other_side, dict(other_side))
    if len(pairs) > _MOST_BEAMS or all(mark.whole for pair in pairs for mark in pair):
        return
    strength = max(9, 34 - 2 * len(pairs))
    painter.setPen(QPen(space.scene.theme.color("selection", strength + 60), 0.8))
    painter.setBrush(space.scene.theme.color("selection", strength))
    for one, other in pairs:
        painter.drawConvexPolygon(beam(outline(space.view, one), outline(space.view, other)))


def _paint_outlines(
    painter: QPainter, shapes: list[QPolygonF], color: QColor, width: float
) -> None:
    pen = QPen(color, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for shape in shapes:
        painter.drawPolygon(shape)
