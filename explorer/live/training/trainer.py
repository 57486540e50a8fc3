"""Trainings as the window sees them: commands go in, reports come out as signals.

Everything that computes happens in a process or thread of its own; this object lives in the
window's thread and never waits, except when it closes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import thread_time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from explorer.live.training import commands, reports
from explorer.live.training.commands import Command
from explorer.live.training.facts import OpenRun, Shown, TrainerState
from explorer.live.training.reports import Report
from explorer.live.training.worker import ProcessWorker, ThreadWorker


class Trainer(QObject):
    """The open runs, one of them active; `runs` is the folder that holds all run folders.

    With `apart` they are trained in another process, else in a thread. A command that cannot be
    carried out never raises: `failed` says why, in one sentence.
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
    judged = Signal(str, object)  # key, Validation of the very step at which the run stands
    read = Signal(int, object, object)  # the class, Readings, FirstReading | None
    compared = Signal(object)  # Difference
    comparison_refused = Signal(str)  # why
    network_made = Signal(object, str)  # a Network of its own, name
    checkpoint_saved = Signal(object)  # Path
    checkpoint_failed = Signal(object)  # Path; `failed` says why
    message_reported = Signal(str)
    failed = Signal(str)

    def __init__(self, runs: Path, parent: QObject | None = None, *, apart: bool = False) -> None:
        super().__init__(parent)
        self._state = TrainerState()
        self._open: tuple[OpenRun, ...] = ()
        self._closed = False
        self._frame_begun = 0.0
        self._worker = ProcessWorker(runs, self) if apart else ThreadWorker(runs, self)
        self._worker.reported.connect(self._on_reported)
        self._worker.lost.connect(self._on_lost)
        # A timer of no time fires after what is waiting to be painted.
        self._painted = QTimer(self, singleShot=True, interval=0)
        self._painted.timeout.connect(self._on_painted)

    @property
    def state(self) -> TrainerState:
        """The newest state."""
        return self._state

    def send(self, command: Command) -> None:
        """Have a command carried out."""
        if not self._closed:
            self._worker.send(command)

    def sends(self, command: Callable[..., Command]) -> Callable[..., None]:
        """Return a function that sends a command made of its arguments, for a signal's."""

        def send(*arguments: object) -> None:
            self.send(command(*arguments))

        return send

    def close(self) -> None:
        """Stop whatever is under way, write everything and wait; nothing is emitted any more."""
        self._closed = True
        self._painted.stop()
        self._worker.close()

    @Slot(object)
    def _on_reported(self, report: Report) -> None:
        if not self._closed:
            self._show(report)

    def _show(self, report: Report) -> None:
        match report:
            case reports.TrainingFrame(parts):
                self._frame_begun = thread_time()
                for part in parts:
                    self._show(part)
                self._painted.start()
            case TrainerState():
                self._state = report
                self.state_changed.emit(report)
            case Shown():
                self.shown.emit(report)
            case reports.CurvesGrown(key, part):
                self.curves_grown.emit(key, part)
            case reports.RunValidated(key, validations):
                self.validated.emit(key, validations)
            case reports.StepLookedAt(anatomy):
                self.looked.emit(anatomy)
            case reports.RunOpened(run):
                self.run_opened.emit(run)
            case reports.RunClosed(key):
                self.run_closed.emit(key)
            case reports.RunsChanged(runs):
                self._open = runs
                self.runs_changed.emit(runs)
            case reports.QueueChanged(queue):
                self.queue_changed.emit(queue)
            case reports.StoredChanged(stored):
                self.stored_changed.emit(stored)
            case reports.RunDiagnosed(diagnosis):
                self.diagnosed.emit(diagnosis)
            case reports.StepJudged(key, validation):
                self.judged.emit(key, validation)
            case reports.ReadingsFound(label, readings, first):
                self.read.emit(label, readings, first)
            case reports.MomentsCompared(difference):
                self.compared.emit(difference)
            case reports.NetworkCopied(network):
                self.network_made.emit(network, network.name)
            case reports.CheckpointSaved(path):
                self.checkpoint_saved.emit(path)
            case reports.Message(sentence):
                self.message_reported.emit(sentence)
            case reports.Failure(sentence, commands.CompareMoments()):
                self.comparison_refused.emit(sentence)
            case reports.Failure(sentence, command):
                if isinstance(command, commands.SaveCheckpoint):
                    self.checkpoint_failed.emit(command.path)
                self.failed.emit(sentence)

    @Slot()
    def _on_painted(self) -> None:
        """Let the next frame come: this one has been painted."""
        self.send(commands.AcknowledgeFrame(thread_time() - self._frame_begun))

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
