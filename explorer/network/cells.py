"""Names for places in a network: one cell, a box of cells, and what a user selected.

A cell is addressed as in the tensors, counting from 0: `(map, row, column)` where a stage is a
stack of maps, `(unit,)` where it is a vector.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of one stage: `index` is `(map, row, column)` or `(unit,)`."""

    stage: str
    index: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A box of cells of one stage, from `start` up to but without `stop` on each axis."""

    stage: str
    start: tuple[int, ...]
    stop: tuple[int, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """How many cells the box has along each axis."""
        return tuple(b - a for a, b in zip(self.start, self.stop, strict=True))

    @property
    def empty(self) -> bool:
        """Whether the box holds no cell, as the field of a window that sees only padding."""
        return min(self.shape) <= 0

    def __contains__(self, cell: object) -> bool:
        """Return whether a `Cell` of the same stage lies in the box."""
        if not isinstance(cell, Cell) or cell.stage != self.stage:
            return False
        return all(a <= i < b for a, i, b in zip(self.start, cell.index, self.stop, strict=True))


@dataclass(frozen=True, slots=True)
class Selection:
    """What a user points at: a cell, its value and everything it was computed from.

    `sentence` says the same in words. `fields` is the receptive field, one region for every
    earlier stage in data-flow order; `reach` the projective field, one for every later stage.
    `winner` is the cell that a max pooling chose; None for other stages and where a window was
    zero all over, so that nothing won.
    """

    cell: Cell
    value: float
    sentence: str
    fields: tuple[Region, ...]
    winner: Cell | None = None
    reach: tuple[Region, ...] = ()


def number(value: float) -> str:
    """Return a value as text with three significant digits, `1.82`, `-0.0413`, `1234`."""
    if value == 0:
        return "0"
    return f"{value:.0f}" if 1000 <= abs(value) < 1e6 else f"{value:.3g}"


def unflattened(shape: tuple[int, ...], unit: int) -> tuple[int, int, int]:
    """Return the (map, row, column) that a flattened unit of maps `shape` was read from."""
    plane, rest = divmod(unit, shape[1] * shape[2])
    row, column = divmod(rest, shape[2])
    return plane, row, column
