"""Shows on the confusion panel how good the run was at the very step that is shown.

Validations are recorded now and then. Where the run holds on between two of them it is judged
once more, but only while somebody looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from explorer.live.training import commands
from explorer.live.training.facts import TrainerState
from explorer.live.training.trainer import Trainer
from explorer.text import _, ngettext
from explorer.views.judged.confusion_panel import ConfusionPanel, format_score
from explorer.views.parts.number_text import figure

if TYPE_CHECKING:  # it imports torch
    from explorer.training.record.validation import Validation

_REST_MS = 150  # at a step before it is judged: a slider that is pulled passes many


class JudgeHost(QObject):
    """Gives the confusion panel the validation of the step shown, else the newest before it."""

    def __init__(self, panel: ConfusionPanel, trainer: Trainer, parent: QObject) -> None:
        super().__init__(parent)
        self._panel, self._trainer = panel, trainer
        self._state = TrainerState()
        self._recorded: tuple[Validation, ...] = ()
        self._judged: tuple[str, Validation] | None = None  # because we asked for it
        self._asked: tuple[str, int] | None = None
        self._shown: Validation | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask)
        panel.matrix.tile_chosen.connect(self.look)
        trainer.judged.connect(self._on_judged)

    @Slot(object, object)
    def show_state(self, state: TrainerState, recorded: tuple[Validation, ...]) -> None:
        """Show a state of the active run, with all validations that it recorded."""
        moved = _place(state) != _place(self._state)
        if moved:
            self._asked = None
        if _place(state)[:2] != _place(self._state)[:2]:
            self._judged = None  # the run may come here again with other weights
        self._state, self._recorded = state, recorded
        self._show_newest()
        if moved or not self._rest.isActive():
            self.look()

    @Slot()
    def look(self) -> None:
        """Let the step be judged soon, if it is seen and its score or its images are not known."""
        state = self._state
        holds = state.run is not None and state.status == "paused"
        here = self._shown is not None and self._shown.step == state.step
        known = here and self._panel.complete
        if self._panel.isVisible() and holds and not known and self._asked != _place(state)[:2]:
            self._rest.start()
        else:
            self._rest.stop()

    def _show_newest(self) -> None:
        run, newest = self._state.run, self._newest()
        if newest is not self._shown:
            self._shown = newest
            if run is None or newest is None:
                self._panel.show_validation(None, ())
            else:
                self._panel.show_validation(newest, run.classes, run.judge.images)
        score = "" if newest is None else describe_validation(newest, self._state.step)
        self._panel.score.setText(score)

    def _newest(self) -> Validation | None:
        """Return what is known of the step shown, else of the latest before it."""
        state = self._state
        known = [v for v in self._recorded if v.step <= state.step]
        newest = known[-1] if known else None
        key, step, _status = _place(state)
        if self._judged is not None and (self._judged[0], self._judged[1].step) == (key, step):
            return self._judged[1]
        return newest

    @Slot()
    def _ask(self) -> None:
        run = self._state.run
        if run is not None and self._panel.isVisible():
            self._asked = run.key, self._state.step
            self._trainer.send(commands.JudgeStep())

    @Slot(str, object)
    def _on_judged(self, key: str, validation: Validation) -> None:
        self._judged, self._asked = (key, validation), None
        self._show_newest()


def describe_validation(validation: Validation, step: int) -> str:
    """Return when and by what a run was judged, and whether that is the `step` on screen."""
    score = _("loss {loss}").format(loss=figure(validation.loss, 3))
    if not validation.confusion.size:
        score = format_score(validation)
    sentence = ngettext(
        "measured at step {at:,} on {count:,} image, {score}",
        "measured at step {at:,} on {count:,} images, {score}",
        validation.count,
    )
    text = sentence.format(at=validation.step, count=validation.count, score=score)
    if validation.step == step:
        return text
    return _("{measured}; on screen is step {step:,}").format(measured=text, step=step)


def _place(state: TrainerState) -> tuple[str, int, str]:
    return state.run.key if state.run is not None else "", state.step, state.status
