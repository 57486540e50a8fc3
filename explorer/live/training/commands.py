"""What the window can ask of the process that trains: a frozen record for each command.

They need neither torch nor Qt. The unions at the end say how the inbox treats some kinds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorer.live.training.facts import Target, Then, Unit
from explorer.network.records import Floats
from explorer.network.spec import Spec
from explorer.training.plan import Plan


@dataclass(frozen=True, slots=True)
class Command:
    """The base of all commands."""


@dataclass(frozen=True, slots=True)
class StartRun(Command):
    """Begin a run and make it the active one; `then` it plays, or does one step.

    A run that cannot begin does neither.
    """

    plan: Plan
    spec: Spec
    name: str = ""
    then: Then = ""


@dataclass(frozen=True, slots=True)
class ReopenRun(Command):
    """Open a run that is on the disk and make it the active one."""

    folder: Path


@dataclass(frozen=True, slots=True)
class BranchRun(Command):
    """Begin another run at the present step, with other settings, and make it the active one."""

    settings: Mapping[str, Any]
    name: str = ""


@dataclass(frozen=True, slots=True)
class RescueRun(Command):
    """Go back to the last good step and go on with the settings that did better there."""


@dataclass(frozen=True, slots=True)
class ActivateRun(Command):
    """Make another open run the active one; the one before pauses."""

    key: str


@dataclass(frozen=True, slots=True)
class CloseRun(Command):
    """Close an open run; it stays on the disk."""

    key: str


@dataclass(frozen=True, slots=True)
class EnqueueRun(Command):
    """Begin a run when the active one has finished, or now if there is none to wait for."""

    plan: Plan
    spec: Spec
    name: str = ""


@dataclass(frozen=True, slots=True)
class StartQueued(Command):
    """Begin a run of the queue now; the active one pauses."""

    key: str


@dataclass(frozen=True, slots=True)
class StartNextQueued(Command):
    """Begin the first run of the queue, if any; the process asks this of itself."""


@dataclass(frozen=True, slots=True)
class RemoveQueued(Command):
    """Take a run from the queue."""

    key: str


@dataclass(frozen=True, slots=True)
class ListStored(Command):
    """Report which runs lie on the disk, and from now on whenever that changes."""


@dataclass(frozen=True, slots=True)
class DeleteStored(Command):
    """Delete a run of the runs' folder from the disk; it must not be open."""

    folder: Path


@dataclass(frozen=True, slots=True)
class Play(Command):
    """Train on to the target or the plan's end, or pause."""

    on: bool


@dataclass(frozen=True, slots=True)
class StepUnit(Command):
    """Go one unit forward (1) or back (-1)."""

    way: int


@dataclass(frozen=True, slots=True)
class JumpTo(Command):
    """Go to a step that was done, and pause there."""

    step: int


@dataclass(frozen=True, slots=True)
class StopRun(Command):
    """Pause, write everything to the disk, and let the next run of the queue begin."""


@dataclass(frozen=True, slots=True)
class SetUnit(Command):
    """Choose how far one step goes."""

    unit: Unit


@dataclass(frozen=True, slots=True)
class SetSpeed(Command):
    """Choose how many steps are done a second; 0 means as many as possible."""

    speed: float


@dataclass(frozen=True, slots=True)
class SetTarget(Command):
    """Choose where playing stops by itself."""

    target: Target


@dataclass(frozen=True, slots=True)
class ChangeSettings(Command):
    """Go on with other settings from the newest step on."""

    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DismissDiagnosis(Command):
    """Forget what was found wrong with the active run."""


@dataclass(frozen=True, slots=True, eq=False)
class FollowPixels(Command):
    """Show a picture float32 (c, h, w) in 0..1 with the weights of every moment, or none."""

    pixels: Floats | None


@dataclass(frozen=True, slots=True)
class FollowSample(Command):
    """Show an image that the run is judged by with the weights of every moment, or none."""

    index: int | None


@dataclass(frozen=True, slots=True)
class ChooseSample(Command):
    """Look more closely at one image of the batch."""

    index: int


@dataclass(frozen=True, slots=True)
class WatchRun(Command):
    """Trace the followed picture while a run trains, or not as long as nobody sees it."""

    on: bool


@dataclass(frozen=True, slots=True)
class JudgeStep(Command):
    """Judge the run at the step at which it stands, without recording that."""


@dataclass(frozen=True, slots=True)
class FindReading(Command):
    """Find out how the followed picture was read, and when first as a class."""

    label: int


@dataclass(frozen=True, slots=True)
class CompareMoments(Command):
    """Set two moments of open runs side by side on the followed picture."""

    key_a: str
    step_a: int
    key_b: str
    step_b: int


@dataclass(frozen=True, slots=True)
class SaveCheckpoint(Command):
    """Write the weights of the present moment to a file."""

    path: Path


@dataclass(frozen=True, slots=True)
class CopyNetwork(Command):
    """Report a copy of the network as it is at the present moment."""


@dataclass(frozen=True, slots=True)
class Cancel(Command):
    """Give up what is being prepared or looked for; never waits in the inbox."""


@dataclass(frozen=True, slots=True)
class AcknowledgeFrame(Command):
    """Let the next frame come: one was painted, at a cost in seconds; never waits either."""

    cost: float


# What takes effect where it arrives, before all that waits.
Immediate = Cancel | AcknowledgeFrame
# What can wait: it gives way to any other command.
Patient = JudgeStep | FindReading
# A new one replaces those of its kind that still wait: scrubbing, drawing, sliders.
NewestWins = (
    JumpTo
    | FollowPixels
    | FollowSample
    | ChooseSample
    | SetUnit
    | SetSpeed
    | SetTarget
    | CompareMoments
    | ListStored
    | Patient
)
# What moves a run; whoever carries it out, or fails to, reports afterwards what there is to see.
Moving = JumpTo | StepUnit | StartRun | ReopenRun | ActivateRun | BranchRun | RescueRun
Cancellable = StartRun | ReopenRun | JumpTo | StepUnit | CompareMoments | Patient
# What a process must know that takes over from one that was lost.
Standing = SetUnit | SetSpeed | SetTarget | WatchRun | FollowPixels | ListStored
