"""Work in steps on a thread of its own: each step is said, and between two steps it can stop."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QThread, Signal

from explorer.errors import UserError

_log = logging.getLogger(__name__)


class Stepping(QThread):
    """Iterates what `steps` returns and says `stepped(step)` for each, or `failed(UserError)`.

    `requestInterruption` ends it after the step under way. Anything but a UserError is logged
    once with its traceback. The object lives in the thread that made it, so its signals reach
    that thread's slots there.
    """

    stepped = Signal(object)
    failed = Signal(object)

    def __init__(
        self, steps: Callable[[], Iterator[object]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._steps = steps

    def run(self) -> None:
        """Do the work; called by Qt in the new thread."""
        try:
            for step in self._steps():
                if self.isInterruptionRequested():
                    return
                self.stepped.emit(step)
        except UserError as error:
            self.failed.emit(error)
        except Exception as error:
            _log.exception("work in steps failed")
            self.failed.emit(UserError(f"Something went wrong in the program: {error!r}."))
