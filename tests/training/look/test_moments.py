"""Moments side by side, and how a digit was read as time went by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from explorer.digits.datasets import Dataset
from explorer.errors import UserError
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.training.look.moments import (
    difference,
    first_reading,
    moment,
    readings,
    weights_at,
)
from explorer.training.plan import Plan
from explorer.training.record.recording import Position, Recording
from explorer.training.steps import Run
from tests.training.samples import DRAWING

PLAN = Plan(epochs=8, batch_size=20)


@pytest.fixture
def recording(tiny_digits: Dataset) -> Recording:
    """Return a run of 80 steps, standing in the middle of step 51."""
    run = Run(Network.untrained(preset("tiny"), 3), PLAN, tiny_digits.images, tiny_digits.labels)
    recording = Recording(run)
    list(recording.steps())
    recording.visit(Position(50, 2))
    return recording


@pytest.fixture
def pixels(tiny_digits: Dataset) -> np.ndarray:
    """Return a digit."""
    return tiny_digits.images[4].astype(np.float32) / 255


def test_a_moment_is_the_trace_of_then(recording: Recording, pixels: np.ndarray) -> None:
    then = moment(recording, 13, pixels, "first")
    assert recording.position == Position(50, 2)
    recording.visit(Position(13))
    expected = recording.run.network.trace(pixels)
    assert np.array_equal(then.trace.logits, expected.logits)
    assert (then.name, then.step) == ("first", 13)


def test_two_moments_differ_by_stage_and_by_layer(recording: Recording, pixels: np.ndarray) -> None:
    one, other = moment(recording, 0, pixels), moment(recording, 80, pixels)
    result = difference(one, other)
    assert result.stages.stage("input").change == 0
    assert result.stages.stage("conv1").change > 0
    layer = result.layers["logits"]
    old, new = one.trace.weights["logits"], other.trace.weights["logits"]
    assert np.array_equal(layer.difference.weight, new.weight - old.weight)
    joined = [np.append(w.weight.ravel(), w.bias) for w in (layer.difference, old)]
    assert layer.size == pytest.approx(np.linalg.norm(joined[0]) / np.linalg.norm(joined[1]))
    with pytest.raises(ValueError, match="read-only"):
        layer.difference.weight[...] = 0


def test_a_moment_does_not_differ_from_itself(recording: Recording, pixels: np.ndarray) -> None:
    result = difference(moment(recording, 30, pixels), moment(recording, 30, pixels))
    assert all(layer.size == 0 for layer in result.layers.values())
    assert all(stage.change == 0 for stage in result.stages.stages)


def test_different_digits_are_refused_and_different_networks_have_no_pairs(
    recording: Recording, pixels: np.ndarray, tiny_digits: Dataset
) -> None:
    one = moment(recording, 0, pixels)
    with pytest.raises(UserError, match="same digit"):
        difference(one, moment(recording, 0, 1 - pixels))
    network = Network.untrained(preset("lenet"), 0)
    trace = network.trace(np.zeros((1, 28, 28), np.float32))
    result = difference(one, replace(one, trace=trace))
    assert (result.stages, dict(result.layers)) == (None, {})
    assert result.second.trace is trace


def test_a_moment_with_known_weights_is_the_same(recording: Recording, pixels: np.ndarray) -> None:
    then = moment(recording, 13, pixels)
    again = moment(recording, 13, pixels, weights=weights_at(recording, 13))
    assert np.array_equal(then.trace.logits, again.trace.logits)
    assert recording.position == Position(50, 2)


def test_readings_at_the_key_frames_are_those_of_then(
    recording: Recording, pixels: np.ndarray
) -> None:
    weights = recording.run.parameters.snapshot()
    read = readings(recording, pixels)
    assert torch.equal(recording.run.parameters.snapshot(), weights)
    assert tuple(read.steps) == recording.frames.steps
    for step, row in zip(read.steps.tolist(), read.probabilities, strict=True):
        recording.visit(Position(step))
        assert np.array_equal(row, recording.run.network.predict(pixels[None])[0])


def test_the_first_reading_is_found_to_the_step(recording: Recording, pixels: np.ndarray) -> None:
    labels = []
    for step in range(81):
        recording.visit(Position(step))
        labels.append(int(recording.run.network.predict(pixels[None])[0].argmax()))
    recording.visit(Position(50, 2))
    final = labels[readings(recording, pixels).steps[-1]]
    found = first_reading(recording, pixels, final)
    assert found is not None
    assert (found.step, found.exact) == (labels.index(final), True)
    assert recording.position == Position(50, 2)
    never = next(label for label in range(10) if label not in labels)
    assert first_reading(recording, pixels, never) is None


def test_an_auto_encoder_reads_nothing_but_can_be_compared(
    tiny_digits: Dataset, pixels: np.ndarray
) -> None:
    run = Run(Network.untrained(DRAWING, 3), PLAN, tiny_digits.images, tiny_digits.labels)
    recording = Recording(run)
    list(recording.steps())
    read = readings(recording, pixels)
    assert read.steps.shape == read.labels.shape == (0,)
    assert first_reading(recording, pixels, 3) is None
    result = difference(moment(recording, 0, pixels), moment(recording, 80, pixels))
    assert result.stages.stage("reconstruction").change > 0
