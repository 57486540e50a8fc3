"""Paints the planes back to front, and the amber marks of a selection across them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF, QTransform

from explorer.network.cells import Cell, Region, Selection
from explorer.views.scene.moves import paint_marks
from explorer.views.scene.paint.outputs import bar_reach, sign_color
from explorer.views.scene.paint.scribe import Strip
from explorer.views.scene.paint.slide_item import cover, patches_of
from explorer.views.scene.stacked.marks import Mark, beam, cell_mark, outline
from explorer.views.scene.stacked.numbers import Key
from explorer.views.scene.stacked.planes import Plane
from explorer.views.scene.stacked.space_state import Piece, SpaceState
from explorer.views.style.theme import Theme

_FADED = 0.22  # opacity of the planes that a frozen selection does not concern
_MOST_BEAMS = 40
_SMOOTH = QPainter.RenderHint.Antialiasing


def paint_shadows(painter: QPainter, space: SpaceState) -> None:
    """Lay a soft shadow beside every plane, so that a stack shows its depth.

    It is opaque, which Qt fills several times faster than a translucent one.
    """
    base, bars = painter.transform(), bars_of(space)
    plain, color = base.isIdentity(), shade(space.scene.theme)
    for piece in space.pieces:
        if piece.plane.index != bars:
            painter.setTransform(piece.transform if plain else piece.transform * base)
            painter.fillRect(piece.shadow, color)
    painter.setTransform(base)


def shade(theme: Theme) -> QColor:
    """Return the panel's colour a little darker."""
    panel, dark = theme.color("panel"), theme.color("text" if theme.name == "light" else "window")
    strength = 0.11 if theme.name == "light" else 0.6
    ends = ((c.red(), c.green(), c.blue()) for c in (panel, dark))
    return QColor(*(round(a + strength * (b - a)) for a, b in zip(*ends, strict=True)))


def paint_planes(
    painter: QPainter, space: SpaceState, numbers: Mapping[Key, Strip] | None = None
) -> None:
    """Copy every plane from its stage's image; fade what a frozen selection does not concern.

    `numbers` are written over the planes that they belong to, under all nearer ones.
    """
    scene, base = space.scene, painter.transform()
    pen = QPen(scene.theme.color("border_strong"), 1)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    kept = concerned(space)
    covered = scene.covered
    slid = scene.layout.spec.index(covered.stage) if covered is not None else -1
    bars, plain = bars_of(space), base.isIdentity()
    kernels = _kernel_images(space)
    moves = scene.moves if scene.winners else {}
    for piece in space.pieces:
        plane = piece.plane
        painter.setTransform(piece.transform if plain else piece.transform * base)
        if plane.index == bars:
            _paint_tracks(painter, space, piece)
            continue
        if kept is not None:
            painter.setOpacity(1.0 if (plane.index, plane.tile) in kept else _FADED)
        beside = piece.kernel
        if beside is not None and plane.index in kernels:
            painter.drawImage(beside.target, kernels[plane.index], beside.source)
        painter.drawImage(piece.target, scene.images[plane.index], piece.source)
        if covered is not None and slid == plane.index:
            shape = (plane.rows, plane.columns)
            for rect in patches_of(covered, covered.stage, plane.tile, *shape):
                cover(painter, rect, scene.theme)
        if moves and (plane.index, plane.tile) in moves:
            paint_marks(painter, moves[plane.index, plane.tile], scene.theme)
            painter.setPen(pen)
        painter.setRenderHint(_SMOOTH, True)
        painter.drawRect(piece.target)
        painter.setRenderHint(_SMOOTH, False)
        if numbers:
            _write_numbers(painter, base, numbers, plane)
    painter.setOpacity(1.0)
    painter.setTransform(base)


def bars_of(space: SpaceState) -> int:
    """Return the place of the stage that is painted as bars; an auto-encoder has none: -1."""
    return len(space.scene.images) - 1 if space.arrangement.stacks[-1].form == "bars" else -1


def _write_numbers(
    painter: QPainter, base: QTransform, numbers: Mapping[Key, Strip], plane: Plane
) -> None:
    painter.setTransform(base)
    for kernel in (True, False):
        strip = numbers.get((plane.index, plane.tile, kernel))
        if strip is not None:
            painter.drawImage(strip[0], strip[1])


def _kernel_images(space: SpaceState) -> dict[int, QImage]:
    """Return the image of the kernels of every convolution whose weights are known."""
    scene = space.scene
    return {scene.layout.spec.index(name): image for name, (image, _) in scene.kernels.items()}


def concerned(space: SpaceState) -> set[tuple[int, int]] | None:
    """Return the (stage, tile) of every plane that a frozen selection concerns; None for all."""
    selection = space.scene.selection
    if selection is None or not space.scene.frozen:
        return None
    marks = [mark for _, found in space.links(selection) for mark in found]
    outputs = {(stack.planes[0].index, 0) for stack in space.arrangement.stacks[-2:]}
    return {(mark.plane.index, mark.plane.tile) for mark in marks} | outputs


def paint_selection(painter: QPainter, space: SpaceState, selection: Selection) -> None:
    """Outline a cell and its field on every plane, with beams from each field to the next."""
    painter.setRenderHint(_SMOOTH, True)
    scene, links = space.scene, space.links(selection)
    near = links[:2] if scene.forward else links[-2:]
    for (before, sources), (after, targets) in pairwise(links if scene.frozen else near):
        if scene.edges and scene.edges[0].term.source.stage == before.stage:
            continue  # the edges show more
        _paint_beams(painter, space, after, sources, targets)
    color = scene.theme.color("selection", 255 if scene.frozen else 225)
    for region, marks in links:
        if region.stage != selection.cell.stage and not _everything(space, region):
            _paint_outlines(painter, [outline(space.view, mark) for mark in marks], color, 1.2)
    spec = scene.layout.spec
    own = [cell_mark(spec, space.arrangement, selection.cell)]
    if selection.winner is not None and not scene.forward:
        own.append(cell_mark(spec, space.arrangement, selection.winner))
    _paint_outlines(painter, [outline(space.view, mark) for mark in own], color, 2.2)
    painter.setRenderHint(_SMOOTH, False)


def paint_pointed(painter: QPainter, space: SpaceState, cell: Cell) -> None:
    """Frame a cell that the user points at in the card, in a double line that is easy to find."""
    mark = cell_mark(space.scene.layout.spec, space.arrangement, cell)
    shape, theme = [outline(space.view, mark)], space.scene.theme
    painter.setRenderHint(_SMOOTH, True)
    _paint_outlines(painter, shape, theme.color("panel"), 6)
    _paint_outlines(painter, shape, theme.color("selection"), 3)
    painter.setRenderHint(_SMOOTH, False)


def _paint_beams(
    painter: QPainter, space: SpaceState, after: Region, sources: list[Mark], targets: list[Mark]
) -> None:
    pairs = _pairs(space, after, sources, targets)
    if len(pairs) > _MOST_BEAMS or all(mark.whole for pair in pairs for mark in pair):
        return
    strength = max(9, 34 - 2 * len(pairs))
    painter.setPen(QPen(space.scene.theme.color("selection", strength + 60), 0.8))
    painter.setBrush(space.scene.theme.color("selection", strength))
    for one, other in pairs:
        painter.drawConvexPolygon(beam(outline(space.view, one), outline(space.view, other)))


def _pairs(
    space: SpaceState, after: Region, sources: list[Mark], targets: list[Mark]
) -> list[tuple[Mark, Mark]]:
    """Return which marks a beam joins: map to map, or all to all where all maps are summed."""
    stage = space.scene.layout.spec.stage(after.stage)
    if stage.spatial and stage.kind not in ("convolution", "unflatten"):
        by_tile = {mark.plane.tile: mark for mark in sources}
        return [(by_tile[t.plane.tile], t) for t in targets if t.plane.tile in by_tile]
    return [(one, other) for one in sources for other in targets]


def _everything(space: SpaceState, region: Region) -> bool:
    return region.shape == space.scene.layout.spec.stage(region.stage).shape


def _paint_outlines(
    painter: QPainter, shapes: list[QPolygonF], color: QColor, width: float
) -> None:
    pen = QPen(color, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for shape in shapes:
        painter.drawPolygon(shape)


def paint_tracks(painter: QPainter, space: SpaceState) -> None:
    """Paint the bars alone, where everything else is kept as a picture."""
    bars, base = bars_of(space), painter.transform()
    if bars >= 0:
        piece = space.piece(space.arrangement.stacks[bars].planes[0])
        painter.setTransform(piece.transform * base)
        _paint_tracks(painter, space, piece)
        painter.setTransform(base)


def track_rects(rows: int) -> list[QRectF]:
    """Return the tracks of bars in their plane's own (column, row)."""
    return [QRectF(0, row + 0.28, 1, 0.44) for row in range(rows)]


def _paint_tracks(painter: QPainter, space: SpaceState, piece: Piece) -> None:
    trace, theme = space.scene.trace, space.scene.theme
    field = theme.color("field")
    for track in track_rects(piece.plane.rows):
        painter.fillRect(track, field)
    derived = space.scene.derived
    if derived is not None and derived.stages is not None:
        _paint_signed(painter, space, piece.plane.index)
        return
    if trace is None:
        return
    for row, share in enumerate(trace.probabilities.tolist()):
        color = theme.color("accent" if row == trace.prediction else "muted")
        painter.fillRect(QRectF(0, row + 0.28, max(0.02, share), 0.44), color)


def _paint_signed(painter: QPainter, space: SpaceState, index: int) -> None:
    """Let bars grow to both sides from the middle of their tracks."""
    values, reach = space.scene.numbers(index), bar_reach(space.scene)
    if values is None or reach == 0:
        return
    for row, value in enumerate(values.tolist()):
        bar = QRectF(0.5, row + 0.28, 0.5 * value / reach, 0.44).normalized()
        if value:
            painter.fillRect(bar, sign_color(space.scene.theme, value))
