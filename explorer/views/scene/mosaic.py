"""All numbers of a trace as colours, in one block of memory.

Every stage owns a stretch of one array of words 0xFFRRGGBB, its maps below each other. A new
trace fills the array in a handful of whole-array steps, so that all maps change at once; images
that look at the memory need not be made anew.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from explorer.network.records import Trace, Weights
from explorer.network.spec import Pooling, Spec
from explorer.views.colormaps import DIMMED, LEVELS, Colormaps, signed_index
from explorer.views.scene.scales import Family, Scope, families, spans
from explorer.views.scene.tiles import KernelGrid

_TABLES = ("signed", "ramp", "ink")
_BLANK = 2 * DIMMED * len(_TABLES)  # the entry behind the last table: the background


class Mosaic:
    """The colours of every stage of one spec.

    `grids` has for each stage (rows, columns) of the picture of one tile; a vector's grid may
    have a few cells more than the vector, they show the background.
    """

    def __init__(self, spec: Spec, grids: Sequence[tuple[int, int]]) -> None:
        self.spec = spec
        self.kinds: tuple[Family, ...] = families(spec)
        tiles = [s.shape[0] if s.spatial else 1 for s in spec.stages]
        cells = [int(np.prod(s.shape)) // n for s, n in zip(spec.stages, tiles, strict=True)]
        areas = [
            _area(s.spatial, n, grid) for s, n, grid in zip(spec.stages, tiles, grids, strict=True)
        ]
        starts = np.concatenate([[0], np.cumsum(areas)])
        self._spans = [(int(a), int(b)) for a, b in itertools.pairwise(starts)]
        self._used = [n * c for n, c in zip(tiles, cells, strict=True)]
        self._stage_of = np.repeat(np.arange(len(tiles)), tiles)
        self._first = np.concatenate([[0], np.cumsum(tiles)]).astype(int)
        self._map_starts, self._map_sizes = _maps(self._spans, tiles, cells)
        self._values = np.zeros(int(starts[-1]), np.float32)
        self._offset = self._offsets()
        self._half = np.where(np.repeat([f.signed for f in self.kinds], areas), 127.5, 0.5).astype(
            np.float32
        )
        steps = np.where([f.signed for f in self.kinds], 127, LEVELS - 1)
        self._steps = steps[self._stage_of].astype(np.float32)  # colours from zero to the reach
        self._colors = np.zeros(_BLANK + 1, np.uint32)
        self._reach = np.ones(len(self._stage_of), np.float32)
        self.words = np.zeros(int(starts[-1]), np.uint32)
        self.revision = 0  # counts how often the words were painted

    def set_colormaps(self, maps: Colormaps, blank: int) -> None:
        """Take the colours from a theme; `blank` is the background as 0xFFRRGGBB."""
        for at, name in enumerate(_TABLES):
            self._colors[2 * DIMMED * at : 2 * DIMMED * (at + 1)] = getattr(maps, name)
        self._colors[_BLANK] = blank

    def clear(self) -> None:
        """Show no numbers at all: every cell in the colour of zero."""
        self._values[:] = 0
        self._reach[:] = 0
        self._paint(dim=None)

    def show(self, trace: Trace, scope: Scope, winners: bool) -> None:
        """Colour a trace, with the ranges of a scope; `winners` fades what lost a pooling."""
        self._load(trace)
        lows, highs = self._extremes()
        if not (np.isfinite(highs).all() and np.isfinite(lows).all()):
            self._values[~np.isfinite(self._values)] = 0  # a diverged network: neither high nor low
            lows, highs = self._extremes()
        self._reach = spans(lows, highs, self._stage_of, self.kinds, scope)
        self._paint(self._losers(trace) if winners else None)

    def stage_words(self, index: int) -> NDArray[np.uint32]:
        """Return the stretch of words that belongs to a stage."""
        start, stop = self._spans[index]
        return self.words[start:stop]

    def reach(self, index: int, tile: int = 0) -> float:
        """Return the largest magnitude that the colours of a map show now; 0 before a trace."""
        return float(self._reach[self._first[index] + tile])

    def _load(self, trace: Trace) -> None:
        for (start, _), used, stage in zip(self._spans, self._used, trace.stages, strict=True):
            self._values[start : start + used] = stage.values.ravel()
        start, used = self._spans[0][0], self._used[0]
        self._values[start : start + used] = trace.pixels.ravel()

    def _extremes(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the smallest and the largest value of every map."""
        with np.errstate(invalid="ignore"):
            lows = np.minimum.reduceat(self._values, self._map_starts)
            return lows, np.maximum.reduceat(self._values, self._map_starts)

    def _paint(self, dim: NDArray[np.int32] | None) -> None:
        self.revision += 1
        scale = np.zeros_like(self._reach)
        np.divide(self._steps, self._reach, out=scale, where=self._reach > 0)
        index = self._values * np.repeat(scale, self._map_sizes)
        index += self._half
        np.maximum(index, 0, out=index)
        np.minimum(index, LEVELS - 1, out=index)
        entry = index.astype(np.int32)
        entry += self._offset
        if dim is not None:
            entry += dim
        np.minimum(entry, _BLANK, out=entry)
        self._colors.take(entry, out=self.words, mode="clip")

    def _losers(self, trace: Trace) -> NDArray[np.int32]:
        """Return DIMMED for every cell of a pooled-from map that won no window, 0 elsewhere.

        A window whose cells are all equal has no winner worth showing.
        """
        dim = np.zeros(len(self._values), np.int32)
        for index, stage in enumerate(trace.stages):
            if stage.winners is None or not isinstance(stage.stage.layer, Pooling):
                continue
            start = self._spans[index - 1][0]
            before = trace.stages[index - 1].values
            faded = dim[start : start + before.size]
            faded[:] = DIMMED
            contested = stage.values != _window_minima(
                before, stage.stage.layer, stage.values.shape
            )
            plane = before.shape[1] * before.shape[2]
            won = stage.winners + plane * np.arange(len(before)).reshape(-1, 1, 1)
            faded[won[contested]] = 0
        return dim

    def _offsets(self) -> NDArray[np.int32]:
        offset = np.full(len(self._values), _BLANK, np.int32)
        for (start, _), used, family in zip(self._spans, self._used, self.kinds, strict=True):
            offset[start : start + used] = 2 * DIMMED * _TABLES.index(family.table)
        return offset


def kernel_words(
    weights: Weights, grid: KernelGrid, maps: Colormaps, blank: int
) -> NDArray[np.uint32]:
    """Return the kernels of a layer as colours (filters, rows, columns), one scale for all.

    The slices of a filter stand in the grid's rows with one empty cell between them.
    """
    filters, slices, k, _ = weights.weight.shape
    words = np.full((filters, grid.cells_high, grid.cells_wide), blank, np.uint32)
    colors = maps.signed[signed_index(weights.weight, float(np.abs(weights.weight).max()))]
    for at in range(slices):
        row, column = divmod(at, grid.columns)
        top, left = row * (k + 1), column * (k + 1)
        words[:, top : top + k, left : left + k] = colors[:, at]
    return words


def pooled_kinds(spec: Spec) -> tuple[str, ...]:
    """Return the names of the max-pooling stages, whose winners can be shown."""
    return tuple(
        s.name for s in spec.stages if isinstance(s.layer, Pooling) and s.layer.kind == "max"
    )


def _window_minima(
    maps: NDArray[np.float32], pooling: Pooling, shape: tuple[int, ...]
) -> NDArray[np.float32]:
    """Return the smallest value of every pooling window, of the pooled maps' `shape`."""
    if pooling.padding:
        edge = (pooling.padding, pooling.padding)
        maps = np.pad(maps, ((0, 0), edge, edge), constant_values=np.inf)
    rows, columns, step = shape[1] * pooling.stride, shape[2] * pooling.stride, pooling.stride
    least = np.full(shape, np.inf, np.float32)
    for row in range(pooling.size):
        for column in range(pooling.size):
            cells = maps[:, row : row + rows : step, column : column + columns : step]
            np.minimum(least, cells, out=least)
    return least


def _area(spatial: bool, tiles: int, grid: tuple[int, int]) -> int:
    return tiles * grid[0] * grid[1] if spatial else grid[0] * grid[1]


def _maps(
    stretches: list[tuple[int, int]], tiles: list[int], cells: list[int]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where each map starts in the array and how many words belong to it."""
    starts = [
        s + i * c for (s, _), n, c in zip(stretches, tiles, cells, strict=True) for i in range(n)
    ]
    ends = [*starts[1:], stretches[-1][1]]
    return np.array(starts), np.array(ends) - np.array(starts)
