"""The selected cell of the Train page's scene, as the card and the kernel window need it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from explorer.errors import UserError
from explorer.live.selecting import Selecting
from explorer.live.training import commands
from explorer.live.training.trainer import Trainer
from explorer.network.presets import preset
from explorer.text import _

PATIENCE_MS = 5000  # for weights that are to be saved
_OUTDATED = _(
    "These numbers are from before the update, the weights from after it: choose “watched”, or "
    "go one phase back, and take the code there."
)


class Watched(Selecting):
    """Selects in the moments of a training; none of its weights lies in a file yet."""

    def __init__(self, trainer: Trainer, parent: QObject | None = None) -> None:
        super().__init__(preset("lenet"), parent)
        self._trainer = trainer
        self._outdated = False
        self._saving: tuple[Path, Callable[[Path], None]] | None = None
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_over)
        trainer.checkpoint_saved.connect(self._on_checkpoint_saved)
        trainer.checkpoint_failed.connect(self._on_checkpoint_failed)

    def set_outdated(self, outdated: bool) -> None:
        """Remember whether the trace is from before the update that was done last."""
        self._outdated = outdated

    def code(self, checkpoint: Path) -> str:
        """Return code as `Selecting.code`; raises UserError where the file has later weights."""
        if self._outdated:
            raise UserError(_OUTDATED)
        return super().code(checkpoint)

    def save_checkpoint(self, path: Path, then: Callable[[Path], None]) -> None:
        """Save the weights of this moment and call `then` with the path when the file has them.

        A run that trains pauses: the numbers and the weights are to be of one moment. `failed`
        says why it cannot be done, or that it takes too long.
        """
        if self._outdated:
            self.failed.emit(_OUTDATED)
            return
        self._saving = path, then
        self._patience.start()
        self._trainer.send(commands.Play(False))
        self._trainer.send(commands.SaveCheckpoint(path))

    @Slot(object)
    def _on_checkpoint_saved(self, path: Path) -> None:
        if then := self._end_saving(path):
            then(path)

    @Slot(object)
    def _on_checkpoint_failed(self, path: Path) -> None:
        self._end_saving(path)  # the trainer says why

    @Slot()
    def _on_patience_over(self) -> None:
        self._saving = None
        self.failed.emit(_("The weights could not be saved in time, so there is no code yet."))

    def _end_saving(self, path: Path) -> Callable[[Path], None] | None:
        """Wait no longer for a file; return what was to follow, None if it was not waited for."""
        if self._saving is None or self._saving[0] != path:
            return None
        (_path, then), self._saving = self._saving, None
        self._patience.stop()
        return then
