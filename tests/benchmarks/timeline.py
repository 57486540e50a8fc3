"""What it costs to remember a run, and how far a jump through ten thousand steps is."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch

from explorer.network.presets import preset
from explorer.training.launch import Material, Training, begin, gather
from explorer.training.plan import Plan
from explorer.training.record.frames import CLOSEST
from explorer.training.record.recording import Position
from explorer.training.record.state import State, capture
from explorer.training.steps import Run, StepResult
from tests.benchmarks import Measurement, spread, timed

PLAN = Plan(epochs=162, schedule="constant")  # a little more than ten thousand steps
STEPS = CLOSEST  # with one key frame among them
ROUNDS = 120
JUMPS = 100
LAST = 10_000


def measure() -> Measurement:
    """Measure recording against plain steps, then jumps over a run of ten thousand steps."""
    torch.set_num_threads(1)
    material = gather(PLAN, preset("lenet"))
    with tempfile.TemporaryDirectory() as folder:
        return _measure(material, Path(folder))


def recording_cost() -> float:
    """Return how much longer a recorded step takes, as a share; the limit is 0.03.

    Everything counts that remembers: curves, norms, key frames, the disk. Judging by other images
    does not: that is measuring, and whoever trains without a window does it, too.
    """
    return measure().ratios["recording_cost"]


def _measure(material: Material, folder: Path) -> Measurement:
    plain = _plain(material)
    training = begin(PLAN, material, folder / "run")
    training.recording.judge = None
    times = _by_turns({"step": plain, "recorded_step": _forward(training.recording.steps())})
    step = float(np.median(times["step"]))
    # Neighbours in time are compared, so that another program's load counts for both.
    pairs = zip(times["step"], times["recorded_step"], strict=True)
    cost = float(np.median([recorded / plain for plain, recorded in pairs])) - 1
    _pretend_to_have_run(training)
    jumps, beside = _jumps(training, plain)
    visits = {"jump": jumps, "scrub": _scrubs(training)}
    milliseconds = {name: spread(values) for name, values in (times | visits).items()}
    ratios = {
        "recording_cost": cost,
        "jump_p95_in_steps": float(np.percentile(np.divide(jumps, beside), 95)),
        "scrub_p95_in_steps": milliseconds["scrub"][1] / step,
        "mebibytes_on_disk": training.recording.disk_bytes / 2**20,
        "mebibytes_in_memory": training.recording.memory_bytes / 2**20,
    }
    training.close()
    return Measurement(ratios, milliseconds)


def _plain(material: Material) -> Callable[[], None]:
    training = begin(PLAN, material)
    return _forward(training.recording.run.steps())


def _forward(results: Iterator[StepResult]) -> Callable[[], None]:
    """Return what does one step."""

    def run() -> None:
        next(results)

    return run


def _by_turns(actions: dict[str, Callable[[], None]]) -> dict[str, list[float]]:
    """Return the mean milliseconds of `STEPS` steps for every round, a key frame among them.

    The steps themselves take turns: this machine's speed may change within a few of them.
    """
    samples: dict[str, list[float]] = {name: [] for name in actions}
    order = list(actions)
    for _ in range(ROUNDS + 1):
        sums = dict.fromkeys(actions, 0.0)
        for _ in range(STEPS):
            order.reverse()
            for name in order:
                sums[name] += timed(actions[name])
        for name, total in sums.items():
            samples[name].append(total / STEPS)
    return {name: values[1:] for name, values in samples.items()}


def _pretend_to_have_run(training: Training) -> None:
    """Fill the rest of the ten thousand steps without training, with states of their steps.

    A jump costs the same wherever the states come from.
    """
    recording = training.recording
    run: Run = recording.run
    rows = np.zeros((LAST - recording.head, len(recording.curves.columns)), np.float32)
    here = capture(run)
    for step in range(recording.head + 1, LAST + 1):
        if recording.frames.wants(step):
            recording.frames.put(State(step, step, here.rows, here.values))
    recording.curves.extend(rows)


def _jumps(training: Training, plain: Callable[[], None]) -> tuple[list[float], list[float]]:
    """Return the times of jumps to anywhere, and of a plain training step beside each."""
    random = np.random.default_rng(0)
    recording = training.recording
    jumps, beside = [], []
    for step in random.integers(0, LAST + 1, JUMPS).tolist():
        beside.append(sum(timed(plain) for _ in range(STEPS)) / STEPS)
        jumps.append(timed(lambda step=step: recording.visit(Position(step))))
    return jumps, beside


def _scrubs(training: Training) -> list[float]:
    """Go step by step backward, then forward."""
    recording = training.recording
    recording.visit(Position(5010))
    steps = [*range(5009, 4950, -1), *range(4951, 5010)]
    return [timed(lambda s=s: recording.visit(Position(s))) for s in steps]
