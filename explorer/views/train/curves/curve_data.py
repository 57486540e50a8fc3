"""The columns of a run for drawing: they grow by parts and are smoothed as they grow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.training.record.curves import CurvePart, Curves

if TYPE_CHECKING:  # it brings torch
    from explorer.training.record.validation import Validation

Floats = NDArray[np.float32]
Numbers = NDArray[np.float64]
Points = tuple[Numbers, Numbers]
OVER = 50  # steps that a smoothed curve remembers
_CHUNK = 256


class Smoother:
    """`curves.smoothed` of many columns at once, part after part.

    Every value weighs `keep` times as much as the one after it. Within a chunk of rows that is one
    product with a triangle of weights; values that are not finite neither add nor weigh.
    """

    def __init__(self, columns: int, over: int = OVER) -> None:
        keep = 1 - 1 / over
        age = np.arange(_CHUNK)[:, None] - np.arange(_CHUNK)
        self._triangle = np.where(age >= 0, keep ** np.maximum(age, 0), 0.0)
        self._fade = keep ** np.arange(1, _CHUNK + 1)[:, None]
        self._totals = np.zeros((2, columns))  # of values and of weights

    def extend(self, rows: Floats) -> Floats:
        """Return the averages (steps, columns) at further rows."""
        parts = [self._chunk(rows[i : i + _CHUNK]) for i in range(0, len(rows), _CHUNK)]
        return np.concatenate(parts) if parts else rows

    def _chunk(self, rows: Floats) -> Floats:
        count, good = len(rows), np.isfinite(rows)
        triangle, fade = self._triangle[:count, :count], self._fade[:count]
        total = triangle @ np.where(good, rows, 0).astype(np.float64) + fade * self._totals[0]
        weight = triangle @ good.astype(np.float64) + fade * self._totals[1]
        self._totals = np.stack([total[-1], weight[-1]])
        with np.errstate(all="ignore"):
            return np.where(weight > 0, total / weight, np.nan).astype(np.float32)


class RunCurves:
    """All curves of one run; row i belongs to the step from i to i + 1, drawn at i + 1.

    Its smoothed curves remember `over` steps.
    """

    def __init__(self, name: str, over: int = OVER) -> None:
        self.name, self._over = name, over
        self.first = 0
        self._rows, self._smooth = Curves(()), Curves(())
        self._smoother = Smoother(0)
        self.validations: tuple[Validation, ...] = ()

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns."""
        return self._rows.columns

    @property
    def head(self) -> int:
        """The step up to which there are numbers."""
        return self.first + len(self)

    def append(self, part: CurvePart) -> None:
        """Add a part; one that begins earlier than the end replaces what followed."""
        if part.columns != self.columns or not len(self) or part.start < self.first:
            self.first = part.start
            self._rows, self._smooth = Curves(part.columns), Curves(part.columns)
            self._smoother = Smoother(len(part.columns), self._over)
        elif part.start < self.head:
            for table in (self._rows, self._smooth):
                table.keep(part.start - self.first)
            self._smoother = Smoother(len(part.columns), self._over)
            self._smoother.extend(self._rows.values)
        elif part.start > self.head:
            raise ValueError(f"the steps {self.head} to {part.start} are missing")
        self._rows.extend(part.values)
        self._smooth.extend(self._smoother.extend(part.values))

    def line(self, name: str, smooth: bool = False) -> Points:
        """Return steps and values of a column; empty if there is none of this name."""
        if name not in self.columns:
            return np.empty(0), np.empty(0)
        values = (self._smooth if smooth else self._rows).values[:, self.columns.index(name)]
        steps = self.first + 1 + np.arange(len(values), dtype=np.float64)
        return steps, values.astype(np.float64)

    def at(self, name: str, step: int, smooth: bool = False) -> float | None:
        """Return a column's value after a step."""
        place = step - 1 - self.first
        if name not in self.columns or not 0 <= place < len(self):
            return None
        rows = (self._smooth if smooth else self._rows).values
        return float(rows[place, self.columns.index(name)])

    def validation_line(self, name: str) -> Points:
        """Return steps and values of a quantity at the validations."""
        steps = [float(v.step) for v in self.validations]
        values = [float(getattr(v, name)) for v in self.validations]
        return np.array(steps), np.array(values)

    def dead_line(self, stage: str) -> Points:
        """Return the share of a stage's units that are dead at the validations."""
        steps = [float(v.step) for v in self.validations]
        return np.array(steps), np.array([v.dead.get(stage, np.nan) for v in self.validations])


def averaged(line: Points, most: int) -> Points:
    """Return at most `most` + 1 points of a smooth curve: means of stretches and its end.

    A stretch without any finite number becomes a gap.
    """
    steps, values = line
    if len(values) <= most:
        return line
    size = -(-len(values) // most)
    whole = len(values) // size * size
    blocks = values[:whole].reshape(-1, size)
    good = np.isfinite(blocks)
    with np.errstate(all="ignore"):
        means = np.where(good, blocks, 0).sum(1) / good.sum(1)
    middles = steps[:whole].reshape(-1, size).mean(1)
    return np.append(middles, steps[-1:]), np.append(means, values[-1:])


def visible(line: Points, low: float, high: float) -> Points:
    """Return the points between two steps, and one on either side."""
    steps, values = line
    start = max(0, int(np.searchsorted(steps, low)) - 1)
    part = slice(start, int(np.searchsorted(steps, high)) + 1)
    return steps[part], values[part]


def layers_of(columns: Iterable[str], quantity: str) -> tuple[str, ...]:
    """Return the layers that have a column `gradient LAYER`, say."""
    return tuple(c.removeprefix(quantity + " ") for c in columns if c.startswith(quantity + " "))
