"""What the process that trains reports to the window: a frozen record for each report.

`TrainerState` and `Shown`, of the facts, are reports by themselves. All need neither torch nor Qt.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.live.training.commands import Command
from explorer.live.training.facts import (
    Anatomy,
    OpenRun,
    QueuedRun,
    RunFacts,
    Shown,
    StoredRun,
    TrainerState,
)
from explorer.training.look.diagnosis import Diagnosis
from explorer.training.record.curves import CurvePart

if TYPE_CHECKING:  # these modules import torch
    from explorer.network.network import Network
    from explorer.training.look.moments import Difference, FirstReading, Readings
    from explorer.training.record.validation import Validation


@dataclass(frozen=True, slots=True)
class RunOpened:
    """A run is open."""

    run: RunFacts


@dataclass(frozen=True, slots=True)
class RunClosed:
    """The run of this key is no longer open."""

    key: str


@dataclass(frozen=True, slots=True)
class RunsChanged:
    """The open runs, in the order in which they were opened."""

    runs: tuple[OpenRun, ...]


@dataclass(frozen=True, slots=True)
class QueueChanged:
    """The runs that wait, the next first."""

    queue: tuple[QueuedRun, ...]


@dataclass(frozen=True, slots=True)
class StoredChanged:
    """The runs on the disk, the newest first."""

    stored: tuple[StoredRun, ...]


@dataclass(frozen=True, slots=True)
class CurvesGrown:
    """The rows of a run's curves that are new."""

    key: str
    part: CurvePart


@dataclass(frozen=True, slots=True)
class RunValidated:
    """All validations of a run so far."""

    key: str
    validations: tuple[Validation, ...]


@dataclass(frozen=True, slots=True)
class StepLookedAt:
    """The step where the active run stands, taken apart; None while nothing is known of it."""

    anatomy: Anatomy | None


@dataclass(frozen=True, slots=True)
class RunDiagnosed:
    """What is wrong with the active run; None when it was dismissed."""

    diagnosis: Diagnosis | None


@dataclass(frozen=True, slots=True)
class StepJudged:
    """A validation of the very step at which a run stands."""

    key: str
    validation: Validation


@dataclass(frozen=True, slots=True)
class ReadingsFound:
    """How the followed picture was read, and when first as the class `label`."""

    label: int
    readings: Readings
    first: FirstReading | None


@dataclass(frozen=True, slots=True)
class MomentsCompared:
    """Two moments side by side."""

    difference: Difference


@dataclass(frozen=True, slots=True)
class NetworkCopied:
    """A network of its own, on the CPU, as it was when it was asked for."""

    network: Network


@dataclass(frozen=True, slots=True)
class CheckpointSaved:
    """The weights that `SaveCheckpoint` asked for are in the file."""

    path: Path


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence worth showing."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a command, or None for the training itself, could not be carried out."""

    sentence: str
    command: Command | None = None


@dataclass(frozen=True, slots=True)
class TrainingFrame:
    """What is shown at once of a running training; the next waits until this one was painted."""

    reports: tuple[Report, ...]


Report = (
    TrainerState
    | Shown
    | RunOpened
    | RunClosed
    | RunsChanged
    | QueueChanged
    | StoredChanged
    | CurvesGrown
    | RunValidated
    | StepLookedAt
    | RunDiagnosed
    | StepJudged
    | ReadingsFound
    | MomentsCompared
    | NetworkCopied
    | CheckpointSaved
    | Message
    | Failure
    | TrainingFrame
)
