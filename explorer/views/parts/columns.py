"""Columns side by side whose borders can be dragged; a page sizes them until the user does."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, Slot
from PySide6.QtWidgets import QSplitter, QWidget

from explorer.views.style.theme import GRID


class Columns(QSplitter):
    """A row of columns, of which every second one takes what room is left."""

    def __init__(self, *columns: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.moved_by_user = False
        self.setHandleWidth(GRID)
        self.setChildrenCollapsible(False)
        for place, column in enumerate(columns):
            self.addWidget(column)
            self.setStretchFactor(place, place % 2)
        self.splitterMoved.connect(self._on_moved)

    def exchange(self, place: int, column: QWidget) -> None:
        """Put another column in the place of one, which is thrown away."""
        before = self.replaceWidget(place, column)
        if before is not None:
            before.deleteLater()
        self.setStretchFactor(place, place % 2)

    def remembered(self) -> QByteArray:
        """Return where the user put the borders; empty if they never did."""
        return self.saveState() if self.moved_by_user else QByteArray()

    def recall(self, state: QByteArray) -> None:
        """Put the borders where `remembered` found them."""
        if not state.isEmpty():
            self.moved_by_user = self.restoreState(state)

    @Slot()
    def _on_moved(self) -> None:
        self.moved_by_user = True
