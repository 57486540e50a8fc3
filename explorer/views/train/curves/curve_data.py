"""The columns of a run for drawing: they grow by parts, are smoothed as they grow and thinned out.

A curve of ten thousand points on a plot of five hundred pixels shows its highest and lowest value
per pixel; that looks the same as all points and costs a tenth.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.training.record.curves import CurvePart

if TYPE_CHECKING:
    from explorer.training.record.validation import Validation

Floats = NDArray[np.float32]
Line = tuple[NDArray[np.float64], NDArray[np.float64]]
OVER = 50  # steps that a smoothed curve remembers
_CHUNK = 256
_FEWEST = 512


class Growing:
    """A float32 array that grows at its end."""

    def __init__(self) -> None:
        self._values = np.empty(_FEWEST, np.float32)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def values(self) -> Floats:
        """What is in it; a view."""
        return self._values[: self._length]

    def extend(self, values: Floats) -> None:
        """Add values at the end."""
        length = self._length + len(values)
        if length > len(self._values):
            larger = np.empty(max(2 * len(self._values), length), np.float32)
            larger[: self._length] = self.values
            self._values = larger
        self._values[self._length : length] = values
        self._length = length

    def cut(self, length: int) -> None:
        """Forget what lies beyond `length`."""
        self._length = min(self._length, length)


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
        self._columns: dict[str, Growing] = {}
        self._smooth: dict[str, Growing] = {}
        self._smoother = Smoother(0)
        self.validations: tuple[Validation, ...] = ()

    def __len__(self) -> int:
        return max((len(column) for column in self._columns.values()), default=0)

    @property
    def head(self) -> int:
        """The step up to which there are numbers."""
        return self.first + len(self)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns."""
        return tuple(self._columns)

    def append(self, part: CurvePart) -> None:
        """Add a part; one that begins earlier than the end replaces what followed."""
        if tuple(part.columns) != self.columns or not len(self) or part.start < self.first:
            self._restart(part)
        elif part.start < self.head:
            self._cut(part.start - self.first)
        elif part.start > self.head:
            raise ValueError(f"the steps {self.head} to {part.start} are missing")
        averages = self._smoother.extend(part.values)
        for at, name in enumerate(part.columns):
            self._columns[name].extend(part.values[:, at])
            self._smooth[name].extend(averages[:, at])

    def line(self, name: str, smooth: bool = False) -> tuple[NDArray[np.float64], Floats]:
        """Return steps and values of a column; empty if there is none of this name."""
        column = (self._smooth if smooth else self._columns).get(name)
        if column is None:
            return np.empty(0), np.empty(0, np.float32)
        return self.first + 1 + np.arange(len(column), dtype=np.float64), column.values

    def at(self, name: str, step: int, smooth: bool = False) -> float | None:
        """Return a column's value after a step."""
        steps, values = self.line(name, smooth)
        place = step - 1 - self.first
        return float(values[place]) if 0 <= place < len(steps) else None

    def _restart(self, part: CurvePart) -> None:
        self.first = part.start
        self._columns = {name: Growing() for name in part.columns}
        self._smooth = {name: Growing() for name in part.columns}
        self._smoother = Smoother(len(part.columns), self._over)

    def _cut(self, length: int) -> None:
        for column in (*self._columns.values(), *self._smooth.values()):
            column.cut(length)
        self._smoother = Smoother(len(self._columns), self._over)
        if length:  # what is forgotten by now is some hundred steps; the sums need no more
            self._smoother.extend(np.stack([c.values for c in self._columns.values()], 1))


def thinned(steps: NDArray[np.float64], values: Floats, most: int) -> Line:
    """Return at most about `2 * most` points that keep the lowest and highest of every stretch.

    Values that are not finite become gaps.
    """
    count = len(values)
    wide = values.astype(np.float64)
    if count <= 2 * most or most < 1:
        return steps, wide
    size = -(-count // most)
    whole = count // size * size
    blocks = wide[:whole].reshape(-1, size)
    safe = np.where(np.isfinite(blocks), blocks, np.nan)
    empty = np.isnan(safe).all(1)
    low = np.where(np.isnan(safe), np.inf, safe).argmin(1)
    high = np.where(np.isnan(safe), -np.inf, safe).argmax(1)
    pair = np.sort(np.stack([low, high], 1), 1) + np.arange(len(blocks))[:, None] * size
    chosen = pair.reshape(-1)
    drawn = wide[chosen]
    drawn[np.repeat(empty, 2)] = np.nan
    return np.append(steps[chosen], steps[whole:]), np.append(drawn, wide[whole:])


def averaged(steps: NDArray[np.float64], values: Floats, most: int) -> Line:
    """Return at most `most` + 1 points of a smooth curve: means of stretches and its end.

    A stretch without any finite number becomes a gap.
    """
    wide = values.astype(np.float64)
    if len(values) <= most:
        return steps, wide
    size = -(-len(values) // most)
    whole = len(values) // size * size
    blocks = wide[:whole].reshape(-1, size)
    good = np.isfinite(blocks)
    with np.errstate(all="ignore"):
        means = np.where(good, blocks, 0).sum(1) / good.sum(1)
    middles = steps[:whole].reshape(-1, size).mean(1)
    return np.append(middles, steps[-1:]), np.append(means, wide[-1:])


def visible(steps: NDArray[np.float64], low: float, high: float) -> slice:
    """Return the rows between two steps, and one on either side."""
    start = max(0, int(np.searchsorted(steps, low)) - 1)
    return slice(start, int(np.searchsorted(steps, high)) + 1)


def layers_of(columns: Iterable[str], quantity: str) -> tuple[str, ...]:
    """Return the layers that have a column `gradient LAYER`, say."""
    return tuple(c.removeprefix(quantity + " ") for c in columns if c.startswith(quantity + " "))


def validation_line(points: Sequence[Validation], name: str) -> tuple[list[float], list[float]]:
    """Return steps and values of a quantity at the validations; `dead` is the worst layer's."""
    if name == "dead":
        return [float(p.step) for p in points], [max(p.dead.values(), default=0.0) for p in points]
    return [float(p.step) for p in points], [float(getattr(p, name)) for p in points]
