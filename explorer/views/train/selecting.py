"""The selected cell of the Train page's scene, as the card and the kernel window need it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal

from explorer.errors import UserError
from explorer.live.selecting import Selecting
from explorer.live.training import commands
from explorer.network.presets import preset

if TYPE_CHECKING:
    from explorer.live.training.trainer import Trainer

_PATIENCE_MS = 5000
_OUTDATED = (
    "These numbers are from before the update, the weights from after it: choose “watched”, or "
    "go one phase back, and take the code there."
)


class Watched(Selecting):
    """Selects in the moments of a training; none of its weights lies in a file yet."""

    message_reported = Signal(str)
    failed = Signal(str)
    network = None
    altered = False

    def __init__(self, trainer: Trainer, parent: QObject | None = None) -> None:
        super().__init__(preset("lenet"), parent)
        self._trainer = trainer
        self._outdated = False

    def set_outdated(self, outdated: bool) -> None:
        """Remember whether the trace is from before the update that was done last."""
        self._outdated = outdated

    def code(self, checkpoint: Path) -> str:
        """Return code as `Selecting.code`; raises UserError where the file has later weights."""
        if self._outdated:
            raise UserError(_OUTDATED)
        return super().code(checkpoint)

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
