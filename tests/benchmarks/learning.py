"""From an untrained network to 97 % of MNIST's test digits, against a plain torch loop.

The same plan on both sides: architecture, seed, batch size, optimiser, schedule. Ours is what
`train --run` does, so it records every step and judges itself now and then; the plain loop only
learns. Both are looked at every few steps, and that look counts for neither.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from torch.nn import functional

from explorer.digits.collections import MNIST
from explorer.digits.datasets import Dataset
from explorer.digits.download import is_cached
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.training.evaluate import evaluate
from explorer.training.launch import begin, gather
from explorer.training.plan import Plan
from explorer.training.schedule import learning_rate
from explorer.training.steps import StepResult
from tests.benchmarks import Measurement, spread, timed
from tests.training.samples import torchs_own

GOAL = 0.97
LEG = 25  # steps between two looks
SEEDS = 5
HOPEFUL = 0.93  # of the batches of the last leg; before that, a look is a waste of time
BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data" / "mnist"

Leg = Callable[[], float]  # goes on for LEG steps and returns how many guesses were right


def measure() -> Measurement:
    """Let both run by turns, leg by leg, until each is there; once for every seed."""
    data = source()
    if data is None:
        sys.stderr.write("skipped: MNIST is not on this machine\n")
        return Measurement()
    torch.set_num_threads(1)
    times: dict[str, list[float]] = {"to_97": [], "plain_loop_to_97": []}
    for seed in range(SEEDS):
        for name, milliseconds in race(Plan(data=data, seed=seed)).items():
            times[name].append(milliseconds)
    ours, plain = (sum(values) for values in times.values())
    ratios = {"train_to_97_over_plain_loop": ours / plain}
    return Measurement(ratios, {name: spread(values) for name, values in times.items()})


def source() -> str | None:
    """Return the `data` of a plan on MNIST, None if it is not on this machine."""
    if BESIDE.is_dir():
        return str(BESIDE)
    return MNIST.name if is_cached(MNIST) else None


def race(plan: Plan) -> dict[str, float]:
    """Return the milliseconds until each reads GOAL of the test digits."""
    material = gather(plan, preset("lenet"))
    with tempfile.TemporaryDirectory() as folder:
        training = begin(plan, material, Path(folder) / "run")
        plain = Network.untrained(material.spec, seed=plan.seed)
        runners = {
            "to_97": (training.network, ours(training.recording.steps())),
            "plain_loop_to_97": (plain, plain_loop(plain, plan, material.train)),
        }
        times = dict.fromkeys(runners, 0.0)
        while runners:
            for name, (network, leg) in list(runners.items()):
                right: list[float] = []
                times[name] += timed(lambda leg=leg, right=right: right.append(leg()))
                if right[0] >= HOPEFUL and reads_enough(network, material.judge):
                    del runners[name]
        training.close()
    return times


def reads_enough(network: Network, judge: Dataset) -> bool:
    """Return whether a network has reached the goal; its gradients stay as they are."""
    network.invalidate()
    return evaluate(network, judge).accuracy >= GOAL


def ours(results: Iterator[StepResult]) -> Leg:
    """Return a leg of the recorded run."""

    def leg() -> float:
        return sum(next(results).accuracy for _ in range(LEG)) / LEG

    return leg


def plain_loop(network: Network, plan: Plan, train: Dataset) -> Leg:
    """Return a leg of what one writes by hand."""
    images, labels = torch.from_numpy(train.images), torch.from_numpy(train.labels)
    each = len(labels) // plan.batch_size
    total = plan.epochs * each
    module = torchs_own(network.module).train()
    optimiser = torch.optim.AdamW(
        module.parameters(), lr=plan.learning_rate, weight_decay=plan.weight_decay
    )
    random = torch.Generator().manual_seed(plan.seed)
    step, order = 0, torch.empty(0)

    def leg() -> float:
        nonlocal step, order
        right = 0
        for _ in range(LEG):
            if step % each == 0:
                order = torch.randperm(len(labels), generator=random)
            start = step % each * plan.batch_size
            chosen = order[start : start + plan.batch_size]
            for group in optimiser.param_groups:
                group["lr"] = learning_rate(plan.schedule, plan.learning_rate, step, total)
            logits = module(images[chosen].float() / 255)
            loss = functional.cross_entropy(logits, labels[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            right += int((logits.argmax(1) == labels[chosen]).sum())
            step += 1
        return right / (LEG * plan.batch_size)

    return leg
