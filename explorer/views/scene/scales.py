"""Which quantity a stage shows, and the range of numbers that its colours stand for.

Colours are only comparable within one range, so the range is never silent: it is that of one map,
of one layer or of all layers that show the same quantity, and the legend prints it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from explorer.network.records import Weights
from explorer.network.spec import Activation, Spec
from explorer.text import _

if TYPE_CHECKING:  # the window is painted before numpy is imported
    from numpy.typing import NDArray

Scope = Literal["map", "layer", "network"]
Quantity = Literal[
    "pixels",
    "pre-activation",
    "activation",
    "probability",
    "gradient",
    "difference",
    "kernel-gradient",
    "kernel-change",
    "kernel-difference",
]
TableName = Literal["signed", "ramp", "ink"]
_NAMES: dict[Quantity, str] = {
    "pixels": _("pixels"),
    "pre-activation": _("pre-activation"),
    "activation": _("activation"),
    "probability": _("probability"),
    "gradient": _("gradient"),
    "difference": _("difference"),
    "kernel-gradient": _("kernel gradient"),
    "kernel-change": _("kernel change"),
    "kernel-difference": _("kernel difference"),
}


class Family(NamedTuple):
    """A quantity and whether it can be negative; one colour table belongs to each family."""

    quantity: Quantity
    signed: bool

    @property
    def name(self) -> str:
        """The quantity as it is shown."""
        return _NAMES[self.quantity]

    @property
    def table(self) -> TableName:
        """The name of the colour table."""
        if self.quantity == "pixels":
            return "ink"
        return "signed" if self.signed else "ramp"


def families(spec: Spec) -> tuple[Family, ...]:
    """Return the family of every stage; what only moves numbers shows what came before it."""
    found: list[Family] = []
    family = Family("pixels", False)
    for stage in spec.stages:
        if stage.kind in ("convolution", "dense"):
            family = Family("pre-activation", True)
        elif isinstance(stage.layer, Activation):
            family = Family("activation", stage.layer.kind == "tanh")
        elif stage.kind == "probabilities":
            family = Family("probability", False)
        elif stage.kind == "reconstruction":
            family = Family("pixels", False)
        elif found and family.quantity == "pixels":
            family = Family("pre-activation", True)  # pooled pixels are already normalised
        found.append(family)
    return tuple(found)


def spans(
    lows: NDArray[np.float32],
    highs: NDArray[np.float32],
    stage_of: NDArray[np.intp],
    kinds: tuple[Family, ...],
    scope: Scope,
) -> NDArray[np.float32]:
    """Return for every map the largest magnitude that its colours can show.

    `lows` and `highs` are the extreme values of each map, `stage_of` the stage of each. Pixels
    and probabilities always show 0 to 1.
    """
    signed, fixed = (trait[stage_of] for trait in _traits(kinds))
    reach = np.where(signed, np.maximum(highs, -lows), np.maximum(highs, 0))
    if scope != "map":
        groups = _groups(kinds, scope)[stage_of]
        largest = np.zeros(groups.max() + 1, np.float32)
        np.maximum.at(largest, groups, reach)
        reach = largest[groups]
    result: NDArray[np.float32] = np.where(fixed, np.float32(1), reach).astype(np.float32)
    return result


def kernel_reaches(weights: Mapping[str, Weights], scope: Scope) -> dict[str, NDArray[np.float32]]:
    """Return for every kernel of every convolution the largest magnitude its colours can show.

    One array (filters,) for each layer.
    """
    found = {
        name: finite(np.abs(layer.weight).max(axis=(1, 2, 3)))
        for name, layer in weights.items()
        if layer.weight.ndim == 4
    }
    if scope == "layer":
        return {name: np.full_like(reach, reach.max()) for name, reach in found.items()}
    if scope == "network" and found:
        largest = max(float(reach.max()) for reach in found.values())
        return {name: np.full_like(reach, largest) for name, reach in found.items()}
    return found


def finite(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return numbers with 0 in place of what a diverged network made."""
    return np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)


@lru_cache(maxsize=8)
def _traits(kinds: tuple[Family, ...]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which stages have signed values, and which always show 0 to 1."""
    fixed = [family.quantity in ("pixels", "probability") for family in kinds]
    return np.array([family.signed for family in kinds]), np.array(fixed)


@lru_cache(maxsize=8)
def _groups(kinds: tuple[Family, ...], scope: Scope) -> NDArray[np.intp]:
    if scope == "layer":
        return np.arange(len(kinds))
    order = {family: number for number, family in enumerate(dict.fromkeys(kinds))}
    return np.array([order[family] for family in kinds])
