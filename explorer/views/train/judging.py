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
from explorer.views.judged.confusion_panel import ConfusionPanel
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
        trainer.judged.connect(self._on_judged)

    @Slot(object, object)
    def show_state(self, state: TrainerState, recorded: tuple[Validation, ...]) -> None:
        """Show a state of the active run, with all validations that it recorded."""
        moved = _place(state) != _place(self._state)
        if moved:
            self._asked = None
        self._state, self._recorded = state, recorded
        self._show_newest()
        if moved or not self._rest.isActive():
            self.look()

    @Slot()
    def look(self) -> None:
        """Let the step be judged soon, if the panel is seen and the step's score is not known."""
        state = self._state
        holds = state.run is not None and state.status == "paused"
        known = self._shown is not None and self._shown.step == state.step
        if self._panel.isVisible() and holds and not known and self._asked != _place(state)[:2]:
            self._rest.start()
        else:
            self._rest.stop()

    def _show_newest(self) -> None:
        run, newest = self._state.run, self._newest()
        if newest is self._shown:
            return
        self._shown = newest
        if run is None or newest is None:
            self._panel.show_validation(None, ())
            self._panel.score.setToolTip("")
            return
        self._panel.show_validation(newest, run.classes, run.judge.images)
        if newest.confusion.size:
            self._panel.score.setText(describe_validation(newest))
            self._panel.score.setToolTip(_("loss {loss}").format(loss=figure(newest.loss, 3)))

    def _newest(self) -> Validation | None:
        """Return what is known of the step shown, else of the latest before it."""
        state = self._state
        known = [v for v in self._recorded if v.step <= state.step]
        newest = known[-1] if known else None
        run, judged = state.run, self._judged
        if run is not None and judged is not None and judged[0] == run.key:
            recorded_there = newest is not None and newest.step == state.step
            if judged[1].step == state.step and not recorded_there:
                return judged[1]
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


def describe_validation(validation: Validation) -> str:
    """Return when and by what a run was judged: `measured at step 24 on 1,000 images`."""
    return ngettext(
        "measured at step {step:,} on {count:,} image",
        "measured at step {step:,} on {count:,} images",
        validation.count,
    ).format(step=validation.step, count=validation.count)


def _place(state: TrainerState) -> tuple[str, int, str]:
    return state.run.key if state.run is not None else "", state.step, state.status
