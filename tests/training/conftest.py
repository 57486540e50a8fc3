"""A handful of real digits and a network small enough to train in no time."""

from __future__ import annotations

import pytest
import torch

from explorer.digits.datasets import Dataset, load
from explorer.network.network import Network
from explorer.network.presets import preset
from tests.training.samples import DRAWING


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def digits() -> Dataset:
    """Return 200 bundled digits."""
    data = load("bundled", "train")
    return Dataset("few", data.images[:200], data.labels[:200], data.classes)


@pytest.fixture(scope="session")
def tiny_digits(digits: Dataset) -> Dataset:
    """Return the digits at the size of the tiny preset's input."""
    return digits.fitted((1, 12, 12))


@pytest.fixture
def drawing() -> Network:
    """Return an untrained auto-encoder of the tiny preset's pictures."""
    return Network.untrained(DRAWING, seed=3)


@pytest.fixture
def tiny() -> Network:
    """Return the untrained tiny preset."""
    return Network.untrained(preset("tiny"), seed=3)
