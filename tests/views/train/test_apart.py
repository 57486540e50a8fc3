"""The Train page as the program has it: some of its tests with a process that trains."""

from __future__ import annotations

import os
import signal

import pytest
from pytestqt.qtbot import QtBot

from explorer.live.training.worker import ProcessWorker
from explorer.views.train.page import TrainPage
from tests.views.train.test_page import (  # noqa: F401 - to be run again with a process
    test_a_network_of_the_run_goes_to_the_draw_page,
    test_a_step_of_the_past_shows_as_it_was,
    test_closing_in_the_middle_of_training_waits_for_its_end,
    test_keys_step_and_play,
    test_step_by_step_stops_after_the_forward_phase,
    test_the_curves_and_the_confusion_follow,
    test_train_begins_a_run_by_the_forms_and_goes_on,
)


@pytest.fixture
def apart() -> bool:
    return True


def test_a_lost_process_leaves_the_page_as_it_was_before_a_run(
    qtbot: QtBot, begun: TrainPage
) -> None:
    said: list[str] = []
    begun.failed.connect(said.append)
    worker = begun.trainer._worker
    assert isinstance(worker, ProcessWorker)
    os.kill(worker.process_id, signal.SIGKILL)
    qtbot.waitUntil(lambda: bool(said), timeout=60_000)
    assert "ended unexpectedly" in said[0]
    assert begun.middle.holder.invitation.isVisible()
    begun.middle.transport.play.click()
    qtbot.waitUntil(lambda: begun.trainer.state.finished, timeout=60_000)
