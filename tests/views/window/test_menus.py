"""Menus follow the window's state and act on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from explorer.live.facts import NetworkFacts
from explorer.live.session import Session
from explorer.live.settings import Settings
from explorer.views.page import Page
from explorer.views.style.theme import theme
from explorer.views.train.slot import train_slot
from explorer.views.window.menus import DEVICES, PRESETS, SCOPES, TEXT_SIZES, THEMES, MenuChoice
from explorer.views.window.window import Window
from tests.views.records import spec
from tests.views.windows import open_window


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    session = Session(seed=1)
    yield session
    session.close()


@pytest.fixture
def window(qtbot: QtBot, session: Session, tmp_path: Path) -> Window:
    window = open_window(
        session, Settings(tmp_path / "settings.ini"), theme("light"), train_slot(Page)
    )
    qtbot.addWidget(window)
    return window


def ticked(window: Window, choice: MenuChoice) -> list[str]:
    return [entry.key for entry in choice.entries if window.menus[entry.key].isChecked()]


def test_the_menus_are_filled_after_the_first_paint(qtbot: QtBot, window: Window) -> None:
    assert all(menu.isEmpty() for menu in window.bar.menus.values())
    window.show()
    qtbot.waitUntil(lambda: not any(menu.isEmpty() for menu in window.bar.menus.values()))


def test_each_choice_shows_what_is_in_use(window: Window) -> None:
    assert ticked(window, THEMES) == ["theme:system"]
    assert ticked(window, TEXT_SIZES) == ["text:1.0"]
    assert ticked(window, SCOPES) == ["scope:layer"]
    assert ticked(window, DEVICES) == ["device:auto"]
    assert ticked(window, PRESETS) == []


def test_only_devices_that_there_are_can_be_chosen(window: Window, session: Session) -> None:
    def offered() -> list[str]:
        return [entry.key for entry in DEVICES.entries if window.menus[entry.key].isVisible()]

    assert offered() == ["device:auto", "device:cpu"]
    session.devices = ("auto", "cpu", "mps")
    session.network_changed.emit(NetworkFacts(spec(), "lenet", "pretrained", 61706, "cpu"))
    assert offered() == ["device:auto", "device:cpu", "device:mps"]


@pytest.mark.parametrize(
    ("choice", "key"), [(THEMES, "theme:dark"), (TEXT_SIZES, "text:1.5"), (SCOPES, "scope:map")]
)
def test_choosing_twice_keeps_the_choice(window: Window, choice: MenuChoice, key: str) -> None:
    action = window.menus[key]
    action.trigger()
    action.trigger()
    assert ticked(window, choice) == [key]


def test_only_a_bundled_network_is_ticked_as_preset(window: Window, session: Session) -> None:
    facts = NetworkFacts(spec(), "lenet", "pretrained", 61706, "cpu")
    session.network_changed.emit(facts)
    assert ticked(window, PRESETS) == ["preset:lenet"]
    session.network_changed.emit(NetworkFacts(spec(), "lenet", "mine.pt", 61706, "cpu"))
    assert ticked(window, PRESETS) == []


def test_every_entry_of_the_menus_is_connected(window: Window) -> None:
    for action in window.actions():
        assert action.receivers("2triggered(bool)") > 0, action.text()


def test_resetting_puts_every_adjustment_back(window: Window, session: Session) -> None:
    session.set_turn(30.0)
    session.set_thicken(1.5)
    session.set_shift(10.0, 20.0)
    window.menus["reset"].trigger()
    drawing = session.drawing
    assert (drawing.turn, drawing.thicken, drawing.shift) == (0.0, 1.0, (0.0, 0.0))
