"""Where a card can stand beside the cell it explains.

The card may never cover its cell. Among the four sides of the cell it takes the one where it
hides least of what the user wants to see, and prefers the sides before above and below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF

GAP = 16.0  # between the cell and its card
MARGIN = 8.0  # between the card and the edge of the viewport
_SHIFTS = (0.0, -0.25, 0.25, -0.5, 0.5, -1.0, 1.0)  # along the side, in lengths of the room


def place_card(anchor: QRectF, avoid: Sequence[QRectF], card: QSizeF, viewport: QRectF) -> QPointF:
    """Return the upper left corner of a card beside `anchor`.

    The card stays inside `viewport` and off `anchor`; of those places it takes the one that
    covers least of the rectangles in `avoid`, then the most natural one. Where the viewport is too
    small to do without covering the anchor, the card goes to the corner that covers least of it.
    """
    slack_x, slack_y = viewport.width() - card.width(), viewport.height() - card.height()
    side, top = (min(MARGIN, max(0.0, slack / 2)) for slack in (slack_x, slack_y))
    room = viewport.adjusted(side, top, 0, 0)  # of the corner
    room.setSize(QSizeF(max(0.0, slack_x - 2 * side), max(0.0, slack_y - 2 * top)))

    def cost(place: QPointF) -> tuple[float, int]:
        box = QRectF(place, card)
        return overlap(box, anchor), round(sum(overlap(box, other) for other in avoid))

    places = (
        QPointF(min(max(x, room.left()), room.right()), min(max(y, room.top()), room.bottom()))
        for x, y in _candidates(anchor, card, room)
    )
    return min(places, key=cost)  # the first of equals


def overlap(one: QRectF, other: QRectF) -> float:
    """Return the area that two rectangles share."""
    shared = one & other
    return shared.width() * shared.height()


def _candidates(anchor: QRectF, card: QSizeF, room: QRectF) -> Iterator[tuple[float, float]]:
    """Yield places beside the anchor, the most natural first."""
    right, left = anchor.right() + GAP, anchor.left() - GAP - card.width()
    middle_x = anchor.center().x() - card.width() / 2
    middle_y = anchor.center().y() - card.height() / 2
    sides = (right, left) if room.right() - right >= left - room.left() else (left, right)
    for shift in _SHIFTS:
        for side in sides:
            yield side, middle_y + shift * card.height()
    for shift in _SHIFTS:
        for level in (anchor.bottom() + GAP, anchor.top() - GAP - card.height()):
            yield middle_x + shift * card.width(), level
    for x in (room.left(), room.right()):
        for y in (room.top(), room.bottom()):
            yield x, y
