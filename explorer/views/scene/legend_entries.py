"""What the colour legend shows: one entry per quantity, with the numbers its colours end at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from explorer.network.cells import Cell, number
from explorer.network.spec import Spec
from explorer.text import _
from explorer.views.scene.derived import Derived
from explorer.views.scene.mosaic import Mosaic
from explorer.views.scene.pixels import PixelStyle
from explorer.views.scene.scales import Family, Quantity, Scope
from explorer.views.scene.state import SceneState

_DERIVED = ("gradient", "difference")
_SHOWN = (*_DERIVED, "pre-activation", "activation", "pixels")
_EXTENT = {"network": _("all layers"), "map": _("each map its own")}


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A quantity, whose range it is, and the numbers under the left end, middle and right."""

    family: Family
    extent: str
    low: str
    middle: str
    high: str
    planes: bool = False  # of a colour picture: one bar each for red, green and blue

    @property
    def fixed(self) -> tuple[str, ...]:
        """The numbers that stay whatever is drawn."""
        ends = (self.low, self.middle, self.high)
        return ends if self.family.quantity == "pixels" else ("0",)

    @property
    def sentence(self) -> str:
        """The entry in words, for a screen reader."""
        return _("{quantity} ({extent}): {low} to {high}").format(
            quantity=self.family.name, extent=self.extent, low=self.low, high=self.high
        )


def state_entries(state: SceneState, scope: Scope) -> tuple[LegendEntry, ...]:
    """Return the entries for what a scene shows now."""
    cell = state.selection.cell if state.selection is not None else None
    derived = state.derived
    if derived is None:
        return legend_entries(state.mosaic, scope, cell, state.trace is not None, state.pixels)
    maps: tuple[LegendEntry, ...] = ()
    if derived.stages is not None:
        maps = legend_entries(state.mosaic, scope, cell, True, state.pixels)
    return (*maps, *_kernels(state.layout.spec, scope, cell, derived, state.kernel_reaches))


def legend_entries(
    mosaic: Mosaic,
    scope: Scope,
    cell: Cell | None,
    shown: bool,
    pixels: PixelStyle | None = None,
) -> tuple[LegendEntry, ...]:
    """Return the entries for the quantities that a network has.

    With `layer` or `map` the numbers are those of the pointed-at `cell`'s layer or map; for the
    other quantities those of the nearest layer before it. `shown` is whether there are
    numbers at all, `pixels` how those of the input are counted.
    """
    found = [f for f in dict.fromkeys(mosaic.kinds) if f.quantity in _SHOWN]
    found.sort(key=lambda family: (_SHOWN.index(family.quantity), not family.signed))
    style = pixels or PixelStyle()
    return tuple(
        _pixels(family, style, mosaic.spec.input_shape[0] == 3)
        if family.quantity == "pixels"
        else _entry(mosaic, scope, cell, shown, family)
        for family in found
    )


def _pixels(family: Family, style: PixelStyle, colour: bool) -> LegendEntry:
    extent = "R, G, B" if colour else style.extent
    return LegendEntry(family, extent, "0", "", style.most, colour)


def _entry(
    mosaic: Mosaic, scope: Scope, cell: Cell | None, shown: bool, family: Family
) -> LegendEntry:
    index = _layer(mosaic, cell, family)
    name = mosaic.spec.stages[index].name
    here = cell is not None and cell.stage == name
    tile = cell.index[0] if here and cell is not None and len(cell.index) == 3 else 0
    extent = _EXTENT.get(scope, name)
    if scope == "map" and here:
        spatial = mosaic.spec.stages[index].spatial
        extent = _("{stage}, map {map}").format(stage=name, map=tile) if spatial else name
    if not shown or (scope == "map" and not here):
        return _nameless(family, extent)
    return _numbered(family, extent, mosaic.reach(index, tile))


def _kernels(
    spec: Spec,
    scope: Scope,
    cell: Cell | None,
    derived: Derived,
    reaches: Mapping[str, NDArray[np.float32]],
) -> tuple[LegendEntry, ...]:
    """Return the entry for what the kernels show, none where they are all alike or not there.

    With `layer` it is about the convolution at or before the pointed-at cell.
    """
    names = [stage.name for stage in spec.stages if stage.name in reaches]
    if not names or (derived.kind == "difference" and not any(reaches[n].any() for n in names)):
        return ()
    family = Family(cast("Quantity", f"kernel-{derived.kind}"), True)
    here = cell is not None and cell.stage in names and len(cell.index) == 3
    at = spec.index(cell.stage) if cell is not None else -1
    name = next((n for n in reversed(names) if spec.index(n) <= at), names[0])
    if scope == "map":
        if cell is None or not here:
            return (_nameless(family, _("each kernel its own")),)
        extent = _("{stage}, kernel {kernel}").format(stage=name, kernel=cell.index[0])
        return (_numbered(family, extent, float(reaches[name][cell.index[0]])),)
    extent = _("all kernels") if scope == "network" else name
    return (_numbered(family, extent, float(reaches[name].max())),)


def _numbered(family: Family, extent: str, reach: float) -> LegendEntry:
    high = number(reach)
    if not family.signed:
        return LegendEntry(family, extent, "0", "", high)
    return LegendEntry(family, extent, f"−{high}" if high != "0" else "0", "0", high)


def _nameless(family: Family, extent: str) -> LegendEntry:
    """Return an entry for colours that stand for no one range."""
    if family.signed:
        return LegendEntry(family, extent, "−max", "0", "max")
    return LegendEntry(family, extent, "0", "", "max")


def _layer(mosaic: Mosaic, cell: Cell | None, family: Family) -> int:
    members = [i for i, kind in enumerate(mosaic.kinds) if kind == family]
    at = mosaic.spec.index(cell.stage) if cell is not None else -1
    before = [i for i in members if i <= at]
    if before or family.quantity not in _DERIVED:
        return before[-1] if before else members[0]
    return next((i for i in members if mosaic.reach(i)), members[0])  # the input may be all alike
