"""Who trains for the window: a process of its own, or a thread of the window's process.

A process and the window never wait for each other's Python. A thread does: while the window paints,
a training step stands still at every second operation; but it is there at once.
"""

from __future__ import annotations

import json
import sys
from collections import deque
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QThread, Signal, Slot

from explorer.live.training import commands, reports
from explorer.live.training.child import train
from explorer.live.training.commands import Command
from explorer.live.training.inbox import Inbox
from explorer.live.training.reports import Report
from explorer.live.training.wire import Decoder, Encoder
from explorer.text import _

SWITCH = 0.0002  # seconds: neither thread waits the usual five for the other's Python to end
PATIENCE_MS = 60_000  # for what has to be written when the program ends
_PROGRAM = (  # no text: a program
    "import json, sys;"
    "sys.path[:] = json.loads(sys.argv[2]);"
    "from explorer.live.training.child import main;"
    "main(sys.argv[1])"
)


class ThreadWorker(QThread):
    """Carries out commands in a thread, from the first command on; `runs` is the runs' folder.

    The object lives in the thread that made it, so its signal reaches that thread's slots there.
    """

    reported = Signal(object)  # Report
    lost = Signal(str)  # never: a thread ends with its process

    def __init__(self, runs: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.inbox = Inbox()
        self._runs = runs

    @property
    def running(self) -> bool:
        """Whether the thread runs."""
        return self.isRunning()

    def send(self, command: Command) -> None:
        """Put a command into the inbox."""
        self.inbox.put(command)
        if not (self.isRunning() or isinstance(command, commands.Immediate)):
            self.start()

    def close(self) -> None:
        """Stop whatever is under way, write everything and wait."""
        self.inbox.close()
        self.wait()

    def run(self) -> None:
        """Work until the inbox is closed; called by Qt in the new thread."""
        sys.setswitchinterval(SWITCH)
        train(self._runs, self.inbox, self.reported.emit)


class ProcessWorker(QObject):
    """Carries out commands in a process, from the first command on; another one if it was lost."""

    reported = Signal(object)  # Report
    lost = Signal(str)  # a sentence; the next command begins anew, without any open run

    def __init__(self, runs: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self._process: QProcess | None = None
        self._standing: dict[type[Command], Command] = {}
        self._closed = False

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None

    @property
    def process_id(self) -> int:
        """The process's number; 0 while there is none."""
        return self._process.processId() if self._process else 0

    def send(self, command: Command) -> None:
        """Write a command to the process; Qt does so when the process reads: nobody waits here."""
        if self._process is None and isinstance(command, commands.Immediate):
            return
        process = self._process or self._begin()
        if isinstance(command, commands.Standing):
            self._standing[type(command)] = command
        process.write(self._encoder.encode(command))

    def close(self) -> None:
        """Stop whatever is under way, let everything be written and wait for that."""
        self._closed = True
        process, self._process = self._process, None
        if process is None:
            return
        process.closeWriteChannel()  # after what was written before
        if not process.waitForFinished(PATIENCE_MS):
            process.kill()
            process.waitForFinished()

    def _begin(self) -> QProcess:
        process = self._process = QProcess(self)
        self._encoder, self._decoder = Encoder(), Decoder()
        self._arrived: deque[Report] = deque()
        process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        process.readyReadStandardOutput.connect(self._on_output)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        path = json.dumps([str(place) for place in sys.path])
        process.start(sys.executable, ["-c", _PROGRAM, str(self._runs), path])
        for command in self._standing.values():
            process.write(self._encoder.encode(command))
        return process

    @Slot()
    def _on_output(self) -> None:
        if self._process is None:
            return
        piece = bytes(self._process.readAllStandardOutput().data())
        self._arrived += self._decoder.feed(piece)
        while self._arrived:  # a slot that opens a dialog comes by here meanwhile
            report = self._arrived.popleft()
            if isinstance(report, reports.RunClosed):
                self._decoder.forget(report.key)
            self.reported.emit(report)

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._lose(
                _(
                    "The process that trains could not be started; what it had done is on the "
                    "disk, among the runs."
                )
            )

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._on_output()  # its last reports
        if status == QProcess.ExitStatus.NormalExit:
            sentence = _(
                "The process that trains ended unexpectedly (exit code {code}); what it had done "
                "is on the disk, among the runs."
            )
        else:
            sentence = _(
                "The process that trains ended unexpectedly (signal {code}); what it had done is "
                "on the disk, among the runs."
            )
        self._lose(sentence.format(code=code))

    def _lose(self, sentence: str) -> None:
        if self._process is None or self._closed:
            return
        self._process.deleteLater()
        self._process = None
        self.lost.emit(sentence)
