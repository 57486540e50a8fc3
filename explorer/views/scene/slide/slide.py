"""The slide: a kernel or a pooling window visits its places one by one, row by row.

The same four things happen again and again: it is placed, its numbers are multiplied, summed, and
it moves on. The output map is covered where it has not been yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from explorer.network.cells import Cell
from explorer.network.spec import Pooling, Spec, Stage
from explorer.text import _

Phase = Literal["place", "multiply", "sum", "move"]
PHASES: tuple[Phase, ...] = ("place", "multiply", "sum", "move")
SLOWEST, FASTEST = 1, 60  # cells per second
_WORDS: dict[str, tuple[str, ...]] = {
    "convolution": (_("place"), _("multiply"), _("sum"), _("move")),
    "max": (_("place"), _("compare"), _("take largest"), _("move")),
    "average": (_("place"), _("add up"), _("divide"), _("move")),
    "sum": (_("place"), _("read"), _("add up"), _("move")),
}
Patch = tuple[int, int, int, int]  # top, left, bottom, right


@dataclass(frozen=True, slots=True)
class Place:
    """Where a slide is: map `tile` of `stage`, the `at`-th of its cells, and what was done last.

    With `stacking` whole maps are done one after the other, and those after `tile` are to come.
    """

    stage: str
    tile: int
    at: int
    phase: Phase = "sum"
    stacking: bool = False

    @property
    def reached(self) -> int:
        """How many cells of the output map are known by now."""
        return self.at + (self.phase == "sum")


@dataclass(frozen=True, slots=True)
class Covered:
    """The cells of one map that a slide has not reached yet, as rectangles of cells.

    With `stacking` none of the maps after it has been reached.
    """

    stage: str
    tile: int
    patches: tuple[Patch, ...]
    stacking: bool = False


def slides(stage: Stage) -> bool:
    """Return whether a stage is computed by something that moves over maps."""
    return stage.kind in ("convolution", "pooling")


def place_of(spec: Spec, cell: Cell) -> Place:
    """Return the place at which a cell is computed."""
    tile, row, column = cell.index
    return Place(cell.stage, tile, row * spec.stage(cell.stage).shape[2] + column)


def cell_of(spec: Spec, place: Place) -> Cell:
    """Return the cell that is computed at a place."""
    row, column = divmod(place.at, spec.stage(place.stage).shape[2])
    return Cell(place.stage, (place.tile, row, column))


def count(spec: Spec, stage: str) -> int:
    """Return how many places a slide over one map has."""
    _maps, rows, columns = spec.stage(stage).shape
    return rows * columns


def places(spec: Spec, start: Place, by_row: bool = False) -> Iterator[Place]:
    """Yield the places after `start`, cell by cell or the ends of rows, to the end of the map."""
    total, columns = count(spec, start.stage), spec.stage(start.stage).shape[2]
    at = start.at
    while at < total - 1:
        at = min(total - 1, (at // columns + 1) * columns + columns - 1) if by_row else at + 1
        yield Place(start.stage, start.tile, at)


def maps(spec: Spec, start: Place) -> Iterator[Place]:
    """Yield the places after `start` at which one more whole map is done, to the last map."""
    for tile in range(start.tile + 1, spec.stage(start.stage).shape[0]):
        yield replace(start, tile=tile)


def next_phase(spec: Spec, place: Place) -> Place | None:
    """Return the place after one more of the four things was done; None at the end of the map.

    The kernel is placed once; after that it comes to its places by moving on.
    """
    if place.phase == "sum":
        if place.at + 1 == count(spec, place.stage):
            return None
        return Place(place.stage, place.tile, place.at + 1, "move")
    return replace(place, phase="sum" if place.phase == "multiply" else "multiply")


def phase_words(stage: Stage | None) -> tuple[str, ...]:
    """Return the four things in the words of a stage, by default those of a convolution."""
    layer = stage.layer if stage is not None else None
    return _WORDS[layer.kind if isinstance(layer, Pooling) else "convolution"]


def covered(spec: Spec, place: Place) -> Covered:
    """Return what a slide at a place has still to fill."""
    _maps, rows, columns = spec.stage(place.stage).shape
    if place.stacking:
        return Covered(place.stage, place.tile, (), stacking=True)
    row, column = divmod(place.reached, columns)
    patches: list[Patch] = []
    if column and row < rows:
        patches.append((row, column, row + 1, columns))
        row += 1
    if row < rows:
        patches.append((row, 0, rows, columns))
    return Covered(place.stage, place.tile, tuple(patches))
