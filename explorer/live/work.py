"""Work on a thread of its own: the window never waits for it.

Of several pieces of work only the newest counts: it ends the one under way, and what that one
still reports is dropped.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal, Slot

from explorer.errors import UserError
from explorer.text import _

Report = Callable[[object], None]
Cancelled = Callable[[], bool]
Work = Callable[[Report, Cancelled], object]


class Newest(QObject):
    """Calls `work(report, cancelled)` in a thread; emits `done(result)` or `failed(error)`.

    What the work passes to `report(object)` arrives as `progressed`; it should ask `cancelled()`
    now and then and give up when that is true. `error` is always a UserError; anything unexpected
    is logged once with its traceback and becomes one sentence. One thread at a time: the next
    waits for it to end.
    """

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: _Thread | None = None
        self._next: Work | None = None
        self._wanted = False  # whether what the thread reports belongs to the newest work
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether work is wanted that is not done."""
        return self._next is not None or (self._wanted and self._thread is not None)

    @property
    def running(self) -> bool:
        """Whether a thread runs, be it only to give up."""
        return self._thread is not None

    def start(self, work: Work) -> None:
        """Do this, and drop what is under way."""
        if self._closed:
            return
        self.drop()
        self._next = work
        if self._thread is None:
            self._begin(work)

    def drop(self) -> None:
        """Give up what is under way; nothing more is emitted about it."""
        self._next, self._wanted = None, False
        if self._thread is not None:
            self._thread.requestInterruption()

    def close(self) -> None:
        """Give up and wait; emit nothing more."""
        self._closed = True
        self.drop()
        if self._thread is not None:
            self._thread.wait()

    def _begin(self, work: Work) -> None:
        thread = self._thread = _Thread(work, self)
        self._next, self._wanted = None, True
        thread.progressed.connect(self._on_progressed)
        thread.done.connect(self._on_done)
        thread.failed.connect(self._on_failed)
        thread.finished.connect(self._on_finished)
        thread.start()

    @Slot(object)
    def _on_progressed(self, what: object) -> None:
        if self._wanted:
            self.progressed.emit(what)

    @Slot(object)
    def _on_done(self, result: object) -> None:
        if self._wanted:
            self._wanted = False
            self.done.emit(result)

    @Slot(object)
    def _on_failed(self, error: UserError) -> None:
        if self._wanted:
            self._wanted = False
            self.failed.emit(error)

    @Slot()
    def _on_finished(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.wait()
            thread.deleteLater()
        if self._next is not None and not self._closed:
            self._begin(self._next)


class _Thread(QThread):
    """Does one piece of work.

    The object lives in the thread that made it, so its signals reach that thread's slots there.
    """

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work

    def run(self) -> None:
        """Do the work; called by Qt in the new thread."""
        try:
            result = self._work(self.progressed.emit, self.isInterruptionRequested)
        except UserError as error:
            self.failed.emit(error)
        except Exception as error:
            logging.getLogger(__name__).exception("work in a thread failed")
            sentence = _("Something went wrong in the program: {error!r}.")
            self.failed.emit(UserError(sentence, error=error))
        else:
            self.done.emit(result)
