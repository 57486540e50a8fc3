"""Numbers to colours: one family per kind of quantity, as lookup tables for fast painting.

Signed quantities (pre-activations, weights, gradients) run from orange through neutral to blue,
symmetric about zero. Quantities that cannot be negative (ReLU outputs, probabilities) use one
ramp that ends in the same blue. Pixels use ink on paper. Each table has a dimmed twin for the
cells that lost a pooling window.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.uint32]
LEVELS = 255  # an odd number, so that zero has an entry of its own in the middle
DIMMED = 256  # offset of the dimmed twin within a table


@dataclass(frozen=True, slots=True, eq=False)
class Colormaps:
    """Lookup tables of 512 entries 0xFFRRGGBB: 0 to 254 the colours, 256 to 510 dimmed."""

    signed: Table
    ramp: Table
    ink: Table


def light_colormaps() -> Colormaps:
    """Return the tables for the light theme."""
    paper = "#f4f7fb"
    return Colormaps(
        signed=_table(
            ["#7a2f00", "#c65a11", "#f2a469", paper, "#7db4e6", "#1f6fba", "#0b2f66"], paper
        ),
        ramp=_table([paper, "#b5d6f2", "#5fa3dc", "#1f6fba", "#0b2f66", "#081f44"], paper),
        ink=_table([paper, "#0c121b"], paper),
    )


def dark_colormaps() -> Colormaps:
    """Return the tables for the dark theme."""
    paper = "#0b0f14"
    return Colormaps(
        signed=_table(
            ["#ffe3bf", "#ff9c3d", "#8a4a12", paper, "#155a8f", "#4db8ff", "#dcf2ff"], paper
        ),
        ramp=_table([paper, "#123f66", "#1d7fb8", "#4cc4f2", "#c4ecfb", "#ffffff"], paper),
        ink=_table([paper, "#ffffff"], paper),
    )


def signed_index(values: NDArray[np.float32], limit: float) -> NDArray[np.uint8]:
    """Return table positions for values in -limit to limit; 127 is exactly zero."""
    scale = 127.0 / limit if limit > 0 else 0.0
    index = np.clip(np.rint(values * scale) + 127, 0, LEVELS - 1)
    return np.asarray(index, np.uint8)


def ramp_index(values: NDArray[np.float32], low: float, high: float) -> NDArray[np.uint8]:
    """Return table positions for values in low to high."""
    scale = (LEVELS - 1) / (high - low) if high > low else 0.0
    index = np.clip(np.rint((values - low) * scale), 0, LEVELS - 1)
    return np.asarray(index, np.uint8)


def _table(stops: list[str], paper: str) -> Table:
    colors = _interpolate(np.array([_rgb(stop) for stop in stops]))
    dimmed = 0.25 * colors + 0.75 * np.array(_rgb(paper))
    table = np.zeros(2 * DIMMED, np.uint32)
    table[:LEVELS] = _pack(colors)
    table[DIMMED : DIMMED + LEVELS] = _pack(dimmed)
    table.setflags(write=False)
    return table


def _interpolate(stops: NDArray[np.float64]) -> NDArray[np.float64]:
    at = np.linspace(0, len(stops) - 1, LEVELS)
    channels = [np.interp(at, np.arange(len(stops)), stops[:, c]) for c in range(3)]
    return np.stack(channels, axis=1)


def _pack(colors: NDArray[np.float64]) -> Table:
    red, green, blue = np.rint(colors).astype(np.uint32).T
    words: Table = (np.uint32(0xFF000000) | (red << 16) | (green << 8) | blue).astype(np.uint32)
    return words


def _rgb(color: str) -> tuple[int, int, int]:
    value = int(color[1:], 16)
    return value >> 16, value >> 8 & 255, value & 255
