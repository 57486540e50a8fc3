"""The amber marks of a selection across the planes, and the edges of a unit, in space."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from explorer.network.cells import Cell, Region, Selection
from explorer.views.scene.edges import Ends
from explorer.views.scene.layout.places import whole as covers_stage
from explorer.views.scene.paint.edge_item import draw_lines, draw_pointed, sort_lines
from explorer.views.scene.stacked.marks import (
    PlaneMark,
    beam,
    cell_mark,
    outline,
    unit_sides,
)
from explorer.views.scene.stacked.painting import SMOOTH
from explorer.views.scene.stacked.space_state import SpaceState
from explorer.views.scene.trail import pair_up

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


def edge_ends(space: SpaceState, goal: Cell) -> Ends:
    """Return where the edges run in the window (edges, 4): from their sources' sides to `goal`."""
    edges, source = space.scene.edges, _mark(space, space.scene.edges[0].term.source).plane
    units = np.array([edge.term.source.index[0] for edge in edges])
    starts = unit_sides(space.view, source, units, right=True)
    ends = unit_sides(
        space.view, _mark(space, goal).plane, np.full_like(units, goal.index[0]), right=False
    )
    return np.concatenate([starts, ends], axis=1)


def _mark(space: SpaceState, cell: Cell) -> PlaneMark:
    return cell_mark(space.scene.layout.spec, space.arrangement, cell)


def _outline(space: SpaceState, cell: Cell) -> QPolygonF:
    return outline(space.view, _mark(space, cell))


def _paint_edges(painter: QPainter, space: SpaceState, goal: Cell) -> None:
    """Draw every edge in the width and colour of its contribution, the pointed-at one last."""
    scene = space.scene
    if not scene.edges:
        return
    lines = [QLineF(*ends) for ends in edge_ends(space, goal).tolist()]
    draw_lines(painter, sort_lines(scene.theme, scene.edges, lines))
    pointed = scene.pointed_edge()
    if pointed is not None:
        draw_pointed(painter, scene.theme, pointed, lines[scene.edges.index(pointed)])


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
    painter.setPen(QPen(space.scene.theme.color("selection"), 0.8))
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
