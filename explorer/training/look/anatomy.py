"""One real training step taken apart: what forward, loss, backward and update did, in numbers.

The records are copies that nobody changes any more. What they hold is what torch computed in the
step itself, to the last bit; the terms that explain a number add up to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.network.records import Floats, Trace, Weights
from explorer.training.plan import LossKind, Plan


@dataclass(frozen=True, slots=True, eq=False)
class ForwardRecord:
    """A batch and what the network made of it, before the update of step `step` (from 1).

    `images` uint8 (n, c, h, w) as augmented; `labels` and `guesses` int64 (n,); `losses` (n,) of
    each image alone; `probabilities` (n, classes). `trace` is the whole forward pass of image
    number `sample`. An auto-encoder guesses nothing: its guesses are -1, its probabilities (n, 0).
    """

    step: int
    images: NDArray[np.uint8]
    labels: NDArray[np.int64]
    guesses: NDArray[np.int64]
    losses: Floats
    probabilities: Floats
    sample: int
    trace: Trace


@dataclass(frozen=True, slots=True, eq=False)
class LossRecord:
    """The loss of one image worked out; `batch_loss` is the mean of the batch's `losses` (n,).

    `logits`, `outputs` (the probabilities) and `target` (1 for the true class, else 0) have a
    number per class, and so has `terms`: they add up to `loss`. For softmax and cross-entropy
    `exponentials` are exp(logit - largest logit), and the loss is log(their sum) + largest - the
    true class's logit; None otherwise. In an auto-encoder they have a number per pixel, map by
    map and row by row, and the target is the picture.
    """

    kind: LossKind
    sample: int
    label: int
    logits: Floats
    outputs: Floats
    target: Floats
    terms: Floats
    loss: float
    losses: Floats
    batch_loss: float
    exponentials: Floats | None


@dataclass(frozen=True, slots=True, eq=False)
class BackwardRecord:
    """How the batch's loss changes with every number, by the chain rule from the end to the start.

    `stages` maps every stage from the input to the logits to the gradient for image number
    `sample`, in the stage's shape; with the mean squared error the probabilities too. `weights`
    maps the layers that learn to the gradient of the whole batch. `norms` are those of the weights'
    gradients, `stage_norms` those of the stages' over the batch.
    """

    sample: int
    stages: Mapping[str, Floats]
    weights: Mapping[str, Weights]
    norms: Mapping[str, float]
    stage_norms: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class UpdateRecord:
    """What the optimiser did in step `step` (from 1): every weight before and after.

    `memory_before` and `memory_after` map what the optimiser remembers ("exp_avg" is Adam's m,
    "exp_avg_sq" its v) to a number per weight; `updates` counts the optimiser's updates with this
    one. With `averaged` the average of the weights took their place after this last step.
    """

    step: int
    plan: Plan
    learning_rate: float
    updates: int
    before: Mapping[str, Weights]
    gradient: Mapping[str, Weights]
    after: Mapping[str, Weights]
    memory_before: Mapping[str, Mapping[str, Weights]]
    memory_after: Mapping[str, Mapping[str, Weights]]
    averaged: bool = False

    def change(self, layer: str) -> Weights:
        """Return after minus before of one layer; raises KeyError."""
        old, new = self.before[layer], self.after[layer]
        bias = None if old.bias is None or new.bias is None else new.bias - old.bias
        return Weights(new.weight - old.weight, bias)


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a sum: what it is, how it is computed, and its value."""

    name: str
    formula: str
    value: float


@dataclass(frozen=True, slots=True)
class WeightUpdate:
    """The update of one weight: `before` and the values of `terms` add up to `after`.

    `quantities` are the numbers on the way by the name the formulas use: the gradient g, and what
    the optimiser remembers before and after.
    """

    before: float
    quantities: Mapping[str, float]
    terms: tuple[Term, ...]
    after: float

    @property
    def total(self) -> float:
        """Before plus all terms: `after` to float precision."""
        return self.before + sum(term.value for term in self.terms)
