"""Play, pause and step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from explorer.live.training import commands
from explorer.live.training.facts import Target, TrainerState
from explorer.views.style.theme import theme
from explorer.views.style.themed import show_theme
from explorer.views.train.transport.transport import (
    SPEEDS,
    Transport,
    format_costs,
    format_speed,
    speed_place,
)
from tests.views.train.records import run_facts

RUN = replace(run_facts(), total=500, steps_per_epoch=100)
PAUSED = TrainerState(RUN, "paused", step=50, head=100)


@pytest.fixture
def transport(shown: Callable[..., Transport]) -> Transport:
    return shown(Transport(), 800, 150)


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
    transport.show_state(replace(PAUSED, status="running"), ())
    assert transport.play.text() == "Pause"
    transport.play.click()
    assert said == [True, False]


def test_in_the_past_playing_is_called_replay(transport: Transport) -> None:
    transport.show_state(PAUSED, ())
    assert transport.play.text() == "Replay"
    assert transport.newest.isEnabled()


def test_nothing_steps_while_it_runs(transport: Transport) -> None:
    transport.show_state(replace(PAUSED, status="running"), ())
    assert not transport.back.isEnabled()
    assert not transport.forward.isEnabled()


def test_a_finished_run_can_be_looked_at_but_not_played_on(transport: Transport) -> None:
    transport.show_state(replace(PAUSED, step=500, head=500), ())
    assert not transport.play.isEnabled()
    assert not transport.forward.isEnabled()
    assert transport.back.isEnabled()


def test_steps_units_and_jumps_are_wishes(
    transport: Transport, heard: Callable[..., list[Any]]
) -> None:
    transport.show_state(PAUSED, ())
    steps, asked = heard(transport.step_requested), heard(transport.command_requested)
    transport.back.click()
    transport.forward.click()
    transport.units.buttons["phase"].click()
    transport.newest.click()
    assert steps == [-1, 1]
    assert asked == [commands.SetUnit("phase"), commands.JumpTo(100)]


def test_the_speed_is_said_in_steps_a_second(
    transport: Transport, heard: Callable[..., list[Any]]
) -> None:
    said = heard(transport.command_requested)
    transport.speed.setValue(3)
    transport.speed.setValue(len(SPEEDS) - 1)
    assert said == [commands.SetSpeed(5.0), commands.SetSpeed(0.0)]


def test_a_target_has_a_kind_and_a_value_within_reason(
    transport: Transport, heard: Callable[..., list[Any]]
) -> None:
    said = heard(transport.command_requested)
    transport.target_kind.value_requested.emit("accuracy")
    transport.show_state(replace(PAUSED, target=Target("accuracy", 97)), ())
    assert transport.target_value.isVisibleTo(transport)
    transport.target_value.value_requested.emit(98)
    transport.target_value.value_requested.emit(130)
    assert said == [commands.SetTarget(Target("accuracy", value)) for value in (97, 98)]


def test_showing_a_state_says_nothing(
    qtbot: QtBot, transport: Transport, heard: Callable[..., list[Any]]
) -> None:
    said = heard(transport.command_requested)
    transport.show_state(replace(PAUSED, unit="epoch", speed=2, target=Target("steps", 70)), ())
    assert said == []
    assert transport.units.buttons["epoch"].isChecked()


def test_larger_text_sets_the_controls_in_two_rows(qtbot: QtBot, transport: Transport) -> None:
    def below() -> bool:
        speed, play = (w.mapTo(transport, QPoint()) for w in (transport.speed, transport.play))
        return speed.y() >= play.y() + transport.play.height()

    assert not below()
    show_theme(transport, theme("light", 1.5))
    qtbot.waitUntil(below)
    show_theme(transport, theme("light"))
    qtbot.waitUntil(lambda: not below())


def test_every_speed_finds_its_place_and_its_words() -> None:
    assert [SPEEDS[speed_place(speed)] for speed in SPEEDS] == list(SPEEDS)
    assert format_speed(0) == "unlimited"
    assert format_speed(0.5) == "slow motion"
    assert format_speed(1) == "1 step/s"


def test_the_transport_shows_where_the_run_stands(transport: Transport) -> None:
    state = TrainerState(run=run_facts(), status="running", step=12, phase=2, head=20)
    transport.show_state(state, ())
    assert transport.play.text() == "Pause"
    sentence = transport.timeline.state.sentence
    assert sentence.startswith("step 13 of 100, epoch 2, after loss")
    assert transport.where.text() == sentence


def test_the_note_says_speed_and_sizes() -> None:
    state = TrainerState(
        run=run_facts(),
        status="running",
        images_per_second=12_345.6,
        memory_bytes=13_000,
        disk_bytes=3 << 20,
    )
    assert format_costs(state) == "12,346 images/s · 13 KiB in memory · 3.0 MiB on disk"
    assert format_costs(replace(state, status="paused")) == "13 KiB in memory · 3.0 MiB on disk"
