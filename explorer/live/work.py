"""Work on a thread of its own of which only the newest counts.

A new piece of work ends the one under way; what that one still says is dropped.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from explorer.live.jobs import Job

Say = Callable[[object], None]
Cancelled = Callable[[], bool]
Work = Callable[[Say, Cancelled], object]


class Newest(QObject):
    """Calls `work(say, cancelled)` in a thread and says `told`, and `done(result)` or `failed`.

    What the work says by `say(object)` arrives as `told`; it should ask `cancelled()` now and
    then and give up when that is true. One thread at a time: the next waits for it to end.
    """

    told = Signal(object)
    done = Signal(object)
    failed = Signal(object)  # a UserError

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: _Telling | None = None
        self._next: Work | None = None
        self._wanted = False  # whether what the thread says belongs to the newest work
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether work is wanted that is not done."""
        return self._next is not None or (self._wanted and self._job is not None)

    @property
    def running(self) -> bool:
        """Whether a thread runs, be it only to give up."""
        return self._job is not None

    def start(self, work: Work) -> None:
        """Do this, and drop what is under way."""
        if self._closed:
            return
        self.drop()
        self._next = work
        if self._job is None:
            self._begin()

    def drop(self) -> None:
        """Give up what is under way; nothing more is said about it."""
        self._next, self._wanted = None, False
        if self._job is not None:
            self._job.requestInterruption()

    def close(self) -> None:
        """Give up and wait; say nothing more."""
        self._closed = True
        self.drop()
        if self._job is not None:
            self._job.wait()

    def _begin(self) -> None:
        assert self._next is not None
        job = self._job = _Telling(self._next, self)
        self._next, self._wanted = None, True
        job.told.connect(self._on_told)
        job.done.connect(self._on_done)
        job.failed.connect(self._on_failed)
        job.finished.connect(self._on_finished)
        job.start()

    @Slot(object)
    def _on_told(self, what: object) -> None:
        if self._wanted:
            self.told.emit(what)

    @Slot(object)
    def _on_done(self, result: object) -> None:
        if self._wanted:
            self._wanted = False
            self.done.emit(result)

    @Slot(object)
    def _on_failed(self, error: object) -> None:
        if self._wanted:
            self._wanted = False
            self.failed.emit(error)

    @Slot()
    def _on_finished(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.wait()
            job.deleteLater()
        if self._next is not None and not self._closed:
            self._begin()


class _Telling(Job):
    """A job that says things on its way."""

    told = Signal(object)

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(lambda: work(self.told.emit, self.isInterruptionRequested), parent)
