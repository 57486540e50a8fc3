"""All numbers of a trace as colours, in one block of memory.

Every stage owns a stretch of one array of words 0xFFRRGGBB, its maps below each other. A new
trace fills the array in a handful of whole-array steps, so that all maps change at once; images
that look at the memory need not be made anew.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from explorer.network.records import Floats, Trace, Weights
from explorer.network.spec import Pooling, Spec
from explorer.views.scene.layout.tiles import KernelGrid
from explorer.views.scene.scales import Family, Scope, families, finite, spans
from explorer.views.style.colormaps import DIMMED, LEVELS, Colormaps, Table, signed_index

_TABLES = ("signed", "ramp", "ink")
_PLANES = 3  # tables of a colour picture, behind those
_BLANK = 2 * DIMMED * (len(_TABLES) + _PLANES)  # the entry behind the last table: the background
_LEAST = 1e-36  # a float smaller than that has no reciprocal worth its name


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """How numbers become colours: of which family each stage is.

    `offset` (words,) is where the table of each cell begins, `half` (words,) its entry for zero
    and `steps` (maps,) the entries from zero to the reach.
    """

    kinds: tuple[Family, ...]
    offset: NDArray[np.int32]
    half: Floats
    steps: Floats


class Mosaic:
    """The colours of every stage of one spec.

    `grids` has for each stage (rows, columns) of the picture of one tile; a vector's grid may
    have a few cells more than the vector, they show the background.
    """

    def __init__(self, spec: Spec, grids: Sequence[tuple[int, int]]) -> None:
        self.spec = spec
        tiles = [s.shape[0] if s.spatial else 1 for s in spec.stages]
        cells = [int(np.prod(s.shape)) // n for s, n in zip(spec.stages, tiles, strict=True)]
        areas = [n * rows * columns for n, (rows, columns) in zip(tiles, grids, strict=True)]
        starts = np.concatenate([[0], np.cumsum(areas)])
        self._spans = [(int(a), int(b)) for a, b in itertools.pairwise(starts)]
        self._used = [n * c for n, c in zip(tiles, cells, strict=True)]
        self._stage_of = np.repeat(np.arange(len(tiles)), tiles)
        self._first = np.concatenate([[0], np.cumsum(tiles)]).astype(int)
        self._map_starts, self._map_sizes = _maps(self._spans, tiles, cells)
        self._values = np.zeros(int(starts[-1]), np.float32)
        self._own = self._look = self._made(families(spec))
        self._derived: _Look | None = None
        self._colors = np.zeros(_BLANK + 1, np.uint32)
        self._reach = np.ones(len(self._stage_of), np.float32)
        self.words = np.zeros(int(starts[-1]), np.uint32)
        self.revision = 0  # counts how often the words were painted

    @property
    def kinds(self) -> tuple[Family, ...]:
        """The family of every stage as it is shown now."""
        return self._look.kinds

    def set_colormaps(
        self, maps: Colormaps, blank: int, ink: Table | None = None, planes: Sequence[Table] = ()
    ) -> None:
        """Take the colours from a theme; `blank` is the background as 0xFFRRGGBB.

        `ink` is the table of pixels if it is not the theme's, `planes` are those of a red, a
        green and a blue plane.
        """
        tables = (maps.signed, maps.ramp, maps.ink if ink is None else ink, *planes)
        for at, table in enumerate(tables):
            self._colors[2 * DIMMED * at : 2 * DIMMED * (at + 1)] = table
        self._colors[_BLANK] = blank

    def clear(self) -> None:
        """Show no numbers at all: every cell in the colour of zero."""
        self._look = self._own
        self._values[:] = 0
        self._reach[:] = 0
        self._paint(dim=None)

    def show(self, trace: Trace, scope: Scope, marked: Collection[str] = ()) -> None:
        """Colour a trace, with the ranges of a scope; what lost a pooling of `marked` fades."""
        self._load(trace, scope)
        self._paint(self._losers(trace, marked) if marked else None)

    def show_faded(self, trace: Trace, scope: Scope) -> None:
        """Colour a trace in dimmed colours: something else is to be looked at."""
        self._load(trace, scope)
        self._paint(np.full(len(self._values), DIMMED, np.int32))

    def show_derived(
        self,
        kind: Literal["gradient", "difference"],
        stages: Sequence[Floats | None],
        scope: Scope,
    ) -> None:
        """Colour other numbers than values, all of one signed family; None is calm."""
        family = Family(kind, True)
        if self._derived is None or self._derived.kinds[0] != family:
            self._derived = self._made((family,) * len(stages))
        self._look = self._derived
        for (start, _), used, values in zip(self._spans, self._used, stages, strict=True):
            self._values[start : start + used] = 0 if values is None else values.ravel()
        self._measure(scope)
        self._paint(None)

    def stage_words(self, index: int) -> NDArray[np.uint32]:
        """Return the stretch of words that belongs to a stage."""
        start, stop = self._spans[index]
        return self.words[start:stop]

    def reach(self, index: int, tile: int = 0) -> float:
        """Return the largest magnitude that the colours of a map show now; 0 before a trace."""
        return float(self._reach[self._first[index] + tile])

    def _load(self, trace: Trace, scope: Scope) -> None:
        self._look = self._own
        for (start, _), used, stage in zip(self._spans, self._used, trace.stages, strict=True):
            self._values[start : start + used] = stage.values.ravel()
        start, used = self._spans[0][0], self._used[0]
        self._values[start : start + used] = trace.pixels.ravel()
        self._measure(scope)

    def _measure(self, scope: Scope) -> None:
        """Find how much the colours of each map have to show."""
        lows, highs = self._extremes()
        if not isfinite(float(highs.max()) - float(lows.min())):
            self._values[~np.isfinite(self._values)] = 0  # a diverged network: neither high nor low
            lows, highs = self._extremes()
        self._reach = spans(lows, highs, self._stage_of, self.kinds, scope)

    def _extremes(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the smallest and the largest value of every map."""
        with np.errstate(invalid="ignore"):
            lows = np.minimum.reduceat(self._values, self._map_starts)
            return lows, np.maximum.reduceat(self._values, self._map_starts)

    def _paint(self, dim: NDArray[np.int32] | None) -> None:
        self.revision += 1
        look, scale = self._look, np.zeros_like(self._reach)
        with np.errstate(over="ignore"):
            np.divide(look.steps, self._reach, out=scale, where=self._reach > _LEAST)
        index = self._values * np.repeat(scale, self._map_sizes)
        index += look.half
        np.maximum(index, 0, out=index)
        np.minimum(index, LEVELS - 1, out=index)
        entry = index.astype(np.int32)
        entry += look.offset
        if dim is not None:
            entry += dim
        np.minimum(entry, _BLANK, out=entry)
        self._colors.take(entry, out=self.words, mode="clip")

    def _losers(self, trace: Trace, marked: Collection[str]) -> NDArray[np.int32]:
        """Return DIMMED for every cell that won no window of the poolings `marked`, 0 elsewhere.

        A window whose cells are all equal has no winner worth showing.
        """
        dim = np.zeros(len(self._values), np.int32)
        for index, stage in enumerate(trace.stages):
            if stage.winners is None or not isinstance(stage.stage.layer, Pooling):
                continue
            if stage.stage.name not in marked:
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

    def _made(self, kinds: tuple[Family, ...]) -> _Look:
        signed = np.array([family.signed for family in kinds])
        areas = [stop - start for start, stop in self._spans]
        half = np.where(np.repeat(signed, areas), 127.5, 0.5).astype(np.float32)
        steps = np.where(signed, 127, LEVELS - 1)[self._stage_of].astype(np.float32)
        return _Look(kinds, self._offsets(kinds), half, steps)

    def _offsets(self, kinds: tuple[Family, ...]) -> NDArray[np.int32]:
        offset = np.full(len(self._values), _BLANK, np.int32)
        for (start, _), used, family in zip(self._spans, self._used, kinds, strict=True):
            cells = offset[start : start + used]
            cells[:] = 2 * DIMMED * _TABLES.index(family.table)
            if family.quantity == "pixels" and self.spec.input_shape[0] == _PLANES:
                planes = 2 * DIMMED * (len(_TABLES) + np.arange(_PLANES)[:, None])
                cells.reshape(_PLANES, -1)[:] = planes
        return offset


def kernel_words(
    weights: Weights,
    grid: KernelGrid,
    maps: Colormaps,
    blank: int,
    reaches: Floats | None = None,
) -> NDArray[np.uint32]:
    """Return the kernels of a layer as colours (filters, rows, columns), one scale for all.

    The slices of a filter stand in the grid's rows with one empty cell between them. With
    `reaches` (filters,) each filter has a scale of its own.
    """
    filters, slices, k, _ = weights.weight.shape
    words = np.full((filters, grid.cells_high, grid.cells_wide), blank, np.uint32)
    if reaches is None:
        index = signed_index(weights.weight, float(np.abs(weights.weight).max()))
    else:
        scale: Floats = np.where(reaches > _LEAST, reaches, np.float32(np.inf))
        with np.errstate(invalid="ignore"):  # what is infinite, of a diverged network
            index = signed_index(finite(weights.weight / scale[:, None, None, None]), 1.0)
    colors = maps.signed[index]
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


def marked_poolings(
    spec: Spec, always: bool, pointed: Collection[str], chosen: str
) -> tuple[str, ...]:
    """Return the max-pooling stages whose winners are marked: all, or those in question.

    In question is a pooling that is `pointed` at, and one of which a cell is `chosen`, or a cell of
    the maps that it chooses from.
    """
    names = pooled_kinds(spec)
    sources = (spec.stages[spec.index(name) - 1].name for name in names)
    pairs = zip(names, sources, strict=True)
    return tuple(n for n, s in pairs if always or n in pointed or chosen in (n, s))


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


def _maps(
    stretches: list[tuple[int, int]], tiles: list[int], cells: list[int]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where each map starts in the array and how many words belong to it."""
    starts = [
        s + i * c for (s, _), n, c in zip(stretches, tiles, cells, strict=True) for i in range(n)
    ]
    ends = [*starts[1:], stretches[-1][1]]
    return np.array(starts), np.array(ends) - np.array(starts)
