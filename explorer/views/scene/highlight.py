"""The amber marks of a selection: the cell, what it was computed from, and the way between."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from explorer.network.cells import Cell, Region, Selection
from explorer.views.scene.artwork import band_path
from explorer.views.scene.flow import Band, band
from explorer.views.scene.geometry import Box
from explorer.views.scene.places import cell_box, region_boxes, whole
from explorer.views.scene.state import SceneState, to_rect

Marks = list[tuple[int, Box]]  # (tile, rectangle)
_MOST_RIBBONS = 40


def chain(state: SceneState, selection: Selection) -> list[tuple[Region, Marks]]:
    """Return every region of a selection with its rectangles, in data-flow order.

    The cell itself is the last, or the first of those that it has a say in.
    """
    return [(r, region_boxes(state.layout, r)) for r in way(state, selection)]


def way(state: SceneState, selection: Selection) -> tuple[Region, ...]:
    """Return every region of a selection, in data-flow order, the cell's own among them."""
    cell, field = selection.cell, state.regions(selection)
    own = Region(cell.stage, cell.index, tuple(i + 1 for i in cell.index))
    return (own, *field) if state.forward else (*field, own)


def paint_ribbons(painter: QPainter, state: SceneState, selection: Selection) -> None:
    """Paint a soft ribbon from each region to the one computed from it.

    A frozen selection shows its whole way with smooth edges. The cell under the mouse shows only
    the last step, straight and opaque, in half the time: it must keep up with the mouse.
    """
    painter.save()
    painter.setTransform(state.transform(), True)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, state.frozen)
    painter.setPen(Qt.PenStyle.NoPen)
    links = way(state, selection)
    if not state.frozen:
        links = links[:2] if state.forward else links[-2:]
    for before, after in pairwise(links):
        if whole(state.layout, before) and whole(state.layout, after):
            continue
        if state.edges and state.edges[0].term.source.stage == before.stage:
            continue  # the edges show more
        if state.forward and state.layout.stage(after.stage).stage.kind == "flatten":
            continue  # every map reaches all over the vector
        sources, targets = (region_boxes(state.layout, region) for region in (before, after))
        pairs = _pairs(state, after, sources, targets)
        if len(pairs) > _MOST_RIBBONS:
            continue
        if state.frozen:
            strength = max(26, 64 - 2 * len(pairs))
            painter.setPen(QPen(state.theme.color("selection", strength + 30), 0.7))
            painter.setBrush(state.theme.color("selection", strength))
        else:
            painter.setBrush(state.theme.color("selection_soft"))
        for source, target in pairs:
            ribbon = band(source, target)
            if state.frozen:
                painter.drawPath(band_path(ribbon))
            else:
                painter.drawConvexPolygon(_corners(ribbon))
    painter.restore()


def paint_boxes(painter: QPainter, state: SceneState, selection: Selection) -> None:
    """Outline the cell and its field in every other stage, and the winner of a pooling."""
    parts = [part for part in state.regions(selection) if not whole(state.layout, part)]
    boxes = [box for part in parts for _, box in region_boxes(state.layout, part)]
    rects = [_crisp(state.on_window(box)) for box in boxes]
    _outline(painter, rects, state.theme.color("selection", 255 if state.frozen else 215), 1)
    if selection.winner is not None and not state.forward:
        won = state.on_window(cell_box(state.layout, selection.winner))
        _outline(painter, [_crisp(won)], state.theme.color("selection"), _strong(won))
    own = _crisp(state.on_window(cell_box(state.layout, selection.cell)))
    _outline(painter, [own], state.theme.color("selection"), _strong(own))


def paint_pointed(painter: QPainter, state: SceneState, cell: Cell) -> None:
    """Frame a cell that the user points at in the card, in a double line that is easy to find."""
    rect = _crisp(state.on_window(cell_box(state.layout, cell))).adjusted(-3, -3, 3, 3)
    _outline(painter, [rect.adjusted(-1, -1, 1, 1)], state.theme.color("panel"), 4)
    _outline(painter, [rect], state.theme.color("selection"), 2)


def paint_veil(painter: QPainter, state: SceneState, selection: Selection) -> None:
    """Fade the maps that a frozen selection does not concern."""
    concerned: dict[str, set[int]] = {}
    for region, marks in chain(state, selection):
        concerned[region.stage] = {tile for tile, _ in marks}
    veil = state.theme.color("panel", 150)
    painter.save()
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
    painter.restore()


def _corners(ribbon: Band) -> QPolygonF:
    corners = (ribbon.start, ribbon.end, ribbon.end_bottom, ribbon.start_bottom)
    return QPolygonF([QPointF(*corner) for corner in corners])


def _pairs(
    state: SceneState, after: Region, sources: Marks, targets: Marks
) -> list[tuple[Box, Box]]:
    """Return which rectangles a ribbon joins: map to map, or through the kernel, all to all."""
    stage = state.layout.stage(after.stage)
    if stage.stage.kind == "convolution":
        ends = [stage.kernels[tile] for tile, _ in targets]
        return [(box, end) for _, box in sources for end in ends]
    if stage.form == "maps" and stage.stage.kind != "unflatten":
        by_tile = dict(sources)
        return [(by_tile[tile], box) for tile, box in targets if tile in by_tile]
    return [(box, end) for _, box in sources for _, end in targets]


def _outline(painter: QPainter, rects: list[QRectF], color: QColor, width: int) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(color, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    half = width / 2
    painter.drawRects([rect.adjusted(-half, -half, half, half) for rect in rects])


def _strong(rect: QRectF) -> int:
    """Return the width of an outline that does not drown a small cell."""
    return 2 if rect.width() >= 6 else 1


def _crisp(rect: QRectF) -> QRectF:
    left, top = round(rect.left()), round(rect.top())
    right, bottom = round(rect.right()), round(rect.bottom())
    return QRectF(left, top, max(2, right - left), max(2, bottom - top))
