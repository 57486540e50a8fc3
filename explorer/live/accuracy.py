"""How well a changed network still reads: measured on the bundled test digits, in a thread.

An auto-encoder reads nothing: how far its pictures are off is measured instead.
Only the stages from the first changed one on are computed again; what enters it is remembered.
Only the newest question counts: another one ends the measurement under way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal, Slot

from explorer.errors import UserError
from explorer.live.work import Cancelled, Newest, Report
from explorer.text import _

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from explorer.network.network import Network
    from explorer.network.switch import Measurement, StageInputs

State = Literal["idle", "running", "done", "stopped", "failed"]
Shift = tuple[int, int]
_REMEMBERED = 2  # sets of maps kept: those of the digits as they are and of the moved ones


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many digits are read rightly `before` the change and `after` it, as far as counted.

    `note` says in one sentence why nothing could be counted, if so.
    """

    state: State = "idle"
    before: Measurement | None = None
    after: Measurement | None = None
    note: str = ""

    @property
    def progress(self) -> float:
        """The share of the work that is done, 0 to 1."""
        parts = [m.done / m.total if m is not None else 0.0 for m in (self.before, self.after)]
        return sum(parts) / len(parts)


class AccuracyMeter(QObject):
    """Emits `measured(Accuracy)` while it counts, when it is done, and when it is stopped."""

    measured = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counting: _Counting | None = None
        self._latest = Accuracy()
        self._closed = False
        self._newest = Newest(self)
        self._newest.progressed.connect(self._show)
        self._newest.failed.connect(self._on_failed)

    def set_network(self, original: Network) -> None:
        """Compare with another network from now on."""
        self.clear()
        self._counting = _Counting(original)

    def measure(self, changed: Network, shift: Shift = (0, 0)) -> None:
        """Count how many digits the original reads, and `changed` reads when moved by `shift`.

        `changed` has the original's weights; `shift` is in pixels to the right and down.
        """
        counting = self._counting
        if self._closed or counting is None:
            return

        def count(report: Report, cancelled: Cancelled) -> None:
            for accuracy in counting.steps(changed, shift):
                if cancelled():
                    return
                report(accuracy)

        self._show(Accuracy("running"))
        self._newest.start(count)

    def stop(self) -> None:
        """Give up the measurement under way."""
        if self._latest.state == "running":
            self._newest.drop()
            self._show(Accuracy("stopped", self._latest.before, self._latest.after))

    def clear(self) -> None:
        """Forget the last result and give up the measurement under way."""
        self._newest.drop()
        if self._latest != Accuracy():
            self._show(Accuracy())

    def close(self) -> None:
        """Stop and wait; emit nothing more."""
        self._closed = True
        self._newest.close()

    @Slot(object)
    def _show(self, accuracy: Accuracy) -> None:
        self._latest = accuracy
        if not self._closed:
            self.measured.emit(accuracy)

    @Slot(object)
    def _on_failed(self, error: UserError) -> None:
        self._show(Accuracy("failed", note=str(error)))


class _Counting:
    """The original, the digits and what is remembered of them; only the worker touches it."""

    def __init__(self, original: Network) -> None:
        self._original = original
        self._images: NDArray[Any] | None = None
        self._labels: NDArray[Any] | None = None
        self._inputs: dict[tuple[int, Shift], StageInputs] = {}
        self._before: Measurement | None = None

    def steps(self, changed: Network, shift: Shift) -> Iterator[Accuracy]:
        """Count slice by slice, first the original, then the changed network."""
        import torch

        from explorer.network.switch import first_difference, measure

        torch.set_num_threads(1)  # counts per thread; more would disturb the drawing
        labels = self._read()
        first = first_difference(self._original.spec, changed.spec)
        if self._before is None:
            for before in measure(self._original, self._entering(first, (0, 0)), labels):
                yield Accuracy("running", before)
            self._before = before
        for after in measure(changed, self._entering(first, shift), labels):
            yield Accuracy("done" if after.finished else "running", self._before, after)

    def _entering(self, first: int, shift: Shift) -> StageInputs:
        """Return what enters the stage `first` of the digits, moved by `shift`."""
        from explorer.digits.shifting import shifted
        from explorer.network.switch import StageInputs

        key = (first, shift)
        if key not in self._inputs:
            while len(self._inputs) >= _REMEMBERED:
                self._inputs.pop(next(iter(self._inputs)))
            assert self._images is not None
            images = shifted(self._images, *shift) if any(shift) else self._images
            self._inputs[key] = StageInputs(self._original, images, first)
        return self._inputs[key]

    def _read(self) -> NDArray[Any]:
        """Read the digits the first time; raises UserError for a network that reads no digits."""
        from explorer.digits.datasets import load

        if self._labels is None:
            spec = self._original.spec
            digits = load("bundled", "test")
            if spec.classes != digits.classes:
                raise UserError(_("The bundled digits do not fit: this network has other classes."))
            fitted = digits.fitted(spec.input_shape)
            self._images, self._labels = fitted.images, fitted.labels
        return self._labels
