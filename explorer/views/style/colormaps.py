"""Numbers to colours: one family per kind of quantity, as lookup tables for fast painting.

Signed quantities (pre-activations, weights, gradients) run from orange through neutral to blue,
symmetric about zero. Quantities that cannot be negative (ReLU outputs, probabilities) use one
ramp that ends in the same blue. Pixels use ink on paper. Each table has a dimmed twin for the
cells that lost a pooling window.
"""

from __future__ import annotations

from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Table: TypeAlias = "NDArray[np.uint32]"  # the window is painted before numpy is imported
LEVELS = 255  # an odd number, so that zero has an entry of its own in the middle
DIMMED = 256  # offset of the dimmed twin within a table
_LEAST = 1e-34  # a limit below this counts as zero; its reciprocal would overflow


class Colormaps:
    """Lookup tables of 512 entries 0xFFRRGGBB: 0 to 254 the colours, 256 to 510 dimmed.

    `paper` is the word of the ground. The tables are made from a few colours ("#rrggbb", from the
    lowest value to the highest, beside the ground) when they are first asked for.
    """

    def __init__(
        self, paper: str, *, negative: list[str], positive: list[str], ramp: list[str], ink: str
    ) -> None:
        self._ground, self._stops = paper, ([*negative, paper, *positive], [paper, *ramp])
        self._ink = ink
        self.paper = 0xFF000000 | int(paper[1:], 16)

    @cached_property
    def signed(self) -> Table:
        """From negative through the ground to positive."""
        return table_of(self._stops[0], self._ground)

    @cached_property
    def ramp(self) -> Table:
        """From zero, the ground, to large."""
        return table_of(self._stops[1], self._ground)

    @cached_property
    def ink(self) -> Table:
        """From paper to ink."""
        return table_of([self._ground, self._ink], self._ground)


LIGHT_MAPS = Colormaps(
    "#f4f7fb",
    negative=["#7a2f00", "#c65a11", "#f2a469"],
    positive=["#7db4e6", "#1f6fba", "#0b2f66"],
    ramp=["#b5d6f2", "#5fa3dc", "#1f6fba", "#0b2f66", "#081f44"],
    ink="#0c121b",
)
DARK_MAPS = Colormaps(
    "#0b0f14",
    negative=["#ffe3bf", "#ff9c3d", "#8a4a12"],
    positive=["#155a8f", "#4db8ff", "#dcf2ff"],
    ramp=["#123f66", "#1d7fb8", "#4cc4f2", "#c4ecfb", "#ffffff"],
    ink="#ffffff",
)


def signed_index(values: NDArray[np.float32], limit: float) -> NDArray[np.uint8]:
    """Return table positions for values in -limit to limit; 127 is exactly zero.

    In a network that diverged the limit is no finite number: then what is not finite counts as
    zero, and what is left has its own limit.
    """
    if not isfinite(limit):
        values = np.where(np.isfinite(values), values, np.float32(0))
        limit = float(np.abs(values).max(initial=0.0))
    scale = 127.0 / limit if limit > _LEAST else 0.0
    index = np.clip(np.rint(values * scale) + 127, 0, LEVELS - 1)
    return np.asarray(index, np.uint8)


def ramp_index(values: NDArray[np.float32], low: float, high: float) -> NDArray[np.uint8]:
    """Return table positions for values in low to high."""
    scale = (LEVELS - 1) / (high - low) if high > low else 0.0
    index = np.clip(np.rint((values - low) * scale), 0, LEVELS - 1)
    return np.asarray(index, np.uint8)


def table_of(stops: list[str], paper: str) -> Table:
    """Return the table from the first to the last of some colours "#rrggbb"."""
    known = np.array([tuple(bytes.fromhex(stop[1:])) for stop in (*stops, paper)], np.float64)
    at, places = np.linspace(0, len(stops) - 1, LEVELS), np.arange(len(stops))
    colors = np.stack([np.interp(at, places, channel) for channel in known[:-1].T])
    table = np.zeros(2 * DIMMED, np.uint32)
    for start, shades in ((0, colors), (DIMMED, 0.25 * colors + 0.75 * known[-1:].T)):
        red, green, blue = np.rint(shades).astype(np.uint32)
        table[start : start + LEVELS] = 0xFF000000 | red << 16 | green << 8 | blue
    table.setflags(write=False)
    return table
