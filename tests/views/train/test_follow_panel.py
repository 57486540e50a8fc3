"""The watched picture: the drawing or a sample, the answer, and since when it is that one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from explorer.live.session import Session
from explorer.live.training import commands
from explorer.training.look.moments import FirstReading
from explorer.views.parts.number_text import article
from explorer.views.train.follow_panel import FollowPanel
from explorer.views.train.following import DRAW, describe_reading
from explorer.views.train.page import TrainPage
from tests.views.records import spec, sure_of


@pytest.fixture
def panel(shown: Callable[..., FollowPanel]) -> FollowPanel:
    return shown(FollowPanel(), 340, 240)


@pytest.mark.parametrize(
    ("first", "now", "words"),
    [
        (FirstReading(7, 214, True), "7", "first read as a 7 at step 214"),
        (FirstReading(7, 214, False), "7", "first read as a 7 at or before step 214"),
        (FirstReading(7, 0, True), "7", "read as a 7 from the beginning"),
        (None, "3", "at no step read as a 7 so far, as a 3 now"),
        (FirstReading(7, 214, True), "3", "first read as a 7 at step 214, as a 3 now"),
        (FirstReading(7, 0, True), "3", "read as a 7 at the beginning, as a 3 now"),
        (FirstReading(7, 320, True), "7", "first read as a 7 at or before step 300"),
        (None, "7", "first read as a 7 at or before step 300"),
    ],
)
def test_the_first_reading_in_words_agrees_with_the_bars(
    first: FirstReading | None, now: str, words: str
) -> None:
    assert describe_reading(first, "7", 0, now, 300) == words


def test_the_pad_gives_way_to_the_sample(
    panel: FollowPanel, heard: Callable[..., list[Any]]
) -> None:
    asked = heard(panel.source.chosen)
    assert panel.pad.isVisible()
    panel.source.buttons["sample"].click()
    assert asked == ["sample"]
    panel.show_source("sample")
    panel.sample.show_image(np.full((1, 28, 28), 200, np.uint8), "one")
    assert panel.sample.isVisible()
    assert not panel.pad.isVisible()
    assert panel.before.isVisible()


def test_a_click_on_the_sample_asks_for_another(
    qtbot: QtBot, panel: FollowPanel, heard: Callable[..., list[Any]]
) -> None:
    asked = heard(panel.another_requested)
    panel.show_source("sample")
    qtbot.mouseClick(panel.sample, Qt.MouseButton.LeftButton)
    panel.before.click()
    assert asked == [1, -1]


def test_all_classes_fit_into_the_bars(panel: FollowPanel) -> None:
    panel.show_spec(spec())
    panel.show_trace(sure_of(4))
    panel.grab()
    bars, classes = panel.bars, len(spec().classes)
    assert bars._row(classes - 1).bottom() <= bars.height()


def test_pressing_a_bar_asks_since_when(
    qtbot: QtBot, panel: FollowPanel, heard: Callable[..., list[Any]]
) -> None:
    asked = heard(panel.class_requested)
    panel.show_spec(spec())
    middle = panel.bars._row(1).center()
    qtbot.mouseClick(panel.bars, Qt.MouseButton.LeftButton, pos=QPoint(middle))
    assert asked == [1]


def test_an_empty_pad_invites_to_draw(qtbot: QtBot, begun: TrainPage) -> None:
    qtbot.waitUntil(lambda: begun.left.follow.sentence.text() == DRAW)


def test_the_drawing_is_read_with_the_weights_of_the_moment(
    qtbot: QtBot, session: Session, finished: TrainPage
) -> None:
    session.place_sample(1)
    session.flush()
    qtbot.waitUntil(lambda: finished.follow_host._trace is not None)
    qtbot.waitUntil(lambda: "read as" in finished.left.follow.sentence.text())
    now = finished.follow_host._trace
    finished.trainer.send(commands.JumpTo(1))
    qtbot.waitUntil(lambda: finished.follow_host._trace is not now)


def test_a_sample_says_when_it_was_first_read_right(qtbot: QtBot, finished: TrainPage) -> None:
    run, words = finished.trainer.state.run, finished.left.follow.sentence
    assert run is not None
    finished.left.follow.source.buttons["sample"].click()
    assert finished.follow_host.description == "Test image 0, a 0"
    for sample in range(4):
        finished.follow_host.watch_sample(sample)
        right = f"read as {article(run.classes[int(run.judge.labels[sample])])} "
        qtbot.waitUntil(lambda right=right: _is_since(words.text(), right), timeout=10_000)  # type: ignore[misc]


def _is_since(sentence: str, reading: str) -> bool:
    """Whether a sentence says since when, not only as what now."""
    told = sentence.partition(", ")[0] + " "
    return reading in told and not told.endswith(" now ")


def test_a_misread_image_becomes_the_sample(qtbot: QtBot, finished: TrainPage) -> None:
    finished.right.confusion.sample_requested.emit(3)
    assert finished.follow_host.source == "sample"
    assert finished.follow_host.description == "Test image 3, a 1"


def test_strokes_on_the_pad_are_those_of_the_draw_page(
    qtbot: QtBot, session: Session, page: TrainPage
) -> None:
    pad = page.left.follow.pad
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    assert len(session.drawing.strokes) == 1
    page.left.follow.clear.click()
    assert session.drawing.empty
