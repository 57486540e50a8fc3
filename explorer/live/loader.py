"""Networks are loaded and moved to their device in a thread, so that the window never waits.

Torch takes a second to import; this module is where that happens. Only the newest request counts:
one that is made while another is being carried out replaces it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot

from explorer.errors import UserError
from explorer.live.work import Newest

if TYPE_CHECKING:  # it imports torch
    from explorer.network.network import Network


class NetworkLoader(QObject):
    """Emits `loaded(network, note)` or `refused(error, path or None)`, and whether it is `busy`."""

    loaded = Signal(object, str)
    refused = Signal(object, object)
    busy = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._newest = Newest(self)
        self._newest.done.connect(self._on_done)
        self._newest.failed.connect(self._on_failed)

    def load_preset(self, name: str, seed: int, device: str) -> None:
        """Load the bundled weights of a preset, or initialise it if none are bundled."""

        def load() -> Network:
            from explorer.network.checkpoint import pretrained

            return pretrained(name, seed)

        self._start(load, device)

    def load_file(self, path: Path, answers: Mapping[str, str] | None, device: str) -> None:
        """Load a checkpoint or a state dict; `answers` settle what the file leaves open."""

        def load() -> Network:
            from explorer.network.checkpoint import open_any

            return open_any(path, answers)

        self._start(load, device, path)

    def load_bytes(self, data: bytes, name: str, device: str) -> None:
        """Load the bytes of a checkpoint."""

        def load() -> Network:
            from explorer.network.checkpoint import load_bytes

            return load_bytes(data, name)

        self._start(load, device)

    def move(self, network: Network, device: str) -> None:
        """Bring a network that is already there to another device."""
        self._start(lambda: network, device)

    def close(self) -> None:
        """Wait for the thread; emit nothing more."""
        self._newest.close()

    def _start(self, load: Callable[[], Network], device: str, path: Path | None = None) -> None:
        def work(_report: object, _cancelled: object) -> object:
            network = load()
            from explorer.network.devices import move

            return move(network, device)

        if not self._newest.busy:
            self.busy.emit(True)
        self._path = path
        self._newest.start(work)

    @Slot(object)
    def _on_done(self, result: object) -> None:
        self.busy.emit(False)
        network, note = cast("tuple[Network, str]", result)
        self.loaded.emit(network, note)

    @Slot(object)
    def _on_failed(self, error: UserError) -> None:
        self.busy.emit(False)
        self.refused.emit(error, self._path)
