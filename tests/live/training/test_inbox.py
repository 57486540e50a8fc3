"""The only thing that the window's thread and the training's share."""

from __future__ import annotations

from threading import Thread

import pytest

from explorer.live.training.commands import (
    AcknowledgeFrame,
    Cancel,
    Command,
    FindReading,
    FollowSample,
    JudgeStep,
    JumpTo,
    Play,
    SetSpeed,
    StepUnit,
    StopRun,
)
from explorer.live.training.inbox import CommandCancelledError, Inbox


def waiting(inbox: Inbox) -> list[Command]:
    taken = []
    while inbox.waiting and (command := inbox.take()):
        taken.append(command)
    return taken


def test_commands_are_taken_in_the_order_in_which_they_were_put() -> None:
    inbox = Inbox()
    inbox.put(StepUnit(1))
    inbox.put(Play(True))
    inbox.put(StepUnit(-1))
    assert waiting(inbox) == [StepUnit(1), Play(True), StepUnit(-1)]


def test_only_the_newest_jump_counts_and_comes_last() -> None:
    inbox = Inbox()
    inbox.put(JumpTo(1))
    inbox.put(StepUnit(1))
    inbox.put(JumpTo(2))
    assert waiting(inbox) == [StepUnit(1), JumpTo(2)]


def test_taking_waits_until_something_is_put_in() -> None:
    inbox, taken = Inbox(), []
    thread = Thread(target=lambda: taken.append(inbox.take()))
    thread.start()
    inbox.put(Play(True))
    thread.join(60)
    assert taken == [Play(True)]


def test_who_has_something_to_do_need_not_wait() -> None:
    inbox = Inbox()
    assert inbox.take(wait=False) is None
    inbox.put(StopRun())
    assert inbox.take(wait=False) == StopRun()


def test_closing_wakes_who_waits_with_nothing() -> None:
    inbox, taken = Inbox(), [StopRun()]
    thread = Thread(target=lambda: taken.append(inbox.take()))
    thread.start()
    inbox.close()
    thread.join(60)
    assert taken[1] is None
    assert inbox.cancelled


def test_giving_up_ends_what_is_done_and_forgets_what_would_be_given_up_too() -> None:
    inbox = Inbox()
    inbox.put(JudgeStep())
    inbox.take()
    inbox.put(JumpTo(3))
    inbox.put(SetSpeed(2))
    inbox.check()
    inbox.put(Cancel())
    with pytest.raises(CommandCancelledError):
        inbox.check()
    assert waiting(inbox) == [SetSpeed(2)]


def test_giving_up_does_not_concern_what_is_asked_for_later() -> None:
    inbox = Inbox()
    inbox.put(Cancel())
    inbox.put(JudgeStep())
    inbox.take()
    assert not inbox.cancelled


def test_commands_can_be_forgotten_and_looked_for_by_kind() -> None:
    inbox = Inbox()
    inbox.put(Play(True))
    inbox.put(StopRun())
    assert inbox.has(Play | JumpTo)
    inbox.drop(Play | StepUnit)
    assert not inbox.has(Play | JumpTo)
    assert waiting(inbox) == [StopRun()]


def test_what_can_wait_is_pressed_by_its_like_and_by_all_that_cannot() -> None:
    inbox = Inbox()
    assert not inbox.presses(JudgeStep())
    inbox.put(FindReading(3))
    assert not inbox.presses(JudgeStep())
    assert inbox.presses(FindReading(1))
    inbox.put(FollowSample(1))
    assert inbox.presses(JudgeStep())


def test_the_cost_of_a_frame_is_averaged_over_some() -> None:
    inbox = Inbox()
    inbox.acknowledged = False
    inbox.put(AcknowledgeFrame(0.01))
    assert inbox.acknowledged
    assert 0 < inbox.frame_cost < 0.01
    for _ in range(50):
        inbox.put(AcknowledgeFrame(0.01))
    assert inbox.frame_cost == pytest.approx(0.01, rel=1e-3)
