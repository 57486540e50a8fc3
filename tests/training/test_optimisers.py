"""The optimiser of a plan."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from explorer.training.plan import Plan
from explorer.training.steps import optimiser


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("sgd", torch.optim.SGD),
        ("momentum", torch.optim.SGD),
        ("adam", torch.optim.Adam),
        ("adamw", torch.optim.AdamW),
        ("rmsprop", torch.optim.RMSprop),
    ],
)
def test_a_plans_settings_reach_torch(kind: str, expected: type) -> None:
    plan = Plan(optimiser=kind, learning_rate=0.5, weight_decay=0.25, momentum=0.7)  # type: ignore[arg-type]
    made = optimiser(plan, [nn.Parameter(torch.zeros(2))])
    group = made.param_groups[0]
    assert isinstance(made, expected)
    assert (group["lr"], group["weight_decay"]) == (0.5, 0.25)
    assert group.get("momentum", 0) == (0.7 if kind == "momentum" else 0)
