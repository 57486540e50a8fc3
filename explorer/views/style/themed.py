"""How the theme reaches a widget: it is kept by the window, and Qt's own change event spreads it.

`show_theme` gives a window its theme and its style sheet. Qt then sends every widget in it, and
every one that comes later, a StyleChange; a widget that is `Themed` looks up its theme on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from explorer.views.style.stylesheet import stylesheet
from explorer.views.style.theme import Theme, theme

if TYPE_CHECKING:
    _Base = QWidget
else:
    _Base = object

_PROPERTY = "theme"


def show_theme(window: QWidget, look: Theme) -> None:
    """Give a window, and everything in it, a theme."""
    window.setProperty(_PROPERTY, look)
    window.setStyleSheet(stylesheet(look))


def theme_of(widget: QWidget) -> Theme:
    """Return the theme of the nearest window that was given one; the light one without."""
    at: QWidget | None = widget
    while at is not None:
        found = at.property(_PROPERTY)
        if isinstance(found, Theme):
            return found
        at = at.parentWidget()
    return theme("light")


class _Built(type(QWidget)):  # type: ignore[misc] # PySide's own metaclass
    """Marks every widget once its `__init__` is done: Qt sends events while it is being made."""

    def __call__(cls, *args: object, **named: object) -> object:
        widget = super().__call__(*args, **named)
        widget.begin()
        return widget


class Themed(_Base, metaclass=_Built):
    """Mixed in before a widget's class: `set_theme` is called with each theme there is to show.

    That is at the latest before the widget is first shown. A widget that keeps nothing but the
    theme needs no `set_theme` of its own. One that paints all of itself is `opaque`: Qt then does
    not paint its parents first. (A style sheet takes that from a widget, so it is set again.)
    """

    opaque = False
    _theme: Theme | None = None
    __made = False

    def begin(self) -> None:
        """Show the theme of the window that it was made in, if it was; called by its class."""
        self.__made = True
        self._stay_opaque()
        if self.parentWidget() is not None:
            self._look_up()

    @property
    def theme(self) -> Theme:
        """The theme the widget is shown in."""
        return self._theme or theme_of(self)

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._stay_opaque()
        if self.__made and event.type() == QEvent.Type.StyleChange:
            self._look_up()

    def showEvent(self, event: QShowEvent) -> None:
        if self._theme is None:
            self._look_up()
        super().showEvent(event)
        self._stay_opaque()

    def _stay_opaque(self) -> None:
        if self.opaque:
            self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def _look_up(self) -> None:
        found = theme_of(self)
        if found is not self._theme:
            self.set_theme(found)
