"""Sick trainings are found out, healthy ones left in peace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from explorer.digits.datasets import Dataset
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.spec import Activation, Spec
from explorer.training.curves import Curves, column_names
from explorer.training.diagnosis import Diagnosis, guess_loss, last_good_step
from explorer.training.doctor import Doctor, rescue
from explorer.training.losses import loss
from explorer.training.plan import Plan
from explorer.training.recording import Position, Recording
from explorer.training.steps import DivergedError, Run
from explorer.training.validation import Judge
from tests.training.samples import DRAWING

CALM = Plan(epochs=20, batch_size=20, optimiser="sgd", schedule="constant", weight_decay=0.0)


def recording_of(plan: Plan, data: Dataset, spec: Spec | None = None) -> Recording:
    run = Run(Network.untrained(spec or preset("tiny"), 3), plan, data.images, data.labels)
    return Recording(run, Judge(data, 10))


def seen(recording: Recording) -> Diagnosis | None:
    """Train until the doctor says something or the run ends."""
    doctor = Doctor(recording)
    try:
        for _ in recording.steps():
            found = doctor.look()
            if found:
                return found
    except DivergedError as error:
        return doctor.after(error)
    return None


def test_a_healthy_run_is_left_in_peace(tiny_digits: Dataset) -> None:
    plan = Plan(epochs=100, batch_size=20)
    assert seen(recording_of(plan, tiny_digits)) is None


def test_runaway_weights_are_found_with_step_layer_and_numbers(tiny_digits: Dataset) -> None:
    plan = replace(CALM, learning_rate=900.0, weight_decay=90.0)
    recording = recording_of(plan, tiny_digits)
    doctor = Doctor(recording)
    with pytest.raises(DivergedError) as caught:
        list(recording.steps())
    found = doctor.after(caught.value)
    assert found.illness == "not finite"
    assert found.step in (caught.value.step, caught.value.step - 1)
    assert found.stage in {stage.name for stage in recording.run.network.spec.stages}
    assert found.stage in found.sentence
    assert found.numbers["learning rate"] == 900
    assert 0 <= found.good_step < found.step
    assert recording.position == Position(caught.value.step - 1)


def test_the_first_stage_that_overflows_is_named(tiny_digits: Dataset) -> None:
    recording = recording_of(CALM, tiny_digits)
    doctor = Doctor(recording)
    with torch.no_grad():
        recording.run.network.module.get_submodule("logits").weight.fill_(3e38)  # type: ignore[operator]
    recording.run.network.invalidate()
    with pytest.raises(DivergedError) as caught:
        list(recording.steps())
    found = doctor.after(caught.value)
    assert (found.stage, found.step) == ("logits", 1)
    assert "values overflowed" in found.sentence
    assert any("largest value of" in name for name in found.numbers)


def test_an_exploding_loss_is_found_before_it_is_infinite(tiny_digits: Dataset) -> None:
    recording = recording_of(CALM, tiny_digits)
    results = recording.steps()
    for _ in range(60):
        next(results)
    recording.change(learning_rate=300.0)
    found = seen(recording)
    assert found is not None
    assert found.illness in ("explosion", "not finite")
    assert 61 <= found.step <= 100
    assert 40 <= found.good_step <= 61


def test_the_rescue_goes_on_with_a_tenth_of_the_rate(tiny_digits: Dataset) -> None:
    recording = recording_of(replace(CALM, learning_rate=900.0, weight_decay=9.0), tiny_digits)
    found = seen(recording)
    assert found is not None
    assert rescue(recording, found) == {"learning_rate": pytest.approx(90)}


def test_the_step_in_which_units_died_is_found_by_going_back(tiny_digits: Dataset) -> None:
    recording = recording_of(replace(CALM, epochs=40, learning_rate=0.05), tiny_digits)
    results = recording.steps()
    for _ in range(130):
        next(results)
    recording.change(learning_rate=3.0)
    found = seen(recording)
    assert found is not None
    assert (found.illness, found.stage) == ("dead", "relu1")
    assert 131 <= found.step < recording.position.step
    assert found.sentence.startswith(f"{found.numbers['dead in relu1']:.0%} of the units of relu1")
    shares = []
    for step in (found.good_step, found.step):
        recording.visit(Position(step))
        shares.append(recording.measure().dead["relu1"])
    assert shares[0] < 0.5 <= shares[1]
    assert found.good_step == found.step - 1


def test_saturated_activations_are_found(tiny_digits: Dataset) -> None:
    spec = preset("tiny")
    layers = tuple(Activation("tanh") if isinstance(a, Activation) else a for a in spec.layers)
    recording = recording_of(CALM, tiny_digits, replace(spec, layers=layers))
    with torch.no_grad():
        recording.run.network.module.get_submodule("conv1").bias.fill_(50.0)  # type: ignore[operator]
    found = seen(recording)
    assert found is not None
    assert (found.illness, found.stage) == ("saturated", "tanh1")
    assert "limit" in found.sentence


def test_a_plateau_is_found_once(tiny_digits: Dataset) -> None:
    recording = recording_of(replace(CALM, epochs=200, learning_rate=1e-7), tiny_digits)
    doctor = Doctor(recording)
    found = [d for _ in recording.steps() if (d := doctor.look())]
    assert [d.illness for d in found] == ["plateau"]
    assert "no better than a guess" in found[0].sentence
    assert found[0].stage is not None
    assert found[0].good_step == found[0].step - 1


@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
@pytest.mark.parametrize("kind", ["cross-entropy", "mse"])
def test_a_guess_has_the_loss_of_equal_probabilities(output: Any, kind: Any) -> None:
    spec = replace(preset("tiny"), output=output)
    expected = loss(torch.zeros((4, 10)), torch.tensor([1, 2, 3, 9]), kind, output)
    assert guess_loss(spec, kind) == pytest.approx(expected.item(), rel=1e-5)


def curve(losses: list[float]) -> Any:
    curves = Curves(column_names([]))
    for value in losses:
        curves.append((value, 0, 0))
    return curves.part()


@pytest.mark.parametrize(
    ("losses", "expected"),
    [
        ([2.3, 2.0, 1.5, 1.0, 0.8, 0.7, 50, 900, np.inf], 5),
        ([2.3, 900, np.inf], 0),
        ([2.3, 2.2, 2.1, np.nan], 2),
        ([np.nan], 0),
        ([], 0),
    ],
)
def test_the_last_good_step_is_where_the_loss_was_near_its_best(
    losses: list[float], expected: int
) -> None:
    assert last_good_step(curve(losses), 2.3) == expected


@pytest.mark.shared_data
def test_the_default_plan_on_mnist_is_healthy(shared_data: Path) -> None:
    from explorer.training.launch import begin, gather

    plan = Plan(data=str(shared_data / "mnist"), epochs=1)
    training = begin(plan, gather(plan, preset("lenet")))
    assert seen(training.recording) is None


@pytest.mark.parametrize("kind", ["cross-entropy", "mse"])
def test_a_healthy_auto_encoder_is_left_in_peace(kind: Any, tiny_digits: Dataset) -> None:
    plan = Plan(epochs=100, batch_size=20, loss=kind, learning_rate=1e-2)
    recording = recording_of(plan, tiny_digits, DRAWING)
    assert seen(recording) is None
    assert recording.validations[-1].error < 0.05


def test_an_auto_encoder_that_draws_grey_has_the_loss_of_a_guess() -> None:
    ink = torch.tensor([[[[0.0, 1.0]]]])
    for kind in ("cross-entropy", "mse"):
        grey = loss(torch.zeros_like(ink), ink, kind, "image").item()  # type: ignore[arg-type]
        assert guess_loss(DRAWING, kind) == pytest.approx(grey)  # type: ignore[arg-type]


def test_an_auto_encoder_that_stands_still_is_noticed(tiny_digits: Dataset) -> None:
    plan = replace(CALM, epochs=100, learning_rate=1e-9, loss="mse")
    found = seen(recording_of(plan, tiny_digits, DRAWING))
    assert found is not None
    assert found.illness == "plateau"
