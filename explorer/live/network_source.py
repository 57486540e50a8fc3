"""Where networks come from and go to: the bundled ones, files, and the device they compute on.

They are loaded and moved in a thread, so that the window never waits: there torch is imported, a
second's work. Only the newest request counts.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from explorer.errors import UserError
from explorer.live.session_state import NetworkReference
from explorer.live.work import Newest
from explorer.text import _

if TYPE_CHECKING:
    from explorer.network.network import Network


class NetworkSource(QObject):
    """Keeps the network that was loaded last; one that cannot be loaded leaves it in place.

    `fallback` names the bundled network for a program that was started with a faulty file, `seed`
    initialises an architecture without bundled weights, and `device` is 'auto', 'cpu', 'cuda' or
    'mps'.
    """

    loaded = Signal(object, str)  # Network, and a sentence worth showing or ''
    loading = Signal(bool)
    answers_needed = Signal(object, object)  # Path, Guess: the file leaves questions open
    message_reported = Signal(str)
    failed = Signal(str)

    def __init__(
        self, fallback: str, device: str = "auto", seed: int = 0, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._fallback, self._device, self._seed = fallback, device, seed
        self._network: Network | None = None
        self._reference: NetworkReference | None = None  # of the network, if it has one
        self._coming: NetworkReference | None = None  # of the one that is being loaded
        self._path: Path | None = None  # of the file that is being loaded
        self._loader = Newest(self)
        self._loader.done.connect(self._on_loaded)
        self._loader.failed.connect(self._on_refused)

    @property
    def network(self) -> Network | None:
        """The network that was loaded last; None while the first one loads."""
        return self._network

    def keep(self, network: Network) -> None:
        """Take over a network that came another way."""
        if network is not self._network:
            self._network, self._reference = network, None

    def reference(self) -> NetworkReference | None:
        """Return where the network came from; its weights if that was no file; None without one."""
        if self._network is None or self._reference is not None:
            return self._reference
        from explorer.network.checkpoint import checkpoint_bytes

        data = base64.b64encode(checkpoint_bytes(self._network)).decode()
        return NetworkReference("weights", self._network.origin, data=data)

    def use(self, reference: NetworkReference) -> None:
        """Load the network of a reference; on any fault the present one stays."""
        match reference.kind:
            case "preset":
                self._seed = reference.seed
                self.use_preset(reference.name)
            case "file":
                self.open_checkpoint(Path(reference.name), reference.answers)
            case "weights":

                def load() -> Network:
                    from explorer.network.checkpoint import load_bytes

                    try:
                        data = base64.b64decode(reference.data, validate=True)
                    except ValueError:
                        data = b""  # is refused in a sentence like any other damage
                    return load_bytes(data, reference.name)

                self._load(load, reference)

    @Slot(str)
    def use_preset(self, name: str) -> None:
        """Load the bundled network of an architecture; untrained if none is bundled."""
        seed = self._seed

        def load() -> Network:
            from explorer.network.checkpoint import pretrained

            return pretrained(name, seed)

        self._load(load, NetworkReference("preset", name, seed))

    def open_checkpoint(self, path: Path, answers: Mapping[str, str] | None = None) -> None:
        """Load a network from a file; `answers` settle what it leaves open.

        On any fault the present one stays.
        """

        def load() -> Network:
            from explorer.network.checkpoint import open_any

            return open_any(path, answers)

        coming = NetworkReference("file", str(path.resolve()), answers=dict(answers or {}))
        self._load(load, coming, path)

    def save(self, network: Network | None, path: Path) -> bool:
        """Write a network to a file; return whether it is there, else `failed` says why not."""
        if network is None:
            self.failed.emit(_("There is no network to save yet: it is still being loaded."))
            return False
        from explorer.network.checkpoint import save

        try:
            save(network, path)
        except UserError as error:
            self.failed.emit(str(error))
            return False
        self.message_reported.emit(_("Saved the network as {name}.").format(name=path.name))
        return True

    @Slot(str)
    def set_device(self, name: str) -> None:
        """Compute on 'auto', 'cpu', 'cuda' or 'mps' from now on."""
        self._device = name
        if network := self._network:
            self._load(lambda: network, self._reference)

    def close(self) -> None:
        """Wait for the thread; say nothing more."""
        self._loader.close()

    def _load(
        self,
        load: Callable[[], Network],
        reference: NetworkReference | None,
        path: Path | None = None,
    ) -> None:
        device = self._device

        def work(_report: object, _cancelled: object) -> object:
            network = load()
            from explorer.network.devices import move

            return move(network, device)

        if not self._loader.busy:
            self.loading.emit(True)
        self._coming, self._path = reference, path
        self._loader.start(work)

    @Slot(object)
    def _on_loaded(self, moved: tuple[Network, str]) -> None:
        import torch

        self.loading.emit(False)
        torch.set_num_threads(1)  # counts per thread; two OpenMP threads spin against each other
        network, note = moved
        self._network, self._reference = network, self._coming
        self.loaded.emit(network, note)

    @Slot(object)
    def _on_refused(self, error: UserError) -> None:
        from explorer.network.state_dict import NeedsAnswers

        self.loading.emit(False)
        if isinstance(error, NeedsAnswers):
            self.answers_needed.emit(self._path, error.guess)
        else:
            self.failed.emit(str(error))
        if self._network is None and self._path is not None:
            self.use_preset(self._fallback)
