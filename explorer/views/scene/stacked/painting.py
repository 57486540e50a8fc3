"""Paints the planes back to front, one by one: the way that shows all there is to show."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.views.scene.moves import paint_marks
from explorer.views.scene.numbers.numerals import Strip
from explorer.views.scene.paint.outputs import bars, mixed
from explorer.views.scene.paint.slide_item import cover, patches_of
from explorer.views.scene.stacked.numbers import Key
from explorer.views.scene.stacked.space_state import Piece, SpaceState

_FADED = 0.22  # opacity of the planes that a frozen selection does not concern
_LEAST = 0.02  # a bar, in shares of its track
SMOOTH = QPainter.RenderHint.Antialiasing


def paint_planes(painter: QPainter, space: SpaceState, numbers: Mapping[Key, Strip]) -> None:
    """Copy every plane from its stage's image; fade what a frozen selection does not concern.

    `numbers` are written over the planes that they belong to, under all nearer ones.
    """
    scene, base = space.scene, painter.transform()
    pen = frame_pen(space)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    kept, covered = _concerned(space), scene.covered
    slid = scene.layout.spec.index(covered.stage) if covered is not None else -1
    images, moves = space.images(), scene.marked_moves
    for piece in space.pieces:
        plane = piece.plane
        place, image = (plane.index, plane.tile), images.get((plane.index, plane.kernel))
        painter.setTransform(piece.transform * base)
        if image is None:
            if plane.index == space.bars:
                _paint_tracks(painter, space, piece)
            continue
        if kept is not None:
            painter.setOpacity(1.0 if place in kept else _FADED)
        painter.drawImage(piece.target, image, piece.source)
        if not plane.kernel:
            if covered is not None and slid == plane.index:
                shape = (plane.rows, plane.columns)
                for rect in patches_of(covered, covered.stage, plane.tile, *shape):
                    cover(painter, rect, scene.theme)
            if place in moves:
                paint_marks(painter, moves[place], scene.theme)
                painter.setPen(pen)
            draw_frame(painter, piece)
        strip = numbers.get((*place, plane.kernel))
        if strip is not None:
            painter.setTransform(base)
            painter.drawImage(strip[0], strip[1])
    painter.setOpacity(1.0)
    painter.setTransform(base)


def paint_tracks(painter: QPainter, space: SpaceState) -> None:
    """Paint the bars alone, where everything else is kept as a picture."""
    if space.bars >= 0:
        base = painter.transform()
        piece = space.piece(space.arrangement.stacks[space.bars].planes[0])
        painter.setTransform(piece.transform * base)
        _paint_tracks(painter, space, piece)
        painter.setTransform(base)


def frame_pen(space: SpaceState) -> QPen:
    """Return the pen of the frames around all planes."""
    pen = QPen(space.scene.theme.color("border_strong"), 1)
    pen.setCosmetic(True)
    return pen


def draw_frame(painter: QPainter, piece: Piece) -> None:
    """Draw the frame of a plane with the painter's pen."""
    painter.setRenderHint(SMOOTH, True)
    painter.drawRect(piece.target)
    painter.setRenderHint(SMOOTH, False)


def shade(space: SpaceState) -> QColor:
    """Return the colour of a shadow: that of the panel, a little darker.

    It is opaque, which Qt fills several times faster than a translucent one.
    """
    theme = space.scene.theme
    panel, dark = theme.color("panel"), theme.color("text" if theme.name == "light" else "window")
    return mixed(panel, dark, 0.11 if theme.name == "light" else 0.6)


def tracks(piece: Piece) -> list[QRectF]:
    """Return the tracks of bars in their plane's own (column, row)."""
    return [QRectF(0, row + 0.28, 1, 0.44) for row in range(piece.plane.rows)]


def _paint_tracks(painter: QPainter, space: SpaceState, piece: Piece) -> None:
    scene, areas = space.scene, tracks(piece)
    field = scene.theme.color("field")
    for track in areas:
        painter.fillRect(track, field)
    for track, (start, length, color) in zip(areas, bars(scene), strict=False):
        if length or scene.shows_values:
            wide = max(_LEAST, length) if scene.shows_values else length
            bar = QRectF(start, track.y(), wide, track.height())
            painter.fillRect(bar.normalized(), color)


def _concerned(space: SpaceState) -> set[tuple[int, int]] | None:
    """Return the (stage, tile) of every plane that a frozen selection concerns; None for all."""
    selection = space.scene.selection
    if selection is None or not space.scene.frozen:
        return None
    marks = [mark for _region, found in space.links(selection) for mark in found]
    outputs = {(stack.planes[0].index, 0) for stack in space.arrangement.stacks[-2:]}
    return {(mark.plane.index, mark.plane.tile) for mark in marks} | outputs
