"""Trainings as the window sees them: wishes go in as slots, facts come out as signals.

Everything that computes happens in one worker thread; this object lives in the GUI thread and
never waits, except when it closes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from explorer.live.training_facts import Target, TrainerState, Unit

if TYPE_CHECKING:
    from explorer.network.records import Floats
    from explorer.network.spec import Spec
    from explorer.training.plan import Plan


class Trainer(QObject):
    """The open runs, one of them active; `runs` is the folder that holds all run folders.

    No slot ever raises: what cannot be done is said by `failed`, in one sentence.
    """

    state_changed = Signal(object)  # TrainerState
    run_opened = Signal(object)  # RunFacts
    run_closed = Signal(str)  # its key
    runs_changed = Signal(object)  # tuple of OpenRun
    queue_changed = Signal(object)  # tuple of QueuedRun
    stored_changed = Signal(object)  # tuple of StoredRun, the newest first
    curves_grown = Signal(str, object)  # key, CurvePart: the rows that are new
    validated = Signal(str, object)  # key, all validations so far (tuple of Validation)
    shown = Signal(object)  # Shown
    looked = Signal(object)  # Anatomy, or None while none is known
    diagnosed = Signal(object)  # Diagnosis, or None when it was dismissed
    read = Signal(object, object)  # Readings, FirstReading | None
    compared = Signal(object)  # Difference, or None
    network_made = Signal(object, str)  # a Network of its own, name
    message_said = Signal(str)
    failed = Signal(str)

    def __init__(self, runs: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self._state = TrainerState()

    @property
    def state(self) -> TrainerState:
        """What was said last by `state_changed`."""
        return self._state

    @Slot(object, object, str)
    def start(self, plan: Plan, spec: Spec, name: str = "") -> None:
        """Begin a run and make it the active one; it stands at its first step."""

    @Slot(object)
    def open_run(self, folder: Path) -> None:
        """Open a run that is on the disk and make it the active one."""

    @Slot(bool)
    def play(self, on: bool) -> None:
        """Go on to the target or the plan's end, or hold on."""

    @Slot(int)
    def step(self, way: int) -> None:
        """Go one unit forward (1) or back (-1)."""

    @Slot(int)
    def jump(self, step: int) -> None:
        """Go to a step that was done; the newest wish wins."""

    @Slot()
    def stop(self) -> None:
        """Hold on, write everything to the disk, and let the next run of the queue begin."""

    @Slot(str)
    def set_unit(self, unit: Unit) -> None:
        """Choose how far one step goes."""

    @Slot(float)
    def set_speed(self, speed: float) -> None:
        """Choose how many steps are done a second; 0 means as many as possible."""

    @Slot(object)
    def set_target(self, target: Target) -> None:
        """Choose where playing stops by itself."""

    @Slot(object)
    def change(self, settings: dict[str, Any]) -> None:
        """Go on with other settings from the newest step on."""

    @Slot(object, str)
    def branch(self, settings: dict[str, Any], name: str = "") -> None:
        """Begin another run at the present step, with other settings, and make it active."""

    @Slot()
    def rescue(self) -> None:
        """Go back to the last good step and go on from there with a tenth of the learning rate."""

    @Slot()
    def dismiss(self) -> None:
        """Forget the diagnosis."""

    @Slot(object, object, str)
    def enqueue(self, plan: Plan, spec: Spec, name: str = "") -> None:
        """Begin a run when the active one has finished, or now if there is none to wait for."""

    @Slot(str)
    def unqueue(self, key: str) -> None:
        """Take a run from the queue."""

    @Slot(str)
    def activate(self, key: str) -> None:
        """Make another open run the active one; the one before holds on."""

    @Slot(str)
    def close_run(self, key: str) -> None:
        """Close an open run; it stays on the disk."""

    @Slot(object)
    def delete_stored(self, folder: Path) -> None:
        """Delete a run of the runs' folder from the disk; it must not be open."""

    @Slot()
    def list_stored(self) -> None:
        """Say which runs the runs' folder holds."""

    @Slot()
    def cancel(self) -> None:
        """Give up what is being prepared or looked for."""

    @Slot(object)
    def follow_pixels(self, pixels: Floats | None) -> None:
        """Show a picture float32 (c, h, w) in 0..1 with the weights of every moment."""

    @Slot(object)
    def follow_sample(self, index: int | None) -> None:
        """Show an image that the run is judged by with the weights of every moment."""

    @Slot(int)
    def choose_sample(self, index: int) -> None:
        """Look more closely at one image of the batch."""

    @Slot(int)
    def find_reading(self, label: int) -> None:
        """Find out when the followed picture was first read as a class."""

    @Slot(str, int, str, int)
    def compare(self, key_a: str, step_a: int, key_b: str, step_b: int) -> None:
        """Set two moments side by side on the followed picture."""

    @Slot(object)
    def save_checkpoint(self, path: Path) -> None:
        """Write the weights of the present moment."""

    @Slot()
    def make_network(self) -> None:
        """Say a copy of the network as it is at the present moment."""

    def close(self) -> None:
        """Stop whatever is under way, write everything and wait; nothing is said any more."""
