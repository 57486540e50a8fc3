"""Two traces side by side: which cells changed, which winners moved, what it did to the answer.

The traces may come from one network and two pictures (a drawing before and after a shift), or
from one picture and two networks (a pooling or activation exchanged).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.network.records import StageTrace, Trace

Mask = NDArray[np.bool_]
NOTICEABLE = 1e-6  # smaller differences are rounding, relative to the stage's largest value


@dataclass(frozen=True, slots=True, eq=False)
class StageChange:
    """How one stage differs; `name` is that of the first trace.

    `changed` has the stage's shape. `change` is the size of the difference relative to that of
    the stage before: root of the sum of squares through the same of the first trace (0 where both
    are 0). `moved` marks max-pooling cells whose winner is another cell, None where there are no
    winners in both; a window of zeros has no winner.
    """

    name: str
    changed: Mask
    change: float
    moved: Mask | None

    @property
    def changed_count(self) -> int:
        """How many cells changed."""
        return int(self.changed.sum())

    @property
    def moved_count(self) -> int:
        """How many winners moved."""
        return 0 if self.moved is None else int(self.moved.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Two traces and, stage by stage in data-flow order, how the second differs."""

    before: Trace
    after: Trace
    stages: tuple[StageChange, ...]

    def stage(self, name: str) -> StageChange:
        """Return the change of the stage called `name` in the first trace; raises KeyError."""
        return self.stages[self.before.spec.index(name)]


def comparable(before: Trace, after: Trace) -> bool:
    """Whether every stage and every weight of a trace has a counterpart in another one."""
    first, second = (
        [(s.stage.shape, s.stage.parameters) for s in trace.stages] for trace in (before, after)
    )
    kernels = before.weights.items()
    return first == second and all(
        name in after.weights and after.weights[name].weight.shape == kernel.weight.shape
        for name, kernel in kernels
    )


def compare(before: Trace, after: Trace) -> Comparison:
    """Compare two traces of equal shapes; raises ValueError for others."""
    if not comparable(before, after):
        raise ValueError("only traces of the same shapes can be compared")
    pairs = zip(before.stages, after.stages, strict=True)
    return Comparison(before, after, tuple(_change(first, second) for first, second in pairs))


def _change(before: StageTrace, after: StageTrace) -> StageChange:
    difference = np.abs(after.values.astype(np.float64) - before.values)
    scale = max(float(np.abs(before.values).max()), float(np.abs(after.values).max()))
    changed: Mask = difference > NOTICEABLE * scale
    size = float(np.linalg.norm(before.values.astype(np.float64)))
    change = float(np.linalg.norm(difference)) / size if size else float(changed.any())
    changed.setflags(write=False)
    return StageChange(before.stage.name, changed, change, _moved(before, after))


def _moved(before: StageTrace, after: StageTrace) -> Mask | None:
    if before.winners is None or after.winners is None:
        return None
    meant = (before.values != 0) | (after.values != 0)
    moved: Mask = meant & (before.winners != after.winners)
    moved.setflags(write=False)
    return moved
