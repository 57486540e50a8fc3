"""Of several pieces of work only the newest reports anything."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from explorer.errors import UserError
from explorer.live.work import Cancelled, Newest, Report


@pytest.fixture
def newest(qapp: object) -> Iterator[Newest]:
    newest = Newest()
    yield newest
    newest.close()


def listen(newest: Newest) -> list[object]:
    emitted: list[object] = []
    for signal in (newest.progressed, newest.done, newest.failed):
        signal.connect(emitted.append)
    return emitted


def test_work_reports_in_order_from_another_thread_and_ends(newest: Newest, qtbot: QtBot) -> None:
    def work(report: Report, _cancelled: Cancelled) -> object:
        for number in range(5):
            report(number)
        return threading.get_ident()

    emitted = listen(newest)
    newest.start(work)
    assert newest.busy
    qtbot.waitUntil(lambda: not newest.running)
    assert emitted[:5] == [0, 1, 2, 3, 4]
    assert len(emitted) == 6
    assert emitted[5] != threading.get_ident()
    assert not newest.busy


def test_a_newer_work_ends_the_older_and_only_its_reports_arrive(
    newest: Newest, qtbot: QtBot
) -> None:
    def endless(report: Report, cancelled: Cancelled) -> object:
        report("old")
        while not cancelled():
            pass
        report("late")
        return "old"

    emitted = listen(newest)
    newest.start(endless)
    qtbot.waitUntil(lambda: emitted == ["old"])
    newest.start(endless)
    newest.start(lambda _report, _cancelled: "new")
    qtbot.waitUntil(lambda: not newest.running)
    assert emitted == ["old", "new"]


def test_dropped_work_reports_nothing_more(newest: Newest, qtbot: QtBot) -> None:
    started = threading.Event()

    def endless(report: Report, cancelled: Cancelled) -> object:
        started.set()
        while not cancelled():
            pass
        raise UserError("Stopped.")

    emitted = listen(newest)
    newest.start(endless)
    assert started.wait(60)
    newest.drop()
    assert newest.running
    assert not newest.busy
    qtbot.waitUntil(lambda: not newest.running)
    assert emitted == []


def test_a_users_error_is_passed_on_as_it_is_after_what_was_reported(
    newest: Newest, qtbot: QtBot
) -> None:
    error = UserError("That file is empty.")

    def work(report: Report, _cancelled: Cancelled) -> object:
        report(1)
        raise error

    emitted = listen(newest)
    newest.start(work)
    qtbot.waitUntil(lambda: not newest.running)
    assert emitted == [1, error]
    assert not newest.busy


def test_a_fault_of_ours_becomes_one_sentence_and_one_logged_traceback(
    newest: Newest, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def work(_report: Report, _cancelled: Cancelled) -> object:
        raise KeyError("gone")

    with caplog.at_level(logging.ERROR), qtbot.waitSignal(newest.failed) as failed:
        newest.start(work)
    assert isinstance(failed.args[0], UserError)
    assert "gone" in str(failed.args[0])
    assert len(caplog.records) == 1
    assert caplog.records[0].exc_info


def test_after_closing_nothing_is_done_or_emitted(newest: Newest, qtbot: QtBot) -> None:
    emitted = listen(newest)
    newest.start(lambda _report, _cancelled: "done")
    newest.close()
    newest.start(lambda _report, _cancelled: "again")
    qtbot.wait(10)
    assert emitted == []
