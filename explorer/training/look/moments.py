"""Moments of runs side by side, and how a digit was read as time went by.

Two moments may be of one run, of two branches or of two networks: on the same digit every stage of
the one is set against the other's, and every weight, as far as they have counterparts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from explorer.errors import UserError
from explorer.network.compare import Comparison, comparable, compare
from explorer.network.records import Floats, Trace, Weights
from explorer.text import _
from explorer.training.record.recording import Position, Recording
from explorer.training.record.validation import Validation

MOST_REPEATED = 300  # steps repeated to find the very first reading: about a second


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """A run after `step` steps and what it makes of a digit; `name` is the run's.

    `judged` is the newest validation by then, if there was one.
    """

    name: str
    step: int
    trace: Trace
    judged: Validation | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LayerDifference:
    """How the weights of a layer differ: second minus first, and the size of that.

    `size` is the root of the sum of squares of the difference through that of the first's weights;
    biases count.
    """

    difference: Weights
    size: float


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """Two moments on the same digit: `stages` sets their values side by side, `layers` weights.

    Stages of two architectures have no counterparts: `stages` is None then, and `layers` empty.
    """

    first: Moment
    second: Moment
    stages: Comparison | None
    layers: Mapping[str, LayerDifference]


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """How a digit was read at key frames: `steps` (n,) and `probabilities` (n, classes).

    An auto-encoder reads nothing: n is 0.
    """

    steps: NDArray[np.int64]
    probabilities: Floats

    @property
    def labels(self) -> NDArray[np.int64]:
        """The most probable class at each frame."""
        if not len(self.steps):
            return np.zeros(0, np.int64)
        labels: NDArray[np.int64] = self.probabilities.argmax(1)
        return labels


@dataclass(frozen=True, slots=True)
class FirstReading:
    """The first step after which a digit was read as `label`.

    Without `exact` it may have been read so for a moment before, between two key frames.
    """

    label: int
    step: int
    exact: bool


def weights_at(recording: Recording, step: int) -> Tensor:
    """Return all weights as they were after `step` steps; the run stays put."""
    here = recording.position
    recording.visit(Position(step))
    weights = recording.run.parameters.snapshot()
    recording.visit(here)
    return weights


def moment(
    recording: Recording, step: int, pixels: Floats, name: str = "", weights: Tensor | None = None
) -> Moment:
    """Trace pixels (c, h, w) in 0..1 as the run was after `step` steps; the run stays put.

    With its `weights` of then, from `weights_at`, no step needs to be repeated.
    """
    run = recording.run
    weights = weights_at(recording, step) if weights is None else weights
    here = run.parameters.snapshot()
    try:
        run.parameters.restore(weights)
        run.network.invalidate()
        trace = run.network.trace(pixels)
    finally:
        run.parameters.restore(here)
        run.network.invalidate()
    return Moment(name, step, trace, recording.validated(step))


def difference(first: Moment, second: Moment) -> Difference:
    """Compare two moments, as far as they have counterparts; UserError where the digits differ.

    A digit that networks of two input shapes see was scaled for one of them.
    """
    pictures = first.trace.pixels, second.trace.pixels
    if pictures[0].shape == pictures[1].shape and not np.array_equal(*pictures):
        raise UserError(_("Two moments are compared on the same digit."))
    if not comparable(first.trace, second.trace):
        return Difference(first, second, None, MappingProxyType({}))
    old, new = first.trace.weights, second.trace.weights
    layers = {name: _layer_difference(old[name], new[name]) for name in old}
    stages = compare(first.trace, second.trace)
    return Difference(first, second, stages, MappingProxyType(layers))


def readings(
    recording: Recording, pixels: Floats, between: Callable[[], None] = lambda: None
) -> Readings:
    """Return how pixels (c, h, w) in 0..1 were read at every key frame; no step is repeated.

    `between` is called before each of them; what it raises ends the search.
    """
    run, network = recording.run, recording.run.network
    if network.spec.reconstructs:
        nothing = np.zeros((0, len(network.spec.classes)), np.float32)
        return Readings(np.zeros(0, np.int64), nothing)
    here = run.parameters.snapshot()
    steps, rows = recording.frames.steps, []
    try:
        for step in steps:
            between()
            run.parameters.restore(recording.frames.weights(step))
            network.invalidate()
            rows.append(network.predict(pixels[None])[0])
    finally:
        run.parameters.restore(here)
        network.invalidate()
    return Readings(np.array(steps, np.int64), np.array(rows, np.float32))


def first_reading(
    recording: Recording,
    pixels: Floats,
    label: int,
    read: Readings | None = None,
    between: Callable[[], None] = lambda: None,
) -> FirstReading | None:
    """Return when pixels (c, h, w) were first read as `label`, or None if at no key frame.

    Steps between key frames are repeated, if they are few from the very beginning. `read` saves
    reading the key frames again, if that was done; `between` is called before each step, and what
    it raises ends the search. The run stays put in any case.
    """
    if read is None:
        read = readings(recording, pixels, between)
    places = np.flatnonzero(read.labels == label)
    if not len(places):
        return None
    found = int(read.steps[places[0]])
    exact = found - recording.first <= MOST_REPEATED
    start = recording.first if exact or not places[0] else int(read.steps[places[0] - 1]) + 1
    here = recording.position
    try:
        for step in range(start, found + 1):
            between()
            recording.visit(Position(step))
            if recording.run.network.predict(pixels[None])[0].argmax() == label:
                found = step
                break
    finally:
        recording.visit(here)
    return FirstReading(label, found, exact)


def _layer_difference(old: Weights, new: Weights) -> LayerDifference:
    bias = None if old.bias is None or new.bias is None else _frozen(new.bias - old.bias)
    weight = _frozen(new.weight - old.weight)
    changed = [part for part in (weight, bias) if part is not None]
    before = [part for part in (old.weight, old.bias) if part is not None]
    size, scale = (np.sqrt(sum(float(np.square(p).sum()) for p in x)) for x in (changed, before))
    return LayerDifference(Weights(weight, bias), float(size / scale) if scale else float(size > 0))


def _frozen(array: Floats) -> Floats:
    array.setflags(write=False)
    return array
