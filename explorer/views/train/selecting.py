"""The selected cell of the Train page's scene, as the card and the kernel window need it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal

from explorer.errors import UserError
from explorer.live.selecting import Selecting
from explorer.live.training import commands

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.live.training.trainer import Trainer
    from explorer.network.cells import Selection
    from explorer.network.explanations import DenseExplanation, Explanation
    from explorer.network.records import Weights

_PATIENCE_MS = 5000
_OUTDATED = (
    "These numbers are from before the update, the weights from after it: choose “watched”, or "
    "go one phase back, and take the code there."
)


class NothingExchanged:
    """A run's network is what it is; see `explorer.live.what_if` for one that is not."""

    active = False


class Watched(Selecting):
    """Selects in the traces of a training; weights come with every moment."""

    weights_changed = Signal(object)  # Mapping of stage names to Weights
    message_reported = Signal(str)
    failed = Signal(str)

    def __init__(self, trainer: Trainer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trainer = trainer
        self.network = None  # none of its weights lies in a file yet
        self.what_if = NothingExchanged()
        self._explaining = True
        self._outdated = False

    def set_explaining(self, on: bool) -> None:
        """Explain the selected number, or don't: the scene shows others than were computed."""
        if on != self._explaining:
            self._explaining = on
            self.refresh()

    def set_outdated(self, outdated: bool) -> None:
        """Remember whether the trace is from before the update that was done last."""
        self._outdated = outdated

    def code(self, checkpoint: Path) -> str:
        """Return code as `Selecting.code`; raises UserError where the file has later weights."""
        if self._outdated:
            raise UserError(_OUTDATED)
        return super().code(checkpoint)

    def show_weights(self, weights: Mapping[str, Weights]) -> None:
        """Say the weights of another moment."""
        self.weights_changed.emit(weights)

    def _emit(
        self,
        selection: Selection | None,
        explanation: Explanation | None,
        contributions: DenseExplanation | None,
    ) -> None:
        super()._emit(selection, explanation if self._explaining else None, contributions)

    def save_checkpoint(self, path: Path) -> None:
        """Save the weights of this moment and wait until they are in the file.

        A run that trains holds on: the numbers and the weights are to be of one moment.
        """
        if self._outdated:
            self.failed.emit(_OUTDATED)
            return
        loop = QEventLoop()

        def on_said(sentence: str) -> None:
            if sentence.endswith(f" as {path.name}."):
                loop.quit()

        self._trainer.message_reported.connect(on_said)
        self._trainer.failed.connect(loop.quit)
        QTimer.singleShot(_PATIENCE_MS, loop.quit)
        self._trainer.send(commands.Play(False))
        self._trainer.send(commands.SaveCheckpoint(path))
        loop.exec()
        self._trainer.message_reported.disconnect(on_said)
        self._trainer.failed.disconnect(loop.quit)
