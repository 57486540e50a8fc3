"""Connects the Train page with the trainer: forms and transport in, where the run stands out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from explorer.live.training.facts import OpenRun, RunFacts, Then, TrainerState
from explorer.views.parts.words import format_steps
from explorer.views.train.files import ask_checkpoint, ask_folder
from explorer.views.train.judging import JudgeHost
from explorer.views.train.marks_of import marks_of, repeats_words, short_name, transport_state

if TYPE_CHECKING:
    from explorer.live.training.trainer import Trainer
    from explorer.training.look.diagnosis import Diagnosis
    from explorer.training.record.curves import CurvePart
    from explorer.training.record.validation import Validation
    from explorer.views.train.page import TrainPage


class TrainHost(QObject):
    """Hands wishes to the trainer and shows what it says.

    While the page is hidden nothing is drawn; what was missed is shown when it comes back.
    """

    def __init__(self, page: TrainPage, trainer: Trainer) -> None:
        super().__init__(page)
        self._page, self._trainer = page, trainer
        self._left, self._middle, self._right = page.left, page.middle, page.right
        self._state = trainer.state
        self._runs: dict[str, RunFacts] = {}
        self._open: tuple[OpenRun, ...] = ()
        self._validations: dict[str, tuple[Validation, ...]] = {}
        self._late: list[tuple[str, CurvePart]] = []  # rows that came while nobody looked
        self._shown_run = ""
        self._without_accuracy: bool | None = None  # else whether it was shown before
        self._awake = False
        self._judging = JudgeHost(page, trainer)
        self._connect_wishes()
        self._connect_facts()

    @property
    def runs(self) -> dict[str, RunFacts]:
        """The open runs by key."""
        return self._runs

    # What the user asks for ----------------------------------------------------------------

    @Slot(bool)
    def play(self, on: bool) -> None:
        """Train or hold on; without a run begin one by the forms."""
        if on and self._state.run is None:
            self.start("play")
        elif on and self._at_end():
            self._say_end()
        else:
            self._trainer.play(on)

    @Slot(int)
    def step(self, way: int) -> None:
        """Go one unit on or back; without a run begin one by the forms."""
        if self._state.run is None:
            if way > 0:
                self.start("step")
        elif way > 0 and self._at_end():
            self._say_end()
        else:
            self._trainer.step(way)

    @Slot()
    def toggle(self) -> None:
        """Train if it stands, hold on if it runs."""
        self.play(self._state.status != "running")

    def start(self, then: Then = "") -> None:
        """Begin a run by the forms; then play, or do one step."""
        plan, spec = self._left.plan.plan, self._left.network.spec
        if spec is None:
            self._left.show_section("network")
            self._page.failed.emit(f"The network does not fit: {self._left.network.checked.error}")
            return
        if not self._left.plan.valid:
            self._left.show_section("plan")
            self._page.failed.emit("A field of the plan holds no usable value.")
            return
        self._trainer.start(plan, spec, "", then)

    @Slot()
    def enqueue(self) -> None:
        """Let a run by the forms begin when those before it are done."""
        spec = self._left.network.spec
        if spec is not None and self._left.plan.valid:
            self._trainer.enqueue(self._left.plan.plan, spec, "")
            self._left.show_section("runs")

    @Slot()
    def newest(self) -> None:
        """Go to the newest step."""
        if self._state.run is not None:
            self._trainer.jump(self._state.head)

    @Slot()
    def branch(self) -> None:
        """Begin another run from the step that is shown; at the end, with as many epochs more."""
        state = self._state
        if state.run is None:
            return
        more = {"epochs": 2 * state.plan.epochs} if self._at_end() and state.plan else {}
        self._trainer.branch(more, "")

    @Slot()
    def save(self) -> None:
        """Ask for a name and save the weights of this moment."""
        if self._state.run is None:
            return
        path = ask_checkpoint(self._page, self._state.run.name, self._state.step)
        if path is not None:
            self._trainer.save_checkpoint(path)

    @Slot()
    def open_folder(self) -> None:
        """Ask for the folder of a run and open it."""
        folder = ask_folder(self._page, "Open the folder of a run")
        if folder is not None:
            self._trainer.open_run(folder)

    def _at_end(self) -> bool:
        """Whether the run stands at the end of its plan."""
        state = self._state
        return state.finished and state.status == "paused" and state.step >= state.head

    def _say_end(self) -> None:
        run, plan = self._state.run, self._state.plan
        if run is not None and plan is not None:
            epochs = "1 epoch" if plan.epochs == 1 else f"{plan.epochs:,} epochs"
            self._page.message_reported.emit(
                f"All {format_steps(run.total)} of the plan are done; Branch goes on for {epochs}."
            )

    # What is shown ---------------------------------------------------------------------------

    def set_awake(self, awake: bool) -> None:
        """Show what was missed, or stop showing."""
        self._awake = awake
        self._judging.set_awake(awake)
        if awake:
            self._trainer.list_stored()
            for key, part in self._late:
                self._append(key, part)
            self._late.clear()
            self._show_state()

    @Slot(object)
    def _on_state(self, state: TrainerState) -> None:
        self._state = state
        if self._awake:
            self._show_state()

    def _show_state(self) -> None:
        state, run = self._state, self._state.run
        validations = self._validations.get(run.key, ()) if run is not None else ()
        marks = marks_of(state, validations, self._runs.values())
        self._middle.transport.show_state(transport_state(state, marks))
        self._middle.show_state(state)
        self._middle.doctor.show_diagnosis(state.diagnosis)
        self._left.show_run(run is not None)
        if run is not None and state.plan is not None and state.plan != self._left.run_plan.plan:
            self._left.run_plan.show_plan(state.plan)
        if run is not None:
            self._right.curves.show_cursor(state.step if state.step < state.head else None)
            self._show_open(run.key, state.step, state.head)
        self._show_run(run)
        self._judging.show(state, validations)

    def _show_run(self, run: RunFacts | None) -> None:
        key = run.key if run is not None else ""
        if key == self._shown_run:
            return
        self._shown_run = key
        if run is not None:
            self._show_accuracy(not run.spec.reconstructs)
            self._right.curves.show_run(run.key, short_name(run), total=run.total)
            self._right.curves.show_length(run.total, run.steps_per_epoch)
            self._left.run_plan.show_images(run.images)
            self._left.show_repeats(repeats_words(run))
            if run.note:
                self._page.message_reported.emit(run.note)

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
        self._runs[run.key] = run
        self._right.curves.show_run(run.key, short_name(run), total=run.total)
        self._left.show_plan("run")

    @Slot(str)
    def _on_run_closed(self, key: str) -> None:
        self._runs.pop(key, None)
        self._validations.pop(key, None)
        self._late = [late for late in self._late if late[0] != key]
        self._right.curves.remove_run(key)

    @Slot(object)
    def _on_runs(self, runs: tuple[OpenRun, ...]) -> None:
        self._open = runs
        self._say_open()

    def _show_open(self, key: str, step: int, head: int) -> None:
        """Show where the active run stands now in the lists of runs."""
        moved = [replace(r, step=step, head=head) if r.key == key else r for r in self._open]
        if tuple(moved) != self._open:
            self._open = tuple(moved)
            self._say_open()

    def _say_open(self) -> None:
        self._left.runs.show_open(self._open)
        firsts = {key: run.first for key, run in self._runs.items()}
        parents = {key: run.parent.id for key, run in self._runs.items() if run.parent}
        self._right.compare.show_runs(self._open, firsts, parents)
        if self._right.panel == "compare":
            self._right.compare.renew()

    @Slot(object)
    def _on_stored(self, stored: tuple[Any, ...]) -> None:
        self._left.runs.show_stored([run for run in stored if run.notes.id not in self._runs])
        self._middle.holder.invitation.show_stored(len(stored))
        self._middle.holder.place()

    @Slot(str, object)
    def _on_curves(self, key: str, part: CurvePart) -> None:
        if self._awake:
            self._append(key, part)
        else:
            self._late.append((key, part))

    def _append(self, key: str, part: CurvePart) -> None:
        if key in self._runs:
            self._right.curves.append(key, part)

    @Slot(str, object)
    def _on_validated(self, key: str, validations: tuple[Validation, ...]) -> None:
        self._validations[key] = validations
        if key in self._runs:
            self._right.curves.show_validations(key, validations)
        if self._awake:
            self._show_state()

    @Slot(object)
    def _on_diagnosed(self, diagnosis: Diagnosis | None) -> None:
        if self._awake:
            self._middle.doctor.show_diagnosis(diagnosis)

    # How it is connected ---------------------------------------------------------------------

    def _connect_wishes(self) -> None:
        trainer, middle, left = self._trainer, self._middle, self._left
        transport = middle.transport
        transport.play_requested.connect(self.play)
        transport.step_requested.connect(self.step)
        transport.stop_requested.connect(trainer.stop)
        transport.jump_requested.connect(trainer.jump)
        transport.branch_requested.connect(self.branch)
        transport.unit_requested.connect(trainer.set_unit)
        transport.speed_requested.connect(trainer.set_speed)
        transport.target_requested.connect(trainer.set_target)
        middle.doctor.rescue_requested.connect(trainer.rescue)
        middle.doctor.dismiss_requested.connect(trainer.dismiss)
        middle.holder.invitation.train_requested.connect(lambda: self.play(True))
        middle.holder.invitation.step_requested.connect(self._on_step_by_step)
        middle.holder.invitation.stored_requested.connect(lambda: left.show_section("runs"))
        middle.holder.preparing.cancel_requested.connect(trainer.cancel)
        middle.strip.draw_requested.connect(trainer.make_network)
        middle.strip.save_requested.connect(self.save)
        left.start_requested.connect(lambda: self.start("play"))
        left.queue_requested.connect(self.enqueue)
        left.run_plan.change_requested.connect(trainer.change)
        runs = left.runs
        runs.activate_requested.connect(trainer.activate)
        runs.close_requested.connect(trainer.close_run)
        runs.unqueue_requested.connect(trainer.unqueue)
        runs.start_requested.connect(trainer.start_queued)
        runs.open_requested.connect(trainer.open_run)
        runs.delete_requested.connect(trainer.delete_stored)
        runs.folder_requested.connect(self.open_folder)
        self._right.curves.step_requested.connect(trainer.jump)

    def _connect_facts(self) -> None:
        trainer, page = self._trainer, self._page
        trainer.state_changed.connect(self._on_state)
        trainer.run_opened.connect(self._on_run_opened)
        trainer.run_closed.connect(self._on_run_closed)
        trainer.runs_changed.connect(self._on_runs)
        trainer.queue_changed.connect(self._left.runs.show_queued)
        trainer.stored_changed.connect(self._on_stored)
        trainer.curves_grown.connect(self._on_curves)
        trainer.validated.connect(self._on_validated)
        trainer.diagnosed.connect(self._on_diagnosed)
        trainer.network_made.connect(page.network_taken)
        trainer.message_reported.connect(page.message_reported)
        trainer.failed.connect(page.failed)

    @Slot()
    def _on_step_by_step(self) -> None:
        self._trainer.set_unit("phase")
        self._right.show_panel("step")
        self.start("step")
