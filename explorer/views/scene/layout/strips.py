"""The shapes in which vectors are drawn: strips of cells, and rows for the outputs."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

_LEAST_CELLS = (5.0, 4.0, 3.0)  # pixels a cell is high, best first: smaller ones are hard to hit
_LARGEST_CELL = 16.0
_NARROWEST = 12.0  # of a strip with a single column


@dataclass(frozen=True, slots=True)
class Strip:
    """A vector read row by row into a narrow grid of cells, sizes in pixels."""

    rows: int
    columns: int
    cell_width: float
    cell_height: float

    @property
    def width(self) -> float:
        """The width of the grid."""
        return self.columns * self.cell_width

    @property
    def height(self) -> float:
        """The height of the grid."""
        return self.rows * self.cell_height


def strip(units: int, height: float, widest: float, ratio: float, step: int = 1) -> Strip:
    """Return the narrowest grid for `units` cells that can still be pointed at.

    Columns come in multiples of `step`: with the width of a map, each of its rows stays a row.
    All long strips fill the whole height, so that they end together. Cells become smaller only
    where the grid would be wider than `widest`.
    """
    for least in _LEAST_CELLS:
        grid = _strip(units, height, least, ratio, step)
        if grid.width <= widest:
            break
    return grid


def _strip(units: int, height: float, least: float, ratio: float, step: int) -> Strip:
    columns = min(step, units)
    while height / ceil(units / columns) < least and columns < units:
        columns = min(units, columns + step)
    rows = ceil(units / columns)
    high = min(_LARGEST_CELL, height / rows)
    wide = max(ceil(high * ratio) / ratio, ceil(_NARROWEST / columns))
    return Strip(rows, columns, wide, high)
