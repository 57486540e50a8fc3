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

    `sentence` is the same in words. `fields` is the receptive field, one region for every
    earlier stage in data-flow order. `winner` is the cell that a max pooling chose; None for
    other stages and where a window was zero all over, so that nothing won. `quantity` is what
    `value` is where it is not the cell's own: its gradient, or a difference. `window` are the
    values that a pooling chose from or added, row by row; empty for other stages. Where a picture
    shows the way `forward`, `fields` is the projective field instead, of every later stage.
    """

    cell: Cell
    value: float
    sentence: str
    fields: tuple[Region, ...]
    winner: Cell | None = None
    quantity: str = ""
    window: tuple[float, ...] = ()
    forward: bool = False


def number(value: float) -> str:
    """Return a value as text: `1.82`, `6.00`, `12.34`, `−0.0413`, `1234`, with a real minus sign.

    Three significant digits, trailing zeros included, and two decimals below 100, as on the card
    that explains the number.
    """
    size = abs(value)
    if size == 0:
        return "0"
    if 1 <= size < 99.995:
        text = f"{value:.2f}"
    elif 99.995 <= size < 1e6:
        text = f"{value:.1f}" if size < 999.95 else f"{value:.0f}"
    else:
        mantissa, e, power = f"{value:#.3g}".partition("e")
        text = f"{mantissa}e{int(power)}" if e else mantissa
    return text.replace("-", "−")


def format_apart_from_one(total: float, least: int = 2) -> str:
    """Return a sum of shares with as many decimals, up to six, as set it apart from 1."""
    return f"{total:.{decimals_apart_from_one(total, least)}f}"


def decimals_apart_from_one(total: float, least: int = 2) -> int:
    """Return how many decimals, up to six, set a sum of shares apart from 1."""
    return next((places for places in range(least, 6) if round(total, places) != 1), 6)


def unflattened(shape: tuple[int, ...], unit: int) -> tuple[int, int, int]:
    """Return the (map, row, column) that a flattened unit of maps `shape` was read from."""
    plane, rest = divmod(unit, shape[1] * shape[2])
    row, column = divmod(rest, shape[2])
    return plane, row, column
