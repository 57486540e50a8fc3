"""An auto-encoder on the Train page and then on the Draw page: nothing there needs a class."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.live.training import commands
from explorer.training.plan import Plan, recipe
from explorer.views.train.page import TrainPage
from explorer.views.train.right import PANELS
from explorer.views.window.window import Window
from tests.views.train.records import validation


@pytest.fixture
def drawing(page: TrainPage) -> TrainPage:
    """Return the page with the auto-encoder chosen."""
    page.left.network.presets.value_requested.emit("autoencoder")
    return page


@pytest.fixture
def learned(qtbot: QtBot, drawing: TrainPage) -> TrainPage:
    """Return the page with an auto-encoder trained for a few steps, watched with a sample."""
    drawing.left.follow.source.chosen.emit("sample")
    drawing.data_host.use(Plan(data=drawing.left.plan.plan.data, epochs=2, batch_size=10))
    qtbot.waitUntil(drawing.left.start.isEnabled, timeout=20_000)
    drawing.host.play(True)
    qtbot.waitUntil(lambda: drawing.trainer.state.finished, timeout=60_000)
    qtbot.waitUntil(lambda: drawing.trainer.state.status == "paused", timeout=20_000)
    return drawing


def test_choosing_one_brings_what_suits_it_and_keeps_what_was_chosen(drawing: TrainPage) -> None:
    plan, suits = drawing.left.plan.plan, recipe("first-drawing")
    assert (plan.loss, plan.learning_rate) == (suits.loss, suits.learning_rate)
    assert (plan.epochs, plan.batch_size) == (4, 10)
    drawing.left.network.presets.value_requested.emit("lenet")
    plan, suits = drawing.left.plan.plan, recipe("first-run")
    assert (plan.loss, plan.learning_rate, plan.epochs) == (suits.loss, suits.learning_rate, 4)


def test_the_watched_picture_stands_beside_what_is_drawn_of_it(
    qtbot: QtBot, learned: TrainPage
) -> None:
    follow = learned.left.follow
    assert follow.drawn is not None
    drawn = follow.drawn
    qtbot.waitUntil(lambda: drawn.sentence.startswith("mean squared error"), timeout=20_000)
    assert drawn.isVisible()
    assert not follow.bars.isVisible()
    qtbot.waitUntil(lambda: "drawn again" in follow.sentence.text(), timeout=20_000)


def test_every_panel_has_something_to_say(qtbot: QtBot, learned: TrainPage) -> None:
    for panel in PANELS:
        learned.right.show_panel(panel)
        learned.grab()
    confusion = learned.right.confusion
    qtbot.waitUntil(lambda: "mean squared error" in confusion.score.text(), timeout=20_000)
    assert "tells no classes apart" in confusion.facts.text()
    learned.right.curves.flush()
    assert "validation mean squared error" in learned.right.curves.facts.text()
    assert learned.right.curves.plots["loss"].title.startswith("Reconstruction, ")
    marks = learned.middle.transport.timeline.state.marks
    assert all("mean squared error" in m.words for m in marks if m.kind == "validation")
    confusion.show_validation(validation(20), tuple("0123456789"))
    assert "right" in confusion.facts.text()


def test_there_is_no_accuracy_to_plot(qtbot: QtBot, learned: TrainPage) -> None:
    curves = learned.right.curves
    assert curves.shown == ("loss",)
    assert not curves.chips["accuracy"].isVisible()
    learned.left.network.presets.value_requested.emit("tiny")
    qtbot.waitUntil(learned.left.start.isEnabled, timeout=20_000)
    learned.host.start()
    qtbot.waitUntil(lambda: curves.shown == ("loss", "accuracy"), timeout=20_000)
    assert curves.chips["accuracy"].isVisible()


def test_a_step_can_be_taken_apart_phase_by_phase(qtbot: QtBot, learned: TrainPage) -> None:
    learned.trainer.send(commands.JumpTo(5))
    qtbot.waitUntil(lambda: learned.trainer.state.step == 5, timeout=20_000)
    learned.trainer.send(commands.SetUnit("phase"))
    learned.right.show_panel("step")
    for phase in (1, 2, 3, 0):
        learned.trainer.send(commands.StepUnit(1))
        qtbot.waitUntil(lambda phase=phase: learned.trainer.state.phase == phase, timeout=20_000)
        learned.grab()
    assert learned.trainer.state.step == 6


def test_what_was_learned_can_be_put_on_the_draw_page(
    qtbot: QtBot, window: Window, learned: TrainPage
) -> None:
    learned.middle.strip.draw.click()
    session = window.pages["draw"]._session
    qtbot.waitUntil(lambda: session.spec.reconstructs, timeout=20_000)
    assert window.pages["draw"].answer.drawn is not None


def test_its_history_has_an_error_and_no_accuracy(qtbot: QtBot, learned: TrainPage) -> None:
    with qtbot.waitSignal(learned.trainer.network_made, timeout=20_000) as made:
        learned.trainer.send(commands.CopyNetwork())
    network = made.args[0]
    assert "accuracy" not in network.history
    assert 0 < network.history["mean_squared_error"] < 1
    assert np.isfinite(network.history["losses"]).all()
