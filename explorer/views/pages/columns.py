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
