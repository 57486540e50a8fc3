"""The weights of a layer as maps: kernels slice by slice, the units of a dense layer.

A dense unit's weights have no shape of their own; they stand row by row in a block as square as
can be. Pure geometry and colours: every cell of the maps has a number, counted through all groups,
slices, rows and columns, and so has every pixel of an arrangement.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from explorer.network.records import Floats
from explorer.views.style.colormaps import Table, signed_index

Index = tuple[int, ...]
Cells = NDArray[np.int32]
_GAP, _GROUP_GAP = 1, 4  # pixels between slices and between groups


@dataclass(frozen=True, slots=True, eq=False)
class WeightMaps:
    """`values` (groups, slices, rows, columns) of a weight array of the given `shape`.

    A group is a kernel or a unit. In a dense layer the cells after the last input are empty.
    """

    values: Floats
    shape: Index

    @property
    def filled(self) -> int:
        """How many cells of each slice hold a weight."""
        return self.shape[1] if len(self.shape) == 2 else self.slice_cells

    @property
    def slice_cells(self) -> int:
        """How many cells a slice has."""
        return int(self.values[0, 0].size)

    def index(self, cell: int) -> Index | None:
        """Return the index in the weight array, None for a cell that is empty or outside."""
        if not 0 <= cell < self.values.size or cell % self.slice_cells >= self.filled:
            return None
        if len(self.shape) == 2:
            return divmod(cell, self.slice_cells)
        return tuple(int(part) for part in np.unravel_index(cell, self.shape))

    def cell(self, index: Index) -> int:
        """Return the cell of a weight; a shorter index (of a bias) means its first one."""
        whole = (*index, *(0,) * len(self.shape))[: len(self.shape)]
        if len(self.shape) == 2:
            return whole[0] * self.slice_cells + whole[1]
        return int(np.ravel_multi_index(whole, self.shape))

    def slice_of(self, cell: int) -> tuple[int, int]:
        """Return the group and the slice of a cell."""
        return divmod(cell // self.slice_cells, int(self.values.shape[1]))

    def moved(self, cell: int, down: int, right: int) -> int:
        """Return the next cell in a direction; past the edge of a slice comes the next slice."""
        rows, columns = self.values.shape[2:]
        slice_, inside = divmod(cell, self.slice_cells)
        row, column = inside // columns + down, inside % columns + right
        slice_ += column // columns or row // rows
        there = slice_ * self.slice_cells + row % rows * columns + column % columns
        return there if 0 <= there < self.values.size else cell

    def in_group(self, cell: int, by: int) -> int:
        """Return the same cell of a group so many groups further on."""
        return cell + by * int(self.values[0].size)


def maps_of(weight: Floats) -> WeightMaps:
    """Return weights (out, in, k, k) or (out, in) as maps."""
    if weight.ndim == 4:
        return WeightMaps(weight, weight.shape)
    units, inputs = weight.shape
    columns = ceil(sqrt(inputs))
    rows = ceil(inputs / columns)
    values = np.zeros((units, rows * columns), np.float32)
    values[:, :inputs] = weight
    return WeightMaps(values.reshape(units, 1, rows, columns), weight.shape)


def limit_of(*arrays: Floats) -> float:
    """Return the largest size among all finite numbers: the end of one scale for all."""
    known = [np.abs(a[np.isfinite(a)]) for a in arrays]
    return max((float(sizes.max()) for sizes in known if sizes.size), default=0.0)


def colored(
    maps: WeightMaps, table: Table, limit: float, bad: int, empty: int
) -> NDArray[np.uint32]:
    """Return words 0xFFRRGGBB in the maps' shape; what is no number has the colour `bad`."""
    known = np.isfinite(maps.values)
    words = table[signed_index(np.where(known, maps.values, 0), limit)]
    words[~known] = bad
    words.reshape(*words.shape[:2], -1)[:, :, maps.filled :] = empty
    return np.asarray(words, np.uint32)


def arranged(
    maps: WeightMaps,
    width: float,
    most_high: float,
    largest: int,
    only: tuple[int, int] | None = None,
) -> tuple[Cells, int]:
    """Return the cell at every pixel (height, width), -1 between slices, and the cells' size.

    The size is as large as fits into `most_high`, but never smaller than a pixel: what is too
    much becomes higher. `only` is the group and the slice to show alone.
    """
    cells = np.arange(maps.values.size, dtype=np.int32).reshape(maps.values.shape)
    groups, slices, rows, columns = maps.values.shape
    if only is not None:
        cells, groups, slices = cells[only][None, None], 1, 1
    for size in range(largest, 0, -1):
        across = _beside(slices, columns * size, _GAP, width)
        wide, high = _extent(slices, across, columns * size, rows * size, _GAP)
        beside = _beside(groups, wide, _GROUP_GAP, width)
        wide, high = _extent(groups, beside, wide, high, _GROUP_GAP)
        if wide <= width and high <= most_high:
            break
    pixels = cells.repeat(size, axis=2).repeat(size, axis=3)
    return _tiled(_tiled(pixels, across, _GAP), beside, _GROUP_GAP), size


def _beside(count: int, wide: int, gap: int, width: float) -> int:
    """Return how many pieces have room beside each other, at least one."""
    return max(1, min(count, (int(width) + gap) // (wide + gap)))


def _extent(count: int, across: int, wide: int, high: int, gap: int) -> tuple[int, int]:
    """Return width and height of `count` pieces, `across` in a line."""
    return across * (wide + gap) - gap, -(-count // across) * (high + gap) - gap


def _tiled(pieces: Cells, across: int, gap: int) -> Cells:
    """Return pieces (..., n, h, w) as one (..., H, W), `across` in a line with -1 between."""
    *groups, count, high, wide = pieces.shape
    lines = -(-count // across)
    room = np.full((*groups, lines * across, high + gap, wide + gap), -1, np.int32)
    room[..., :count, :high, :wide] = pieces
    room = room.reshape(*groups, lines, across, high + gap, wide + gap).swapaxes(-3, -2)
    return room.reshape(*groups, lines * (high + gap), -1)[..., :-gap, :-gap]
