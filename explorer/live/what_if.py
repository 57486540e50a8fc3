"""What if this stage were another, or the digit one pixel further? Tried on the running network.

The weights stay as they were trained. What is shown is the changed network; the original and the
drawing as it is are computed beside it, and the difference is said as a comparison.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from explorer.live.accuracy import AccuracyMeter
from explorer.network.spec import Activation, Pooling, Spec

if TYPE_CHECKING:
    from explorer.digits.prepare import Preparation
    from explorer.network.compare import Comparison
    from explorer.network.network import Network
    from explorer.network.records import Trace

FURTHEST = 4  # pixels; further than that a digit leaves its grid


class WhatIf(QObject):
    """The original network, the changed one, and what is said about the difference.

    The session asks it what to show; views hear its facts. `exchanged` maps the names of the
    changed stages to their kinds; `measured` carries an Accuracy.
    """

    offered = Signal(object)  # Spec of the original: what there is to exchange
    exchanged = Signal(object)  # Mapping[str, str]
    shifted = Signal(int, int)  # pixels to the right and down
    measured = Signal(object)  # Accuracy

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._original: Network | None = None
        self._shown: Network | None = None
        self._kinds: Mapping[str, str] = MappingProxyType({})
        self._shift = (0, 0)
        self._given: Preparation | None = None
        self._meter = AccuracyMeter(self)
        self._meter.measured.connect(self.measured)

    # What there is -------------------------------------------------------------------------

    @property
    def network(self) -> Network | None:
        """The network to show: the original, or the changed one."""
        return self._shown

    @property
    def original(self) -> Spec | None:
        """The spec of the network as it was loaded, None before there is one."""
        return None if self._original is None else self._original.spec

    @property
    def kinds(self) -> Mapping[str, str]:
        """The changed stages by name, and what they are now."""
        return self._kinds

    @property
    def shift(self) -> tuple[int, int]:
        """How many pixels the picture is moved to the right and down."""
        return self._shift

    @property
    def active(self) -> bool:
        """Whether anything differs from the original."""
        return bool(self._kinds) or any(self._shift)

    # What the session asks for -------------------------------------------------------------

    def set_network(self, network: Network) -> None:
        """Start over with another network."""
        self._original = self._shown = network
        self._meter.set_network(network)
        self.offered.emit(network.spec)
        self._set_kinds({})
        self._set_shift(0, 0)

    def exchange(self, stage: str, kind: str) -> bool:
        """Give a stage of the original another kind, or its own back.

        Returns whether the network to show is another one now. Raises UserError for a stage or
        kind that cannot be exchanged and KeyError for an unknown stage.
        """
        if self._original is None:
            return False
        kinds = dict(self._kinds)
        kinds[stage] = kind
        if kind == own_kind(self._original.spec, stage):
            del kinds[stage]
        if kinds == self._kinds:
            return False
        self._shown = _replaced(self._original, kinds)
        self._set_kinds(kinds)
        self._remeasure()
        return True

    def move(self, right: int, down: int) -> None:
        """Move the picture that the network sees by further pixels, up to `FURTHEST`."""
        wanted = self._shift[0] + right, self._shift[1] + down
        moved = tuple(min(FURTHEST, max(-FURTHEST, by)) for by in wanted)
        if self._original is not None and moved != self._shift:
            self._set_shift(*moved)
            self._remeasure()

    def restore(self) -> bool:
        """Show the original and the drawing as it is; returns whether the network is another."""
        exchanged = bool(self._kinds)
        self._shown = self._original
        self._set_kinds({})
        self._set_shift(0, 0)
        self._meter.clear()
        return exchanged

    def prepared(self, preparation: Preparation) -> Preparation:
        """Return a preparation as the network is to see it."""
        self._given = preparation
        if not any(self._shift):
            return preparation
        from explorer.digits.shifting import shifted_preparation

        return shifted_preparation(preparation, *self._shift)

    def compare(
        self, shown: Trace | None
    ) -> tuple[Comparison | None, Comparison | None, Comparison | None]:
        """Return what exchanging, what shifting and what both did to a trace that is shown.

        None where nothing was done. The last is the original on the drawing as it is, against
        what is shown.
        """
        exchange, shift = self._differences(shown) if self.active else (None, None)
        return exchange, shift, _together(exchange, shift)

    def close(self) -> None:
        """Wait for the measurement under way; nothing is said any more."""
        self._meter.close()

    # What views ask for --------------------------------------------------------------------

    @Slot()
    def measure(self) -> None:
        """Count how many bundled digits are read rightly before and after the change."""
        if self._shown is not None:
            self._meter.measure(self._shown, self._shift)

    @Slot()
    def cancel(self) -> None:
        """Give up counting."""
        self._meter.stop()

    def _differences(self, shown: Trace | None) -> tuple[Comparison | None, Comparison | None]:
        """Return what exchanging did to the drawing, and what shifting did to the network shown."""
        if shown is None or self._given is None or not (self._original and self._shown):
            return None, None
        from explorer.network.compare import compare

        pixels, moved = self._given.pixels, any(self._shift)
        unmoved = self._shown.trace(pixels) if moved else shown
        exchange = compare(self._original.trace(pixels), unmoved) if self._kinds else None
        return exchange, compare(unmoved, shown) if moved else None

    def _remeasure(self) -> None:
        if self.active:
            self.measure()
        else:
            self._meter.clear()

    def _set_kinds(self, kinds: Mapping[str, str]) -> None:
        if kinds != self._kinds:
            self._kinds = MappingProxyType(dict(kinds))
            self.exchanged.emit(self._kinds)

    def _set_shift(self, right: int, down: int) -> None:
        if (right, down) != self._shift:
            self._shift = (right, down)
            self.shifted.emit(right, down)


def own_kind(spec: Spec, stage: str) -> str:
    """Return the kind of an activation, a pooling or the output, '' for other stages."""
    found = spec.stage(stage)
    if found.kind == "probabilities":
        return spec.output
    return found.layer.kind if isinstance(found.layer, Activation | Pooling) else ""


def _together(exchange: Comparison | None, shift: Comparison | None) -> Comparison | None:
    """Return what an exchange and a shift did together."""
    if exchange is None or shift is None:
        return exchange or shift
    from explorer.network.compare import compare

    return compare(exchange.before, shift.after)


def _replaced(network: Network, kinds: Mapping[str, str]) -> Network:
    """Return the network with all these stages exchanged."""
    from explorer.network.switch import replaced

    for stage, kind in kinds.items():
        network = replaced(network, stage, kind)
    return network
