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
from explorer.training.look.cure import find_cure
from explorer.training.look.diagnosis import Diagnosis, guess_loss, last_good_step
from explorer.training.look.doctor import Doctor
from explorer.training.look.microscope import backward_record
from explorer.training.losses import loss
from explorer.training.plan import Plan
from explorer.training.record.curves import Curves, column_names
from explorer.training.record.recording import Position, Recording
from explorer.training.record.validation import Judge
from explorer.training.steps import DivergedError, Run
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


@pytest.mark.parametrize(
    ("settings", "cure"),
    [
        ({"learning_rate": 30.0}, {"learning_rate": 3e-3}),
        ({"learning_rate": 1e-7}, {"learning_rate": 3e-3}),
        ({"optimiser": "sgd", "learning_rate": 1e-6, "weight_decay": 0.0}, {"learning_rate": 0.3}),
        ({"optimiser": "adam", "weight_decay": 0.1}, {"weight_decay": 0.0}),
    ],
)
def test_the_cure_fits_the_illness(
    digits: Dataset, settings: dict[str, Any], cure: dict[str, float]
) -> None:
    recording = fitted("lenet", digits, 0, epochs=16, **settings)
    found = seen(recording)
    assert found is not None
    assert found.cure is not None
    assert dict(found.cure.settings) == cure
    assert found.cure.loss < found.cure.before
    plan = replace(recording.plan, **cure)
    run = Run(Network.untrained(preset("lenet"), 0), plan, digits.images, digits.labels)
    healthy = Recording(run, Judge(digits, run.steps_per_epoch))
    assert seen(healthy) is None
    assert healthy.validations[-1].accuracy > 0.6


def test_a_trial_leaves_no_trace(tiny_digits: Dataset) -> None:
    plan = replace(CALM, epochs=5, optimiser="adam", learning_rate=3e-3, ema=0.9)
    recording, other = recording_of(plan, tiny_digits), recording_of(plan, tiny_digits)
    for number, results in enumerate(zip(recording.steps(), other.steps(), strict=True), 1):
        if number % 20 == 0:
            find_cure(recording, number // 2)
            assert recording.position == Position(number)
        assert results[0] == results[1]
    weights = [r.run.parameters.values for r in (recording, other)]
    assert torch.equal(*weights)


def test_the_step_in_which_units_died_is_found_by_going_back(tiny_digits: Dataset) -> None:
    recording = recording_of(replace(CALM, epochs=40, learning_rate=0.05), tiny_digits)
    results = recording.steps()
    for _ in range(130):
        next(results)
    recording.change(learning_rate=3.0)
    found = seen(recording)
    assert found is not None
    assert (found.illness, found.stage) == ("dead", "relu1")
    assert 131 <= found.step < recording.position.step <= found.step + 10
    assert found.sentence.startswith(
        "100% of the units of relu1 answer zero to every image. So it has"
    )
    norms = []
    for step in (found.step - 1, found.step):
        recording.visit(Position(step - 1, 3))
        norms.append(backward_record(recording.run).norms["conv1"])
    assert norms[0] > norms[1] == 0
    assert found.good_step < found.step
    assert found.cure is not None
    assert found.cure.settings["learning_rate"] < 3


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


def test_a_stall_is_found_once(tiny_digits: Dataset) -> None:
    recording = recording_of(replace(CALM, epochs=60, learning_rate=1e-7), tiny_digits)
    doctor = Doctor(recording)
    found = [d for _ in recording.steps() if (d := doctor.look())]
    assert [d.illness for d in found] == ["plateau"]
    assert "no better than a guess" in found[0].sentence
    assert found[0].good_step < found[0].step


@pytest.mark.parametrize("name", ["tiny", "lenet", "harley"])
@pytest.mark.parametrize("epochs", [6, 18, 60])
def test_a_stall_is_found_in_the_first_half_of_a_short_plan(
    digits: Dataset, name: str, epochs: int
) -> None:
    recording = fitted(name, digits, 0, epochs=epochs, learning_rate=1e-7)
    found = seen(recording)
    assert found is not None
    assert found.illness == "plateau"
    assert recording.head <= 0.6 * recording.run.total
    assert found.cure is not None
    assert found.cure.settings["learning_rate"] > 1e-7


def fitted(name: str, data: Dataset, seed: int, **settings: Any) -> Recording:
    """Return a recording of a preset's run by the default plan, but for some settings."""
    spec = preset(name)
    plan = Plan(**{"batch_size": 20, "seed": seed, **settings})
    data = data.fitted(spec.input_shape)
    run = Run(Network.untrained(spec, seed), plan, data.images, data.labels)
    return Recording(run, Judge(data, run.steps_per_epoch))


@pytest.fixture(scope="module")
def halves() -> Dataset:
    """Return pictures of a bright upper or lower half, 60 in all."""
    random, labels = np.random.default_rng(0), np.arange(60) % 2
    images = random.integers(0, 60, (60, 1, 28, 28), np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[0, 14 * label : 14 * label + 14] += 150
    return Dataset("halves", images, labels, tuple("0123456789"))


@pytest.mark.parametrize("seed", [12, 13])
@pytest.mark.parametrize("epochs", [1, 2, 10])
def test_a_filter_that_was_silent_from_the_start_is_no_illness(
    digits: Dataset, seed: int, epochs: int
) -> None:
    recording = fitted("tiny", digits, seed, epochs=epochs)
    assert recording.measure().dead["relu1"] == 0.5
    assert seen(recording) is None
    assert recording.finished
    assert recording.validations[-1].dead["relu1"] == 0.5


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("epochs", [1, 4])
def test_sparse_units_of_a_short_run_on_few_images_are_no_illness(
    halves: Dataset, seed: int, epochs: int
) -> None:
    assert seen(fitted("lenet", halves, seed, epochs=epochs, batch_size=10)) is None


def test_units_that_died_in_a_network_that_learns_all_the_same_are_left_alone(
    digits: Dataset,
) -> None:
    recording = fitted("lenet", digits, 0, epochs=15, learning_rate=0.05)
    assert seen(recording) is None
    last = recording.validations[-1]
    assert max(last.dead.values()) > 0.5
    assert last.loss < 0.2 * guess_loss(recording.run.network.spec, "cross-entropy")


@pytest.mark.parametrize(
    ("name", "rate", "seed"), [("tiny", 3.0, 0), ("tiny", 3.0, 1), ("lenet", 0.5, 0)]
)
def test_a_layer_that_is_called_dead_stays_dead(
    digits: Dataset, name: str, rate: float, seed: int
) -> None:
    recording = fitted(name, digits, seed, epochs=8, learning_rate=rate)
    found = seen(recording)
    assert found is not None
    assert found.illness == "dead"
    assert recording.head <= found.step + 10
    for result in recording.steps():
        if result.step % 20 == 0:
            assert recording.measure().dead[found.stage or ""] == 1


@pytest.mark.parametrize("epochs", [1, 2, 20])
@pytest.mark.parametrize("seed", [0, 1])
def test_an_exploded_loss_is_named_before_the_units_that_died_of_it(
    digits: Dataset, seed: int, epochs: int
) -> None:
    recording = fitted("lenet", digits, seed, epochs=epochs, learning_rate=30.0)
    found = seen(recording)
    assert found is not None
    assert found.illness == "explosion"
    assert found.step <= 3
    assert recording.head <= found.step + 10
    assert found.good_step < found.step
    losses = recording.curves.part().column("loss")
    assert losses.max() > 1e6
    assert found.numbers["loss"] == losses[found.step - 1] > 4 * np.log(10)
    assert (losses[: found.step - 1] < 4 * np.log(10)).all()
    assert recording.position == Position(recording.head)
    recording.visit(Position(found.step - 1, 3))
    norms = backward_record(recording.run).norms
    assert found.stage == max(norms, key=lambda name: norms[name])
    assert found.numbers[f"gradient of {found.stage}"] == norms[found.stage]


def test_what_an_explosion_that_is_over_left_behind_is_said_with_it(digits: Dataset) -> None:
    recording = fitted("lenet", digits, 0, epochs=2, learning_rate=3.0)
    found = seen(recording)
    assert found is not None
    assert found.illness == "explosion"
    assert (recording.curves.part().column("loss") > 4 * np.log(10)).sum() < 5
    assert found.sentence.endswith("100% of the units of relu1 answer zero to every image.")


def test_dead_units_are_told_when_the_explosion_was_told_before(digits: Dataset) -> None:
    recording = fitted("lenet", digits, 0, epochs=20, learning_rate=30.0)
    doctor = Doctor(recording)
    told = [d.illness for _ in recording.steps() if (d := doctor.look())]
    assert told == ["explosion", "dead"]


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


@pytest.mark.shared_data
@pytest.mark.parametrize("seed", range(2))
def test_a_small_network_on_clothing_is_left_in_peace_while_it_learns(
    shared_data: Path, seed: int
) -> None:
    from explorer.training.launch import begin, gather

    plan = Plan(data=str(shared_data / "fashion-mnist"), epochs=3, seed=seed)
    training = begin(plan, gather(plan, preset("tiny")))
    assert seen(training.recording) is None
