"""The only thing that the window's thread and the training's share."""

from __future__ import annotations

from threading import Thread

import pytest

from explorer.live.training.inbox import CancelledError, Inbox, Wish


def waiting(inbox: Inbox) -> list[Wish]:
    taken = []
    while inbox.waiting and (wish := inbox.take()):
        taken.append(wish)
    return taken


def test_wishes_are_taken_in_the_order_in_which_they_were_put() -> None:
    inbox = Inbox()
    inbox.post("step", 1)
    inbox.post("play", True)
    inbox.post("step", -1)
    assert waiting(inbox) == [Wish("step", (1,)), Wish("play", (True,)), Wish("step", (-1,))]


def test_only_the_newest_jump_counts_and_comes_last() -> None:
    inbox = Inbox()
    inbox.post("jump", 1)
    inbox.post("step", 1)
    inbox.post("jump", 2)
    assert waiting(inbox) == [Wish("step", (1,)), Wish("jump", (2,))]


def test_taking_waits_until_something_is_put_in() -> None:
    inbox, taken = Inbox(), []
    thread = Thread(target=lambda: taken.append(inbox.take()))
    thread.start()
    inbox.post("play", True)
    thread.join(60)
    assert taken == [Wish("play", (True,))]


def test_who_has_something_to_do_need_not_wait() -> None:
    inbox = Inbox()
    assert inbox.take(wait=False) is None
    inbox.post("stop")
    assert inbox.take(wait=False) == Wish("stop")


def test_closing_wakes_who_waits_with_nothing() -> None:
    inbox, taken = Inbox(), [Wish("none")]
    thread = Thread(target=lambda: taken.append(inbox.take()))
    thread.start()
    inbox.close()
    thread.join(60)
    assert taken[1] is None
    assert inbox.cancelled


def test_giving_up_ends_what_is_done_and_forgets_what_would_be_given_up_too() -> None:
    inbox = Inbox()
    inbox.post("start")
    inbox.take()
    inbox.post("jump", 3)
    inbox.post("set_speed", 2)
    inbox.check()
    inbox.cancel()
    with pytest.raises(CancelledError):
        inbox.check()
    assert waiting(inbox) == [Wish("set_speed", (2,))]


def test_giving_up_does_not_concern_what_is_wished_later() -> None:
    inbox = Inbox()
    inbox.cancel()
    inbox.post("start")
    inbox.take()
    assert not inbox.cancelled


def test_wishes_can_be_forgotten_and_looked_for_by_name() -> None:
    inbox = Inbox()
    inbox.post("play", True)
    inbox.post("stop")
    assert inbox.has({"play", "jump"})
    inbox.drop("play", "step")
    assert not inbox.has({"play", "jump"})
    assert waiting(inbox) == [Wish("stop")]


def test_what_can_wait_is_pressed_by_its_like_and_by_all_that_cannot() -> None:
    inbox = Inbox()
    assert not inbox.presses("judge")
    inbox.post("find_reading", 3)
    assert not inbox.presses("judge")
    assert inbox.presses("find_reading")
    inbox.post("follow_sample", 1)
    assert inbox.presses("judge")


def test_the_cost_of_a_frame_is_averaged_over_some() -> None:
    inbox = Inbox()
    inbox.acknowledged = False
    inbox.acknowledge(0.01)
    assert inbox.acknowledged
    assert 0 < inbox.frame_cost < 0.01
    for _ in range(50):
        inbox.acknowledge(0.01)
    assert inbox.frame_cost == pytest.approx(0.01, rel=1e-3)
