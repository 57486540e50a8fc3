"""The process that trains: commands come in at its standard input, reports go out at its output.

It knows nothing of Qt. When the window is gone, however that ended, its input ends: then it writes
what is left to the disk and ends, too.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from explorer.live.training import reports
from explorer.live.training.inbox import Inbox
from explorer.live.training.reports import Report
from explorer.live.training.wire import Decoder, Encoder
from explorer.memory import keep_memory
from explorer.text import _

_log = logging.getLogger(__name__)
AT_ONCE = 1 << 20  # bytes


def main(runs: str) -> None:
    """Train until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the window, which ends us
    output = os.dup(1)
    os.dup2(2, 1)  # what a library prints must not come between the reports
    keep_memory()
    inbox = Inbox()
    writer = _Writer(output, inbox)
    threading.Thread(target=_read, args=(inbox,), daemon=True).start()
    try:
        train(Path(runs), inbox, writer.write)
    finally:
        writer.close()
    os._exit(0)  # all is written; torch would take half a second to take itself apart


def train(runs: Path, inbox: Inbox, report: Callable[[Report], None]) -> None:
    """Work in this thread until the inbox is closed; only now torch is imported."""
    try:
        from explorer.live.training.loop import TrainingLoop

        loop = TrainingLoop(runs, inbox, report)
    except Exception as error:
        _log.exception("training could not begin")
        report(reports.Failure(_("Training is not possible here: {error!r}.").format(error=error)))
    else:
        loop.run()


class _Writer:
    """Writes reports to the window, from a thread: the window reads when it is not painting."""

    def __init__(self, output: int, inbox: Inbox) -> None:
        self._output, self._inbox = output, inbox
        self._encoder = Encoder()
        self._waiting: SimpleQueue[bytes] = SimpleQueue()
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def write(self, report: Report) -> None:
        if isinstance(report, reports.NetworkCopied):
            self._encoder.reducers[type(report.network)] = _network_apart
        self._waiting.put(self._encoder.encode(report))
        if isinstance(report, reports.RunClosed):
            self._encoder.forget(report.key)

    def close(self) -> None:
        """Wait until everything is written, or nobody reads any more."""
        self._waiting.put(b"")
        self._thread.join()

    def _work(self) -> None:
        try:
            while message := self._waiting.get():
                rest = memoryview(message)
                while rest:
                    rest = rest[os.write(self._output, rest) :]
        except OSError:
            self._inbox.close()


def _network_apart(network: Any) -> tuple[Any, ...]:
    """Return how a network is made again: torch's tensors travel as numpy's."""
    state = {name: value.cpu().numpy() for name, value in network.module.state_dict().items()}
    return rebuilt, (network.spec, state, network.history, network.name, network.origin)


def rebuilt(spec: Any, state: dict[str, Any], history: Any, name: str, origin: str) -> Any:
    """Return the network that was taken apart, on the CPU."""
    import torch

    from explorer.network.build import build
    from explorer.network.network import Network

    module = build(spec, 0)
    module.load_state_dict({key: torch.from_numpy(value.copy()) for key, value in state.items()})
    return Network(spec, module, history=history, name=name, origin=origin)


def _read(inbox: Inbox) -> None:
    """Put in the window's commands, until it closes its end."""
    decoder = Decoder()
    while piece := os.read(0, AT_ONCE):
        for command in decoder.feed(piece):
            inbox.put(command)
    inbox.close()
