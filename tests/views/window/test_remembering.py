"""What a second window has from the first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from explorer.views.window.remembering import remember, restore
from pytestqt.qtbot import QtBot

from explorer.live.session import Session
from explorer.live.settings import Settings
from explorer.views.scene.options import SceneOptions
from explorer.views.style.theme import theme
from explorer.views.window.window import Window


class Room:
    """A window with its session."""

    def __init__(self, qtbot: QtBot, settings: Settings) -> None:
        self.session = Session(seed=1)
        self.window = Window(self.session, settings, theme("light"))
        qtbot.addWidget(self.window)


@pytest.fixture
def rooms(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Room, Room, Settings]]:
    settings = Settings(tmp_path / "settings.ini")
    first, second = Room(qtbot, settings), Room(qtbot, settings)
    yield first, second, settings
    for room in (first, second):
        room.window.close()
        room.session.close()


def test_what_one_window_remembers_another_restores(rooms: tuple[Room, Room, Settings]) -> None:
    first, second, settings = rooms
    chosen = {"form": "stacked", "scope": "network", "pixels": "byte", "ink": "dark"}
    first.window.change_options(**chosen, winners=False)
    first.window.draw_page.set_what_if_open(False)
    first.session.set_pen_width(31.0)
    first.session.set_softness(0.5)
    remember(first.window, first.session, settings)
    restore(second.window, second.session, settings)
    page = second.window.draw_page
    assert page.options == SceneOptions(**chosen, winners=False)  # type: ignore[arg-type]
    assert not page.what_if_open
    assert second.session.pen == first.session.pen


def test_nonsense_in_the_settings_is_the_default(rooms: tuple[Room, Room, Settings]) -> None:
    first, _, settings = rooms
    for name in ("scope", "pixels", "ink", "form", "pen_width", "window", "columns"):
        settings.set(name, "nonsense")
    restore(first.window, first.session, settings)
    assert first.window.draw_page.options == SceneOptions()
    assert first.session.pen.width == 22.0
