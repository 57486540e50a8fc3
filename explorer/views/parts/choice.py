"""A combo box that gives way where there is little room."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
)

from explorer.views.style.icons import pixmap_of
from explorer.views.style.themed import Themed

_PADDING = 30  # pixels beside the words: borders, padding and the arrow


class Choice(Themed, QComboBox):
    """A combo box with our own small arrow; what does not fit ends in an ellipsis."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        elide, room = Qt.TextElideMode.ElideRight, self.width() - _PADDING
        option.currentText = option.fontMetrics.elidedText(option.currentText, elide, room)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        arrow = pixmap_of("down", self.theme, "muted")
        x, y = self.width() - 20 * self.theme.scale, self.height() / 2 - 8 * self.theme.scale
        painter.drawPixmap(QPointF(x, y), arrow)
