"""The letters R, G and B beside the planes of a colour picture, wherever one looks from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from explorer.views.scene.colour_planes import LETTERS
from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.stacked.planes import Stack
from explorer.views.scene.stacked.space import View
from explorer.views.scene.stacked.space_state import SpaceState
from explorer.views.style.theme import SMALL

_AWAY = 6.0  # pixels from the plane
_CENTRE = Qt.AlignmentFlag.AlignCenter


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
    """Name the planes of a colour picture."""
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
            painter.drawText(area, _CENTRE, letter)
