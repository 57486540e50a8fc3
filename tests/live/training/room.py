"""A trainer with a small run, and everything it emits kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from pytestqt.qtbot import QtBot

from explorer.digits.datasets import load
from explorer.live.training import commands
from explorer.live.training.facts import Anatomy, RunFacts, Shown, TrainerState
from explorer.live.training.trainer import Trainer
from explorer.network.presets import preset
from explorer.network.spec import Spec
from explorer.training.plan import Plan

SIGNALS = (
    "state_changed",
    "run_opened",
    "run_closed",
    "runs_changed",
    "queue_changed",
    "stored_changed",
    "curves_grown",
    "validated",
    "shown",
    "looked",
    "diagnosed",
    "judged",
    "read",
    "compared",
    "comparison_refused",
    "network_made",
    "message_reported",
    "failed",
)
TINY = preset("tiny")
LONG = 60_000  # ms, for a machine that does much else


def write_digits(path: Path, count: int = 200) -> Path:
    """Write a few bundled digits, 28 x 28, as a data set of its own."""
    train, test = load("bundled", "train"), load("bundled", "test")
    np.savez(
        path,
        images=train.images[:count],
        labels=train.labels[:count],
        test_images=test.images[:50],
        test_labels=test.labels[:50],
    )
    return path


class Room:
    """A trainer in a folder, with all that it has emitted, by the name of the signal."""

    def __init__(self, qtbot: QtBot, folder: Path, data: Path, *, apart: bool = False) -> None:
        self.qtbot, self.runs = qtbot, folder / "runs"
        self.plan = Plan(data=str(data), epochs=20, batch_size=20, schedule="constant")
        self.trainer = Trainer(self.runs, apart=apart)
        self._marks = 0
        self.said: dict[str, list[Any]] = {name: [] for name in SIGNALS}
        for name in SIGNALS:
            getattr(self.trainer, name).connect(self._listener(self.said[name]))

    def _listener(self, kept: list[Any]) -> Callable[..., None]:
        return lambda *values: kept.append(values if len(values) > 1 else values[0])

    @property
    def state(self) -> TrainerState:
        return self.trainer.state

    @property
    def run(self) -> RunFacts:
        """The active run."""
        assert self.state.run is not None
        return self.state.run

    @property
    def where(self) -> tuple[int, int]:
        return self.state.step, self.state.phase

    @property
    def last_shown(self) -> Shown:
        return self.said["shown"][-1]  # type: ignore[no-any-return]

    @property
    def last_look(self) -> Anatomy:
        return self.said["looked"][-1]  # type: ignore[no-any-return]

    @property
    def failures(self) -> list[str]:
        return self.said["failed"]

    def until(self, what: Callable[[], Any]) -> None:
        """Wait until something holds."""
        self.qtbot.waitUntil(lambda: bool(what()), timeout=LONG)

    def done(self) -> None:
        """Wait until all commands so far are done: the refusal of one that makes no sense."""
        self._marks += 1
        mark = f"mark {self._marks}"
        self.trainer.send(commands.DeleteStored(Path(mark)))
        self.until(lambda: any(mark in sentence for sentence in self.said["failed"]))
        self.said["failed"].pop()

    def begin(self, spec: Spec = TINY, name: str = "", **settings: Any) -> RunFacts:
        """Start a run, with some settings of the plan changed."""
        from dataclasses import replace

        self.trainer.send(commands.StartRun(replace(self.plan, **settings), spec, name))
        self.done()
        assert not self.failures
        return self.run

    def play(self) -> None:
        """Play until it stops by itself."""
        self.trainer.send(commands.Play(True))
        self.done_playing()

    def done_playing(self) -> None:
        """Wait until the run holds on."""
        self.done()
        self.until(lambda: self.state.status == "paused")
        self.done()

    def to(self, step: int) -> None:
        """Do steps until so many are done."""
        from explorer.live.training.facts import Target

        self.trainer.send(commands.SetTarget(Target("steps", step)))
        self.play()
        self.trainer.send(commands.SetTarget(Target()))
        assert self.where == (step, 0)

    def close(self) -> None:
        self.trainer.close()
