"""Reduced motion and the form of the network: chosen in the menus, remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle
from pytestqt.qtbot import QtBot

from explorer.live.session import Session
from explorer.live.settings import Settings
from explorer.views.style import motion
from explorer.views.style.theme import theme
from explorer.views.window.window import Window


class Still(QProxyStyle):
    """A desktop that does not animate."""

    def styleHint(self, hint, option=None, widget=None, data=None) -> int:
        if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 0
        return super().styleHint(hint, option, widget, data)


def test_a_desktop_without_animations_asks_for_reduced_motion(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not motion.system_reduces_motion()
    still = Still()
    monkeypatch.setattr(QApplication, "style", lambda: still)
    assert motion.system_reduces_motion()


def test_form_and_reduced_motion_are_ticked_and_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    settings, session = Settings(tmp_path / "settings.ini"), Session(seed=1)
    window = Window(session, settings, theme("light"))
    qtbot.addWidget(window)
    window.menus["stacked"].trigger()
    window.menus["reduced_motion"].trigger()
    assert window.options.form == "stacked"
    assert window.options.reduced_motion
    window.close()
    again = Window(session, settings, theme("light"))
    qtbot.addWidget(again)
    assert again.options.form == "stacked"
    assert again.menus["stacked"].isChecked()
    assert again.menus["reduced_motion"].isChecked()
    again.menus["stacked"].trigger()
    assert again.options.form == "flat"
    session.close()
