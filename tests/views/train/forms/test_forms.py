"""Everything that the forms offer trains: optimisers, losses, dropout, sigmoid, own layers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.network.spec import Convolution, Dense, Dropout, Pooling
from explorer.training.plan import LOSSES, OPTIMISERS
from explorer.views.parts.fields import Field, NumberEdit, Picker
from explorer.views.train.page import TrainPage

Trained = Callable[[], TrainPage]


def choose(field: Field, value: str) -> None:
    """Choose in a field as a user does."""
    assert isinstance(field.control, Picker)
    field.control.setCurrentIndex(field.control.findData(value))
    field.control.activated.emit(field.control.currentIndex())


def write(field: Field, value: int) -> None:
    """Type a number into a field."""
    assert isinstance(field.control, NumberEdit)
    field.control.lineEdit().setText(str(value))
    field.control.lineEdit().textEdited.emit(str(value))


def pick(page: TrainPage, layer: int) -> dict[str, Field]:
    """Choose a layer of the table and return its fields."""
    page.left.network.table.tile_chosen.emit(layer)
    return page.left.network.editor.fields


@pytest.fixture
def trained(qtbot: QtBot, page: TrainPage) -> Trained:
    """Return a function that trains by the forms to the end, from the button on."""

    def train() -> TrainPage:
        write(page.left.plan.fields["epochs"], 1)
        qtbot.waitUntil(page.left.start.isEnabled, timeout=20_000)
        page.left.start.click()
        qtbot.waitUntil(lambda: page.trainer.state.finished, timeout=60_000)
        qtbot.waitUntil(lambda: page.trainer.state.status == "paused", timeout=20_000)
        return page

    return train


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_every_optimiser_trains_with_every_loss(
    page: TrainPage, trained: Trained, optimiser: str, loss: str
) -> None:
    choose(page.left.plan.fields["optimiser"], optimiser)
    choose(page.left.plan.fields["loss"], loss)
    trained()
    state = page.trainer.state
    assert state.run is not None
    assert (state.run.plan.optimiser, state.run.plan.loss) == (optimiser, loss)
    assert state.head == state.run.total == 6


def test_dropout_added_in_the_form_is_trained_with(page: TrainPage, trained: Trained) -> None:
    pick(page, 2)
    page.left.network.add["dropout"].click()
    trained()
    assert page.trainer.state.run is not None
    assert Dropout() in page.trainer.state.run.spec.layers


def test_with_a_sigmoid_output_the_answers_need_not_add_up_to_one(
    qtbot: QtBot, page: TrainPage, trained: Trained
) -> None:
    choose(pick(page, len(page.left.network.state.layers))["output"], "sigmoid")
    page.left.follow.source.chosen.emit("sample")
    trained()
    qtbot.waitUntil(lambda: page.follow_host._trace is not None, timeout=20_000)
    trace = page.follow_host._trace
    assert trace is not None
    assert trace.spec.output == "sigmoid"
    answers = np.asarray(trace.probabilities)
    assert answers.sum() != pytest.approx(1, abs=1e-3)


def test_a_second_convolution_of_six_filters_has_six_maps_each_rectified_and_pooled(
    qtbot: QtBot, page: TrainPage, trained: Trained
) -> None:
    form = page.left.network
    pick(page, 2)
    form.add["convolution"].click()
    write(form.editor.fields["filters"], 6)
    form.add["activation"].click()
    form.add["pooling"].click()
    assert [stage.shape for stage in form.spec.stages[4:7]] == [(6, 5, 5), (6, 5, 5), (6, 2, 2)]  # type: ignore[union-attr]
    page.left.follow.source.chosen.emit("sample")
    trained()
    qtbot.waitUntil(lambda: page.follow_host._trace is not None, timeout=20_000)
    trace = page.follow_host._trace
    assert trace is not None
    before, after, pooled = (trace.stage(name).values for name in ("conv2", "relu2", "pool2"))
    assert np.array_equal(after, np.maximum(before, 0))
    windows = after[:, :4, :4].reshape(6, 2, 2, 2, 2)
    assert np.array_equal(pooled, windows.max(axis=(2, 4)))


def test_four_numbers_of_a_convolution_change_size_and_cost_at_once(page: TrainPage) -> None:
    form, fields = page.left.network, pick(page, 0)
    for name, value in (("filters", 3), ("kernel", 5), ("stride", 2), ("padding", 1)):
        before = form.table.rows[1], form.formula.lines
        write(fields[name], value)
        assert (form.table.rows[1], form.formula.lines) != before
    row = form.table.rows[1]
    assert (row.shape, row.parameters, row.work) == ("3 × 5 × 5", 78, 1875)


def test_a_layer_without_room_closes_the_start_and_says_where(page: TrainPage) -> None:
    form = page.left.network
    write(pick(page, 0)["stride"], 12)
    assert isinstance(form.state.layers[0], Convolution)
    assert isinstance(form.state.layers[2], Pooling)
    assert form.reason.text().startswith("pooling: ")
    assert not page.left.start.isEnabled()
    write(pick(page, 4)["units"], 7)
    write(pick(page, 0)["stride"], 1)
    assert isinstance(form.state.layers[4], Dense)
    assert "7 units for " in form.reason.text()
