"""Parts below each other that take the whole width and scroll where they are too high."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from explorer.views.blocks.blocks import Block
from explorer.views.blocks.sheet import Sheet
from explorer.views.parts.widgets import column
from explorer.views.style.theme import GRID
from explorer.views.train.step.weight_grid import ChangeGrids, WeightGrid

_BAR = 12  # pixels that the scroll bar may take


class StepColumn(QScrollArea):
    """Scrolls its parts; a place that gets the keyboard comes into sight.

    A sheet or grid has a height that follows from its width: it is laid out by the column.
    """

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        self._parts = parts
        self._host = QWidget()
        column(*parts, None, spacing=GRID, within=self._host)
        for part in parts:
            if isinstance(part, Sheet):
                part.spot_focused.connect(self._on_spot_focused)
        self.setWidget(self._host)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_blocks(self, sheet: Sheet, blocks: list[Block]) -> None:
        """Show other blocks in a sheet, and no sheet where there are none."""
        sheet.show_blocks(blocks)
        sheet.setVisible(bool(blocks))

    def fit(self) -> None:
        """Give the parts their width: what they show has another size."""
        room = max(120, self.width() - _BAR)
        for part in self._parts:
            if isinstance(part, Sheet | WeightGrid | ChangeGrids):
                part.fit(room)
            else:
                part.setMaximumWidth(room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self.fit()
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 80)

    def _on_spot_focused(self, rect: QRectF) -> None:
        sheet = self.sender()
        if isinstance(sheet, QWidget):
            place = sheet.mapTo(self._host, rect.center().toPoint())
            self.ensureVisible(place.x(), place.y(), 0, int(rect.height() / 2) + 8)
