"""Connects the Train page with the trainer: forms and transport in, where the run stands out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from explorer.live.training import commands
from explorer.live.training.facts import OpenRun, RunFacts, Then
from explorer.live.training.trainer import Trainer
from explorer.text import _, ngettext
from explorer.training.look.diagnosis import guess_loss
from explorer.training.plan import PHASES
from explorer.training.record.curves import CurvePart
from explorer.views.parts import files
from explorer.views.parts.number_text import format_steps
from explorer.views.train.curves.plot_lines import name_loss
from explorer.views.train.history import (
    collect_marks,
    describe_repeats,
    shorten_name,
)
from explorer.views.train.left import TrainLeft
from explorer.views.train.middle import TrainMiddle
from explorer.views.train.right import TrainRight

if TYPE_CHECKING:  # it imports torch
    from explorer.training.record.validation import Validation


class RunHost(QObject):
    """Passes on what the user asks of the runs, and shows what the trainer reports.

    While the page is hidden nothing is drawn; what was missed is shown when it comes back.
    Emits `state_shown(TrainerState, validations)` with all validations of the active run, and
    `phase_opened(phase)` where the user wants to see one; "" is the one that the run stands at.
    """

    state_shown = Signal(object, object)
    phase_opened = Signal(str)
    message_reported = Signal(str)
    failed = Signal(str)

    def __init__(
        self,
        left: TrainLeft,
        middle: TrainMiddle,
        right: TrainRight,
        trainer: Trainer,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._left, self._middle, self._right, self._trainer = left, middle, right, trainer
        self.runs: dict[str, RunFacts] = {}  # that are open, by key
        self._open: tuple[OpenRun, ...] = ()
        self._validations: dict[str, tuple[Validation, ...]] = {}
        self._shown_run = ""
        self._without_accuracy: bool | None = None  # else whether it was shown before
        self._awake = False
        self._connect()

    # What the user asks for ----------------------------------------------------------------

    @Slot(bool)
    def play(self, on: bool) -> None:
        """Train or hold on; without a run begin one by the forms."""
        if on and self._trainer.state.run is None:
            self.start("play")
        elif on and self._at_end():
            self._report_end()
        else:
            self._trainer.send(commands.Play(on))

    @Slot(int)
    def step(self, way: int) -> None:
        """Go one unit on or back; without a run begin one by the forms."""
        if self._trainer.state.unit == "phase":
            self.phase_opened.emit("")
        if self._trainer.state.run is None:
            if way > 0:
                self.start("step")
        elif way > 0 and self._at_end():
            self._report_end()
        else:
            self._trainer.send(commands.StepUnit(way))

    @Slot(str)
    def choose_phase(self, phase: str) -> None:
        """Hold on and show a phase of the step; do it, and those before it, if it is to come."""
        state, send = self._trainer.state, self._trainer.send
        missing = PHASES.index(phase) + 1 - state.phase
        if state.status == "running":
            send(commands.Play(False))
        if missing > 0 and (state.phase or state.run is None or state.step == state.run.first):
            send(commands.SetUnit("phase"))
            if state.run is None:
                self.start("step")
                missing -= 1
            for _phase in range(missing):
                send(commands.StepUnit(1))
        self.phase_opened.emit(phase)

    @Slot()
    def toggle(self) -> None:
        """Train if it stands, hold on if it runs."""
        self.play(self._trainer.state.status != "running")

    def start(self, then: Then = "") -> None:
        """Begin a run by the forms; then play, or do one step."""
        plan, network = self._left.plan, self._left.network
        if network.spec is None:
            self._left.show_section("network")
            reason = network.checked.error
            self.failed.emit(_("The network does not fit: {reason}").format(reason=reason))
        elif not plan.valid:
            self._left.show_section("plan")
            plan.more.setChecked(True)
            self.failed.emit(_("A field of the plan holds no usable value."))
        else:
            self._trainer.send(commands.StartRun(plan.plan, network.spec, "", then))

    @Slot()
    def enqueue(self) -> None:
        """Let a run by the forms begin when those before it are done."""
        plan, spec = self._left.plan, self._left.network.spec
        if spec is not None and plan.valid:
            self._trainer.send(commands.EnqueueRun(plan.plan, spec, ""))
            self._left.show_section("runs")

    @Slot()
    def newest(self) -> None:
        """Go to the newest step."""
        if self._trainer.state.run is not None:
            self._trainer.send(commands.JumpTo(self._trainer.state.head))

    @Slot()
    def go_on(self) -> None:
        """Train on from the end, for as many epochs more."""
        self.branch()
        self._trainer.send(commands.Play(True))

    @Slot()
    def branch(self) -> None:
        """Begin another run from the step that is shown; at the end, with as many epochs more."""
        state = self._trainer.state
        if state.run is not None:
            more = {"epochs": 2 * state.plan.epochs} if self._at_end() and state.plan else {}
            self._trainer.send(commands.BranchRun(more, ""))

    @Slot()
    def save(self) -> None:
        """Ask for a name and save the weights of this moment."""
        state = self._trainer.state
        if state.run is None:
            return
        name = f"{file_name(state.run.name)}-step-{state.step}.safetensors"
        path = files.ask_save(self._middle, _("Save checkpoint"), files.CHECKPOINTS, name)
        if path is not None:
            self._trainer.send(commands.SaveCheckpoint(path))

    @Slot()
    def open_folder(self) -> None:
        """Ask for the folder of a run and open it."""
        folder = files.ask_folder(self._left, _("Open the folder of a run"))
        if folder is not None:
            self._trainer.send(commands.ReopenRun(folder))

    def _at_end(self) -> bool:
        """Whether the run stands at the end of its plan."""
        state = self._trainer.state
        return state.finished and state.status == "paused" and state.step >= state.head

    def _report_end(self) -> None:
        run, plan = self._trainer.state.run, self._trainer.state.plan
        if run is not None and plan is not None:
            sentence = ngettext(
                "All {steps} of the plan are done; Branch goes on for {count:,} epoch.",
                "All {steps} of the plan are done; Branch goes on for {count:,} epochs.",
                plan.epochs,
            )
            steps = format_steps(run.total)
            self.message_reported.emit(sentence.format(steps=steps, count=plan.epochs))

    # What is shown ---------------------------------------------------------------------------

    def set_awake(self, awake: bool) -> None:
        """Show what was missed, or stop showing."""
        self._awake = awake
        if awake:
            self._trainer.send(commands.ListStored())
            self._show_state()

    @Slot()
    def _show_state(self) -> None:
        if not self._awake:
            return
        state, run = self._trainer.state, self._trainer.state.run
        validations = self._validations.get(run.key, ()) if run is not None else ()
        marks = collect_marks(state, validations, self.runs.values())
        self._middle.transport.show_state(state, marks)
        if run is not None and self._at_end():
            last = validations[-1] if validations and validations[-1].step == run.total else None
            self._middle.transport.ending.show_run(run, last)
        self._middle.show_state(state)
        self._middle.doctor.show_diagnosis(state.diagnosis)
        self._left.show_run(run is not None)
        if run is not None and state.plan is not None and state.plan != self._left.run_plan.plan:
            self._left.run_plan.show_plan(state.plan)
        if run is not None:
            self._right.curves.show_cursor(state.step if state.step < state.head else None)
            self._show_place(run.key, state.step, state.head)
        self._show_run(run)
        self.state_shown.emit(state, validations)

    def _show_run(self, run: RunFacts | None) -> None:
        key = run.key if run is not None else ""
        if key == self._shown_run:
            return
        self._shown_run = key
        if run is not None:
            self._show_accuracy(not run.spec.reconstructs)
            self._show_curves(run)
            self._right.curves.show_length(run.total, run.steps_per_epoch)
            self._left.run_plan.show_images(run.images)
            self._left.repeats.setText(describe_repeats(run))
            if run.note:
                self.message_reported.emit(run.note)

    def _show_curves(self, run: RunFacts) -> None:
        kind = run.plan.loss
        loss, guess = name_loss(run.spec.output, kind), guess_loss(run.spec, kind)
        name = shorten_name(run)
        self._right.curves.show_run(run.key, name, total=run.total, loss=loss, guess=guess)

    def _show_accuracy(self, there: bool) -> None:
        """Offer the plot of the accuracy as the user left it, or not: some runs have none."""
        if there is (self._without_accuracy is None):
            return
        curves = self._right.curves
        curves.chips["accuracy"].setVisible(there)
        if there:
            again, self._without_accuracy = bool(self._without_accuracy), None
            curves.show_plots((*curves.shown, "accuracy") if again else curves.shown)
        else:
            self._without_accuracy = "accuracy" in curves.shown
            rest = [kind for kind in curves.shown if kind != "accuracy"]
            curves.show_plots(rest or ["loss"])

    @Slot(object)
    def _on_run_opened(self, run: RunFacts) -> None:
        self.runs[run.key] = run
        self._show_curves(run)
        self._left.show_plan("run")

    @Slot(str)
    def _on_run_closed(self, key: str) -> None:
        self.runs.pop(key, None)
        self._validations.pop(key, None)
        self._right.curves.remove_run(key)

    @Slot(object)
    def _on_runs(self, runs: tuple[OpenRun, ...]) -> None:
        self._open = runs
        self._show_open()

    def _show_place(self, key: str, step: int, head: int) -> None:
        """Show where the active run stands now in the lists of runs."""
        moved = [replace(r, step=step, head=head) if r.key == key else r for r in self._open]
        if tuple(moved) != self._open:
            self._open = tuple(moved)
            self._show_open()

    def _show_open(self) -> None:
        compare, judged = self._right.compare, self._validations
        known = {key: judged[key][-1].accuracy for key in judged if judged[key]}
        runs = [replace(run, accuracy=known.get(run.key, run.accuracy)) for run in self._open]
        self._left.runs.show_open(runs)
        firsts = {key: run.first for key, run in self.runs.items()}
        parents = {key: run.parent.id for key, run in self.runs.items() if run.parent}
        compare.show_runs(self._open, firsts, parents)
        compare.renew()

    @Slot(object)
    def _on_stored(self, stored: tuple[Any, ...]) -> None:
        self._left.runs.show_stored([run for run in stored if run.notes.id not in self.runs])
        self._middle.holder.invitation.show_stored(len(stored))
        self._middle.holder.place()

    @Slot(str, object)
    def _on_curves(self, key: str, part: CurvePart) -> None:
        if key in self.runs:
            self._right.curves.append(key, part)

    @Slot(str, object)
    def _on_validated(self, key: str, validations: tuple[Validation, ...]) -> None:
        self._validations[key] = validations
        if key in self.runs:
            self._right.curves.show_validations(key, validations)
        self._show_open()
        self._show_state()

    # How it is connected ---------------------------------------------------------------------

    def _connect(self) -> None:
        trainer, left, middle = self._trainer, self._left, self._middle
        transport, strip, ending = middle.transport, middle.strip, middle.transport.ending
        for part in (transport, middle.doctor, left.runs):
            part.command_requested.connect(trainer.send)
        transport.play_requested.connect(self.play)
        transport.step_requested.connect(self.step)
        transport.branch_requested.connect(self.branch)
        transport.phases.phase_chosen.connect(self.choose_phase)
        transport.units.buttons["phase"].clicked.connect(lambda: self.phase_opened.emit(""))
        ending.compare.clicked.connect(lambda: self._right.choose_panel("compare"))
        ending.go_on.clicked.connect(self.go_on)
        middle.holder.invitation.stored.clicked.connect(lambda: left.show_section("runs"))
        middle.holder.preparing.cancel.clicked.connect(lambda: trainer.send(commands.Cancel()))
        for button in (strip.draw, ending.draw):
            button.clicked.connect(lambda: trainer.send(commands.CopyNetwork()))
        strip.save.clicked.connect(self.save)
        left.start.clicked.connect(lambda: self.start("play"))
        left.queue.clicked.connect(self.enqueue)
        left.run_plan.change_requested.connect(trainer.sends(commands.ChangeSettings))
        left.runs.folder.clicked.connect(self.open_folder)
        self._right.curves.step_requested.connect(trainer.sends(commands.JumpTo))
        trainer.state_changed.connect(self._show_state)
        trainer.run_opened.connect(self._on_run_opened)
        trainer.run_closed.connect(self._on_run_closed)
        trainer.runs_changed.connect(self._on_runs)
        trainer.queue_changed.connect(left.runs.show_queued)
        trainer.stored_changed.connect(self._on_stored)
        trainer.curves_grown.connect(self._on_curves)
        trainer.validated.connect(self._on_validated)
        trainer.diagnosed.connect(middle.doctor.show_diagnosis)


def file_name(run: str) -> str:
    """Return a run's name as part of a file's: `lenet-bundled-adamw-0.003`."""
    kept = "".join(c if c.isalnum() or c in "-." else "-" for c in run)
    return "-".join(part for part in kept.split("-") if part) or "run"
