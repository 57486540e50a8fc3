"""One step under the microscope against torch's own, bit for bit."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional

from explorer.digits.datasets import Dataset
from explorer.errors import UserError
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.spec import Activation, Dense, Dropout, Flatten, Spec
from explorer.training.look.microscope import (
    backward_record,
    forward_record,
    loss_record,
    update_record,
)
from explorer.training.look.update_terms import weight_update
from explorer.training.plan import LOSSES, OPTIMISERS, Plan
from explorer.training.record.recording import Position, Recording
from explorer.training.record.state import MEMORY
from explorer.training.steps import Run
from tests.training.samples import DRAWING

PLAN = Plan(epochs=2, batch_size=25, weight_decay=0.01)  # 16 steps


def with_dropout() -> Spec:
    spec = preset("tiny")
    return replace(spec, layers=(*spec.layers[:-1], Dropout(0.5), Dense(10)))


def with_tanh() -> Spec:
    spec = preset("tiny")
    layers = tuple(Activation("tanh") if isinstance(a, Activation) else a for a in spec.layers)
    return replace(spec, layers=layers, output="sigmoid", mean=(0.13,), std=(0.31,))


SPECS = {"tiny": preset("tiny"), "dropout": with_dropout(), "tanh, sigmoid": with_tanh()}
CASES = [(spec, loss) for spec in SPECS for loss in LOSSES]


def standing_at(data: Dataset, spec: Spec, phase: int, plan: Plan = PLAN) -> Run:
    run = Run(Network.untrained(spec, 3), plan, data.images, data.labels)
    phases = run.phases()
    for _ in range(4 * 3 + phase):
        next(phases)
    return run


def batch_loss(logits: torch.Tensor, run: Run) -> torch.Tensor:
    """Torch's own loss, written out once more."""
    hot = torch.eye(10)[run.labels]
    sigmoid = run.network.spec.output == "sigmoid"
    if run.plan.loss == "mse":
        return functional.mse_loss(logits.sigmoid() if sigmoid else logits.softmax(1), hot)
    if sigmoid:
        return functional.binary_cross_entropy_with_logits(logits, hot)
    return functional.cross_entropy(logits, run.labels)


@pytest.mark.parametrize(("spec", "loss"), CASES)
def test_forward_shows_the_batch_of_the_step(spec: str, loss: Any, tiny_digits: Dataset) -> None:
    run = standing_at(tiny_digits, SPECS[spec], 1, replace(PLAN, loss=loss))
    record = forward_record(run, 7)
    places = run._epoch_order(0)[75:100]
    assert record.step == 4
    assert np.array_equal(record.images, tiny_digits.images[places])
    assert np.array_equal(record.labels, tiny_digits.labels[places])
    assert np.array_equal(record.guesses, run.logits.argmax(1).numpy())
    assert np.array_equal(record.trace.logits, run.logits[7].detach().numpy())
    assert np.array_equal(record.trace.probabilities, record.probabilities[7])
    assert np.array_equal(record.trace.pixels, run.pixels[7].numpy())
    mean = batch_loss(run.logits, run).item()
    assert np.isclose(record.losses.mean(), mean, rtol=1e-5)


def test_forward_traces_what_the_network_traces(tiny_digits: Dataset) -> None:
    run = standing_at(tiny_digits, SPECS["tiny"], 1)
    trace = forward_record(run, 3).trace
    expected = run.network.trace(run.pixels[3].numpy())
    for ours, theirs in zip(trace.stages, expected.stages, strict=True):
        assert ours.stage == theirs.stage
        assert np.allclose(ours.values, theirs.values, atol=1e-6)
        assert (ours.winners is None) == (theirs.winners is None)
        if ours.winners is not None:
            assert np.array_equal(ours.winners, theirs.winners)


@pytest.mark.parametrize(("spec", "loss"), CASES)
def test_the_loss_is_the_sum_of_its_terms(spec: str, loss: Any, tiny_digits: Dataset) -> None:
    run = standing_at(tiny_digits, SPECS[spec], 2, replace(PLAN, loss=loss))
    record = loss_record(run, 4)
    assert record.batch_loss == batch_loss(run.logits, run).item()
    assert np.isclose(record.terms.sum(), record.loss, rtol=1e-6)
    assert record.losses[4] == np.float32(record.loss)
    assert np.isclose(record.losses.mean(), record.batch_loss, rtol=1e-5)
    assert record.target.tolist() == np.eye(10)[record.label].tolist()
    assert np.array_equal(record.logits, run.logits[4].detach().numpy())


def test_cross_entropy_is_worked_out_from_exponentials(tiny_digits: Dataset) -> None:
    record = loss_record(standing_at(tiny_digits, SPECS["tiny"], 2), 4)
    assert record.exponentials is not None
    surprise = np.log(record.exponentials.sum()) + record.logits.max()
    assert np.isclose(record.loss, surprise - record.logits[record.label], rtol=1e-5)
    assert np.allclose(record.outputs, record.exponentials / record.exponentials.sum())


@pytest.mark.parametrize(("spec", "loss"), CASES)
def test_gradients_are_autograds_bit_for_bit(spec: str, loss: Any, tiny_digits: Dataset) -> None:
    """A copy of the module with hooks that keep every gradient, run as torch's manual says."""
    run = standing_at(tiny_digits, SPECS[spec], 3, replace(PLAN, loss=loss))
    weights = run.parameters.gradient.clone()
    record = backward_record(run, 5)
    assert torch.equal(run.parameters.gradient, weights)
    module = deepcopy(run.network.module)
    kept: dict[str, torch.Tensor] = {}

    def keep(name: str) -> Any:
        def hook(_module: object, _given: object, result: torch.Tensor) -> None:
            result.retain_grad()
            kept[name] = result

        return hook

    for name, layer in module.named_children():
        layer.register_forward_hook(keep(name))
    pixels = run.normalise(run.pixels).detach().clone().requires_grad_()
    with run.mode():
        module.train(run.network.module.training)
        logits = module(pixels)
    batch_loss(logits, run).backward()
    kept["input"] = pixels
    for name, gradient in record.stages.items():
        if name == "probabilities":
            assert loss == "mse"
            continue
        theirs = kept[name].grad
        assert theirs is not None
        assert np.array_equal(gradient, theirs[5].numpy()), name
        assert np.isclose(record.stage_norms[name], theirs.norm().item())
    for name, layer in module.named_children():
        if name in record.weights:
            assert np.array_equal(record.weights[name].weight, layer.weight.grad.numpy())
            assert np.array_equal(record.weights[name].bias, layer.bias.grad.numpy())
    assert set(record.stages) >= {s.name for s in run.network.spec.stages[:-1]}


def recording_of(plan: Plan, data: Dataset) -> Recording:
    run = Run(Network.untrained(preset("tiny"), 3), plan, data.images, data.labels)
    return Recording(run)


@pytest.mark.parametrize("kind", OPTIMISERS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("step", [1, 2, 9])
def test_an_update_is_torchs_bit_for_bit(
    kind: Any, loss: Any, step: int, tiny_digits: Dataset
) -> None:
    plan = replace(PLAN.with_optimiser(kind), weight_decay=0.01, loss=loss)
    recording = recording_of(plan, tiny_digits)
    for _ in range(4 * step):
        recording.advance()
    end = recording.run.parameters.snapshot()
    record = update_record(recording)
    assert recording.position == Position(step)
    assert torch.equal(recording.run.parameters.snapshot(), end)
    assert (record.step, record.updates > 0) == (step, kind != "sgd")
    for layer in record.before:
        for part in ("weight", "bias"):
            check_one_tensor(record, layer, part)


def check_one_tensor(record: Any, layer: str, part: str) -> None:
    """Give the numbers before to torch's own optimiser and compare those after."""

    def tensor(weights: Any) -> torch.Tensor:
        return torch.tensor(np.array(getattr(weights[layer], part)))

    value = torch.nn.Parameter(tensor(record.before))
    value.grad = tensor(record.gradient)
    plan, rate = record.plan, record.learning_rate
    extra = {"momentum": plan.momentum} if plan.optimiser == "momentum" else {}
    optimisers: dict[str, Any] = {
        "sgd": torch.optim.SGD,
        "momentum": torch.optim.SGD,
        "adam": torch.optim.Adam,
        "adamw": torch.optim.AdamW,
        "rmsprop": torch.optim.RMSprop,
    }
    optimiser = optimisers[plan.optimiser](
        [value], lr=rate, weight_decay=plan.weight_decay, **extra
    )
    memory = {name: tensor(kept) for name, kept in record.memory_before.items()}
    if memory and not (plan.optimiser == "momentum" and record.step == 1):
        optimiser.state[value] = dict(memory, step=torch.tensor(float(record.updates - 1)))
    optimiser.step()
    assert torch.equal(value.detach(), tensor(record.after))
    for name in MEMORY[plan.optimiser]:
        assert torch.equal(optimiser.state[value][name], tensor(record.memory_after[name]))


@pytest.mark.parametrize("kind", OPTIMISERS)
@pytest.mark.parametrize("decay", [0.0, 0.01])
@pytest.mark.parametrize("step", [1, 7])
def test_the_terms_of_an_update_add_up_to_it(
    kind: Any, decay: float, step: int, tiny_digits: Dataset
) -> None:
    plan = replace(PLAN.with_optimiser(kind), weight_decay=decay)
    recording = recording_of(plan, tiny_digits)
    for _ in range(4 * step):
        recording.advance()
    record = update_record(recording)
    for layer, weights in record.before.items():
        last = tuple(n - 1 for n in weights.weight.shape)
        first = (0,) * weights.weight.ndim
        for index, bias in ((first, False), (last, False), ((1,), True)):
            update = weight_update(record, layer, index, bias=bias)
            assert update.total == pytest.approx(update.after, rel=1e-5, abs=1e-7)
            array = record.change(layer).bias if bias else record.change(layer).weight
            assert array is not None
            assert sum(t.value for t in update.terms) == pytest.approx(
                float(array[index]), rel=1e-3, abs=2e-7
            )
            assert "g" in update.quantities
            assert ("weight decay" in [t.name for t in update.terms]) == bool(
                decay and kind != "adam"
            )


def test_the_average_at_the_end_is_a_term_of_its_own(tiny_digits: Dataset) -> None:
    recording = recording_of(replace(PLAN, epochs=1, ema=0.9), tiny_digits)
    list(recording.steps())
    record = update_record(recording)
    assert record.averaged
    update = weight_update(record, "logits", (0, 0))
    assert update.terms[-1].name == "average"
    assert update.total == pytest.approx(update.after)


def test_a_layer_without_bias_or_weights_is_refused(tiny_digits: Dataset) -> None:
    recording = recording_of(PLAN, tiny_digits)
    for _ in range(4):
        recording.advance()
    with pytest.raises(KeyError):
        weight_update(update_record(recording), "relu1", (0,))


def test_before_the_first_update_there_is_none_to_look_at(tiny_digits: Dataset) -> None:
    recording = recording_of(PLAN, tiny_digits)
    with pytest.raises(UserError, match="no update"):
        update_record(recording)
    recording.advance()
    with pytest.raises(UserError, match="no update"):
        update_record(recording)


@pytest.mark.parametrize("sample", [-1, 25])
def test_an_image_outside_the_batch_is_refused(sample: int, tiny_digits: Dataset) -> None:
    run = standing_at(tiny_digits, SPECS["tiny"], 3)
    for look in (forward_record, loss_record, backward_record):
        with pytest.raises(UserError, match="has 25 images"):
            look(run, sample)


def test_looking_changes_nothing(tiny_digits: Dataset) -> None:
    """A run that is looked at in every phase ends at the same weights."""
    ends = []
    for looked in (False, True):
        recording = recording_of(PLAN, tiny_digits)
        while not recording.finished:
            phase = recording.advance()
            if looked:
                if phase == "update":
                    update_record(recording)
                else:
                    forward_record(recording.run)
                if phase in ("loss", "backward"):
                    loss_record(recording.run)
                if phase == "backward":
                    backward_record(recording.run)
        ends.append(recording.run.parameters.snapshot())
    assert torch.equal(*ends)


def test_records_cannot_be_changed(tiny_digits: Dataset) -> None:
    run = standing_at(tiny_digits, SPECS["tiny"], 3)
    for array in (
        forward_record(run).losses,
        loss_record(run).terms,
        backward_record(run).stages["conv1"],
        backward_record(run).weights["conv1"].weight,
    ):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_flatten_gradients_keep_their_stage_shape(tiny_digits: Dataset) -> None:
    run = standing_at(tiny_digits, SPECS["tiny"], 3)
    record = backward_record(run, 0)
    for stage in run.network.spec.stages[:-1]:
        assert record.stages[stage.name].shape == stage.shape
    assert any(isinstance(stage.layer, Flatten) for stage in run.network.spec.stages)


@pytest.mark.parametrize("kind", LOSSES)
def test_a_step_of_an_auto_encoder_is_held_against_its_pixels(
    kind: Any, tiny_digits: Dataset
) -> None:
    run = standing_at(tiny_digits, DRAWING, 3, replace(PLAN, loss=kind))
    forward, worked = forward_record(run, 4), loss_record(run, 4)
    assert (forward.guesses == -1).all()
    assert forward.probabilities.shape == (25, 0)
    assert forward.trace.error == pytest.approx(((worked.outputs - worked.target) ** 2).mean())
    assert np.array_equal(worked.target, run.pixels[4].flatten().numpy())
    assert worked.logits.shape == worked.terms.shape == (144,)
    assert np.isclose(worked.terms.sum(), worked.loss, rtol=1e-5)
    assert worked.exponentials is None
    assert np.allclose(forward.losses, worked.losses)
    drawn = run.logits if kind == "cross-entropy" else run.logits.sigmoid()
    criterion = {"mse": functional.mse_loss}.get(kind, functional.binary_cross_entropy_with_logits)
    assert worked.batch_loss == criterion(drawn, run.pixels).item()


@pytest.mark.parametrize("kind", LOSSES)
def test_the_gradients_of_an_auto_encoder_reach_every_stage(
    kind: Any, tiny_digits: Dataset
) -> None:
    run = standing_at(tiny_digits, DRAWING, 3, replace(PLAN, loss=kind))
    record = backward_record(run, 5)
    stages = DRAWING.stages if kind == "mse" else DRAWING.stages[:-1]
    assert {name: g.shape for name, g in record.stages.items()} == {s.name: s.shape for s in stages}
    drawn, given = run.logits[5].sigmoid().detach(), run.pixels[5]
    slope = (drawn - given) / run.pixels.numel()
    if kind == "mse":
        slope = 2 * slope * drawn * (1 - drawn)
    assert np.allclose(record.stages["conv2"], slope.numpy(), rtol=1e-4, atol=1e-9)
