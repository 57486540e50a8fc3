"""Finds out what is wrong with a training: in which layer and at which step it began, and how far.

Numbers that run away, a loss above that of a guess, units that answer zero to everything,
activations at their limits, and a loss that no longer falls. Looking takes no noticeable time;
where something is found, the time machine finds the step where it began.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import numpy as np
import torch
from torch import Tensor

from explorer.training.curves import CurvePart
from explorer.training.diagnosis import Diagnosis, Illness, guess_loss, last_good_step
from explorer.training.microscope import gradients_of, stage_values
from explorer.training.recording import Position, Recording
from explorer.training.steps import DivergedError, Run
from explorer.training.validation import Validation

EXPLODED = 4.0  # times the loss of a guess
LIMITS: dict[Literal["dead", "saturated"], float] = {"dead": 0.5, "saturated": 0.9}
LEAST_WINDOW = 300  # steps without progress are a plateau
PROGRESS = 0.02  # of the loss
LEARNED = 0.2  # of the loss of a guess: whoever is below may rest
NEARLY_OVER = 0.9  # of the plan: a schedule ends with small steps
LOOK_EVERY = 25  # steps
RESCUE = 0.1  # of the learning rate

_Finding = tuple[str | None, str, dict[str, float]]


class Doctor:
    """Watches one recording. An illness that was told once is not told again."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._told: set[Illness] = set()
        self._judged = len(recording.validations)
        run = recording.run
        self._guess = guess_loss(run.network.spec, run.plan.loss)
        self._window = max(LEAST_WINDOW, run.steps_per_epoch // 2)

    def look(self) -> Diagnosis | None:
        """Return what is wrong with a run that stands at its head, or None; cheap."""
        recording = self._recording
        found = None
        if len(recording.validations) > self._judged:
            self._judged = len(recording.validations)
            found = self._idle(recording.validations[-1])
        if found is None and recording.head % LOOK_EVERY == 0:
            found = self._explosion() or self._plateau()
        return found

    def after(self, error: DivergedError) -> Diagnosis:
        """Find where the numbers of a step stopped being finite; the run stands before it."""
        recording = self._recording
        recording.visit(Position(recording.run.step, 1))
        stage, how, numbers = _not_finite(recording.run)
        recording.visit(Position(recording.run.step))
        rate = recording.plan_at(recording.head).learning_rate
        what = "loss" if error.phase == "loss" else "gradient"
        sentence = f"At step {error.step:,} the {what} was no longer a finite number."
        if stage:
            sentence += f" It began in {stage}: {how}."
        numbers["learning rate"] = rate
        step = error.step - 1 if "weights" in how else error.step
        return self._diagnosis("not finite", step, stage, sentence, numbers)

    def _explosion(self) -> Diagnosis | None:
        """Find a loss far above that of a guess, though still a number."""
        recording, limit = self._recording, EXPLODED * self._guess
        latest = recording.part(recording.head - 10).column("loss")
        if "explosion" in self._told or not len(latest) or float(np.median(latest)) <= limit:
            return None
        part = recording.part()
        good = last_good_step(part, self._guess, recording.first)
        losses = part.column("loss")
        step = good + int(np.flatnonzero(losses[good:] > limit)[0]) + 1
        stage, norm = _extreme_gradient(part, step, np.argmax)
        loss = float(losses[step - 1])
        sentence = (
            f"The loss exploded: {loss:.3g} at step {step:,}, a guess has {self._guess:.3g}. The "
            f"largest gradient there is that of {stage}, {norm:.3g}."
        )
        numbers = {"loss": loss, "loss of a guess": self._guess, f"gradient of {stage}": norm}
        return self._diagnosis("explosion", step, stage, sentence, numbers)

    def _plateau(self) -> Diagnosis | None:
        """Find a long time without progress, far from having learned."""
        recording, window = self._recording, self._window
        steps = recording.head - recording.first
        over = recording.head > NEARLY_OVER * recording.run.total
        if "plateau" in self._told or steps < 2 * window or over:
            return None
        part = recording.part(recording.head - 2 * window)
        earlier, later = (float(half.mean()) for half in np.split(part.column("loss"), 2))
        if later < LEARNED * self._guess or not later >= (1 - PROGRESS) * earlier:
            return None
        step = recording.head - window + 1
        stage, norm = _extreme_gradient(part, recording.head, np.argmin)
        bad = ", no better than a guess" if later > 0.95 * self._guess else ""
        sentence = (
            f"For {window:,} steps the loss has not fallen: {earlier:.3g} before step {step:,}, "
            f"{later:.3g} since{bad}. The smallest gradient is that of {stage}, {norm:.2g}."
        )
        numbers = {"loss before": earlier, "loss since": later, f"gradient of {stage}": norm}
        return self._diagnosis("plateau", step, stage, sentence, numbers, step - 1)

    def _idle(self, validation: Validation) -> Diagnosis | None:
        """Find the first stage whose units do not work, and when that began."""
        for illness, limit in LIMITS.items():
            if illness in self._told:
                continue
            for stage, share in _shares(validation, illness).items():
                if share >= limit:
                    return self._idle_stage(validation, illness, stage, share)
        return None

    def _idle_stage(
        self,
        validation: Validation,
        illness: Literal["dead", "saturated"],
        stage: str,
        share: float,
    ) -> Diagnosis:
        step = self._began(validation, illness, stage)
        since = f"since step {step:,}" if step > self._recording.first else "from the beginning"
        if illness == "dead":
            sentence = (
                f"{share:.0%} of the units of {stage} have answered zero to every image {since}: "
                "they get no gradient and stay as they are."
            )
        else:
            sentence = (
                f"{share:.0%} of the values of {stage} have been at a limit {since}: hardly any "
                "gradient passes there."
            )
        numbers = {f"{illness} in {stage}": share}
        good = max(self._recording.first, step - 1)
        return self._diagnosis(illness, step, stage, sentence, numbers, good)

    def _began(
        self, validation: Validation, illness: Literal["dead", "saturated"], stage: str
    ) -> int:
        """Return the step with which it began, by halving the time since it was well."""
        recording, limit = self._recording, LIMITS[illness]
        well = [v.step for v in recording.validations if _shares(v, illness)[stage] < limit]
        low, high = max([recording.first - 1, *well]), validation.step
        here = recording.position
        while high - low > 1:
            middle = (low + high) // 2
            recording.visit(Position(middle))
            ill = _shares(recording.measure(), illness)[stage] >= limit
            low, high = (low, middle) if ill else (middle, high)
        recording.visit(here)
        return high

    def _diagnosis(
        self,
        illness: Illness,
        step: int,
        stage: str | None,
        sentence: str,
        numbers: Mapping[str, float],
        good: int | None = None,
    ) -> Diagnosis:
        self._told.add(illness)
        recording = self._recording
        if good is None:
            good = last_good_step(recording.part(), self._guess, recording.first)
            good = max(recording.first, min(good, step - 1))
        return Diagnosis(illness, step, stage, sentence, MappingProxyType(dict(numbers)), good)


def rescue(recording: Recording, diagnosis: Diagnosis) -> dict[str, float]:
    """Return the settings to go on with from the last good step: a tenth of the learning rate."""
    return {"learning_rate": RESCUE * recording.plan_at(diagnosis.good_step).learning_rate}


def _shares(validation: Validation, illness: Literal["dead", "saturated"]) -> Mapping[str, float]:
    return validation.dead if illness == "dead" else validation.saturated


def _extreme_gradient(part: CurvePart, step: int, which: object) -> tuple[str, float]:
    """Return the layer whose gradient is the largest or smallest at a step (from 1).

    Where it was not measured there, at the next step where it was, or else the latest.
    """
    names = [name for name in part.columns if name.startswith("gradient ")]
    measured, _ = part.points(names[0])
    later = np.flatnonzero(measured >= step)
    near = int(measured[later[0] if len(later) else -1])
    norms = [float(part.column(name)[near - 1 - part.start]) for name in names]
    place = int(which(norms))  # type: ignore[operator]
    return names[place].removeprefix("gradient "), norms[place]


def _not_finite(run: Run) -> _Finding:
    """Return the first stage that is not finite, in the order of the data, then of the gradient."""
    for name, weights in run.network.weights().items():
        bad = ~np.isfinite(weights.weight)
        if bad.any():
            how = f"{bad.sum():,} of its {bad.size:,} weights ran away"
            return name, how, {f"weights of {name} that are not finite": float(bad.sum())}
    with torch.no_grad():
        values = stage_values(run)
    numbers: dict[str, float] = {}
    for name, data in values.items():
        count = _bad(data)
        if count:
            return name, f"{count:,} of its values overflowed", numbers
        numbers = {f"largest value of {name}": float(data.abs().max())}
    for name, gradient in reversed(gradients_of(run).items()):
        count = _bad(gradient)
        if count:
            return name, f"{count:,} of its gradients overflowed", numbers
    return None, "", numbers


def _bad(data: Tensor) -> int:
    return int((~torch.isfinite(data)).sum())
