"""The confusion panel shows the very step at which the run stands, when somebody looks."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from explorer.live.training import commands
from explorer.views.train.judging import describe_validation
from explorer.views.train.page import TrainPage
from explorer.views.window.window import Window
from tests.views.train.records import validation

SOON = 20_000  # ms


@pytest.fixture
def judged(qtbot: QtBot, finished: TrainPage) -> list[int]:
    """Return the steps at which the run was judged by the page's wish."""
    steps: list[int] = []
    finished.trainer.judged.connect(lambda _key, v: steps.append(v.step))
    return steps


def measured(page: TrainPage) -> int:
    """Return the step of which the score is, if it is that on screen."""
    found = re.fullmatch(
        r"measured at step (\d+) on 20 images, loss [\d.]+", page.right.confusion.score.text()
    )
    return int(found[1]) if found else -1


def test_a_step_without_a_validation_is_judged_when_one_looks(
    qtbot: QtBot, finished: TrainPage, judged: list[int]
) -> None:
    finished.trainer.send(commands.JumpTo(5))
    qtbot.waitUntil(lambda: finished.trainer.state.step == 5, timeout=SOON)
    qtbot.wait(300)
    assert not judged
    finished.right.chips.buttons["confusion"].click()
    qtbot.waitUntil(lambda: measured(finished) == 5, timeout=SOON)
    assert "of 20 right" in finished.right.confusion.facts.text()
    assert judged == [5]


def test_a_recorded_step_is_not_judged_again(
    qtbot: QtBot, finished: TrainPage, judged: list[int]
) -> None:
    finished.right.chips.buttons["confusion"].click()
    qtbot.waitUntil(lambda: measured(finished) == 24, timeout=SOON)
    qtbot.wait(300)
    assert not judged


def test_of_a_pulled_slider_only_the_step_where_it_rests_is_judged(
    qtbot: QtBot, finished: TrainPage, judged: list[int]
) -> None:
    finished.right.chips.buttons["confusion"].click()
    for step in (20, 3, 18, 9, 11):
        finished.middle.transport.timeline.step_requested.emit(step)
        qtbot.wait(20)
    qtbot.waitUntil(lambda: measured(finished) == 11, timeout=SOON)
    assert judged[-1] == 11
    assert len(judged) <= 2


def test_a_hidden_page_has_nothing_judged(
    qtbot: QtBot, window: Window, finished: TrainPage, judged: list[int]
) -> None:
    finished.right.chips.buttons["confusion"].click()
    window.show_page("draw")
    finished.trainer.send(commands.JumpTo(7))
    qtbot.waitUntil(lambda: finished.trainer.state.step == 7, timeout=SOON)
    qtbot.wait(300)
    assert not judged
    window.show_page("train")
    qtbot.waitUntil(lambda: judged == [7], timeout=SOON)


def test_the_beginning_is_judged_too_and_again_after_it_was_left(
    qtbot: QtBot, finished: TrainPage, judged: list[int]
) -> None:
    finished.right.chips.buttons["confusion"].click()
    for step in (0, 2, 0):
        finished.trainer.send(commands.JumpTo(step))
        qtbot.waitUntil(lambda step=step: measured(finished) == step, timeout=SOON)  # type: ignore[misc]
    assert judged == [0, 2, 0]


def test_all_images_of_a_cell_are_judged_when_it_is_chosen(
    qtbot: QtBot, finished: TrainPage, judged: list[int]
) -> None:
    finished.right.chips.buttons["confusion"].click()
    panel = finished.right.confusion
    qtbot.waitUntil(lambda: measured(finished) == 24, timeout=SOON)
    counts = panel.matrix.counts
    panel.matrix.choose((1, 1))
    qtbot.waitUntil(lambda: judged == [24], timeout=SOON)
    count = int(counts[1, 1])
    qtbot.waitUntil(lambda: len(panel.wrong.shown) == count > 0, timeout=SOON)
    assert (panel.matrix.counts == counts).all()
    labels = finished.trainer.state.run.judge.labels  # type: ignore[union-attr]
    assert {(int(labels[r.image]), r.guess) for r in panel.wrong.shown} == {(1, 1)}
    assert panel.listed.text() == f"1 read as 1: all {count}, the surest first"


def test_a_validation_of_another_step_says_so() -> None:
    one = replace(validation(5), count=1)
    assert describe_validation(one, 5) == "measured at step 5 on 1 image, loss 0.200"
    later = "measured at step 5 on 1 image, loss 0.200; on screen is step 1,007"
    assert describe_validation(one, 1007) == later
