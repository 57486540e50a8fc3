"""The window as a whole, with the real session and without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from explorer.live.session import Session
from explorer.live.settings import Settings
from explorer.views.theme import theme
from explorer.views.window import Window


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    session = Session(seed=1)
    yield session
    session.close()


@pytest.fixture
def window(qtbot: QtBot, session: Session, settings: Settings) -> Window:
    window = Window(session, settings, theme("light"))
    qtbot.addWidget(window)
    window.show()
    return window


def test_window_shows_a_calm_page_before_any_network_is_there(window: Window) -> None:
    window.grab()
    assert window.draw_page.scene is None
    assert window.status.sentence.startswith("Draw a digit")
