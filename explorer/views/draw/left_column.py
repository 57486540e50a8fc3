"""The left column of the Draw page: the pad over the pixels that the network sees."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views.draw.columns import pad_side
from explorer.views.draw.preparation import PreparationPanel
from explorer.views.pad.panel import PadPanel
from explorer.views.parts.widgets import PADDING
from explorer.views.style.theme import GRID


class LeftColumn(QWidget):
    """The pad's panel over the preparation's: the pad is square and takes what it can use."""

    def __init__(self, pad: PadPanel, preparation: PreparationPanel) -> None:
        super().__init__()
        self._pad, self._preparation = pad, preparation
        pad.setParent(self)
        preparation.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(248)

    @property
    def chrome(self) -> int:
        """The height that is neither pad nor pixels."""
        return self._pad.chrome + self._preparation.chrome + GRID

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the height: the pad takes what its width allows and leaves the pixels a third."""
        wide, high = self.width(), self.height()
        side = pad_side(wide - 2 * PADDING, high - self.chrome)
        top = self._pad.chrome + side
        self._pad.setGeometry(0, 0, wide, top)
        self._preparation.setGeometry(0, top + GRID, wide, max(0, high - top - GRID))
