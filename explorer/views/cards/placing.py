"""Where a card can stand beside the cell it explains, without a window.

The card may never cover its cell. Among the four sides of the cell it takes the one where it
hides least of what the user wants to see, and prefers the sides before above and below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Rect = tuple[float, float, float, float]  # x, y, width, height
GAP = 16.0  # between the cell and its card
MARGIN = 8.0  # between the card and the edge of the viewport
_SHIFTS = (0.0, -0.25, 0.25, -0.5, 0.5, -1.0, 1.0)  # along the side, in lengths of the room


def place_card(
    anchor: Rect, avoid: Sequence[Rect], card: tuple[float, float], viewport: Rect
) -> tuple[float, float]:
    """Return the upper left corner of a card of (width, height) beside `anchor`.

    The card stays inside `viewport` and off `anchor`; of those places it takes the one that
    covers least of the rectangles in `avoid`. Where the viewport is too small to do without
    covering the anchor, the card goes to the corner that covers least of it.
    """
    room = _shrunk(viewport, card)
    best: tuple[tuple[float, float, float], tuple[float, float]] | None = None
    for preference, (x, y) in enumerate(_candidates(anchor, card, room)):
        place = (_within(x, room[0], room[2]), _within(y, room[1], room[3]))
        box = (*place, *card)
        hidden = sum(overlap(box, other) for other in avoid)
        cost = (overlap(box, anchor), round(hidden), float(preference))
        if best is None or cost < best[0]:
            best = (cost, place)
    assert best is not None
    return best[1]


def overlap(one: Rect, other: Rect) -> float:
    """Return the area that two rectangles share."""
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(0.0, wide) * max(0.0, high)


def _shrunk(viewport: Rect, card: tuple[float, float]) -> Rect:
    """Return the span of corners x0, y0, x1, y1 that keep a card inside a viewport."""
    x, y, wide, high = viewport
    slack_x, slack_y = wide - card[0], high - card[1]
    side, top = _margin(slack_x), _margin(slack_y)
    return x + side, y + top, x + max(side, slack_x - side), y + max(top, slack_y - top)


def _margin(slack: float) -> float:
    return min(MARGIN, max(0.0, slack / 2))


def _candidates(
    anchor: Rect, card: tuple[float, float], room: Rect
) -> Iterator[tuple[float, float]]:
    """Yield places beside the anchor, the most natural first."""
    x, y, wide, high = anchor
    right, left = x + wide + GAP, x - GAP - card[0]
    middle_x, middle_y = x + (wide - card[0]) / 2, y + (high - card[1]) / 2
    sides = (right, left) if room[2] - right >= left - room[0] else (left, right)
    for shift in _SHIFTS:
        for side in sides:
            yield side, middle_y + shift * card[1]
    for shift in _SHIFTS:
        for level in (y + high + GAP, y - GAP - card[1]):
            yield middle_x + shift * card[0], level
    for corner_x in (room[0], room[2]):
        for corner_y in (room[1], room[3]):
            yield corner_x, corner_y


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), max(low, high))
