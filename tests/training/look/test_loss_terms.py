"""The loss worked out in steps against the loss that torch computed in the step itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from explorer.digits.datasets import Dataset
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.training.look.loss_terms import MeanWork, SoftmaxWork, batch_work, loss_work
from explorer.training.look.microscope import loss_record
from explorer.training.plan import LOSSES, Plan
from explorer.training.steps import Run


def record_of(data: Dataset, loss: Any, output: Any, sample: int = 4) -> Any:
    spec = replace(preset("tiny"), output=output)
    plan = Plan(epochs=2, batch_size=25, loss=loss)
    run = Run(Network.untrained(spec, 3), plan, data.images, data.labels)
    phases = run.phases()
    for _ in range(4 * 3 + 2):
        next(phases)
    return loss_record(run, sample)


@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("sample", [0, 4, 24])
def test_the_steps_end_at_torchs_loss(
    output: str, loss: str, sample: int, tiny_digits: Dataset
) -> None:
    record = record_of(tiny_digits, loss, output, sample)
    work = loss_work(record)
    assert work.sum == pytest.approx(record.loss, rel=1e-5, abs=1e-7)
    assert work.loss == record.loss
    batch = batch_work(record)
    assert batch.total / batch.count == pytest.approx(record.batch_loss, rel=1e-5)
    assert batch.mean == record.batch_loss


def test_softmax_and_cross_entropy_go_by_exponentials(tiny_digits: Dataset) -> None:
    work = loss_work(record_of(tiny_digits, "cross-entropy", "softmax"))
    assert isinstance(work, SoftmaxWork)
    assert work.exponentials.max() == 1
    assert work.exponentials.sum() == work.total


def test_the_squared_error_goes_by_differences(tiny_digits: Dataset) -> None:
    record = record_of(tiny_digits, "mse", "softmax")
    work = loss_work(record)
    assert isinstance(work, MeanWork)
    assert work.differences is not None
    assert np.allclose(work.differences**2, work.costs)
    assert np.allclose(work.costs / work.classes, record.terms, rtol=1e-5)


def test_a_sigmoids_costs_are_logarithms_of_its_outputs(tiny_digits: Dataset) -> None:
    record = record_of(tiny_digits, "cross-entropy", "sigmoid")
    work = loss_work(record)
    assert isinstance(work, MeanWork)
    assert work.differences is None
    stakes = np.where(record.target > 0, record.outputs, 1 - record.outputs)
    assert np.allclose(work.costs, -np.log(stakes), rtol=1e-4)


def test_exploded_logits_give_no_number_and_no_error(tiny_digits: Dataset) -> None:
    record = record_of(tiny_digits, "cross-entropy", "softmax")
    broken = np.full(10, np.nan, np.float32)
    work = loss_work(replace(record, logits=broken, exponentials=broken, loss=float("nan")))
    assert np.isnan(work.sum)
