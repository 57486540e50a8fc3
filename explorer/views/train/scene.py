"""Connects the Train page's scene: values, gradients, weight changes, or two moments' difference.

Which of them depends on where the run stands, on the panel at the right and on two chips.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from explorer.live.frame import Frame
from explorer.live.session import Session
from explorer.live.training import commands
from explorer.live.training.facts import Anatomy, Shown, TrainerState
from explorer.live.training.trainer import Trainer
from explorer.network.cells import Selection
from explorer.network.compare import Comparison
from explorer.network.spec import Spec
from explorer.text import _
from explorer.views.cards.host import CardHost
from explorer.views.focus.host import FocusHost
from explorer.views.kernels.host import KernelHost
from explorer.views.parts.number_text import article
from explorer.views.scene.options import Reading
from explorer.views.scene.selection_places import pad_box
from explorer.views.train.follow_panel import FollowPanel
from explorer.views.train.middle import TrainMiddle
from explorer.views.train.right import TrainRight
from explorer.views.train.selecting import Watched

if TYPE_CHECKING:  # it imports torch
    from explorer.training.look.moments import Difference


class SceneHost(QObject):
    """Shows in the scene what was watched, the step under way, or a difference.

    Emits `selection_changed(Selection | None, frozen)` with the number that the scene shows in
    the selected cell.
    """

    selection_changed = Signal(object, bool)
    message_reported = Signal(str)
    failed = Signal(str)

    def __init__(
        self,
        middle: TrainMiddle,
        right: TrainRight,
        follow: FollowPanel,
        selecting: Watched,
        hosts: tuple[CardHost, FocusHost],
        session: Session,
        trainer: Trainer,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._scene, self._strip = middle.scene, middle.strip
        self._right, self._step, self._compare = right, right.step, right.compare
        self._phases = middle.transport.phases
        self._pad, self._bars = follow.pad, follow.bars
        self._session, self._trainer = session, trainer
        self._state = trainer.state
        self._planned: Spec | None = None  # of the next run
        self._followed = ""  # what is watched, in words
        self._shown: Shown | None = None
        self._anatomy: Anatomy | None = None
        self._difference: Difference | None = None
        self._by_phase: bool | None = None
        self._selected: Selection | None = None  # as it was shown last
        self._awake = False
        self.selecting, self._hosts = selecting, hosts
        self.kernel_host = KernelHost(self._scene, self.selecting)
        self._frame = self.selecting.frame
        self._connect()

    def set_awake(self, awake: bool) -> None:
        """Draw only while the page is seen."""
        self._awake = awake
        if awake:
            self._show()

    @property
    def watched(self) -> str:
        """What the scene shows while a run is open: "picture" or "batch"."""
        return self._strip.watched.shown

    @Slot(str)
    def watch(self, what: str) -> None:
        """Show the watched picture, or the step under way."""
        self._strip.watched.show_chosen(what)
        self._show()

    @Slot(str)
    def open_phase(self, phase: str) -> None:
        """Show a phase of the step, in the scene and beside it; "" is the one in sight."""
        self._right.choose_panel("step")
        self.show_phase(phase or self._step.phase)
        self.watch("batch")

    def show_phase(self, phase: str) -> None:
        """Show a phase wherever the step is looked at."""
        self._step.show_phase(phase)
        self._show()

    @Slot(object)
    def show_planned(self, spec: Spec) -> None:
        """Show the network of the next run, while none is open."""
        self._planned = spec
        if self._state.run is None:
            self.selecting.show(Frame(spec))

    @Slot(str)
    def show_followed(self, description: str) -> None:
        """Take over what is watched, in words."""
        self._followed = description

    # What comes from the trainer -------------------------------------------------------------

    @Slot(object)
    def _on_state(self, state: TrainerState) -> None:
        before, self._state = self._state, state
        if state.run is not before.run:
            self._anatomy = self._difference = None
            self._compare.clear()
            spec = self._planned if state.run is None else state.run.spec
            if state.run is None:
                self._shown = None
            if state.run is None or spec != self._frame.spec:
                self.selecting.show(Frame(spec or self._frame.spec))
        by_phase = state.by_phase
        if by_phase != self._by_phase:
            self._by_phase = by_phase
            self.watch("batch" if by_phase else "picture")
        elif state.status != before.status:
            self._show()

    @Slot(object)
    def _on_shown(self, shown: Shown) -> None:
        self._shown = shown
        passing = shown.source == "batch" and self._state.status == "running"
        if shown.trace is not None and not passing:  # every step has another image
            self._compare.show_picture(shown.trace.pixels)
        if self.watched == "picture" or self._outdated(self._anatomy):
            self._show()

    @Slot(object)
    def _on_looked(self, anatomy: Anatomy | None) -> None:
        self._anatomy = anatomy
        classes = self._state.run.classes if self._state.run is not None else ()
        self._step.show_anatomy(anatomy, classes)
        self.show_phase(self._step.phase)

    @Slot(object)
    def _on_compared(self, difference: Difference) -> None:
        self._difference = difference
        self._compare.show_difference(difference)
        self._show()

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        self._difference = None
        self._compare.show_refusal(sentence)
        self._show()

    # What is drawn ---------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        if not self._awake or self._state.run is None:
            return
        looks = self.watched == "batch" or self._right.panel == "step"
        self._phases.show_phase(self._step.phase if looks else "")
        compares = self._right.panel == "compare" and self._compare.in_scene.isChecked()
        found = self._difference
        if compares and found is not None and found.stages is not None:
            self._show_difference(found, found.stages)
        elif self.watched == "batch" and self._anatomy and not self._outdated(self._anatomy):
            self._show_anatomy(self._anatomy)
        elif self._shown is not None:
            self._show_moment(self._shown)

    def _show_frame(
        self, frame: Frame, reading: Reading, description: str, *, outdated: bool = False
    ) -> None:
        """Show a moment, of which the cells hold values or what the reading names."""
        self._strip.words.show_text(description)
        self.selecting.set_outdated(outdated)
        self._scene.show_options(replace(self._scene.options, reading=reading))
        self.selecting.show(frame, explaining=reading in ("values", "changes"))

    def _outdated(self, anatomy: Anatomy | None) -> bool:
        """Whether the run has gone on since, or nothing is known."""
        at = self._state.step, self._state.phase
        return anatomy is None or (anatomy.step, anatomy.phase) != at

    def _show_difference(self, difference: Difference, stages: Comparison) -> None:
        trace = stages.after
        frame = Frame(trace.spec, trace=trace, weights=trace.weights, comparison=stages)
        self._show_frame(frame, "differences", describe_difference(difference))

    def _show_moment(self, shown: Shown) -> None:
        prepared = self._session.preparation if shown.source == "drawing" else None
        trace, run = shown.trace, self._state.run
        assert run is not None
        if prepared is not None and (trace is None or prepared.pixels.shape != trace.pixels.shape):
            prepared = None
        what = _("An image of the batch") if shown.source == "batch" else self._followed
        text = _("{what}, after step {step:,}").format(what=what, step=shown.step)
        spec = run.spec if trace is None else trace.spec
        frame = Frame(spec, preparation=prepared, weights=shown.weights, trace=trace)
        self._show_frame(frame, "values", text)

    def _show_anatomy(self, anatomy: Anatomy) -> None:
        frame, phase = replace(self._frame, comparison=None), self._step.phase
        if anatomy.forward is not None:
            trace = anatomy.forward.trace
            frame = Frame(trace.spec, trace=trace, weights=trace.weights)
        frame = replace(frame, gradients=anatomy.backward, changes=anatomy.update)
        reading: Reading = "values"
        if phase == "backward" and anatomy.backward is not None:
            reading = "gradients"
        elif phase == "update" and anatomy.update is not None:
            reading = "changes"
        classes = self._state.run.classes if self._state.run is not None else ()
        self._show_frame(
            frame,
            reading,
            describe_anatomy(anatomy, phase, classes),
            outdated=anatomy.forward is not None and anatomy.phase == 0,
        )

    # How it is connected ---------------------------------------------------------------------

    def _connect(self) -> None:
        trainer, scene, selecting = self._trainer, self._scene, self.selecting
        scene.cell_hovered.connect(selecting.hover)
        scene.cell_clicked.connect(selecting.freeze)
        scene.released.connect(selecting.release)
        scene.kernel_clicked.connect(self.kernel_host.show_kernel)
        selecting.frame_changed.connect(self._on_frame_changed)
        selecting.message_reported.connect(self.message_reported)
        selecting.failed.connect(self.failed)
        self._bars.cell_hovered.connect(selecting.hover)
        trainer.state_changed.connect(self._on_state)
        trainer.shown.connect(self._on_shown)
        trainer.looked.connect(self._on_looked)
        trainer.compared.connect(self._on_compared)
        trainer.comparison_refused.connect(self._on_refused)
        self._compare.compare_requested.connect(trainer.sends(commands.CompareMoments))
        self._compare.in_scene.clicked.connect(self._show)
        self._right.panel_chosen.connect(self._show)
        self._step.sample_chosen.connect(trainer.sends(commands.ChooseSample))
        self._strip.watched.chosen.connect(self.watch)

    @Slot(object)
    def _on_frame_changed(self, frame: Frame) -> None:
        before, self._frame = self._frame, frame
        self._scene.show_frame(frame)
        for host in self._hosts:
            host.show_frame(frame)
        if frame.frozen != before.frozen:
            self._right.show_kept(frame.frozen)
        if frame.differs(before, "selection", "preparation"):
            self._pad.show_marked(pad_box(frame.selection, frame.preparation))
            self._bars.show_selection(frame.selection)
        selection = self._scene.selection
        if selection is not None or self._selected is not None:
            self._selected = selection
            self.selection_changed.emit(selection, frame.frozen)


def describe_difference(difference: Difference) -> str:
    """Return which moments the scene shows the difference of."""
    first, second = difference.first, difference.second
    sentence = (
        _("Step {second:,} minus step {first:,} of {run}")
        if first.name == second.name
        else _("{other} at step {second:,} minus {run} at step {first:,}")
    )
    return sentence.format(first=first.step, second=second.step, run=first.name, other=second.name)


def describe_anatomy(anatomy: Anatomy, phase: str, classes: tuple[str, ...]) -> str:
    """Return what the scene shows of a step at a phase, and of which image of the batch."""
    step = anatomy.step if anatomy.phase == 0 else anatomy.step + 1
    if phase == "update" and anatomy.update is not None:
        return _("What the update of step {step:,} changed").format(step=step)
    gradients = phase == "backward" and anatomy.backward is not None
    if anatomy.forward is None or not classes:
        sentence = _("Gradients in step {step:,}") if gradients else _("Values in step {step:,}")
        return sentence.format(step=step)
    sentence = (
        _("Gradients in step {step:,}, batch image {index}, {name}")
        if gradients
        else _("Values in step {step:,}, batch image {index}, {name}")
    )
    name = article(classes[int(anatomy.forward.labels[anatomy.sample])])
    return sentence.format(step=step, index=anatomy.sample + 1, name=name)
