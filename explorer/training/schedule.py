"""How the learning rate changes during a training: a function of the step alone.

Large steps find the valley, small ones its bottom; one cycle warms up first (L. N. Smith and
N. Topin 2018), so that the first large steps don't throw the fresh weights about.
"""

from __future__ import annotations

import math

from explorer.training.plan import ScheduleKind

WARM_UP = 0.15
FIRST = 1 / 25
LAST = 1 / 250_000
DROPS = (0.5, 0.75)


def learning_rate(kind: ScheduleKind, highest: float, step: int, steps: int) -> float:
    """Return the learning rate of step 0 to `steps` - 1.

    `one-cycle` rises from a 25th of the highest in the first 15 % and falls along a cosine to
    almost nothing; `cosine` only falls; `step` divides by ten after a half and three quarters.
    """
    share = step / max(1, steps - 1)
    if kind == "one-cycle":
        peak = WARM_UP if steps * WARM_UP >= 1 else 0.0
        if share < peak:
            return highest * _eased(FIRST, 1, share / peak)
        return highest * _eased(1, LAST, (share - peak) / (1 - peak))
    if kind == "cosine":
        return highest * _eased(1, LAST, share)
    if kind == "step":
        return highest * 0.1 ** sum(step >= drop * steps for drop in DROPS)
    return highest


def _eased(start: float, stop: float, share: float) -> float:
    """Go from `start` to `stop` along half a cosine."""
    return stop + (start - stop) * (1 + math.cos(math.pi * share)) / 2
