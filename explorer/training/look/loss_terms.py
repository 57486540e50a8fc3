"""Why the loss of an image is what it is: the numbers on the way, from the logits to the loss.

Softmax and cross-entropy say log(sum of exp(z - largest)) + largest - the true class's logit; with
a sigmoid every class is asked by itself, -log(output) or -log(1 - output), and the mean squared
error asks for (output - target) squared, both averaged over the classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from explorer.training.look.anatomy import LossRecord

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class SoftmaxWork:
    """`exponentials` (classes,) of logit - `largest` add up to `total`.

    `log_total` + `largest` - `true_logit` is `loss`.
    """

    exponentials: Doubles
    total: float
    log_total: float
    largest: float
    true_logit: float
    loss: float

    @property
    def sum(self) -> float:
        """The three terms added up: `loss` to float precision."""
        return self.log_total + self.largest - self.true_logit


@dataclass(frozen=True, slots=True, eq=False)
class MeanWork:
    """`costs` (classes,) add up to `total`; divided by `classes` that is `loss`.

    With the mean squared error a cost is the square of its difference, output - target;
    `differences` is None for the cross-entropy of a sigmoid.
    """

    differences: Doubles | None
    costs: Doubles
    total: float
    classes: int
    loss: float

    @property
    def sum(self) -> float:
        """The mean worked out: `loss` to float precision."""
        return self.total / self.classes


@dataclass(frozen=True, slots=True)
class BatchWork:
    """The losses of `count` images add up to `total`; divided by their count that is `mean`."""

    total: float
    count: int
    mean: float


def loss_work(record: LossRecord) -> SoftmaxWork | MeanWork:
    """Work out the loss of the record's image."""
    if record.exponentials is not None:
        return _softmax(record, record.exponentials.astype(np.float64))
    classes = len(record.terms)
    differences = None
    costs = record.terms.astype(np.float64) * classes
    if record.kind == "mse":
        differences = record.outputs.astype(np.float64) - record.target
        costs = differences**2
    return MeanWork(differences, costs, float(costs.sum()), classes, record.loss)


def batch_work(record: LossRecord) -> BatchWork:
    """Work out the loss of the batch: the mean of its images' losses."""
    total = float(record.losses.astype(np.float64).sum())
    return BatchWork(total, len(record.losses), record.batch_loss)


def _softmax(record: LossRecord, exponentials: Doubles) -> SoftmaxWork:
    total = float(exponentials.sum())
    return SoftmaxWork(
        exponentials,
        total,
        log(total) if total > 0 else float("nan"),
        float(record.logits.max()),
        float(record.logits[record.label]),
        record.loss,
    )
