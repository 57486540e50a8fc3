"""The numbers of every step as columns that grow: loss, accuracy, learning rate, norms per layer.

Row i belongs to the step from i to i + 1. Rows are float32 in one block of memory that doubles
when it is full, so ten thousand steps cost half a megabyte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.network.records import Floats

SCORES = ("loss", "accuracy", "learning_rate")
FEWEST = 256
REACH = 6  # times the memory of a trend, to either side
TOGETHER = 64  # rows; numpy takes longer for one than for the next


def column_names(layers: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a run: its scores, then a gradient norm and an update per layer."""
    gradients = (f"gradient {layer}" for layer in layers)  # no text: columns
    updates = (f"update {layer}" for layer in layers)  # no text: columns
    return (*SCORES, *gradients, *updates)


@dataclass(frozen=True, slots=True, eq=False)
class CurvePart:
    """Rows `start` and on: `values` float32 (steps, columns), read-only.

    `gradient LAYER` is the norm of the layer's gradient, `update LAYER` the norm of the change of
    its weights through the norm of the weights, both NaN at the steps where they were not measured.
    """

    start: int
    columns: tuple[str, ...]
    values: Floats

    def __len__(self) -> int:
        return len(self.values)

    def column(self, name: str) -> Floats:
        """Return one column (steps,); raises ValueError if there is none of this name."""
        return self.values[:, self.columns.index(name)]

    def points(self, name: str) -> tuple[Floats, Floats]:
        """Return the steps, counted from 1, at which a column was measured, and its values."""
        values = self.column(name)
        measured = np.flatnonzero(~np.isnan(values))
        return (measured + self.start + 1).astype(np.float32), values[measured]


class Curves:
    """The growing table; `columns` name what is in a row."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self.columns = columns
        self._values = np.empty((FEWEST, len(columns)), np.float32)
        self._length = 0
        self._late: list[Sequence[float]] = []  # rows that are put into the table together

    def __len__(self) -> int:
        return self._length + len(self._late)

    @property
    def values(self) -> Floats:
        """All rows (steps, columns) there are; a view that is right until rows are added."""
        self._settle()
        return self._values[: self._length]

    @property
    def bytes(self) -> int:
        """What the table takes in memory."""
        return self._values.nbytes

    def append(self, row: Sequence[float]) -> None:
        """Add the numbers of the next step."""
        self._late.append(row)
        if len(self._late) == TOGETHER:
            self._settle()

    def extend(self, rows: Floats) -> None:
        """Add the numbers of many steps (steps, columns)."""
        self._settle()
        self._add(rows)

    def keep(self, length: int) -> None:
        """Forget the rows after the first `length`."""
        self._settle()
        self._length = min(length, self._length)

    def part(self, start: int = 0, stop: int | None = None) -> CurvePart:
        """Return a copy of the rows from `start` up to but without `stop`."""
        self._settle()
        start = max(0, min(start, self._length))
        end = self._length if stop is None else min(stop, self._length)
        values = self._values[start:end].copy()
        values.setflags(write=False)
        return CurvePart(start, self.columns, values)

    def _settle(self) -> None:
        if self._late:
            rows, self._late = np.array(self._late, np.float32), []
            self._add(rows)

    def _add(self, rows: Floats) -> None:
        if self._length + len(rows) > len(self._values):
            length = max(2 * len(self._values), self._length + len(rows))
            grown = np.empty((length, len(self.columns)), np.float32)
            grown[: self._length] = self._values[: self._length]
            self._values = grown
        self._values[self._length : self._length + len(rows)] = rows
        self._length += len(rows)


def smoothed(values: Floats, over: int = 50) -> Floats:
    """Return an exponential average of a curve (steps,) that remembers about `over` steps.

    The beginning is not pulled towards zero: weights of what was not seen are divided out
    (D. P. Kingma and J. Ba 2015, section 3). Values that are not finite are skipped.
    """
    keep = 1 - 1 / over
    result = np.empty(len(values), np.float64)
    total = weight = 0.0
    for index, value in enumerate(values.tolist()):
        if np.isfinite(value):
            total = keep * total + (1 - keep) * value
            weight = keep * weight + (1 - keep)
        result[index] = total / weight if weight else np.nan
    return result.astype(np.float32)


def trend(values: NDArray[np.float64], over: float) -> NDArray[np.float64]:
    """Return a smoothed curve (steps,) without lag: a straight line fitted around every step.

    Weights fall by 1 / `over` a step to both sides (W. S. Cleveland 1979, local regression). At
    either end, where an average would hang behind a curve that rises or falls, the line goes on
    with the slope. Values that are not finite are skipped; none leaves the range of the others.
    """
    good = np.isfinite(values)
    if over <= 1 or not good.any():
        return np.where(good, values, np.nan)
    reach = ceil(REACH * over)  # further away a weight is below 1/400
    ages = np.arange(-reach, reach + 1)
    weights, known = (1 - 1 / over) ** np.abs(ages), np.where(good, values, 0.0)

    def around(column: NDArray[Any], power: int) -> NDArray[np.float64]:
        kernel = (weights * ages**power)[::-1]
        return np.convolve(column, kernel)[reach : reach + len(column)]

    count, first, second = (around(good, power) for power in range(3))
    total, tilted = around(known, 0), around(known, 1)
    with np.errstate(all="ignore"):
        spread = count * second - first**2
        line = (second * total - first * tilted) / spread
        line = np.where(spread > 0.01 * count**2, line, total / count)  # one point has no slope
    inside = np.flatnonzero(good)
    line[: inside[0]] = line[inside[-1] + 1 :] = np.nan
    return np.clip(line, values[good].min(), values[good].max())
