"""A combo box that gives way where there is little room."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from explorer.views.style.themed import Themed

_PADDING = 30  # pixels beside the words: borders, padding and the arrow


class Choice(Themed, QComboBox):
    """A combo box with our own small arrow; what does not fit ends in an ellipsis."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "choice")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        elide, room = Qt.TextElideMode.ElideRight, self.width() - _PADDING
        option.currentText = option.fontMetrics.elidedText(option.currentText, elide, room)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.color("muted"), 1.5))
        x, y = self.width() - 12.0, self.height() / 2 + 0.5
        painter.drawPolyline([QPointF(x - 3.5, y - 2), QPointF(x, y + 2), QPointF(x + 3.5, y - 2)])
