import logging
import threading

import pytest
from pytestqt.qtbot import QtBot

from explorer.errors import UserError
from explorer.live.jobs import Job


def test_work_runs_in_another_thread_and_its_result_is_said(qtbot: QtBot) -> None:
    job = Job(threading.get_ident)
    with qtbot.waitSignal(job.done) as said:
        job.start()
    job.wait()
    assert said.args[0] != threading.get_ident()


def test_a_users_error_is_passed_on_as_it_is(qtbot: QtBot) -> None:
    def work() -> object:
        raise UserError("That file is empty.")

    job = Job(work)
    with qtbot.waitSignal(job.failed) as said:
        job.start()
    job.wait()
    assert str(said.args[0]) == "That file is empty."


def test_a_fault_of_ours_becomes_one_sentence_and_one_logged_traceback(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def work() -> object:
        raise KeyError("gone")

    job = Job(work)
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(job.failed) as said:
        job.start()
    job.wait()
    assert isinstance(said.args[0], UserError)
    assert "gone" in str(said.args[0])
    assert len(caplog.records) == 1
