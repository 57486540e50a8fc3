"""Connects the Train page's scene: values, gradients, weight changes, or two moments' difference.

Which of them depends on where the run stands, on the panel at the right and on two chips.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from explorer.live.training.facts import Anatomy, Shown, TrainerState
from explorer.views.cards.host import CardHost
from explorer.views.kernels.host import KernelHost
from explorer.views.parts.words import article
from explorer.views.scene.selection_places import pad_box
from explorer.views.train.selecting import Watched

if TYPE_CHECKING:
    from explorer.live.session import Session
    from explorer.live.training.trainer import Trainer
    from explorer.network.cells import Selection
    from explorer.network.records import Trace
    from explorer.network.spec import Spec
    from explorer.training.look.moments import Difference
    from explorer.views.style.theme import Theme
    from explorer.views.train.page import TrainPage

_SLOW = 1.0  # steps a second; below, the phases are shown one by one


class SceneHost(QObject):
    """Shows in the scene what was watched, the step under way, or a difference."""

    def __init__(self, page: TrainPage, session: Session, trainer: Trainer) -> None:
        super().__init__(page)
        self._page, self._session, self._trainer = page, session, trainer
        self._scene, self._strip = page.middle.scene, page.middle.strip
        self._state = trainer.state
        self._spec: Spec | None = None
        self._shown: Shown | None = None
        self._anatomy: Anatomy | None = None
        self._difference: Difference | None = None
        self._by_phase: bool | None = None
        self._selected: tuple[Selection | None, bool] = (None, False)
        self._said = False  # a cell, and not that there is none
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

    def release(self) -> None:
        """Let go of the selected cell."""
        self.selecting.release()

    @property
    def watched(self) -> str:
        """What the scene shows while a run is open: "picture" or "batch"."""
        return self._strip.watched.shown

    @Slot(str)
    def watch(self, what: str) -> None:
        """Show the watched picture, or the step under way."""
        self._strip.watched.show_chosen(what)
        self._show()

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
            self._page.right.compare.show_difference(None)
            if state.run is None:
                self._spec = self._shown = None
                self._show_trace(None)
                planned = self._page.left.network.spec
                if planned is not None:
                    self._scene.show_spec(planned)
        by_phase = state.unit == "phase" or 0 < state.speed < _SLOW
        if by_phase != self._by_phase:
            self._by_phase = by_phase
            self._strip.watched.show_chosen("batch" if by_phase else "picture")
            self._show()
        elif state.status != before.status:
            self._show()

    @Slot(object)
    def _on_shown(self, shown: Shown) -> None:
        self._shown = shown
        if self.watched == "picture" or self._stale(self._anatomy):
            self._show()

    @Slot(object)
    def _on_looked(self, anatomy: Anatomy | None) -> None:
        self._anatomy = anatomy
        classes = self._state.run.classes if self._state.run is not None else ()
        self._page.right.step.show_anatomy(anatomy, classes)
        self._show()

    @Slot(object)
    def _on_compared(self, difference: Difference | None) -> None:
        self._difference = difference
        self._page.right.compare.show_difference(difference)
        self._show()

    # What is drawn ---------------------------------------------------------------------------

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
        if self._selected[0] is not None or self._said:
            self._say_selection()

    def _show_now(self) -> None:
        self.selecting.set_outdated(False)
        if self._compares():
            assert self._difference is not None
            self.selecting.show_trace(self._difference.stages.after)
            self._scene.show_difference(self._difference.stages)
            self._say(_difference_words(self._difference))
        elif self.watched == "batch" and self._anatomy and not self._stale(self._anatomy):
            self._show_anatomy(self._anatomy)
        elif self._shown is not None:
            self._show_moment(self._shown)

    def _compares(self) -> bool:
        right = self._page.right
        wanted = right.panel == "compare" and right.compare.in_scene.isChecked()
        return wanted and self._difference is not None

    def _stale(self, anatomy: Anatomy | None) -> bool:
        """Whether the run has gone on since, or nothing is known."""
        return anatomy is None or (anatomy.step, anatomy.phase) != (
            self._state.step,
            self._state.phase,
        )

    def _show_trace(self, trace: Trace | None) -> None:
        """Show a trace, and in it what is selected."""
        self._scene.show_trace(trace)
        self.selecting.show_trace(trace)

    def _show_moment(self, shown: Shown) -> None:
        prepared = self._session.preparation if shown.source == "drawing" else None
        if (
            prepared is None
            or shown.trace is None
            or prepared.pixels.shape != shown.trace.pixels.shape
        ):
            prepared = None
        self.selecting.show_preparation(prepared)
        self._show_trace(shown.trace)
        if shown.trace is None:
            self._scene.show_weights(shown.weights)
        self.selecting.show_weights(shown.weights)
        words = {"drawing": self._page.follow_host.words, "sample": self._page.follow_host.words}
        what = words.get(shown.source, "an image of the batch")
        self._say(f"{what}, after step {shown.step:,}")

    def _show_anatomy(self, anatomy: Anatomy) -> None:
        forward = anatomy.forward
        if forward is not None:
            self.selecting.set_outdated(anatomy.phase == 0)
            self.selecting.show_preparation(None)
            self._show_trace(forward.trace)
        phase = self._page.right.step.phase
        if phase == "backward" and anatomy.backward is not None:
            self._scene.show_gradients(anatomy.backward)
        elif phase == "update" and anatomy.update is not None:
            self._scene.show_changes(anatomy.update)
        self._say(self._anatomy_words(anatomy, phase))

    def _anatomy_words(self, anatomy: Anatomy, phase: str) -> str:
        step = anatomy.step if anatomy.phase == 0 else anatomy.step + 1
        if phase == "update" and anatomy.update is not None:
            return f"what the update of step {step:,} changed"
        what = "gradients" if phase == "backward" and anatomy.backward is not None else "values"
        words = f"{what} in step {step:,}"
        if anatomy.forward is not None and self._state.run is not None:
            label = int(anatomy.forward.labels[anatomy.sample])
            name = article(self._state.run.classes[label])
            words += f", batch image {anatomy.sample + 1}, {name}"
        return words

    def _say(self, words: str) -> None:
        self._strip.words.show_text(words[:1].upper() + words[1:])

    # How it is connected ---------------------------------------------------------------------

    def _connect(self) -> None:
        trainer, right, scene = self._trainer, self._page.right, self._scene
        selecting = self.selecting
        scene.cell_hovered.connect(selecting.hover)
        scene.cell_clicked.connect(selecting.freeze)
        scene.released.connect(selecting.release)
        scene.kernel_clicked.connect(self._kernels.show_kernel)
        selecting.selection_changed.connect(scene.show_selection)
        selecting.selection_changed.connect(self._on_selection)
        selecting.contributions.connect(scene.show_contributions)
        selecting.message_reported.connect(self._page.message_reported)
        selecting.failed.connect(self._page.failed)
        self._page.left.follow.bars.cell_hovered.connect(selecting.hover)
        trainer.state_changed.connect(self._on_state)
        trainer.shown.connect(self._on_shown)
        trainer.looked.connect(self._on_looked)
        trainer.compared.connect(self._on_compared)
        right.compare.compare_requested.connect(trainer.compare)
        right.compare.shown_in_scene.connect(lambda _on: self._show())
        right.panel_chosen.connect(self._on_panel)
        right.step.sample_chosen.connect(trainer.choose_sample)
        right.step.phase_chosen.connect(self._on_phase_chosen)
        self._strip.watched_requested.connect(self.watch)

    @Slot(object, bool)
    def _on_selection(self, selection: Selection | None, frozen: bool) -> None:
        self._selected = selection, frozen
        if not self._showing:
            self._say_selection()
        pad = self._page.left.follow.pad
        pad.show_marked(pad_box(selection, self.selecting.preparation))
        self._page.left.follow.bars.show_selection(selection)

    def _say_selection(self) -> None:
        """Say the selected cell with the number that the scene shows there."""
        selection, frozen = self._selected
        self._said = selection is not None
        self._page.selection_changed.emit(self._scene.restated(selection), frozen)

    @Slot(str)
    def _on_phase_chosen(self, _phase: str) -> None:
        """Let the scene show the phase that the panel shows."""
        self.watch("batch")

    @Slot(str)
    def _on_panel(self, panel: str) -> None:
        compare = self._page.right.compare
        if panel == "compare" and (self._difference is None or compare.stale):
            compare.ask()
        self._show()


def _difference_words(difference: Difference) -> str:
    first, second = difference.first, difference.second
    if first.name == second.name:
        return f"step {second.step:,} minus step {first.step:,} of {first.name}"
    return f"{second.name} at step {second.step:,} minus {first.name} at step {first.step:,}"
