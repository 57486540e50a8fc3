"""The columns of a run for drawing: they grow by parts and are smoothed as they are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, log
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.training.record.curves import REACH, CurvePart, Curves, trend

if TYPE_CHECKING:  # it brings torch
    from explorer.training.record.validation import Validation

Numbers = NDArray[np.float64]
Points = tuple[Numbers, Numbers]
Span = tuple[float, float]  # the first and the last step that are of interest
OVER = 20.0  # steps that a smoothed curve looks to either side
USUAL_LOSS = "cross-entropy"
_MOST_SMOOTHED = 1000  # points; a plot has fewer pixels


@dataclass(frozen=True, slots=True)
class Scale:
    """How values stand on an axis: by their logarithm, or cut at a `ceiling`; a `note` says so."""

    log: bool = False
    ceiling: float = inf
    note: str = ""

    def place(self, values: Numbers) -> Numbers:
        """Return where values stand."""
        with np.errstate(all="ignore"):
            return np.log10(values) if self.log else np.minimum(values, self.ceiling)

    def value(self, places: Numbers) -> Numbers:
        """Return the values that stand at some places."""
        return 10.0**places if self.log else places


LINEAR = Scale()


class RunCurves:
    """All curves of one run; row i belongs to the step from i to i + 1, drawn at i + 1.

    Its smoothed curves look `over` steps far. `loss` says which loss it has, `guess` how large
    that of a network is that guesses, `order` tells its lines from those of other runs.
    """

    def __init__(self, name: str, over: float = OVER, order: int = 0) -> None:
        self.name, self.over, self.order = name, over, order
        self.loss, self.guess = USUAL_LOSS, log(10)
        self.first = 0
        self._rows = Curves(())
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
            self.first, self._rows = part.start, Curves(part.columns)
        elif part.start < self.head:
            self._rows.keep(part.start - self.first)
        elif part.start > self.head:
            raise ValueError(f"the steps {self.head} to {part.start} are missing")
        self._rows.extend(part.values)

    def line(self, name: str, span: Span = (0, inf)) -> Points:
        """Return a column over the steps of `span` and one on either side; empty without it."""
        if name not in self.columns:
            return np.empty(0), np.empty(0)
        start, stop = (int(min(max(0, step - self.first), len(self))) for step in span)
        values = self._rows.values[max(0, start - 2) : stop + 1, self.columns.index(name)]
        steps = self.first + max(1, start - 1) + np.arange(len(values), dtype=np.float64)
        return steps, values.astype(np.float64)

    def trend_line(self, name: str, span: Span, scale: Scale = LINEAR) -> Points:
        """Return a column smoothed as it stands on an axis, over the steps of `span`.

        So an explosion neither drags the line for long nor tears it out of the picture.
        """
        far = REACH * self.over
        steps, values = self.line(name, (span[0] - far, span[1] + far))
        steps, places = averaged((steps, scale.place(values)), _MOST_SMOOTHED)
        apart = steps[1] - steps[0] if len(steps) > 1 else 1.0
        seen = (steps >= span[0] - apart) & (steps <= span[1] + apart)
        return steps[seen], scale.value(trend(places, self.over / apart))[seen]

    def at(self, name: str, step: int, smooth: bool = False) -> float | None:
        """Return a column's value after a step, or its trend."""
        steps, values = (self.trend_line if smooth else self.line)(name, (step, step))
        found = values[steps == step]
        return float(found[0]) if len(found) else None

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


def layers_of(columns: Iterable[str], quantity: str) -> tuple[str, ...]:
    """Return the layers that have a column `gradient LAYER`, say."""
    return tuple(c.removeprefix(quantity + " ") for c in columns if c.startswith(quantity + " "))
