"""The process that trains: wishes come in at its standard input, facts go out at its output.

It knows nothing of Qt. When the window is gone, however that ended, its input ends: then it writes
what is left to the disk and ends, too.
"""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from explorer.live.training.inbox import Inbox
from explorer.live.training.loop import TrainingLoop
from explorer.live.training.wire import Decoder, Encoder
from explorer.memory import keep_memory

AT_ONCE = 1 << 20  # bytes


def main(runs: str) -> None:
    """Train until the input ends or says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the window, which tells us
    output = os.dup(1)
    os.dup2(2, 1)  # what a library prints must not come between the facts
    keep_memory()
    inbox = Inbox()
    mouth = _Mouth(output, inbox)
    threading.Thread(target=_listen, args=(inbox,), daemon=True).start()
    try:
        TrainingLoop(Path(runs), inbox, mouth.say).run()
    finally:
        mouth.close()
    os._exit(0)  # all is written; torch would take half a second to take itself apart


class _Mouth:
    """Tells the window facts, from a thread: the window reads when it is not painting."""

    def __init__(self, output: int, inbox: Inbox) -> None:
        self._output, self._inbox = output, inbox
        self._encoder = Encoder()
        self._waiting: SimpleQueue[bytes] = SimpleQueue()
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def say(self, fact: str, *arguments: object) -> None:
        if fact == "network_made":
            self._learn_networks()
        self._waiting.put(self._encoder.encode((fact, arguments)))
        if fact == "run_closed":
            self._encoder.forget(str(arguments[0]))

    def close(self) -> None:
        """Wait until everything is told, or nobody listens any more."""
        self._waiting.put(b"")
        self._thread.join()

    def _write(self) -> None:
        try:
            while message := self._waiting.get():
                rest = memoryview(message)
                while rest:
                    rest = rest[os.write(self._output, rest) :]
        except OSError:
            self._inbox.close()

    def _learn_networks(self) -> None:
        from explorer.network.network import Network

        self._encoder.reducers[Network] = _network_apart


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


def _listen(inbox: Inbox) -> None:
    """Put in what the window wishes, until it closes its end."""
    decoder = Decoder()
    while piece := os.read(0, AT_ONCE):
        for what, arguments in decoder.feed(piece):
            getattr(inbox, what)(*arguments)
    inbox.close()
