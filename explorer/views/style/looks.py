"""Which look the program has: light, dark or the system's, its text size, whether it moves."""

from __future__ import annotations

from PySide6 import QtWidgets
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from explorer.live.settings import Settings
from explorer.views.style.theme import Theme, ThemeName, theme


class Looks(QObject):
    """Keeps what the user chose in `settings` and follows the system where they chose nothing.

    A program that was given another look than the settings', for a screenshot, keeps that one
    until something is chosen.
    """

    changed = Signal(object)  # Theme

    def __init__(self, settings: Settings, now: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings, self._now = settings, now
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def now(self) -> Theme:
        """The theme in use."""
        return self._now

    @property
    def choice(self) -> str:
        """What the user chose: system, light or dark."""
        return self._settings.get("theme", "system")

    def use(self, look: Theme) -> None:
        """Have a look without choosing it for the next time."""
        self._now = look
        self.changed.emit(look)

    def choose(self, choice: str) -> None:
        """Use the light or the dark theme, or whichever the system uses."""
        self._settings.set("theme", choice)
        self.use(theme(_name(choice), self._now.scale))

    def enlarge(self, scale: float) -> None:
        """Enlarge all text."""
        self._settings.set("text_scale", scale)
        self.use(theme(self._now.name, scale))

    @Slot()
    def _on_system_changed(self) -> None:
        if self.choice == "system":
            self.choose("system")


def chosen_look(settings: Settings) -> Theme:
    """Return the look that the settings ask for; by default the system's."""
    return theme(_name(settings.get("theme", "system")), settings.get("text_scale", 1.0))


def system_reduces_motion() -> bool:
    """Return whether the desktop asks for reduced motion, as far as Qt knows it.

    Newer versions of Qt ask the system directly; older ones know whether it animates widgets.
    """
    hints = QGuiApplication.styleHints().accessibility()
    preference = getattr(hints, "motionPreference", None)
    if preference is not None:
        return "Reduced" in str(preference())
    duration = QtWidgets.QStyle.StyleHint.SH_Widget_Animation_Duration
    return QApplication.style().styleHint(duration) == 0


def _name(choice: str) -> ThemeName:
    """Return the theme of a choice; `system` asks the desktop."""
    dark = choice == "dark"
    if choice not in ("light", "dark"):
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"
