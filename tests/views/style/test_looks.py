"""Light, dark, or as the system has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from explorer.live.settings import Settings
from explorer.views.style.looks import Looks
from explorer.views.style.theme import Theme, theme


@pytest.fixture
def settings(qapp: object, tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


class System:
    """A desktop whose colours a test chooses."""

    dark = False

    def colorScheme(self) -> Qt.ColorScheme:
        return Qt.ColorScheme.Dark if self.dark else Qt.ColorScheme.Light


def _system(monkeypatch: pytest.MonkeyPatch) -> System:
    system = System()
    monkeypatch.setattr(QGuiApplication, "styleHints", lambda: system)
    return system


def _shown(looks: Looks) -> list[Theme]:
    shown: list[Theme] = []
    looks.changed.connect(shown.append)
    return shown


def test_a_choice_is_remembered_and_keeps_the_size_of_text(settings: Settings) -> None:
    looks = Looks(settings, theme("light", 1.25))
    shown = _shown(looks)
    looks.choose("dark")
    assert [(look.name, look.scale) for look in shown] == [("dark", 1.25)]
    assert (looks.now, looks.choice) == (shown[-1], "dark")
    assert Looks(settings, theme("light")).choice == "dark"


def test_larger_text_keeps_the_colours(settings: Settings) -> None:
    looks = Looks(settings, theme("dark"))
    looks.enlarge(1.5)
    assert (looks.now.name, looks.now.scale) == ("dark", 1.5)
    assert settings.get("text_scale", 1.0) == 1.5


def test_the_system_is_followed_by_whoever_chose_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = Looks(settings, theme("light"))
    shown = _shown(looks)
    _system(monkeypatch).dark = True
    looks._on_system_changed()
    looks.choose("light")
    looks._on_system_changed()
    looks.choose("system")
    assert [look.name for look in shown] == ["dark", "light", "dark"]


def test_a_look_that_is_only_used_is_not_remembered(settings: Settings) -> None:
    looks = Looks(settings, theme("light"))
    shown = _shown(looks)
    dark = theme("dark")
    looks.use(dark)
    assert shown == [dark]
    assert looks.choice == "system"
