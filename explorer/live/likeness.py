"""Whether a drawing looks like a digit to a network, measured against the bundled ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from explorer.live.work import Cancelled, Newest, Report

if TYPE_CHECKING:
    from explorer.network.likeness import KnownPictures
    from explorer.network.network import Network
    from explorer.network.records import Likeness, Trace


class LikenessMeter(Newest):
    """Compares traces with the digits that their network knows, which it learns in a thread.

    That begins with a network's first trace, so that nothing waits for it; `learned` is emitted
    when the same trace can be compared. A network of other things is not compared at all.
    """

    learned = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._network: Network | None = None
        self._known: KnownPictures | None = None
        self.done.connect(self._on_learned)

    def compare(self, network: Network, trace: Trace) -> Likeness | None:
        """Compare a trace of the network, once it is known what it knows."""
        if network is not self._network:
            self._network, self._known = network, None
            self.drop()
            if network.spec.reads_digits:
                self.start(lambda report, cancelled: _learned(network, report, cancelled))
        known = self._known
        return None if known is None else known.likeness(trace.stage(known.stage).values)

    @Slot(object)
    def _on_learned(self, known: KnownPictures | None) -> None:
        self._known = known
        if known is not None:
            self.learned.emit()


def _learned(network: Network, _report: Report, cancelled: Cancelled) -> KnownPictures | None:
    import torch

    from explorer.digits.datasets import load
    from explorer.network.likeness import learn

    torch.set_num_threads(1)  # counts per thread; more would disturb the drawing
    shape = network.spec.input_shape
    known, held_out = (load("bundled", part).fitted(shape) for part in ("train", "test"))
    return learn(network, known.images, known.labels, held_out.images, cancelled)
