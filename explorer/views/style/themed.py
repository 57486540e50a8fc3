"""How the theme reaches a widget: the window keeps it, one broadcast spreads it.

`show_theme` gives a window its theme and its style sheet, and then every `Themed` widget in it. One
that is put into the window later, or into a dialog of it, looks the theme up when Qt tells it by a
StyleChange that it has come under a style sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

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
    """Give a window, and everything in it, a theme.

    The parts of a part come first, and all have the fonts of the style sheet by then. Who is there
    is known from the StyleChange that each gets: a search through the window would make Python
    objects, and enumerations, of all that Qt has built inside, 25 ms before the first paint.
    """
    first = window.property(_PROPERTY) is None
    reached = Themed.reached = []
    try:
        window.setStyleSheet(stylesheet(look))
    finally:
        Themed.reached = None
    window.setProperty(_PROPERTY, look)
    # Qt polishes parts before what they are in, and restyles them after it.
    ordered = list(dict.fromkeys(reached))
    for widget in ordered if first else reversed(ordered):
        widget.show_new(look)


def theme_above(widget: QWidget) -> Theme | None:
    """Return the theme of the nearest window that was given one, None without."""
    at: QWidget | None = widget
    while at is not None:
        found = at.property(_PROPERTY)
        if isinstance(found, Theme):
            return found
        at = at.parentWidget()
    return None


class _Made(type(QWidget)):  # type: ignore[misc] # PySide's own metaclass
    """Marks every widget once its `__init__` is done: Qt sends events while it is being made."""

    def __call__(cls, *args: object, **named: object) -> object:
        widget = super().__call__(*args, **named)
        widget.begin()
        return widget


class Themed(_Base, metaclass=_Made):
    """Mixed in before a widget's class: `set_theme` is called with each theme there is to show.

    That is at the latest before the widget is first shown. A widget that keeps nothing but the
    theme needs no `set_theme` of its own. One that paints all of itself is `opaque`: Qt then does
    not paint its parents first. (A style sheet takes that from a widget, so it is set again.)
    """

    opaque = False
    reached: ClassVar[list[Themed] | None] = None  # who got a StyleChange while a theme is spread
    _theme: Theme | None = None
    __made = False

    def begin(self) -> None:
        """Show the theme of the window that it was made in, if it was; called by its class."""
        self.__made = True
        self._stay_opaque()
        self.look_up()

    @property
    def theme(self) -> Theme:
        """The theme the widget is shown in."""
        return self._theme or theme("light")

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def look_up(self) -> None:
        """Show the theme of the window, if it has another one than was shown last."""
        found = theme_above(self)
        if found is not None:
            self.show_new(found)

    def show_new(self, look: Theme) -> None:
        """Show a theme, unless it was shown last."""
        if look is not self._theme:
            self.set_theme(look)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._stay_opaque()
        if not self.__made or event.type() != QEvent.Type.StyleChange:
            return
        if Themed.reached is None:
            self.look_up()
        else:
            Themed.reached.append(self)

    def showEvent(self, event: QShowEvent) -> None:
        if self._theme is None:
            self.set_theme(theme_above(self) or theme("light"))
        super().showEvent(event)
        self._stay_opaque()

    def _stay_opaque(self) -> None:
        if self.opaque:
            self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
