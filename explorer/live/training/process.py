"""Training in a process of its own: it and the window never wait for each other's Python.

A thread would: while the window paints, a training step stands still at every second operation.
"""

from __future__ import annotations

import json
import sys
from collections import deque
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, Signal, Slot

from explorer.live.training.wire import Decoder, Encoder

PATIENCE_MS = 60_000  # for what has to be written when the program ends
# What a process must know that takes over from one that was lost.
_STANDING = ("set_unit", "set_speed", "set_target", "watch", "follow_pixels", "list_stored")
_PROGRAM = (
    "import json, sys;"
    "sys.path[:] = json.loads(sys.argv[2]);"
    "from explorer.live.training.child import main;"
    "main(sys.argv[1])"
)


class ProcessWorker(QObject):
    """Starts the process at the first wish, and another one if it was lost."""

    said = Signal(str, object)
    lost = Signal(str)  # a sentence

    def __init__(self, runs: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self._process: QProcess | None = None
        self._standing: dict[str, tuple[object, ...]] = {}
        self._closed = False

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None

    @property
    def process_id(self) -> int:
        """The process's number; 0 while there is none."""
        return self._process.processId() if self._process else 0

    def post(self, wish: str, *arguments: object) -> None:
        """Wish for something; see `training_commands`."""
        if self._process is None:
            self._begin()
        if wish in _STANDING:
            self._standing[wish] = arguments
        self._tell("post", wish, *arguments)

    def cancel(self) -> None:
        """Give up what is being prepared or looked for."""
        self._tell("cancel")

    def acknowledge(self, cost: float) -> None:
        """Let the next frame come: this one was painted, at a cost in seconds."""
        self._tell("acknowledge", cost)

    def close(self) -> None:
        """Stop whatever is under way, let everything be written and wait for that."""
        self._closed = True
        process, self._process = self._process, None
        if process is None:
            return
        process.closeWriteChannel()  # after what was told before
        if not process.waitForFinished(PATIENCE_MS):
            process.kill()
            process.waitForFinished()

    def _begin(self) -> None:
        process = self._process = QProcess(self)
        self._encoder, self._decoder = Encoder(), Decoder()
        self._arrived: deque[tuple[str, tuple[Any, ...]]] = deque()
        process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        process.readyReadStandardOutput.connect(self._on_output)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        path = json.dumps([str(place) for place in sys.path])
        process.start(sys.executable, ["-c", _PROGRAM, str(self._runs), path])
        for wish, arguments in self._standing.items():
            self._tell("post", wish, *arguments)

    def _tell(self, what: str, *arguments: object) -> None:
        if self._process is not None:  # Qt writes when the process reads: nobody waits here
            self._process.write(self._encoder.encode((what, arguments)))

    @Slot()
    def _on_output(self) -> None:
        if self._process is None:
            return
        piece = bytes(self._process.readAllStandardOutput().data())
        self._arrived += self._decoder.feed(piece)
        while self._arrived:  # a slot that opens a dialog comes by here meanwhile
            fact, arguments = self._arrived.popleft()
            if fact == "run_closed":
                self._decoder.forget(str(arguments[0]))
            self.said.emit(fact, arguments)

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._lose("could not be started")

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._on_output()  # what it said last
        how = "exit code" if status == QProcess.ExitStatus.NormalExit else "signal"
        self._lose(f"ended unexpectedly ({how} {code})")

    def _lose(self, what: str) -> None:
        if self._process is None or self._closed:
            return
        self._process.deleteLater()
        self._process = None
        self.lost.emit(
            f"The process that trains {what}; what it had done is on the disk, among the runs."
        )
