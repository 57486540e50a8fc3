"""Torch stays on one thread; the networks that several tests ask for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch

from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.records import Floats


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """Run torch on one thread: two spin against each other on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def lenet() -> Network:
    return Network.untrained(preset("lenet"), seed=1)


@pytest.fixture
def tiny() -> Network:
    return Network.untrained(preset("tiny"), seed=1)


@pytest.fixture
def stroke() -> Floats:
    """Return a picture (1, 28, 28) with a slanted stroke on empty paper."""
    pixels = np.zeros((1, 28, 28), np.float32)
    for row in range(5, 23):
        column = 20 - row // 2
        pixels[0, row, column : column + 3] = (0.3, 1.0, 0.7)
    return pixels
