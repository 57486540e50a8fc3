"""Everything written in the stacked picture: labels, class names, logits, percentages, channels."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPixmap

from explorer.views.parts.guard import painting, saved
from explorer.views.parts.texts import Texts, texts_of
from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.numbers.glyphs import glyphs_for
from explorer.views.scene.paint.outputs import (
    bar_number,
    has_bars,
    row_numbers,
    top_row,
)
from explorer.views.scene.pixels import LETTERS
from explorer.views.scene.stacked.camera import Point, View
from explorer.views.scene.stacked.planes import Plane, Stack
from explorer.views.scene.stacked.space_state import Label, SpaceState
from explorer.views.scene.state import SceneState
from explorer.views.style.theme import SMALL, Theme

_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
_ROOM = 4  # at both sides of a label
_AWAY = 6.0  # pixels from a plane to its letter


class Labels:
    """Writes the name and the shape of every stage under its stack, and how to fan it out.

    Each is laid out once and then copied as a picture: they move in every frame of a turn.
    """

    def __init__(self) -> None:
        self._pictures: dict[tuple[object, ...], QPixmap] = {}
        self._version = -1

    def paint(self, painter: QPainter, space: SpaceState, printed: bool, held: bool) -> None:
        """Write the labels at their place or those held in sight.

        A line leads to those that do not stand right below their stack.
        """
        tick = space.scene.theme.color("border_strong")
        if self._version != space.scene.version:
            self._version, self._pictures = space.scene.version, {}
        for label in space.labels:
            if label.box.y > label.foot[1] + 12 and not (held or label.held):
                x, top = round(label.foot[0]), round(label.foot[1]) + 4
                painter.fillRect(x, top, 1, round(label.box.y) - 2 - top, tick)
        for label, stack in zip(space.labels, space.arrangement.stacks, strict=True):
            left, top = round(label.box.x) - _ROOM, round(label.box.y)
            if label.held != held:
                continue
            if printed:
                with saved(painter):
                    painter.translate(left, top)
                    _write_label(painter, space.scene, label, False, stack.fanned)
            else:
                painter.drawPixmap(left, top, self._picture(painter, space, label, stack))

    def _picture(self, painter: QPainter, space: SpaceState, label: Label, stack: Stack) -> QPixmap:
        ratio = painter.device().devicePixelRatioF()
        key = label.text, stack.foldable, stack.fanned, ratio
        if key not in self._pictures:
            wide, high = label.text.width + 2 * _ROOM, label.text.height
            picture = QPixmap(ceil(wide * ratio), ceil(high * ratio))
            picture.setDevicePixelRatio(ratio)
            with painting(picture) as inside:
                _write_label(inside, space.scene, label, stack.foldable, stack.fanned)
            self._pictures[key] = picture
        return self._pictures[key]


def _write_label(
    painter: QPainter, scene: SceneState, label: Label, foldable: bool, fanned: bool
) -> None:
    """Write a label into its own box, on the ground: a tick behind it would cross the words."""
    theme, style, text = scene.theme, scene.layout.type, label.text
    wide, first = text.width + 2 * _ROOM, style.height(1)
    painter.fillRect(QRectF(0, 0, ceil(wide), ceil(text.height)), theme.color("panel"))
    title = theme.font(SMALL, QFont.Weight.DemiBold)
    title.setPixelSize(style.title)
    painter.setFont(title)
    painter.setPen(theme.color("accent" if fanned else "text"))
    painter.drawText(QRectF(0, 0, wide, first), _CENTRE, text.lines[0])
    if foldable:
        _paint_sign(painter, (wide + text.title_width) / 2, first / 2, fanned)
    painter.setFont(theme.font(SMALL))
    painter.setPen(theme.color("muted"))
    painter.drawText(QRectF(0, first, wide, text.height - first), _CENTRE, text.lines[1])


def _paint_sign(painter: QPainter, end: float, middle: float, fanned: bool) -> None:
    """Draw a small plus or minus behind a name: a click fans the stage out or stacks it again."""
    x, y = round(end) + 5.5, round(middle) + 0.5
    painter.drawLine(QPointF(x, y), QPointF(x + 6, y))
    if not fanned:
        painter.drawLine(QPointF(x + 3, y - 3), QPointF(x + 3, y + 3))


def paint_names(painter: QPainter, space: SpaceState, printed: bool) -> None:
    """Write the classes before their bars, where a row is high enough for it."""
    scene, theme = space.scene, space.scene.theme
    logits, bars = (stack.planes[0] for stack in space.arrangement.stacks[-2:])
    if scene.layout.spec.reconstructs or not _has_room(space, bars):
        return
    top = scene.trace.prediction if scene.trace is not None else -1
    room = 8 * int((bars.x - logits.right) * space.view.axes()[0][0] / 8)
    for row, name in enumerate(scene.layout.spec.classes):
        texts, shown, wide = _shortened(theme, name, row == top, room)
        x, y = _at_row(space, bars, row, bars.x)
        painter.setPen(theme.color("accent" if row == top else "muted"))
        write = texts.write if printed else texts.draw
        write(painter, round(x - 6 - wide), round(y - ceil(texts.height) / 2), shown)


@lru_cache(maxsize=1024)
def _shortened(theme: Theme, name: str, stressed: bool, room: int) -> tuple[Texts, str, int]:
    """Return what writes the name of a class, the part of it that fits, and its width."""
    weight = QFont.Weight.DemiBold if stressed else QFont.Weight.Normal
    texts = texts_of(theme, SMALL, weight)
    wide = max(1.0, min(texts.width(name), room - 4)) + 1
    side = Qt.TextElideMode.ElideRight
    return texts, QFontMetricsF(texts.font).elidedText(name, side, wide), ceil(wide)


def paint_outputs(painter: QPainter, space: SpaceState, printed: bool) -> None:
    """Write the logits in their cells and the numbers behind their bars.

    Beside the bars stand all percentages, but only the largest of other numbers.
    """
    scene, theme = space.scene, space.scene.theme
    logits, bars = (stack.planes[0] for stack in space.arrangement.stacks[-2:])
    if not has_bars(scene) or not _has_room(space, bars):
        return
    glyphs, top = glyphs_for(theme, painter.device().devicePixelRatioF()), top_row(scene)
    strong, quiet = theme.color("accent" if scene.shows_values else "text"), theme.color("muted")
    for row in range(bars.rows) if scene.shows_values else [top] if top >= 0 else []:
        (x, y), first = _at_row(space, bars, row, bars.right), row == top
        text, color = bar_number(scene, row), strong if first else quiet
        glyphs.write(painter, text, x + 8, y, color, "left", first, printed)
    if space.view.axes()[0][0] * logits.width < 3.2 * theme.size(SMALL):
        return
    for row, (text, color) in enumerate(row_numbers(scene)):
        x, y = _at_row(space, logits, row, logits.x + logits.width / 2)
        glyphs.write(painter, text, x, y, color, "centre", as_text=printed)


def _at_row(space: SpaceState, plane: Plane, row: int, x: float) -> Point:
    """Return where the middle of a row of an upright plane appears, at an `x` of space."""
    return space.view.to_window((x, plane.y + (row + 0.5) * plane.height, plane.z))


def _has_room(space: SpaceState, plane: Plane) -> bool:
    """Return whether the rows of a plane are high enough to write in."""
    return space.view.axes()[1][1] * plane.height >= 0.9 * space.scene.theme.size(SMALL)


def letter_boxes(
    view: View, stack: Stack, size: float, taken: Sequence[Box] = ()
) -> list[Box | None]:
    """Return where in the window a letter of `size` pixels stands beside each plane of a stack.

    It is at a corner that no farther plane lies behind. There is none where a plane is smaller
    than its letter, or where the letter of a nearer plane or something else is written already.
    """
    (_, yy), (zx, zy) = view.axes()[1:]
    placed: list[Box | None] = []
    for plane in stack.planes:
        x, top = view.to_window((plane.x, plane.y, plane.z))
        high = yy * plane.rows * plane.height
        if stack.fanned or zx >= 0:  # farther ones stand to the right
            far = top if zy <= 0 or stack.fanned else top + high - size
            box = Box(x - _AWAY - size, far, size, size)
        else:  # they stand to the left, above or below
            near = top + high + _AWAY / 2 if zy <= 0 else top - _AWAY / 2 - size
            box = Box(x, near, size, size)
        others = [*taken, *(other for other in placed if other is not None)]
        hidden = any(other.overlaps(box) for other in others)
        placed.append(None if hidden or high < size else box)
    return placed


def paint_letters(painter: QPainter, space: SpaceState) -> None:
    """Name the planes of a colour picture R, G and B."""
    stack, theme = space.arrangement.stacks[0], space.scene.theme
    if len(stack.planes) != len(LETTERS):
        return
    painter.setFont(theme.font(SMALL))
    painter.setPen(theme.color("muted"))
    taken = [label.box for label in space.labels]
    boxes = letter_boxes(space.view, stack, round(1.2 * theme.size(SMALL)), taken)
    for letter, box in zip(LETTERS, boxes, strict=True):
        if box is not None:
            area = QRectF(round(box.x), round(box.y), box.width, box.height)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letter)
