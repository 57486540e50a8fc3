"""Real steps of real runs, taken apart, for the views to show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from explorer.digits.datasets import Dataset, load
from explorer.live.training.facts import Anatomy
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.spec import Spec
from explorer.training.look.microscope import (
    backward_record,
    forward_record,
    loss_record,
    update_record,
)
from explorer.training.plan import Plan
from explorer.training.record.recording import Position, Recording
from explorer.training.steps import Run

DIGITS = tuple("0123456789")


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def few() -> Dataset:
    """Return 200 bundled digits."""
    data = load("bundled", "train")
    return Dataset("few", data.images[:200], data.labels[:200], data.classes)


def dissected(
    data: Dataset,
    spec: Spec | None = None,
    *,
    step: int = 4,
    phase: int = 0,
    sample: int = 3,
    **settings: Any,
) -> Anatomy:
    """Train `step` steps and take the last one apart, or with `phase` 1 to 3 the next one."""
    spec = spec or preset("tiny")
    plan = Plan(epochs=5, batch_size=25)
    if "optimiser" in settings:
        plan = plan.with_optimiser(settings.pop("optimiser"))
    fitted = data if data.images.shape[1:] == spec.input_shape else data.fitted(spec.input_shape)
    network = Network.untrained(spec, 3)
    run = Run(network, replace(plan, **settings), fitted.images, fitted.labels)
    recording = Recording(run)
    for _ in range(4 * step + phase):
        recording.advance()
    update = update_record(recording) if phase == 0 else None
    if phase == 0:
        recording.visit(Position(step - 1, 3))
    done = phase or 4
    run = recording.run
    return Anatomy(
        step=step,
        phase=phase,
        sample=sample,
        forward=forward_record(run, sample),
        loss=loss_record(run, sample) if done >= 2 else None,
        backward=backward_record(run, sample) if done >= 3 else None,
        update=update,
    )


@pytest.fixture
def take_apart(few: Dataset) -> Callable[..., Anatomy]:
    """Return a function that takes a real step of a real run apart."""

    def take(spec: Spec | None = None, **settings: Any) -> Anatomy:
        return dissected(few, spec, **settings)

    return take


@pytest.fixture(scope="session")
def anatomy(few: Dataset) -> Anatomy:
    """Return the fourth step of the tiny preset with AdamW, all phases."""
    return dissected(few)


@pytest.fixture(scope="session")
def broken(anatomy: Anatomy) -> Anatomy:
    """Return the same step with numbers that are none, as in a run that diverged."""
    assert anatomy.forward is not None
    losses = anatomy.forward.losses.copy()
    losses[::3] = np.nan
    losses[1] = np.inf
    probabilities = np.full_like(anatomy.forward.probabilities, np.nan)
    forward = replace(anatomy.forward, losses=losses, probabilities=probabilities)
    return replace(anatomy, forward=forward)
