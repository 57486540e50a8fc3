"""What the window knows about trainings: frozen records, without torch and without Qt.

The process that trains makes them, reports carry them, views show them. Nobody changes them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from explorer.digits.datasets import Dataset
from explorer.network.records import Trace, Weights
from explorer.network.spec import Spec
from explorer.training.look.anatomy import BackwardRecord, ForwardRecord, LossRecord, UpdateRecord
from explorer.training.look.diagnosis import Diagnosis
from explorer.training.plan import Plan
from explorer.training.record.run_notes import Change, Origin, RunNotes

Unit = Literal["phase", "batch", "epoch"]
TargetKind = Literal["end", "steps", "epochs", "accuracy"]
Status = Literal["none", "preparing", "paused", "running", "seeking"]
Then = Literal["", "play", "step"]  # what follows the start of a run
Source = Literal["drawing", "sample", "batch"]
UNITS: tuple[Unit, ...] = get_args(Unit)
SLOW = 1.0  # steps a second; below, playing pauses after every phase


@dataclass(frozen=True, slots=True)
class Target:
    """Where playing stops by itself: `accuracy` in percent, `end` is the plan's end."""

    kind: TargetKind = "end"
    value: float = 0


@dataclass(frozen=True, slots=True, eq=False)
class RunFacts:
    """What stays the same about an open run; `plan` is the one it began with.

    `images` is how many it learns from, `judge` the images it is judged by, the split `judged_on`
    ("test" or "validation"). Its steps are `first` to `total`. `note` is worth showing, or empty.
    """

    key: str
    name: str
    spec: Spec
    plan: Plan
    classes: tuple[str, ...]
    images: int
    judged_on: str
    judge: Dataset
    first: int
    total: int
    steps_per_epoch: int
    batch_size: int
    folder: Path | None
    device: str
    parent: Origin | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TrainerState:
    """Where the active run stands and how it goes on; `run` is None while there is none.

    The run stands after `step` whole steps and `phase` (0 to 3) phases of the next; `head` steps
    have been done. `plan` is in force at `step`. `words` name what is being done, `progress` in
    0..1 how far that is, if that is known. `speed` is in steps a second, 0 as fast as can be.
    """

    run: RunFacts | None = None
    status: Status = "none"
    words: str = ""
    progress: float | None = None
    step: int = 0
    phase: int = 0
    head: int = 0
    plan: Plan | None = None
    unit: Unit = "batch"
    speed: float = 0
    target: Target = field(default_factory=Target)
    images_per_second: float = 0
    memory_bytes: int = 0
    disk_bytes: int = 0
    changes: tuple[Change, ...] = ()
    diagnosis: Diagnosis | None = None

    @property
    def by_phase(self) -> bool:
        """Whether playing pauses after every phase."""
        return plays_by_phase(self.unit, self.speed)

    @property
    def finished(self) -> bool:
        """Whether all steps of the plan have been done."""
        return self.run is not None and self.head >= self.run.total


def plays_by_phase(unit: Unit, speed: float) -> bool:
    """Whether playing pauses after every phase: if asked for, and in slow motion."""
    return unit == "phase" or 0 < speed < SLOW


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What the scene shows of a moment: the followed picture, with the weights of that moment.

    `trace` is None where the picture does not fit the network.
    """

    step: int
    phase: int
    source: Source
    trace: Trace | None
    weights: Mapping[str, Weights]


@dataclass(frozen=True, slots=True, eq=False)
class Anatomy:
    """What is known of the step under way after `phase` of its phases.

    With phase 0 it is the step that was done last, with all four records. `sample` is the image of
    the batch that was looked at more closely.
    """

    step: int
    phase: int
    sample: int
    forward: ForwardRecord | None = None
    loss: LossRecord | None = None
    backward: BackwardRecord | None = None
    update: UpdateRecord | None = None


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A run that is open: where it stands, and how it was judged last; one is `active`."""

    key: str
    name: str
    step: int
    head: int
    total: int
    active: bool
    accuracy: float = math.nan


@dataclass(frozen=True, slots=True)
class QueuedRun:
    """A run that begins when those before it have finished."""

    key: str
    name: str
    plan: Plan
    spec: Spec


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run on the disk: the bytes that it takes there, the steps done, how it was judged last.

    Without a judgement, and where none can be right or wrong, `accuracy` is NaN.
    """

    folder: Path
    notes: RunNotes
    bytes: int
    head: int
    accuracy: float = math.nan
