"""What a selection marks in the window: outlines, ribbons, and the parts of the window they touch.

It is worked out once for a cell and kept. A mouse on its way through the network changes little of
the picture: only the parts that the old marks and the new ones touch are painted again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import ceil, floor
from typing import TypeVar

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from explorer.network.cells import Region, Selection
from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.layout.layout import SceneLayout
from explorer.views.scene.layout.places import cell_box, region_boxes, whole
from explorer.views.scene.state import Outlines, Rect, SceneState, Trail

T = TypeVar("T")
_MOST_RIBBONS = 40
_MARGIN = 3  # pixels that an outline or an edge may reach beyond its rectangle
_NEAR = 24  # pixels between rectangles that are painted as one
_THICK = 6  # an outline of two pixels would drown a narrower cell


def path_of(state: SceneState, selection: Selection) -> tuple[Region, ...]:
    """Return every region of a selection, in data-flow order, the cell's own among them."""
    cell, field = selection.cell, state.regions(selection)
    own = Region(cell.stage, cell.index, tuple(i + 1 for i in cell.index))
    return (own, *field) if state.forward else (*field, own)


def steps(state: SceneState, path: tuple[Region, ...]) -> Iterator[tuple[Region, Region]]:
    """Yield the steps of a path that ribbons show, from a region to the one computed from it."""
    layout = state.layout
    for before, after in pairwise(path):
        if whole(layout, before) and whole(layout, after):
            continue
        if state.edges and state.edges[0].term.source.stage == before.stage:
            continue  # the edges show more
        if state.forward and layout.stage(after.stage).stage.kind == "flatten":
            continue  # every map reaches all over the vector
        yield before, after


def links(state: SceneState, path: tuple[Region, ...]) -> Iterator[list[tuple[Box, Box]]]:
    """Yield the pairs of rectangles in the scene that ribbons join, for each step of a path."""
    layout = state.layout
    for before, after in steps(state, path):
        kernels = dict(enumerate(layout.stage(after.stage).kernels))
        sources, targets = region_boxes(layout, before), region_boxes(layout, after)
        pairs = pair_up(layout, after, sources, targets, kernels)
        if len(pairs) <= _MOST_RIBBONS:
            yield pairs


def trail_of(state: SceneState) -> Trail | None:
    """Return the marks of what is selected now, or None."""
    selection = state.selection
    if selection is None:
        return None
    place = selection.cell, selection.fields, selection.winner, state.edges
    key = (place, state.frozen, state.forward, state.camera, state.version)
    if key != state.trail_key:
        state.trail_key, state.trail = key, _trail(state, selection)
    return state.trail


def apart(areas: Iterable[Rect]) -> list[Rect]:
    """Return rectangles that hold all of `areas`, from left to right, none above another.

    Neighbours become one: two small rectangles take longer to paint than one that holds both.
    """
    merged: list[Rect] = []
    for left, top, right, bottom in sorted(areas):
        if merged and left <= merged[-1][2] + _NEAR:
            before = merged[-1]
            merged[-1] = (
                before[0],
                min(before[1], top),
                max(before[2], right),
                max(before[3], bottom),
            )
        else:
            merged.append((left, top, right, bottom))
    return merged


def _trail(state: SceneState, selection: Selection) -> Trail:
    layout = state.layout
    seen = {r.stage: _rects(state, r) for r in state.regions(selection) if _partial(layout, r)}
    field = [_outlines([rect for _, rect in marks], 1) for marks in seen.values()]
    around = [_union(rect for _, rect in marks) for marks in seen.values()]
    fine: list[Outlines] = []
    strong: list[Outlines] = []
    for cell in (None if state.forward else selection.winner, selection.cell):
        if cell is not None:
            rect = on_window(state, cell_box(layout, cell))
            width = 2 if rect[2] - rect[0] >= _THICK else 1
            (strong if width == 2 else fine).append(_outlines([rect], width))
            around.append(rect)
    ribbons = [] if state.frozen else _last_step(state, selection)
    band = (0, 0)
    if ribbons:
        around.append(_union(rect for pair in ribbons for rect in pair))
        band = around[-1][0], around[-1][2]
    if state.edges:
        around.append(_edges(state))
    polygons = [_polygon(*pair) for pair in ribbons]
    return Trail(field, fine, strong, polygons, band, apart(map(_grown, around)))


def _partial(layout: SceneLayout, region: Region) -> bool:
    return not whole(layout, region) and not region.empty


def _last_step(state: SceneState, selection: Selection) -> list[tuple[Rect, Rect]]:
    """Return what the ribbons of the cell under the mouse join: only what it is nearest to."""
    path, layout = path_of(state, selection), state.layout
    for before, after in steps(state, path[:2] if state.forward else path[-2:]):
        sources, targets = _rects(state, before), _rects(state, after)
        boxes = layout.stage(after.stage).kernels
        kernels = {tile: on_window(state, boxes[tile]) for tile, _ in targets if boxes}
        pairs = pair_up(layout, after, sources, targets, kernels)
        if len(pairs) <= _MOST_RIBBONS:
            return pairs
    return []


def pair_up(
    layout: SceneLayout,
    after: Region,
    sources: list[tuple[int, T]],
    targets: list[tuple[int, T]],
    kernels: dict[int, T],
) -> list[tuple[T, T]]:
    """Return which rectangles a ribbon joins: map to map, or through the kernel, all to all."""
    stage = layout.stage(after.stage)
    if stage.stage.kind == "convolution":
        return [(one, kernels[tile]) for _, one in sources for tile, _ in targets]
    if stage.form == "maps" and stage.stage.kind != "unflatten":
        by_tile = dict(sources)
        return [(by_tile[tile], one) for tile, one in targets if tile in by_tile]
    return [(one, other) for _, one in sources for _, other in targets]


def _rects(state: SceneState, region: Region) -> list[tuple[int, Rect]]:
    """Return the tiles that a region touches, each with where its cells appear."""
    stage, camera = state.layout.stage(region.stage), state.camera
    if len(region.start) != 3:
        boxes = region_boxes(state.layout, region)
        return [(tile, on_window(state, box)) for tile, box in boxes]
    (first, top, left), (last, bottom, right) = region.start, region.stop
    scale, dx, dy = camera.scale, camera.x, camera.y
    wide = scale * stage.tiles[0].width / stage.columns
    high = scale * stage.tiles[0].height / stage.rows
    x0, y0, x1, y1 = left * wide + dx, top * high + dy, right * wide + dx, bottom * high + dy
    marks = []
    for tile in range(first, last):
        x, y = scale * stage.tiles[tile].x, scale * stage.tiles[tile].y
        marks.append((tile, _crisp(x + x0, y + y0, x + x1, y + y1)))
    return marks


def on_window(state: SceneState, box: Box) -> Rect:
    """Return where a box of the scene appears, on whole pixels."""
    camera = state.camera
    x, y = camera.to_window(box.x, box.y)
    return _crisp(x, y, x + camera.scale * box.width, y + camera.scale * box.height)


def _crisp(left: float, top: float, right: float, bottom: float) -> Rect:
    """Return a rectangle with its edges on whole pixels, at least two wide and high."""
    x0, y0, x1, y1 = round(left), round(top), round(right), round(bottom)
    return x0, y0, x1 if x1 > x0 + 1 else x0 + 2, y1 if y1 > y0 + 1 else y0 + 2


def _outlines(rects: list[Rect], width: int) -> Outlines:
    """Return the outlines around rectangles, as a pen of a width has to draw them."""
    half = width / 2
    outlines = [QRectF(x - half, y - half, r - x + width, b - y + width) for x, y, r, b in rects]
    return Outlines(min(r[0] for r in rects) - width, max(r[2] for r in rects) + width, outlines)


def _polygon(source: Rect, target: Rect) -> QPolygonF:
    _, top, right, bottom = source
    left, upper, _, lower = target
    corners = ((right, top), (left, upper), (left, lower), (right, bottom))
    return QPolygonF([QPointF(x, y) for x, y in corners])


def _union(rects: Iterable[Rect]) -> Rect:
    left, top, right, bottom = zip(*rects, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _grown(rect: Rect) -> Rect:
    left, top, right, bottom = rect
    return left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN


def _edges(state: SceneState) -> Rect:
    ends = [point for edge in state.edges for point in (edge.start, edge.end)]
    across, down = zip(*ends, strict=True)
    left, top = state.camera.to_window(min(across), min(down))
    right, bottom = state.camera.to_window(max(across), max(down))
    return floor(left), floor(top), ceil(right), ceil(bottom)
