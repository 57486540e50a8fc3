"""The speed of `train`'s steps against a plain torch loop over the same tensors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch.nn import functional

from explorer.digits.datasets import load
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.training.plan import Plan
from explorer.training.steps import Run
from tests.benchmarks import Measurement, spread, timed
from tests.training.samples import torchs_own

ROUNDS = 60
STEPS = 8
BATCH = 64


def measure() -> Measurement:
    """Measure both by turns, `STEPS` steps at a time."""
    torch.set_num_threads(1)
    data = load("bundled", "train")
    actions = {
        "train_steps": _ours(data.images, data.labels),
        "plain_loop_steps": _plain(torch.from_numpy(data.images), torch.from_numpy(data.labels)),
    }
    samples: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(ROUNDS + 1):
        for name, action in actions.items():
            samples[name].append(timed(action) / STEPS)
    times = {name: spread(values[1:]) for name, values in samples.items()}
    # Neighbours in time are compared, so that another program's load counts for both.
    pairs = zip(samples["plain_loop_steps"][1:], samples["train_steps"][1:], strict=True)
    ratio = float(np.median([plain / ours for plain, ours in pairs]))
    return Measurement({"train_over_plain_loop": ratio}, times)


def train_over_plain_loop() -> float:
    """Return our images per second over those of the plain loop."""
    return measure().ratios["train_over_plain_loop"]


def _ours(images: np.ndarray, labels: np.ndarray) -> Callable[[], None]:
    network = Network.untrained(preset("lenet"), seed=0)
    plan = Plan(epochs=1000, batch_size=BATCH, schedule="constant")
    results = Run(network, plan, images, labels).steps()

    def run() -> None:
        for _ in range(STEPS):
            next(results)

    return run


def plain_loop() -> Callable[[], int]:
    """Return what does some steps of the plain loop on the bundled digits; it says how many."""
    data = load("bundled", "train")
    run = _plain(torch.from_numpy(data.images), torch.from_numpy(data.labels))

    def steps() -> int:
        run()
        return STEPS

    return steps


def _plain(images: torch.Tensor, labels: torch.Tensor) -> Callable[[], None]:
    module = torchs_own(Network.untrained(preset("lenet"), seed=0).module).train()
    optimiser = torch.optim.AdamW(module.parameters(), lr=3e-3, weight_decay=1e-2)

    def run() -> None:
        order = torch.randperm(len(labels))
        for start in range(0, STEPS * BATCH, BATCH):
            chosen = order[start : start + BATCH]
            logits = module(images[chosen].float() / 255)
            loss = functional.cross_entropy(logits, labels[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    return run
