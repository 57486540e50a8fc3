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
from explorer.training.recording import Position
from explorer.training.state import State, capture
from explorer.training.steps import Run, StepResult
from tests.benchmarks import Measurement, spread, timed

PLAN = Plan(epochs=162, schedule="constant")  # a little more than ten thousand steps
STEPS = 20  # with one key frame among them
ROUNDS = 80
JUMPS = 60
LAST = 10_000


def measure() -> Measurement:
    """Measure recording against plain steps, then jumps over a run of ten thousand steps."""
    torch.set_num_threads(1)
    material = gather(PLAN, preset("lenet"))
    with tempfile.TemporaryDirectory() as folder:
        return _measure(material, Path(folder))


def recording_cost() -> float:
    """Return how much longer a recorded step takes, as a share."""
    return measure().ratios["recording_cost"]


def _measure(material: Material, folder: Path) -> Measurement:
    plain = _plain(material)
    training = begin(PLAN, material, folder / "run")
    training.recording.judge = None  # judging is not remembering
    times = _by_turns({"step": plain, "recorded_step": _forward(training.recording.steps())})
    step, recorded = (float(np.median(values)) for values in times.values())
    _pretend_to_have_run(training)
    jumps = {"jump": _jumps(training), "scrub": _scrubs(training)}
    milliseconds = {name: spread(values) for name, values in (times | jumps).items()}
    ratios = {
        "recording_cost": recorded / step - 1,
        "jump_p95_in_steps": milliseconds["jump"][1] / step,
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
    def run() -> None:
        for _ in range(STEPS):
            next(results)

    return run


def _by_turns(actions: dict[str, Callable[[], None]]) -> dict[str, list[float]]:
    samples: dict[str, list[float]] = {name: [] for name in actions}
    order = list(actions)
    for _ in range(ROUNDS + 1):
        order.reverse()
        for name in order:
            samples[name].append(timed(actions[name]) / STEPS)
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


def _jumps(training: Training) -> list[float]:
    random = np.random.default_rng(0)
    steps = random.integers(0, LAST + 1, JUMPS)
    recording = training.recording
    return [timed(lambda s=s: recording.visit(Position(int(s)))) for s in steps]


def _scrubs(training: Training) -> list[float]:
    """Go step by step backward, then forward."""
    recording = training.recording
    recording.visit(Position(5010))
    steps = [*range(5009, 4950, -1), *range(4951, 5010)]
    return [timed(lambda s=s: recording.visit(Position(s))) for s in steps]
