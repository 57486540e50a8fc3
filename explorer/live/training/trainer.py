"""Trainings as the window sees them: wishes go in as slots, facts come out as signals.

Everything that computes happens in a process or thread of its own; this object lives in the
window's thread and never waits, except when it closes.
"""

from __future__ import annotations

from pathlib import Path
from time import thread_time
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from explorer.live.training.facts import OpenRun, Target, Then, TrainerState, Unit
from explorer.live.training.process import ProcessWorker
from explorer.live.training.worker import ThreadWorker, Worker

if TYPE_CHECKING:
    from explorer.network.records import Floats
    from explorer.network.spec import Spec
    from explorer.training.plan import Plan


class Trainer(QObject):
    """The open runs, one of them active; `runs` is the folder that holds all run folders.

    `apart` they are trained in another process, else in a thread.

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
    judged = Signal(str, object)  # key, Validation of the very step at which the run holds on
    read = Signal(int, object, object)  # the class, Readings, FirstReading | None
    compared = Signal(object)  # Difference, or None
    network_made = Signal(object, str)  # a Network of its own, name
    message_reported = Signal(str)
    failed = Signal(str)

    def __init__(self, runs: Path, parent: QObject | None = None, *, apart: bool = False) -> None:
        super().__init__(parent)
        self._state = TrainerState()
        self._open: tuple[OpenRun, ...] = ()
        self._closed = False
        self._frame_begun = 0.0
        self._worker: Worker = ProcessWorker(runs, self) if apart else ThreadWorker(runs, self)
        self._worker.said.connect(self._on_said)
        self._worker.lost.connect(self._on_lost)
        # A timer of no time fires after what is waiting to be painted.
        self._painted = QTimer(self, singleShot=True, interval=0)
        self._painted.timeout.connect(self._on_painted)

    @property
    def state(self) -> TrainerState:
        """What was said last by `state_changed`."""
        return self._state

    @Slot(object, object, str)
    def start(self, plan: Plan, spec: Spec, name: str = "", then: Then = "") -> None:
        """Begin a run and make it the active one; it stands at its first step.

        `then` it plays, or does one step; a run that does not come about does neither.
        """
        self._post("start", plan, spec, name, then)

    @Slot(object)
    def open_run(self, folder: Path) -> None:
        """Open a run that is on the disk and make it the active one."""
        self._post("open_run", folder)

    @Slot(bool)
    def play(self, on: bool) -> None:
        """Go on to the target or the plan's end, or hold on."""
        self._post("play", on)

    @Slot(int)
    def step(self, way: int) -> None:
        """Go one unit forward (1) or back (-1)."""
        self._post("step", way)

    @Slot(int)
    def jump(self, step: int) -> None:
        """Go to a step that was done; the newest wish wins."""
        self._post("jump", step)

    @Slot()
    def stop(self) -> None:
        """Hold on, write everything to the disk, and let the next run of the queue begin."""
        self._post("stop")

    @Slot(str)
    def set_unit(self, unit: Unit) -> None:
        """Choose how far one step goes."""
        self._post("set_unit", unit)

    @Slot(float)
    def set_speed(self, speed: float) -> None:
        """Choose how many steps are done a second; 0 means as many as possible."""
        self._post("set_speed", speed)

    @Slot(object)
    def set_target(self, target: Target) -> None:
        """Choose where playing stops by itself."""
        self._post("set_target", target)

    @Slot(object)
    def change(self, settings: dict[str, Any]) -> None:
        """Go on with other settings from the newest step on."""
        self._post("change", settings)

    @Slot(object, str)
    def branch(self, settings: dict[str, Any], name: str = "") -> None:
        """Begin another run at the present step, with other settings, and make it active."""
        self._post("branch", settings, name)

    @Slot()
    def rescue(self) -> None:
        """Go back to the last good step and go on from there with a tenth of the learning rate."""
        self._post("rescue")

    @Slot()
    def dismiss(self) -> None:
        """Forget the diagnosis."""
        self._post("dismiss")

    @Slot(object, object, str)
    def enqueue(self, plan: Plan, spec: Spec, name: str = "") -> None:
        """Begin a run when the active one has finished, or now if there is none to wait for."""
        self._post("enqueue", plan, spec, name)

    @Slot(str)
    def start_queued(self, key: str) -> None:
        """Begin a run of the queue now; the active one holds on."""
        self._post("start_queued", key)

    @Slot(str)
    def unqueue(self, key: str) -> None:
        """Take a run from the queue."""
        self._post("unqueue", key)

    @Slot(str)
    def activate(self, key: str) -> None:
        """Make another open run the active one; the one before holds on."""
        self._post("activate", key)

    @Slot(str)
    def close_run(self, key: str) -> None:
        """Close an open run; it stays on the disk."""
        self._post("close_run", key)

    @Slot(object)
    def delete_stored(self, folder: Path) -> None:
        """Delete a run of the runs' folder from the disk; it must not be open."""
        self._post("delete_stored", folder)

    @Slot()
    def list_stored(self) -> None:
        """Say which runs the runs' folder holds."""
        self._post("list_stored")

    @Slot()
    def cancel(self) -> None:
        """Give up what is being prepared or looked for."""
        self._worker.cancel()

    @Slot(object)
    def follow_pixels(self, pixels: Floats | None) -> None:
        """Show a picture float32 (c, h, w) in 0..1 with the weights of every moment."""
        self._post("follow_pixels", pixels)

    @Slot(object)
    def follow_sample(self, index: int | None) -> None:
        """Show an image that the run is judged by with the weights of every moment."""
        self._post("follow_sample", index)

    @Slot(int)
    def choose_sample(self, index: int) -> None:
        """Look more closely at one image of the batch."""
        self._post("choose_sample", index)

    @Slot(bool)
    def watch(self, on: bool) -> None:
        """Trace the followed picture while it trains, or not as long as nobody sees it."""
        self._post("watch", on)

    @Slot()
    def judge(self) -> None:
        """Judge the run at the step at which it holds on, without recording that."""
        self._post("judge")

    @Slot(int)
    def find_reading(self, label: int) -> None:
        """Find out when the followed picture was first read as a class."""
        self._post("find_reading", label)

    @Slot(str, int, str, int)
    def compare(self, key_a: str, step_a: int, key_b: str, step_b: int) -> None:
        """Set two moments side by side on the followed picture."""
        self._post("compare", key_a, step_a, key_b, step_b)

    @Slot(object)
    def save_checkpoint(self, path: Path) -> None:
        """Write the weights of the present moment."""
        self._post("save_checkpoint", path)

    @Slot()
    def make_network(self) -> None:
        """Say a copy of the network as it is at the present moment."""
        self._post("make_network")

    def close(self) -> None:
        """Stop whatever is under way, write everything and wait; nothing is said any more."""
        self._closed = True
        self._painted.stop()
        self._worker.close()

    def _post(self, wish: str, *arguments: object) -> None:
        if not self._closed:
            self._worker.post(wish, *arguments)

    @Slot(str, object)
    def _on_said(self, fact: str, arguments: tuple[object, ...]) -> None:
        if self._closed:
            return
        if fact == "frame_begun":
            self._frame_begun = thread_time()
        elif fact == "frame_told":
            self._painted.start()
        else:
            if fact == "state_changed":
                self._state = cast("TrainerState", arguments[0])
            elif fact == "runs_changed":
                self._open = cast("tuple[OpenRun, ...]", arguments[0])
            getattr(self, fact).emit(*arguments)

    @Slot()
    def _on_painted(self) -> None:
        """Let the worker tell its next frame: this one has been painted."""
        self._worker.acknowledge(thread_time() - self._frame_begun)

    @Slot(str)
    def _on_lost(self, sentence: str) -> None:
        """Nothing is open any more."""
        lost, self._open, self._state = self._open, (), TrainerState()
        for run in lost:
            self.run_closed.emit(run.key)
        self.runs_changed.emit(())
        self.queue_changed.emit(())
        self.state_changed.emit(self._state)
        self.looked.emit(None)
        self.diagnosed.emit(None)
        self.failed.emit(sentence)
