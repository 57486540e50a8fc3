"""Accuracy after a switch over 5,000 digits, against a bare batched forward of what changed."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from explorer.digits.datasets import load
from explorer.network.checkpoint import pretrained
from explorer.network.network import Network
from explorer.network.switch import CHUNK, StageInputs, replaced
from explorer.network.switch import measure as measured
from tests.benchmarks import Measurement, spread, timed

ROUNDS = 9
STAGE, KIND = "pool1", "average"


def measure() -> Measurement:
    """Measure what the what-if panel does once it remembers what enters the changed stage."""
    torch.set_num_threads(1)
    network = pretrained("lenet")
    images, labels = _digits()
    first = network.spec.index(STAGE)
    inputs = StageInputs(network, images, first)
    changed = replaced(network, STAGE, KIND)
    chunks = [inputs.chunk(start) for start in range(0, inputs.count, CHUNK)]
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(ROUNDS):
        ours.append(timed(lambda: list(measured(changed, inputs, labels))))
        bare.append(timed(lambda: _bare(changed, first, chunks)))
    times = {"switch_accuracy": spread(ours[1:]), "switch_bare_forward": spread(bare[1:])}
    ratio = times["switch_accuracy"][0] / times["switch_bare_forward"][0]
    return Measurement({"switch_accuracy_over_bare_forward": ratio}, times)


def _digits() -> tuple[NDArray[Any], NDArray[Any]]:
    parts = [load("bundled", split) for split in ("train", "test")]
    images = np.concatenate([part.images for part in parts])
    return images, np.concatenate([part.labels for part in parts])


def _bare(network: Network, first: int, chunks: list[torch.Tensor]) -> None:
    """Run torch's own modules from the changed stage on, with nothing around them."""
    names = [stage.name for stage in network.spec.stages[first:-1]]
    module = torch.nn.Sequential(*(network.module.get_submodule(name) for name in names))
    with torch.inference_mode():
        for chunk in chunks:
            module(chunk)
