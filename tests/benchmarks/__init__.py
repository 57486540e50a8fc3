"""How fast the program is: ratios within one run on one machine, never absolute times.

Every module has a `measure()` that returns a `Measurement`; `bench` runs them all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np


@dataclass(frozen=True, slots=True)
class Measurement:
    """Ratios by name, and the milliseconds behind them as (median, 95th percentile)."""

    ratios: dict[str, float] = field(default_factory=dict)
    milliseconds: dict[str, tuple[float, float]] = field(default_factory=dict)


def timed(action: Callable[[], object]) -> float:
    """Return how many milliseconds an action takes."""
    start = perf_counter()
    action()
    return (perf_counter() - start) * 1000


def spread(samples: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile of samples."""
    return float(np.median(samples)), float(np.percentile(samples, 95))
