"""Buttons with an icon, a text or both, painted so that they cost little and fit the theme."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.style.icons import SIZE, paint_icon
from explorer.views.style.theme import NORMAL, SMALL, Theme

_RADIUS = 6.0


@dataclass(frozen=True, slots=True)
class Shape:
    """How a button is set: height, space at the sides, font size, whether its border shows."""

    height: int = 30
    side: int = 6
    font: int = NORMAL
    border: bool = True


TOOL, CHIP = Shape(), Shape(side=10)
FLAT = Shape(height=26, side=5, border=False)
TAB = Shape(side=14, border=False)
KEY = Shape(height=26, side=3, font=SMALL)
_GAP = 5


class ToolButton(FocusRing, QAbstractButton):
    """A button that explains itself; `shape` is one of TOOL, CHIP, FLAT, TAB, KEY."""

    def __init__(
        self,
        name: str,
        tip: str,
        *,
        detail: str = "",
        shortcut: str = "",
        icon: str = "",
        text: str = "",
        shape: Shape = TOOL,
    ) -> None:
        super().__init__()
        explain(self, name, tip, detail, shortcut)
        self._icon, self._shape = icon, shape
        self._theme: Theme | None = None
        self._font = QFont()
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Change the text, and with it the room the button asks for."""
        if text != self.text():
            self.setText(text)
            self.updateGeometry()

    def show_icon(self, icon: str) -> None:
        """Change the icon."""
        if icon != self._icon:
            self._icon = icon
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and font from a theme."""
        self._theme, self._font = theme, theme.font(self._shape.font)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        scale = self._theme.scale if self._theme else 1.0
        wide = self._content_width() + 2 * self._shape.side * scale
        return QSize(int(wide) + 1, round(self._shape.height * scale))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        if self._shape is KEY:
            return QSize(16, hint.height())
        if self._icon and self._shape is TOOL:
            return QSize(int(self._icon_size()) + 2 * self._shape.side, hint.height())
        return hint

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("panel"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_surface(painter, theme)
        self._paint_content(painter, theme)

    def _paint_surface(self, painter: QPainter, theme: Theme) -> None:
        hovered = self.isEnabled() and self.underMouse()
        surface = "panel"
        if self.isDown() or self.isChecked():
            surface = "accent_soft"
        elif hovered:
            surface = "field"
        line = "border" if self._shape.border else surface
        if self.isChecked() or self.ring:
            line = "accent"
        elif hovered:
            line = "border_strong"
        width = 2.0 if self.ring else 1.0
        painter.setPen(QPen(theme.color(line), width))
        painter.setBrush(theme.color(surface))
        inset = width / 2
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, _RADIUS, _RADIUS)

    def _paint_content(self, painter: QPainter, theme: Theme) -> None:
        meaning = "text" if self.isEnabled() else "faint"
        color = theme.color("accent" if self.isChecked() else meaning)
        wide = self._content_width()
        icon_alone = bool(self._icon) and wide + 4 > self.width()
        left = (self.width() - (self._icon_size() if icon_alone else wide)) / 2
        if self._icon:
            size = self._icon_size()
            corner = QPointF(left, (self.height() - size) / 2)
            paint_icon(painter, self._icon, corner, color, size)
            left += size + _GAP
        if self.text() and not icon_alone:
            painter.setFont(self._font)
            painter.setPen(color)
            room = QRectF(left, 0, self.width() - left, self.height())
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(room, int(flags), self.text())

    def _content_width(self) -> float:
        text = QFontMetricsF(self._font).horizontalAdvance(self.text()) if self.text() else 0.0
        icon = self._icon_size() if self._icon else 0.0
        return text + icon + (_GAP if text and icon else 0)

    def _icon_size(self) -> float:
        return SIZE * (self._theme.scale if self._theme else 1.0)
