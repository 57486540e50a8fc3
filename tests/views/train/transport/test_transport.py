"""Play, pause and step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from explorer.views.style.theme import theme
from explorer.views.style.themed import show_theme
from explorer.views.train.transport.marks import TimelineState
from explorer.views.train.transport.transport import (
    SPEEDS,
    Target,
    Transport,
    TransportState,
    format_speed,
    speed_place,
)

PAUSED = TransportState(TimelineState(50, 0, 0, 100, 500, 100), has_run=True)


@pytest.fixture
def transport(shown: Callable[..., Transport]) -> Transport:
    return shown(Transport(), 1000, 110)


def test_without_a_run_one_can_only_begin(transport: Transport) -> None:
    assert transport.play.isEnabled()
    assert transport.forward.isEnabled()
    closed = (transport.back, transport.stop, transport.branch, transport.newest)
    assert not any(button.isEnabled() for button in (*closed, transport.timeline))


def test_play_asks_to_play_and_when_running_to_pause(
    transport: Transport, heard: Callable[..., list[Any]]
) -> None:
    said = heard(transport.play_requested)
    transport.play.click()
    transport.show_state(replace(PAUSED, running=True))
    assert transport.play.text() == "Pause"
    transport.play.click()
    assert said == [True, False]


def test_in_the_past_playing_is_called_replay(transport: Transport) -> None:
    transport.show_state(PAUSED)
    assert transport.play.text() == "Replay"
    assert transport.newest.isEnabled()


def test_nothing_steps_while_it_runs(transport: Transport) -> None:
    transport.show_state(replace(PAUSED, running=True))
    assert not transport.back.isEnabled()
    assert not transport.forward.isEnabled()


def test_a_finished_run_can_be_looked_at_but_not_played_on(transport: Transport) -> None:
    line = TimelineState(500, 0, 0, 500, 500, 100)
    transport.show_state(TransportState(line, has_run=True, finished=True))
    assert not transport.play.isEnabled()
    assert not transport.forward.isEnabled()
    assert transport.back.isEnabled()


def test_steps_units_and_jumps_are_wishes(
    transport: Transport, heard: Callable[..., list[Any]]
) -> None:
    transport.show_state(PAUSED)
    steps, units = heard(transport.step_requested), heard(transport.unit_requested)
    jumps = heard(transport.jump_requested)
    transport.back.click()
    transport.forward.click()
    transport.units["phase"].click()
    transport.newest.click()
    assert (steps, units, jumps) == ([-1, 1], ["phase"], [100])


def test_the_speed_is_said_in_steps_a_second(
    transport: Transport, heard: Callable[..., list[Any]]
) -> None:
    said = heard(transport.speed_requested)
    transport.speed.setValue(3)
    transport.speed.setValue(len(SPEEDS) - 1)
    assert said == [5.0, 0.0]


def test_a_target_has_a_kind_and_a_value_within_reason(
    transport: Transport, heard: Callable[..., list[Any]]
) -> None:
    said = heard(transport.target_requested)
    transport.target_kind.value_requested.emit("accuracy")
    transport.show_state(replace(PAUSED, target=Target("accuracy", 97)))
    assert transport.target_value.isVisibleTo(transport)
    transport.target_value.value_requested.emit(98)
    transport.target_value.value_requested.emit(130)
    assert said == [Target("accuracy", 97), Target("accuracy", 98)]


def test_showing_a_state_says_nothing(
    qtbot: QtBot, transport: Transport, heard: Callable[..., list[Any]]
) -> None:
    signals = (transport.speed_requested, transport.unit_requested, transport.target_requested)
    said = [heard(signal) for signal in signals]
    transport.show_state(replace(PAUSED, unit="epoch", speed=2, target=Target("steps", 70)))
    assert said == [[], [], []]
    assert transport.units["epoch"].isChecked()


def test_larger_text_sets_the_controls_in_two_rows(qtbot: QtBot, transport: Transport) -> None:
    assert transport.branch.y() <= transport.play.geometry().bottom()
    show_theme(transport, theme("light", 1.5))
    qtbot.waitUntil(lambda: transport.branch.y() > transport.play.geometry().bottom())
    show_theme(transport, theme("light"))
    qtbot.waitUntil(lambda: transport.branch.y() <= transport.play.geometry().bottom())


def test_every_speed_finds_its_place_and_its_words() -> None:
    assert [SPEEDS[speed_place(speed)] for speed in SPEEDS] == list(SPEEDS)
    assert format_speed(0) == "unlimited"
    assert format_speed(0.5) == "slow motion"
    assert format_speed(1) == "1 step/s"
