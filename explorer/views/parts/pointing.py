"""Widgets that show numbers of the network: pointing at one emits which, a click keeps it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from explorer.network.cells import Cell


class PointsAtCells(QWidget):
    """Emits `cell_hovered(Cell or None)` when the mouse comes to another cell, and `cell_clicked`.

    Subclasses find the cell at a place by `_cell_at`.
    """

    cell_hovered = Signal(object)
    cell_clicked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._hovered: Cell | None = None
        self.setMouseTracking(True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.cell_clicked.emit(cell)

    def _cell_at(self, place: QPointF) -> Cell | None:
        """Return the cell at a place of the widget."""
        raise NotImplementedError

    def _hover(self, cell: Cell | None) -> None:
        if cell != self._hovered:
            self._hovered = cell
            self.cell_hovered.emit(cell)
