"""The learning rate over a training."""

from __future__ import annotations

import pytest
import torch

from explorer.training.plan import SCHEDULES
from explorer.training.schedule import learning_rate


def test_one_cycle_equals_torchs() -> None:
    """Torch places the peak at step 0.15 x steps - 1; ours differs by less than that one step."""
    steps = 1000
    optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], 1.0)
    theirs = torch.optim.lr_scheduler.OneCycleLR(optimiser, 1.0, total_steps=steps, pct_start=0.15)
    for step in range(steps):
        assert learning_rate("one-cycle", 1.0, step, steps) == pytest.approx(
            theirs.get_last_lr()[0], abs=0.012
        )
        optimiser.step()
        theirs.step()


def test_one_cycle_rises_then_falls_to_almost_nothing() -> None:
    rates = [learning_rate("one-cycle", 1.0, step, 200) for step in range(200)]
    peak = rates.index(max(rates))
    assert 25 <= peak <= 35
    assert rates[:peak] == sorted(rates[:peak])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert rates[-1] < 1e-5


def test_the_step_schedule_drops_tenfold_twice() -> None:
    rates = [learning_rate("step", 1.0, step, 100) for step in (0, 49, 50, 74, 75, 99)]
    assert rates == pytest.approx([1, 1, 0.1, 0.1, 0.01, 0.01])


def test_the_constant_schedule_is_constant() -> None:
    assert {learning_rate("constant", 0.5, step, 10) for step in range(10)} == {0.5}


@pytest.mark.parametrize("kind", SCHEDULES)
@pytest.mark.parametrize("steps", [1, 2, 3, 7])
def test_short_trainings_have_positive_rates(kind: str, steps: int) -> None:
    rates = [learning_rate(kind, 1.0, step, steps) for step in range(steps)]
    assert all(0 < rate <= 1 for rate in rates)
