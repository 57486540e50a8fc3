"""What a second window has from the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from explorer.live.session import Session
from explorer.live.settings import Settings
from explorer.views.scene.options import SceneOptions
from explorer.views.style.theme import theme
from tests.views.windows import open_window


class Room:
    """A window with its session."""

    def __init__(self, qtbot: QtBot, settings: Settings) -> None:
        self.session = Session(seed=1)
        self.window = open_window(self.session, settings, theme("light"))
        qtbot.addWidget(self.window)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def room(qtbot: QtBot, settings: Settings) -> Iterator[Callable[[], Room]]:
    """Return a function that opens the program's window anew."""
    opened: list[Room] = []

    def open_room() -> Room:
        opened.append(Room(qtbot, settings))
        return opened[-1]

    yield open_room
    for each in opened:
        each.window.close()
        each.session.close()


def test_what_one_window_remembers_another_restores(room: Callable[[], Room]) -> None:
    first = room()
    chosen = {"form": "stacked", "scope": "network", "pixels": "byte", "ink": "dark"}
    first.window.change_options(**chosen, all_winners=True)
    first.window.front.set_what_if_open(False)  # type: ignore[attr-defined]
    first.session.set_pen_width(31.0)
    first.session.set_softness(0.5)
    first.window.close()
    second = room()
    page = second.window.front
    assert page.options == SceneOptions(**chosen, all_winners=True)  # type: ignore[arg-type]
    assert not page.what_if_open  # type: ignore[attr-defined]
    assert second.session.pen == first.session.pen


def test_nonsense_in_the_settings_is_the_default(
    room: Callable[[], Room], settings: Settings
) -> None:
    for name in ("scope", "pixels", "ink", "form", "pen_width", "window", "columns"):
        settings.set(name, "nonsense")
    first = room()
    assert first.window.front.options == SceneOptions()
    assert first.session.pen.width == 22.0
