"""Connects the Train page's scene: values, gradients, weight changes, or two moments' difference.

Which of them depends on where the run stands, on the panel at the right and on two chips.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from explorer.live.session import Session
from explorer.live.training import commands
from explorer.live.training.facts import Anatomy, Shown, TrainerState
from explorer.live.training.trainer import Trainer
from explorer.network.cells import Selection
from explorer.network.records import Trace
from explorer.network.spec import Spec
from explorer.text import _
from explorer.views.cards.host import CardHost
from explorer.views.kernels.host import KernelHost
from explorer.views.parts.words import article
from explorer.views.scene.selection_places import pad_box
from explorer.views.style.theme import Theme
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
        session: Session,
        trainer: Trainer,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._scene, self._strip = middle.scene, middle.strip
        self._right, self._step, self._compare = right, right.step, right.compare
        self._pad, self._bars = follow.pad, follow.bars
        self._session, self._trainer = session, trainer
        self._state = trainer.state
        self._spec: Spec | None = None
        self._planned: Spec | None = None  # of the next run
        self._followed = ""  # what is watched, in words
        self._shown: Shown | None = None
        self._anatomy: Anatomy | None = None
        self._difference: Difference | None = None
        self._by_phase: bool | None = None
        self._selected: tuple[Selection | None, bool] = (None, False)
        self._emitted = False  # a cell, and not that there is none
        self._showing = False  # in the middle of it the numbers in the scene are not yet those
        self._awake = False
        self._strip.watched.show_chosen("picture")
        self.selecting = Watched(trainer, self)
        self.card_host = CardHost(self._scene, self.selecting)
        self._kernels = KernelHost(self._scene, self.selecting, None)
        self._connect()

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self.card_host.card.set_theme(theme)
        self._kernels.set_theme(theme)

    def set_awake(self, awake: bool) -> None:
        """Draw only while the page is seen."""
        self._awake = awake
        if awake:
            self._show()

    def show_kernels(self) -> None:
        """Open the kernels of the selected convolution, or of the first."""
        if self.selecting.trace is not None:
            self._kernels.show_stage()

    @property
    def watched(self) -> str:
        """What the scene shows while a run is open: "picture" or "batch"."""
        return self._strip.watched.shown

    @Slot(str)
    def watch(self, what: str) -> None:
        """Show the watched picture, or the step under way."""
        self._strip.watched.show_chosen(what)
        self._show()

    @Slot(object)
    def show_planned(self, spec: Spec) -> None:
        """Show the network of the next run, while none is open."""
        self._planned = spec
        if self._state.run is None:
            self._scene.show_spec(spec)

    @Slot(str)
    def show_followed(self, description: str) -> None:
        """Take over what is watched, in words."""
        self._followed = description

    # What comes from the trainer -------------------------------------------------------------

    @Slot(object)
    def _on_state(self, state: TrainerState) -> None:
        before, self._state = self._state, state
        spec = state.run.spec if state.run is not None else None
        if spec is not None and spec is not self._spec:
            self._spec = spec
            self._scene.show_spec(spec)
        if state.run is not before.run:
            self._anatomy = self._difference = None
            self._compare.show_difference(None)
            if state.run is None:
                self._spec = self._shown = None
                self._show_trace(None)
                if self._planned is not None:
                    self._scene.show_spec(self._planned)
        by_phase = state.by_phase
        if by_phase != self._by_phase:
            self._by_phase = by_phase
            self.watch("batch" if by_phase else "picture")
        elif state.status != before.status:
            self._show()

    @Slot(object)
    def _on_shown(self, shown: Shown) -> None:
        self._shown = shown
        if self.watched == "picture" or self._outdated(self._anatomy):
            self._show()

    @Slot(object)
    def _on_looked(self, anatomy: Anatomy | None) -> None:
        self._anatomy = anatomy
        classes = self._state.run.classes if self._state.run is not None else ()
        self._step.show_anatomy(anatomy, classes)
        self._show()

    @Slot(object)
    def _on_compared(self, difference: Difference | None) -> None:
        self._difference = difference
        self._compare.show_difference(difference)
        self._show()

    # What is drawn ---------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        if not self._awake or self._state.run is None:
            return
        self._showing = True
        try:
            self._show_now()
        finally:
            self._showing = False
        derived = self._scene.canvas.state.derived
        self.selecting.set_explaining(derived is None or derived.stages is None)
        if self._selected[0] is not None or self._emitted:
            self._emit_selection()

    def _show_now(self) -> None:
        self.selecting.set_outdated(False)
        compares = self._right.panel == "compare" and self._compare.in_scene.isChecked()
        if compares and self._difference is not None:
            self.selecting.show_trace(self._difference.stages.after)
            self._scene.show_difference(self._difference.stages)
            self._strip.words.show_text(describe_difference(self._difference))
        elif self.watched == "batch" and self._anatomy and not self._outdated(self._anatomy):
            self._show_anatomy(self._anatomy)
        elif self._shown is not None:
            self._show_moment(self._shown)

    def _outdated(self, anatomy: Anatomy | None) -> bool:
        """Whether the run has gone on since, or nothing is known."""
        at = self._state.step, self._state.phase
        return anatomy is None or (anatomy.step, anatomy.phase) != at

    def _show_trace(self, trace: Trace | None) -> None:
        """Show a trace, and in it what is selected."""
        self._scene.show_trace(trace)
        self.selecting.show_trace(trace)

    def _show_moment(self, shown: Shown) -> None:
        prepared = self._session.preparation if shown.source == "drawing" else None
        trace = shown.trace
        if prepared is not None and (trace is None or prepared.pixels.shape != trace.pixels.shape):
            prepared = None
        self.selecting.show_preparation(prepared)
        self._show_trace(trace)
        if trace is None:
            self._scene.show_weights(shown.weights)
        self.selecting.show_weights(shown.weights)
        what = _("An image of the batch") if shown.source == "batch" else self._followed
        text = _("{what}, after step {step:,}").format(what=what, step=shown.step)
        self._strip.words.show_text(text)

    def _show_anatomy(self, anatomy: Anatomy) -> None:
        if anatomy.forward is not None:
            self.selecting.set_outdated(anatomy.phase == 0)
            self.selecting.show_preparation(None)
            self._show_trace(anatomy.forward.trace)
        phase = self._step.phase
        if phase == "backward" and anatomy.backward is not None:
            self._scene.show_gradients(anatomy.backward)
        elif phase == "update" and anatomy.update is not None:
            self._scene.show_changes(anatomy.update)
        classes = self._state.run.classes if self._state.run is not None else ()
        self._strip.words.show_text(describe_anatomy(anatomy, phase, classes))

    # How it is connected ---------------------------------------------------------------------

    def _connect(self) -> None:
        trainer, scene, selecting = self._trainer, self._scene, self.selecting
        scene.cell_hovered.connect(selecting.hover)
        scene.cell_clicked.connect(selecting.freeze)
        scene.released.connect(selecting.release)
        scene.kernel_clicked.connect(self._kernels.show_kernel)
        selecting.selection_changed.connect(scene.show_selection)
        selecting.selection_changed.connect(self._on_selection)
        selecting.contributions.connect(scene.show_contributions)
        selecting.message_reported.connect(self.message_reported)
        selecting.failed.connect(self.failed)
        self._bars.cell_hovered.connect(selecting.hover)
        trainer.state_changed.connect(self._on_state)
        trainer.shown.connect(self._on_shown)
        trainer.looked.connect(self._on_looked)
        trainer.compared.connect(self._on_compared)
        self._compare.compare_requested.connect(trainer.sends(commands.CompareMoments))
        self._compare.shown_in_scene.connect(self._show)
        self._right.panel_chosen.connect(self._on_panel)
        self._step.sample_chosen.connect(trainer.sends(commands.ChooseSample))
        self._step.phase_chosen.connect(lambda _phase: self.watch("batch"))
        self._strip.watched_requested.connect(self.watch)

    @Slot(object, bool)
    def _on_selection(self, selection: Selection | None, frozen: bool) -> None:
        self._selected = selection, frozen
        if not self._showing:
            self._emit_selection()
        self._pad.show_marked(pad_box(selection, self.selecting.preparation))
        self._bars.show_selection(selection)

    def _emit_selection(self) -> None:
        selection, frozen = self._selected
        self._emitted = selection is not None
        self.selection_changed.emit(self._scene.restated(selection), frozen)

    @Slot(str)
    def _on_panel(self, panel: str) -> None:
        if panel == "compare" and (self._difference is None or self._compare.stale):
            self._compare.ask()
        self._show()


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
