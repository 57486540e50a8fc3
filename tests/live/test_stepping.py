from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from explorer.errors import UserError
from explorer.live.stepping import Stepping


def hear(work: Stepping) -> list[object]:
    said: list[object] = []
    work.stepped.connect(said.append)
    work.failed.connect(said.append)
    return said


def test_every_step_is_said_in_order(qtbot: QtBot) -> None:
    work = Stepping(lambda: iter(range(5)))
    said = hear(work)
    with qtbot.waitSignal(work.finished):
        work.start()
    qtbot.waitUntil(lambda: said == [0, 1, 2, 3, 4])


def test_an_interrupted_work_says_nothing_more(qtbot: QtBot) -> None:
    def endless() -> Iterator[int]:
        number = 0
        while True:
            number += 1
            if number == 3:
                work.requestInterruption()
            yield number

    work = Stepping(endless)
    said = hear(work)
    with qtbot.waitSignal(work.finished):
        work.start()
    qtbot.wait(0)
    assert said == [1, 2]


def test_a_user_error_is_passed_on_as_it_is(qtbot: QtBot) -> None:
    def refuse() -> Iterator[int]:
        yield 1
        raise UserError("No digits.")

    work = Stepping(refuse)
    with qtbot.waitSignal(work.failed) as said:
        work.start()
    assert str(said.args[0]) == "No digits."
    work.wait()


def test_a_fault_of_ours_is_logged_and_becomes_one_sentence(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> Iterator[int]:
        raise ZeroDivisionError("oops")
        yield 1

    work = Stepping(fail)
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(work.failed) as said:
        work.start()
    assert isinstance(said.args[0], UserError)
    assert "oops" in caplog.text
    work.wait()
