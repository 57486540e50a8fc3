"""How fast a loss falls: a line through the losses of some steps.

It is drawn over the way the weights could go, the sum of the learning rates, not over the steps:
where a schedule begins or ends with small steps, little is expected of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.training.plan import Plan
from explorer.training.record.curves import CurvePart
from explorer.training.schedule import learning_rate

SURE = 3.0  # standard errors
SAMPLES = 50  # of a schedule, to know its sum


@dataclass(frozen=True, slots=True)
class Descent:
    """The mean `loss` of some steps, and how far it would fall at `most` in the whole plan.

    At most: at the fastest pace that the noise of the losses leaves likely. `share` is how much of
    the plan's way the steps went.
    """

    loss: float
    most: float
    share: float


def measure_descent(part: CurvePart, plan: Plan, total: int) -> Descent:
    """Return the descent in at least five steps of a run of `total` steps by `plan`."""
    losses = part.column("loss").astype(np.float64)
    steps = np.linspace(0, total - 1, min(total, SAMPLES)).astype(int).tolist()
    rates = [learning_rate(plan.schedule, plan.learning_rate, step, total) for step in steps]
    way = np.cumsum(part.column("learning_rate"), dtype=np.float64)
    way = way / (np.mean(rates) * total) if way[-1] > way[0] else np.arange(len(losses)) / total
    (slope, _start), errors = np.polyfit(way - way.mean(), losses, 1, cov=True)
    most = max(0.0, float(SURE * errors[0, 0] ** 0.5 - slope))
    return Descent(float(losses.mean()), most, float(way[-1] - way[0]))
