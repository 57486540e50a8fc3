"""Hand-made records of a training: curves, validations, a small data set."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from explorer.digits.datasets import Dataset
from explorer.live.training.facts import RunFacts
from explorer.network.presets import preset
from explorer.training.plan import Plan
from explorer.training.record.curves import CurvePart, column_names
from explorer.training.record.run_notes import Origin
from explorer.training.record.validation import Read, Validation

LAYERS = ("conv1", "dense1", "logits")


def part(count: int, start: int = 0, seed: int = 0) -> CurvePart:
    """Return rows of a run whose loss falls and whose accuracy rises."""
    steps = start + np.arange(count)
    noise = np.random.default_rng(seed).normal(0, 0.02, count)
    loss, accuracy = 2.3 * np.exp(-steps / 200) + 0.1 + noise, 1 - 0.9 * np.exp(-steps / 200)
    rows = [loss, accuracy, np.full(count, 0.003)]
    rows += [np.full(count, 10.0**-n) for n in range(2 * len(LAYERS))]
    return CurvePart(start, column_names(LAYERS), np.stack(rows, 1).astype(np.float32))


def validation(step: int, classes: int = 10) -> Validation:
    """Return a validation in which a few of every class are read as the next one."""
    confusion = np.diag(np.full(classes, 95)) + np.roll(np.diag(np.full(classes, 5)), 1, 1)
    wrong = tuple(Read(n, n % classes, (n + 1) % classes, 0.99 - n / 100) for n in range(12))
    dead = MappingProxyType({"relu1": 0.0, "relu2": 0.125})
    count = 100 * classes
    return Validation(step, 0.95, 0.2, count, confusion, wrong, dead, MappingProxyType({}))


def dataset(per_class: int = 5, classes: tuple[str, ...] = tuple("0123456789")) -> Dataset:
    """Return images whose brightness is their class, 8 x 8."""
    labels = np.repeat(np.arange(len(classes)), per_class)
    images = np.zeros((len(labels), 1, 8, 8), np.uint8)
    images[:, 0, 2:6, 2:6] = (20 * (labels + 1))[:, None, None]
    return Dataset("made", images, labels.astype(np.int64), classes)


def run_facts(key: str = "a", parent: Origin | None = None, first: int = 0) -> RunFacts:
    """Return a run of 100 steps, ten an epoch."""
    images = np.zeros((4, 1, 28, 28), np.uint8)
    judge = Dataset("few", images, np.zeros(4, np.int64), ("0", "1"))
    return RunFacts(
        key=key,
        name=f"run {key}",
        spec=preset("tiny"),
        plan=Plan(),
        classes=judge.classes,
        images=64,
        judged_on="test",
        judge=judge,
        first=first,
        total=100,
        steps_per_epoch=10,
        batch_size=6,
        folder=None,
        device="cpu",
        parent=parent,
    )
