"""Buttons that explain themselves, with an icon, a text or both, in shapes of the style sheet."""

from __future__ import annotations

from PySide6 import QtWidgets
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton

from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.style.icons import icon_of, icon_size
from explorer.views.style.stylesheet import ButtonShape
from explorer.views.style.theme import Theme
from explorer.views.style.themed import Themed

TOOL, CHIP, TAB, FLAT, KEY, SMALL_CHIP, TIGHT_CHIP, LOW_CHIP, SEGMENT, FOLD, HANDLE = ButtonShape
_LEAST_KEY, _GAP = 16, 3


def chip(text: str, name: str, tip: str, *, detail: str = "", icon: str = "") -> ToolButton:
    """Return a button with a text, as forms and panels have them."""
    return ToolButton(name, tip, detail=detail, icon=icon, text=text, shape=CHIP)


class ToolButton(Themed, FocusRing, QToolButton):
    """A button that explains itself. Where there is little room, its icon stands for its text."""

    def __init__(
        self,
        name: str,
        tip: str,
        *,
        detail: str = "",
        shortcut: str = "",
        icon: str = "",
        text: str = "",
        shape: ButtonShape = ButtonShape.TOOL,
    ) -> None:
        super().__init__()
        explain(self, name, tip, detail, shortcut)
        self._icon, self._shape = icon, shape
        self.setProperty("shape", shape.name)
        self.setText(text)
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        if not (icon and text):
            style = Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setToolButtonStyle(style if icon else Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_icon(self, icon: str) -> None:
        """Change the icon."""
        if icon != self._icon:
            self._icon = icon
            self.set_theme(self.theme)

    def set_theme(self, theme: Theme) -> None:
        """Colour the icon by a theme."""
        if self._icon:
            gap = _GAP if self.text() else 0
            side = icon_size(theme)
            ink = "on_accent" if self.property("role") == "primary" else "text"
            self.setIcon(icon_of(self._icon, theme, gap, ink))
            self.setIconSize(QSize(side + round(gap * theme.scale), side))
        super().set_theme(theme)

    def sizeHint(self) -> QSize:
        self.ensurePolished()  # by the style sheet, which knows the font
        scale, (high, side, _font) = self.theme.scale, self._shape.value
        wide = 2 * side * scale + 1
        if self.text():
            wide += QFontMetricsF(self.font()).horizontalAdvance(self.text())
        if self._icon:
            wide += icon_size(self.theme) + ((_GAP + 2) * scale if self.text() else 0)
        return QSize(int(wide), round(high * scale))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        if self._shape is ButtonShape.KEY:
            return QSize(_LEAST_KEY, hint.height())
        if self._icon and self._shape is ButtonShape.TOOL:
            return QSize(hint.height() - 2, hint.height())
        return hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint all of it smaller where a text that has no icon to stand for it would be cut."""
        wide = self.sizeHint().width()
        alone = self.text() and (not self._icon or self._shape is FOLD)
        if not alone or wide <= self.width():
            super().paintEvent(event)
            return
        painter, option = QtWidgets.QStylePainter(self), QtWidgets.QStyleOptionToolButton()
        self.initStyleOption(option)
        share = self.width() / wide
        painter.scale(share, share)
        option.rect = QRect(0, 0, wide, round(self.height() / share))
        painter.drawComplexControl(QtWidgets.QStyle.ComplexControl.CC_ToolButton, option)

    def initStyleOption(self, option: QtWidgets.QStyleOptionToolButton) -> None:
        """Give the style what to paint: without the text it has no room for."""
        super().initStyleOption(option)
        if self._icon and self._shape is not FOLD and self.sizeHint().width() > self.width():
            option.toolButtonStyle = Qt.ToolButtonStyle.ToolButtonIconOnly
        # QStyle and its enumerations take 6 ms to load: not before the first paint.
        if self.hasFocus() and not self.ring:
            option.state &= ~QtWidgets.QStyle.StateFlag.State_HasFocus
        if self._shape is FOLD:
            option.state &= ~QtWidgets.QStyle.StateFlag.State_On
