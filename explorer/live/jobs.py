"""Work that must not hold up the window: one function on one thread, one outcome."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from explorer.errors import UserError


class Job(QThread):
    """Runs `work` once in a thread of its own, then says `done(result)` or `failed(error)`.

    `error` is always a UserError; anything unexpected is logged once with its traceback and
    reported as one sentence. The object lives in the thread that made it, so its signals reach
    that thread's slots there.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work

    def run(self) -> None:
        """Do the work; called by Qt in the new thread."""
        try:
            result = self._work()
        except UserError as error:
            self.failed.emit(error)
        except Exception as error:
            import logging  # takes a moment that start-up does not have

            logging.getLogger(__name__).exception("a job failed")
            self.failed.emit(UserError(f"Something went wrong in the program: {error!r}."))
        else:
            self.done.emit(result)
