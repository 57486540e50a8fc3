"""What can be wrong with a training, as a record; and how far back it was still well."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from explorer.network.spec import Spec
from explorer.training.plan import LossKind
from explorer.training.record.curves import CurvePart, smoothed

Illness = Literal["not finite", "explosion", "dead", "saturated", "plateau"]
MEMORY = 20  # steps over which a loss is smoothed


@dataclass(frozen=True, slots=True)
class Cure:
    """Settings that did better in a trial: they ended at `loss`, the plan's own at `before`."""

    settings: Mapping[str, float]
    loss: float
    before: float


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong. `step` (from 1) and `stage` say where it began; None if in no one place.

    `sentence` is for the user, with its `numbers`, which have names. `good_step` is after how
    many steps the run was still well: the place to go back to.
    """

    illness: Illness
    step: int
    stage: str | None
    sentence: str
    numbers: Mapping[str, float]
    good_step: int
    cure: Cure | None = None


def guess_loss(spec: Spec, kind: LossKind) -> float:
    """Return the loss of a network that gives every class the same probability, untrained.

    An auto-encoder that knows nothing draws grey: half of ink or paper is missed everywhere.
    """
    classes = len(spec.classes)
    if spec.reconstructs:
        return 0.25 if kind == "mse" else math.log(2)
    if kind == "mse":
        even = 1 / classes if spec.output == "softmax" else 0.5
        return ((1 - even) ** 2 + (classes - 1) * even**2) / classes
    return math.log(classes) if spec.output == "softmax" else math.log(2)


def last_good_step(part: CurvePart, guess: float, first: int = 0) -> int:
    """Return after how many steps the loss was last near its best, not before step `first`.

    Near is within a tenth of the way from the best smoothed loss to that of a guess. Row i of
    the curves is the loss of the weights after i steps.
    """
    losses = part.column("loss")
    smooth = smoothed(losses, MEMORY)
    if not np.isfinite(smooth).any():
        return first
    best = float(np.nanmin(smooth))
    near = best + 0.1 * max(guess - best, 0.02 * guess)
    fine = np.flatnonzero((smooth <= near) & (losses <= 2 * near))
    return max(first, part.start + int(fine[-1])) if len(fine) else first
