"""All that one training step hands on to the next: weights, their average, the optimiser's memory.

Whoever keeps this state and the number of the step can repeat everything that followed, because
the batch of a step is a function of (seed, step). It is one table, a row for each quantity.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from explorer.training.plan import OptimiserKind, Plan
from explorer.training.steps import Run

# What each optimiser remembers per weight, by torch's names.
MEMORY: dict[OptimiserKind, tuple[str, ...]] = {
    "sgd": (),
    "momentum": ("momentum_buffer",),
    "adam": ("exp_avg", "exp_avg_sq"),
    "adamw": ("exp_avg", "exp_avg_sq"),
    "rmsprop": ("square_avg",),
}
COUNTING = ("adam", "adamw", "rmsprop")  # these also count their updates


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """A run after `step` steps: `values` float32 (rows, parameters) on the CPU, named by `rows`.

    `updates` counts the optimiser's own updates: fewer than `step` after a branch began afresh;
    0 means that it remembers nothing yet.
    """

    step: int
    updates: int
    rows: tuple[str, ...]
    values: Tensor

    def row(self, name: str) -> Tensor:
        """Return one quantity (parameters,); raises ValueError if the state has none of it."""
        return self.values[self.rows.index(name)]

    @property
    def bytes(self) -> int:
        """What the state takes in memory."""
        return self.values.numel() * 4


def rows(plan: Plan) -> tuple[str, ...]:
    """Return what a state holds under a plan, in order."""
    average = ("average",) if plan.ema else ()
    return ("weights", *average, *MEMORY[plan.optimiser])


def capture(run: Run) -> State:
    """Return a copy of where a run stands, between two of its steps."""
    names = rows(run.plan)
    memory = run.optimiser.state[run.parameters.values]
    values = torch.empty((len(names), run.parameters.values.numel()))
    for name, row in zip(names, values, strict=True):
        if name == "weights":
            row.copy_(run.parameters.values.detach())
        elif name == "average":
            row.copy_(run.average)
        elif name in memory:
            row.copy_(memory[name])
        else:
            row.zero_()
    return State(run.step, _updates(run), names, values)


def restore(run: Run, state: State) -> None:
    """Bring a run back to where it was when `capture` returned `state`."""
    values, device = run.parameters.values, run.network.device
    run.parameters.restore(state.row("weights"))
    if "average" in state.rows:
        run.average.copy_(state.row("average"))
    memory = run.optimiser.state[values]
    if not state.updates:
        memory.clear()
    else:
        for name in MEMORY[run.plan.optimiser]:
            memory[name] = state.row(name).to(device, copy=True)
        if run.plan.optimiser in COUNTING:
            memory["step"] = torch.tensor(float(state.updates))
    run.step = state.step
    run.network.invalidate()


def adapted(state: State, before: Plan, after: Plan) -> State:
    """Return a state as a run by another plan can take it up.

    Another optimiser begins without memory; an average that was not kept begins at the weights.
    """
    same = before.optimiser == after.optimiser
    names = rows(after)
    values = torch.zeros((len(names), state.values.shape[1]))
    for name, row in zip(names, values, strict=True):
        if name == "average" and name not in state.rows:
            row.copy_(state.row("weights"))
        elif name in ("weights", "average") or same:
            row.copy_(state.row(name))
    return State(state.step, state.updates if same else 0, names, values)


def _updates(run: Run) -> int:
    memory = run.optimiser.state[run.parameters.values]
    if run.plan.optimiser in COUNTING:
        return int(memory["step"].item()) if memory else 0
    return int("momentum_buffer" in memory)
