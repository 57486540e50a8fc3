"""A state holds everything that the next steps depend on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch

from explorer.digits.datasets import Dataset
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.training.plan import OPTIMISERS, Plan
from explorer.training.record.state import State, adapted, capture, restore, rows
from explorer.training.steps import Run


def run_of(plan: Plan, data: Dataset) -> Run:
    return Run(Network.untrained(preset("tiny"), 3), plan, data.images, data.labels)


def same(one: State, other: State) -> bool:
    return (
        one.step == other.step
        and one.updates == other.updates
        and one.rows == other.rows
        and torch.equal(one.values, other.values)
    )


@pytest.mark.parametrize("kind", OPTIMISERS)
@pytest.mark.parametrize("ema", [0.0, 0.9])
@pytest.mark.parametrize("step", [0, 1, 5])
def test_a_run_goes_on_from_a_state_as_if_nothing_had_happened(
    kind: Any, ema: float, step: int, tiny_digits: Dataset
) -> None:
    plan = replace(Plan(epochs=2, batch_size=25, ema=ema).with_optimiser(kind), weight_decay=0.01)
    run = run_of(plan, tiny_digits)
    results = run.steps()
    for _ in range(step):
        next(results)
    state = capture(run)
    list(results)
    end = capture(run)
    restore(run, state)
    assert same(capture(run), state)
    list(run.steps())
    assert same(capture(run), end)
    another = run_of(plan, tiny_digits)
    restore(another, state)
    list(another.steps())
    assert same(capture(another), end)


def test_a_state_is_a_copy(tiny_digits: Dataset) -> None:
    run = run_of(Plan(epochs=1), tiny_digits)
    state = capture(run)
    before = state.values.clone()
    list(run.steps())
    assert torch.equal(state.values, before)
    restore(run, state)
    next(run.steps())
    assert torch.equal(state.values, before)


def test_another_optimiser_starts_without_memory_from_the_same_weights(
    tiny_digits: Dataset,
) -> None:
    before = Plan(epochs=2, batch_size=25)
    run = run_of(before, tiny_digits)
    next(run.steps())
    state = capture(run)
    after = replace(before.with_optimiser("momentum"), ema=0.5)
    taken = adapted(state, before, after)
    assert taken.rows == rows(after) == ("weights", "average", "momentum_buffer")
    assert taken.updates == 0
    assert torch.equal(taken.row("weights"), state.row("weights"))
    assert torch.equal(taken.row("average"), state.row("weights"))
    other = run_of(after, tiny_digits)
    restore(other, taken)
    assert next(other.steps()).step == 2


def test_the_same_optimiser_keeps_its_memory(tiny_digits: Dataset) -> None:
    plan = Plan(epochs=2, batch_size=25)
    run = run_of(plan, tiny_digits)
    next(run.steps())
    state = capture(run)
    assert same(adapted(state, plan, replace(plan, learning_rate=0.1)), state)
