"""How wide the side columns of a page are, from the room that the window gives."""

from __future__ import annotations

LEAST_LEFT, MOST_LEFT = 264, 420
LEAST_RIGHT, MOST_RIGHT = 272, 380


def side_widths(width: int, height: int, chrome: int, scale: float = 1.0) -> tuple[int, int]:
    """Return the widths of the left and the right column of a page.

    `width`, `height` are the page's, `chrome` the height in the left column that is neither
    pad nor pixels, `scale` the enlargement of text. The left column grows with the window, but
    not wider than its pad, a square, and the square pixels under it can fill.
    """
    left = int(0.206 * width)
    square = (height - chrome) * 0.58  # the pad's share of what is left; the pixels take the rest
    left = min(left, max(0, int(square)) + 24)
    right = int(0.2 * width)
    return (
        round(max(LEAST_LEFT * scale, min(left, MOST_LEFT * scale))),
        round(max(LEAST_RIGHT * scale, min(right, MOST_RIGHT * scale))),
    )


def pad_side(width: int, room: int) -> int:
    """Return the side of the pad in a column of a certain inner width.

    `room` is the height to share with the network's pixels below: they get about a third, in
    whole screen pixels for each of their 28 rows, and at least three of them.
    """
    pixels = 28 * max(3, int(0.36 * room / 28))
    return max(120, min(width, room - pixels))
