"""How wide the side columns of a page are, and how the left one divides its height."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from explorer.views.draw.preparation import PreparationPanel
from explorer.views.pad.panel import PadPanel
from explorer.views.parts.widgets import PADDING
from explorer.views.style.theme import GRID

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


class LeftColumn(QWidget):
    """The pad's panel over the preparation's: the pad is square and takes what it can use."""

    def __init__(self, pad: PadPanel, preparation: PreparationPanel) -> None:
        super().__init__()
        self._pad, self._preparation = pad, preparation
        pad.setParent(self)
        preparation.setParent(self)
        self.setMinimumWidth(248)

    @property
    def chrome(self) -> int:
        """The height that is neither pad nor pixels."""
        return self._pad.chrome + self._preparation.chrome + GRID

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the height: the pad takes what its width allows and leaves the pixels a third."""
        wide, high = self.width(), self.height()
        top = self._pad.chrome + pad_side(wide - 2 * PADDING, high - self.chrome)
        self._pad.setGeometry(0, 0, wide, top)
        self._preparation.setGeometry(0, top + GRID, wide, max(0, high - top - GRID))
