"""Of several pieces of work only the newest is heard."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from explorer.errors import UserError
from explorer.live.work import Cancelled, Newest, Say


@pytest.fixture
def newest(qapp: object) -> Iterator[Newest]:
    newest = Newest()
    yield newest
    newest.close()


def hear(newest: Newest) -> list[object]:
    said: list[object] = []
    for signal in (newest.told, newest.done, newest.failed):
        signal.connect(said.append)
    return said


def test_work_tells_and_ends_in_order(newest: Newest, qtbot: QtBot) -> None:
    def work(say: Say, _: Cancelled) -> object:
        say(1)
        say(threading.get_ident())
        return "done"

    said = hear(newest)
    newest.start(work)
    assert newest.busy
    qtbot.waitUntil(lambda: not newest.running)
    assert (said[0], said[2]) == (1, "done")
    assert said[1] != threading.get_ident()
    assert not newest.busy


def test_a_newer_work_ends_the_older_and_only_it_is_heard(newest: Newest, qtbot: QtBot) -> None:
    def endless(say: Say, cancelled: Cancelled) -> object:
        say("old")
        while not cancelled():
            pass
        return "old"

    said = hear(newest)
    newest.start(endless)
    qtbot.waitUntil(lambda: said == ["old"])
    newest.start(endless)
    newest.start(lambda _say, _cancelled: "new")
    qtbot.waitUntil(lambda: not newest.running)
    assert said == ["old", "new"]


def test_what_fails_says_why(newest: Newest, qtbot: QtBot) -> None:
    def fail(_say: Say, _cancelled: Cancelled) -> object:
        raise UserError("No.")

    said = hear(newest)
    newest.start(fail)
    qtbot.waitUntil(lambda: bool(said))
    assert str(said[0]) == "No."
    assert not newest.busy


def test_after_closing_nothing_is_done_or_said(newest: Newest, qtbot: QtBot) -> None:
    said = hear(newest)
    newest.start(lambda _say, _cancelled: "done")
    newest.close()
    newest.start(lambda _say, _cancelled: "again")
    qtbot.wait(10)
    assert said == []
