"""The time machine's slider: where steps lie, and how one goes to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from explorer.views.train.transport.marks import Mark, TimelineState
from explorer.views.train.transport.timeline import Timeline

MARKS = (Mark(100, "validation", "91 %"), Mark(250, "change", "learning rate 0.001"))
STATE = TimelineState(step=200, head=400, total=1000, steps_per_epoch=100, marks=MARKS)


@pytest.fixture
def line(shown: Callable[..., Timeline]) -> Timeline:
    line = shown(Timeline(), 500, 40)
    line.show_state(STATE)
    return line


def test_a_click_goes_to_the_step_under_the_mouse_but_not_beyond_the_newest(
    qtbot: QtBot, line: Timeline, heard: Callable[..., list[Any]]
) -> None:
    said = heard(line.step_requested)
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(130, 20))
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(490, 20))
    assert abs(said[0] - 251) <= 2
    assert said[1] == 400


def test_a_click_on_a_diamond_goes_exactly_there(
    qtbot: QtBot, line: Timeline, heard: Callable[..., list[Any]]
) -> None:
    said = heard(line.step_requested)
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(132, 10))
    assert said == [250]


def test_a_click_near_a_validation_goes_there_and_says_so_before(
    qtbot: QtBot, line: Timeline, heard: Callable[..., list[Any]]
) -> None:
    said = heard(line.step_requested)
    near = QPoint(61, 20)  # the mark of step 100 is a few pixels from here
    qtbot.mouseMove(line, near)
    assert line._hovered == 100
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=near)
    assert said == [100]


def test_crowded_validations_leave_every_step_within_reach(
    qtbot: QtBot, line: Timeline, heard: Callable[..., list[Any]]
) -> None:
    marks = tuple(Mark(step, "validation", "") for step in range(10, 400, 10))
    line.show_state(replace(STATE, marks=marks))
    said = heard(line.step_requested)
    for x in range(60, 160, 3):
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(x, 20))
    assert any(step % 10 for step in said)


@pytest.mark.parametrize(
    ("key", "modifier", "step"),
    [
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 199),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier, 210),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 400),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, 250),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, 100),
    ],
)
def test_every_step_can_be_reached_by_keyboard(
    qtbot: QtBot,
    line: Timeline,
    heard: Callable[..., list[Any]],
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    step: int,
) -> None:
    said = heard(line.step_requested)
    qtbot.keyClick(line, key, modifier)
    assert said == [step]


def test_showing_a_state_says_nothing_and_tells_a_screen_reader(
    line: Timeline, heard: Callable[..., list[Any]]
) -> None:
    said = heard(line.step_requested)
    line.show_state(TimelineState(step=5, phase=2, head=9, total=20, steps_per_epoch=10))
    assert said == []
    assert line.accessibleDescription() == "step 6 of 20, epoch 1, after loss, 4 before the newest"


def test_going_from_the_middle_of_a_step_to_its_beginning_is_a_wish(
    qtbot: QtBot, line: Timeline, heard: Callable[..., list[Any]]
) -> None:
    line.show_state(TimelineState(step=0, phase=2, head=9, total=20))
    said = heard(line.step_requested)
    qtbot.keyClick(line, Qt.Key.Key_Home)
    assert said == [0]


@given(
    first=st.integers(0, 100),
    done=st.integers(0, 5000),
    more=st.integers(0, 5000),
    share=st.floats(0, 1),
)
def test_a_place_gives_a_done_step_and_a_step_lies_on_the_line(
    first: int, done: int, more: int, share: float
) -> None:
    state = TimelineState(first, 0, first, first + done, first + done + more, 100)
    assert first <= state.step_at(share) <= first + done
    assert 0 <= state.share(state.step_at(share)) <= 1
    assert state.step_at(state.share(first + done)) == first + done


@given(st.integers(0, 200_000), st.integers(1, 5000), st.integers(1, 40))
def test_epochs_are_thinned_out_until_they_have_room(total: int, per: int, most: int) -> None:
    epochs = TimelineState(total=total, steps_per_epoch=per).epochs(most)
    assert len(epochs) <= most
    assert all(step % per == 0 and step > 0 for step in epochs)


def test_the_last_step_belongs_to_the_last_epoch() -> None:
    assert "epoch 2" in TimelineState(200, 0, 0, 200, 200, 100).sentence
