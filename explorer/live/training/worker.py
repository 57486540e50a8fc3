"""Who trains for the window: a thread of its process, or (`training_process`) another process."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, QThread, Signal

from explorer.live.training.inbox import Inbox
from explorer.live.training.loop import TrainingLoop

SWITCH = 0.0002  # seconds: neither thread waits the usual five for the other's Python to end


class Worker(Protocol):
    """Takes wishes and says facts by the signal `said`: a signal's name and its arguments.

    It begins to work at the first wish. `lost` says in one sentence that it ended by itself; the
    next wish begins anew, without any open run.
    """

    said: Any
    lost: Any

    @property
    def running(self) -> bool:
        """Whether it works, or waits for a wish."""

    def post(self, wish: str, *arguments: object) -> None:
        """Wish for something; see `training_commands`."""

    def cancel(self) -> None:
        """Give up what is being prepared or looked for."""

    def acknowledge(self, cost: float) -> None:
        """Let the next frame come: this one was painted, at a cost in seconds."""

    def close(self) -> None:
        """Stop whatever is under way, write everything and wait."""


class ThreadWorker(QThread):
    """Trains in a thread: at once there, but it and the window take turns at Python.

    The object lives in the thread that made it, so its signal reaches that thread's slots there.
    """

    said = Signal(str, object)
    lost = Signal(str)  # never: a thread ends with its process

    def __init__(self, runs: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.inbox = Inbox()
        self._runs = runs

    @property
    def running(self) -> bool:
        """Whether the thread runs."""
        return self.isRunning()

    def post(self, wish: str, *arguments: object) -> None:
        """Wish for something; see `training_commands`."""
        self.inbox.post(wish, *arguments)
        if not self.isRunning():
            self.start()

    def cancel(self) -> None:
        """Give up what is being prepared or looked for."""
        self.inbox.cancel()

    def acknowledge(self, cost: float) -> None:
        """Let the next frame come: this one was painted, at a cost in seconds."""
        self.inbox.acknowledge(cost)

    def close(self) -> None:
        """Stop whatever is under way, write everything and wait."""
        self.inbox.close()
        self.wait()

    def run(self) -> None:
        """Work until the inbox is closed; called by Qt in the new thread."""
        sys.setswitchinterval(SWITCH)
        TrainingLoop(self._runs, self.inbox, self._say).run()

    def _say(self, fact: str, *arguments: object) -> None:
        self.said.emit(fact, arguments)
