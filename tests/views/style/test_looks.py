"""Light, dark, or as the system has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle
from pytestqt.qtbot import QtBot

from explorer.live.session import Session
from explorer.live.settings import Settings
from explorer.views.style.looks import Looks, system_reduces_motion
from explorer.views.style.theme import Theme, theme
from tests.views.windows import open_window


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


class Still(QProxyStyle):
    """A desktop that does not animate."""

    def styleHint(self, hint, option=None, widget=None, data=None) -> int:
        if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 0
        return super().styleHint(hint, option, widget, data)


def test_a_desktop_without_animations_asks_for_reduced_motion(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not system_reduces_motion()
    still = Still()
    monkeypatch.setattr(QApplication, "style", lambda: still)
    assert system_reduces_motion()


def test_form_and_reduced_motion_are_ticked_and_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    settings, session = Settings(tmp_path / "settings.ini"), Session(seed=1)
    window = open_window(session, settings, theme("light"))
    qtbot.addWidget(window)
    window.menus["stacked"].trigger()
    window.menus["reduced_motion"].trigger()
    assert window.options.form == "stacked"
    assert window.options.reduced_motion
    window.close()
    again = open_window(session, settings, theme("light"))
    qtbot.addWidget(again)
    assert again.options.form == "stacked"
    assert again.menus["stacked"].isChecked()
    assert again.menus["reduced_motion"].isChecked()
    again.menus["stacked"].trigger()
    assert again.options.form == "flat"
    session.close()
