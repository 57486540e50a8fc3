"""Finds out by trial which settings would do better: some steps are done with each, then undone.

Every trial begins at the same step, sees the same batches and holds the plan's highest rate, which
a schedule may reach only later. So two trials differ by their settings alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from explorer.training.look.diagnosis import Cure
from explorer.training.plan import USUAL, Plan
from explorer.training.record.recording import Position, Recording
from explorer.training.record.state import capture, restore
from explorer.training.steps import DivergedError, Run

STEPS = 50  # of a trial: with the usual rates the presets are below the loss of a guess by then
JUDGED = 20  # the last of them
HIGHEST = 1000.0  # rate that a plan may have
CHANGED = ("learning_rate", "weight_decay")


def find_cure(recording: Recording, step: int, gain: float = 0.0) -> Cure | None:
    """Return what does best from `step` on, or None if nothing is better than the head's plan.

    Better is a loss that the plan's exceeds by more than its share `gain`, and by more than three
    standard errors of the difference over the batches. The run stays put.
    """
    here, run, ill = recording.position, recording.run, recording.plan_at(recording.head)
    recording.visit(Position(step))
    state, earlier = capture(run), recording.plan_at(step)
    others = [plan for plan in dict.fromkeys((earlier, *_candidates(ill))) if plan != ill]
    losses: list[NDArray[np.float64]] = []
    try:
        for plan in (ill, *others):
            losses.append(_try(run, plan))
            restore(run, state)
    finally:
        restore(run, state)
        run.change(recording.plan_at(here.step))
        recording.visit(here)
    present, *tried = losses
    if not len(present):
        return None
    best, plan = min(zip(tried, others, strict=True), key=lambda trial: float(trial[0].mean()))
    loss, before = float(best.mean()), float(present.mean())
    if not loss < before:
        return None
    error = float((present - best).std()) / len(best) ** 0.5 if before < np.inf else 0.0
    if before - loss <= max(gain * loss, 3 * error):
        return None
    settings = {
        name: getattr(plan, name)
        for name in CHANGED
        if not getattr(plan, name) == getattr(ill, name) == getattr(earlier, name)
    }
    return Cure(MappingProxyType(settings), loss, before)


def _candidates(plan: Plan) -> Iterator[Plan]:
    """Yield what may help: the optimiser's usual settings, or a rate ten times as small or large.

    A weight decay above the usual one may be the illness itself.
    """
    rate, decay = USUAL[plan.optimiser]
    decay = min(decay, plan.weight_decay)
    yield replace(plan, learning_rate=rate, weight_decay=decay)
    yield replace(plan, weight_decay=decay)
    yield replace(plan, learning_rate=plan.learning_rate / 10)
    yield replace(plan, learning_rate=min(HIGHEST, plan.learning_rate * 10))


def _try(run: Run, plan: Plan) -> NDArray[np.float64]:
    """Return the losses of the last steps of a trial; they are infinite if its numbers ran away."""
    run.change(replace(plan, schedule="constant"))
    count = min(STEPS, run.total - run.step)
    losses = np.full(count, np.inf)
    try:
        for place, result in zip(range(count), run.steps(), strict=False):
            losses[place] = result.loss
    except DivergedError:
        losses[:] = np.inf
    return losses[-JUDGED:]
