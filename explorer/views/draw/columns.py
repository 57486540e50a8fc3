"""How wide the side columns of a page are, and the left one: what one draws and what it reads."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from explorer.views.parts.widgets import column
from explorer.views.style.theme import GRID

LEAST_LEFT, LEAST_RIGHT = 198, 236  # pixels
_MOST_LEFT, _MOST_RIGHT = 340, 400
_SHARES = 0.127, 0.153  # of the page: seven tenths of it are the network's
_PRESENTED = 0.18, 0.23  # with text that is as large a part of any window


def side_widths(width: int, *, presenting: bool = False) -> tuple[int, int]:
    """Return the widths of the left and the right column of a page `width` pixels wide.

    They don't grow with the text: the network keeps its room, and the columns scroll.
    """
    if presenting:
        return round(_PRESENTED[0] * width), round(_PRESENTED[1] * width)
    left, right = (round(share * width) for share in _SHARES)
    return min(max(left, LEAST_LEFT), _MOST_LEFT), min(max(right, LEAST_RIGHT), _MOST_RIGHT)


class LeftColumn(QScrollArea):
    """Panels below each other; what finds no room scrolls."""

    def __init__(self, *panels: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._held = QWidget()
        self._held.setProperty("role", "page")
        column(*panels, None, spacing=GRID, within=self._held)
        self.setWidget(self._held)
        self.setMinimumWidth(LEAST_LEFT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep one width with the scroll bar and without: the pad's height follows from it."""
        self._held.setFixedWidth(self.width() - self.verticalScrollBar().sizeHint().width())
        super().resizeEvent(event)
