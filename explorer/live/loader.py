"""Networks are loaded and moved to their device in a thread, so that the window never waits.

Torch takes a second to import; this module is where that happens. Only the newest wish counts:
one that is asked for while another is being fulfilled replaces it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot

from explorer.errors import UserError
from explorer.live.jobs import Job

if TYPE_CHECKING:
    from explorer.network.network import Network


@dataclass(frozen=True, slots=True)
class _Wish:
    load: Callable[[], Network]
    device: str
    path: Path | None = None


class NetworkLoader(QObject):
    """Says `loaded(network, note)` or `refused(error, path or None)`, and whether it is `busy`."""

    loaded = Signal(object, str)
    refused = Signal(object, object)
    busy = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self._now: _Wish | None = None
        self._next: _Wish | None = None
        self._closed = False

    def load_preset(self, name: str, seed: int, device: str) -> None:
        """Load the bundled weights of a preset, or initialise it if none are bundled."""

        def load() -> Network:
            from explorer.network.checkpoint import pretrained

            return pretrained(name, seed)

        self._ask(_Wish(load, device))

    def load_file(self, path: Path, answers: Mapping[str, str] | None, device: str) -> None:
        """Load a checkpoint or a state dict; `answers` settle what the file leaves open."""

        def load() -> Network:
            from explorer.network.checkpoint import open_any

            return open_any(path, answers)

        self._ask(_Wish(load, device, path))

    def move(self, network: Network, device: str) -> None:
        """Bring a network that is already there to another device."""
        self._ask(_Wish(lambda: network, device))

    def close(self) -> None:
        """Wait for the thread; say nothing more."""
        self._closed = True
        if self._job is not None:
            self._job.wait()

    def _ask(self, wish: _Wish) -> None:
        self._next = wish
        if self._job is None:
            self.busy.emit(True)
            self._start()

    def _start(self) -> None:
        wish = self._now = self._next
        self._next = None
        assert wish is not None

        def work() -> object:
            network = wish.load()
            from explorer.network.devices import move

            return move(network, wish.device)

        self._job = Job(work, self)
        self._job.done.connect(self._on_done)
        self._job.failed.connect(self._on_failed)
        self._job.start()

    @Slot(object)
    def _on_done(self, result: object) -> None:
        if self._ended():
            network, note = cast("tuple[Network, str]", result)
            self.loaded.emit(network, note)

    @Slot(object)
    def _on_failed(self, error: UserError) -> None:
        wish = self._now
        if self._ended():
            self.refused.emit(error, wish.path if wish else None)

    def _ended(self) -> bool:
        """Put the finished job away; return whether its outcome is still wanted."""
        assert self._job is not None
        self._job.wait()
        self._job.deleteLater()
        self._job = None
        if self._closed:
            return False
        if self._next is not None:
            self._start()
            return False
        self.busy.emit(False)
        return True
