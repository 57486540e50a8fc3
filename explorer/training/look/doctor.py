"""Finds out what is wrong with a training: in which layer and at which step it began, and how far.

Numbers that run away, a loss above that of a guess, layers through which nothing passes any more,
and a loss that no longer falls. Looking takes no noticeable time; where something is found, the
time machine finds the step where it began and tries which settings do better from there.

What is no illness: silent units in a network that learns all the same, for layers before them
still change and wake them (of a LeNet whose rate was ten times too large, 75 % were silent at step
83 and 12 % at step 200). Only a layer without any working unit stays as it is: no gradient passes
it, neither to its own weights nor to those before. A loss that exploded is named before the units
that died of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.text import _
from explorer.training.look.cure import find_cure
from explorer.training.look.descent import Descent, measure_descent
from explorer.training.look.diagnosis import Cure, Diagnosis, Illness, guess_loss, last_good_step
from explorer.training.look.microscope import gradients_of, stage_values
from explorer.training.norms import EVERY, layer_slices
from explorer.training.record.curves import CurvePart
from explorer.training.record.recording import Position, Recording
from explorer.training.record.validation import Validation, activations
from explorer.training.steps import DivergedError, Run

EXPLODED = 4.0  # times the loss of a guess
EXPLODED_STEPS, LATEST = 5, 10  # so many of the latest steps with such a loss; one may pass
DIED = 0.5  # of a stage's units: worth a word where the loss stands still
SATURATED = 0.9  # of a stage's values
PROGRESS = 0.1  # of the loss, by which it falls in the whole plan: less is a stall
IMPROVED = 0.01  # likewise of the loss on images to judge by, which no choice of batches blurs
FEWEST, LONG = 10, 300  # steps that a pace is taken from, and those that suffice in any plan
SHORTEST, LONGEST = 1 / 10, 1 / 3  # of the plan, that a pace is taken from
LATE = 2 / 3  # of the plan: who still guesses has stalled, even if nothing known helps
LOOKS = 40  # for a stall, in a plan
MOST_BATCHES = 200  # of an epoch to come that are tried for a stage that passes nothing
LEARNED = 0.2  # of the loss of a guess: whoever is below may rest
GUESSING = 0.95  # of the loss of a guess: whoever is above has learned nothing

_Finding = tuple[str | None, str, dict[str, float], bool]


class Doctor:
    """Watches one recording. An illness that was found once is not reported again."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._found: set[Illness] = set()
        run = recording.run
        self._guess = guess_loss(run.network.spec, run.plan.loss)
        self._first_layer = next(iter(layer_slices(run.network.module).values()))
        self._rest = recording.first  # no look at units or for a stall before this step

    def look(self) -> Diagnosis | None:
        """Return what is wrong with a run that stands at its head, or None; cheap."""
        recording, run = self._recording, self._recording.run
        loss = run.loss.item()
        if loss > EXPLODED * self._guess and (found := self._explosion()):
            return found
        if loss < LEARNED * self._guess or recording.head < self._rest:
            return None
        if recording.head % EVERY == 0 and not run.parameters.gradient[self._first_layer].any():
            return self._blocked()
        if recording.head % max(1, run.total // LOOKS) == 0:
            return self._stall()
        return None

    def after(self, error: DivergedError) -> Diagnosis:
        """Find where the numbers of a step stopped being finite; the run stands before it."""
        recording = self._recording
        recording.visit(Position(recording.run.step, 1))
        stage, how, numbers, of_weights = _not_finite(recording.run)
        recording.visit(Position(recording.run.step))
        rate = recording.plan_at(recording.head).learning_rate
        what = _("loss") if error.phase == "loss" else _("gradient")
        sentence = _("At step {step:,} the {what} was no longer a finite number.")
        if stage:
            sentence = _(
                "At step {step:,} the {what} was no longer a finite number. It began in {stage}: "
                "{how}."
            )
        sentence = sentence.format(step=error.step, what=what, stage=stage, how=how)
        numbers[_("learning rate")] = rate
        step = error.step - 1 if of_weights else error.step
        illness: Illness = "not finite"  # no text: what code asks for
        good = last_good_step(recording.curves.part(), self._guess, recording.first)
        good = max(recording.first, min(good, step - 1))
        return self._diagnosis(illness, step, stage, sentence, numbers, self._cure(good))

    def _explosion(self) -> Diagnosis | None:
        """Find a loss that has been far above that of a guess, though still a number."""
        above = self._above(self._recording.head - LATEST)
        return self._exploded(int(above[0])) if len(above) >= EXPLODED_STEPS else None

    def _above(self, start: int) -> NDArray[np.intp]:
        """Return the rows of the curves from `start` on whose loss is an exploded one."""
        if "explosion" in self._found:
            return np.empty(0, np.intp)
        start = max(start, self._recording.first)
        losses = self._recording.curves.part(start).column("loss")
        return start + np.flatnonzero(losses > EXPLODED * self._guess)

    def _exploded(self, row: int, result: str = "") -> Diagnosis:
        """Describe an explosion that is over or under way in a row of the curves.

        `result` is a sentence on what came of it.
        """
        recording = self._recording
        good = last_good_step(recording.curves.part(0, row + 1), self._guess, recording.first)
        step = int(self._above(good)[0]) + 1
        stage, norm = self._largest_gradient(step)
        loss = float(recording.curves.part(step - 1).column("loss")[0])
        sentence = _(
            "The loss exploded: {loss:.3g} at step {step:,}, a guess has {guess:.3g}. The "
            "largest gradient there is that of {stage}, {norm:.3g}."
        ).format(loss=loss, step=step, guess=self._guess, stage=stage, norm=norm)
        sentence = f"{sentence} {result}".rstrip()
        numbers = {
            _("loss"): loss,
            _("loss of a guess"): self._guess,
            _("gradient of {stage}").format(stage=stage): norm,
        }
        good = max(recording.first, min(good, step - 1))
        return self._diagnosis("explosion", step, stage, sentence, numbers, self._cure(good))

    def _largest_gradient(self, step: int) -> tuple[str, float]:
        """Return the layer with the largest gradient in a step (from 1), and its norm."""
        recording, here = self._recording, self._recording.position
        recording.visit(Position(step - 1, 3))
        run = recording.run
        norms = {
            name: float(run.parameters.gradient[part].norm())
            for name, part in layer_slices(run.network.module).items()
        }
        recording.visit(here)
        return max(norms.items(), key=lambda named: named[1])

    def _stall(self) -> Diagnosis | None:
        """Find a loss that stands still as far as can be told, though other settings lower it."""
        recording, run = self._recording, self._recording.run
        head, whole = recording.head, run.total - recording.first
        window = int(min((head - recording.first) / 2, LONGEST * whole))
        if self._found - {"explosion"} or window < max(FEWEST, min(LONG, SHORTEST * whole)):
            return None
        part, start = recording.curves.part(head - window), head - window
        pace = measure_descent(part, recording.plan_at(head), run.total)
        if pace.loss < LEARNED * self._guess or pace.most >= PROGRESS * pace.loss:
            return None
        self._rest = head + window // 2  # what follows repeats as many steps
        before, now = self._measured(start), recording.measure()
        if before.loss - now.loss >= IMPROVED * pace.share * now.loss:
            return None  # on the same other images each time it still falls
        guessing = pace.loss > GUESSING * self._guess
        good, cure = (
            self._cure(start) if guessing else (start, find_cure(recording, start, PROGRESS))
        )
        if cure is None and not (guessing and head - recording.first > LATE * whole):
            return None  # it has not begun to learn yet, or has learned what it can
        return self._stalled(part, pace, now, (good, cure))

    def _stalled(
        self, part: CurvePart, pace: Descent, now: Validation, cure: tuple[int, Cure | None]
    ) -> Diagnosis:
        stage, norm = _smallest_gradient(part)
        numbers = {_("loss"): pace.loss, _("gradient of {stage}").format(stage=stage): norm}
        stalled = _(
            "For {window:,} steps the loss has hardly fallen, it is {loss:.3g}: at this pace "
            "the whole plan would lower it by {share:.0%} at most."
        ).format(window=len(part), loss=pace.loss, share=pace.most / pace.loss)
        guessing = pace.loss > GUESSING * self._guess
        parts = [stalled, _("That is no better than a guess.") if guessing else ""]
        if now.dead and max(now.dead.values()) > DIED:
            parts.append(_describe_idle(now, max(now.dead, key=lambda name: now.dead[name])))
        sentence = " ".join(filter(None, parts))
        return self._diagnosis("plateau", part.start + 1, stage, sentence, numbers, cure)

    def _measured(self, step: int) -> Validation:
        """Judge the run as it was after `step` steps; it stays put."""
        recording, here = self._recording, self._recording.position
        recording.visit(Position(step))
        validation = recording.measure()
        recording.visit(here)
        return validation

    def _blocked(self) -> Diagnosis | None:
        """Find the first stage through which no gradient passes for any batch of an epoch to come.

        Nothing before it then changes, so it passes none afterwards either.
        """
        recording, run = self._recording, self._recording.run
        kinds = activations(run.network.spec)
        stages = [] if self._found & {"dead", "saturated"} else list(kinds)
        for step in range(run.step, run.step + min(run.steps_per_epoch, MOST_BATCHES)):
            if not stages:
                self._rest = recording.head + LATEST
                return None
            with torch.no_grad():
                values = stage_values(run, run.batch(step)[0])
            stages = [s for s in stages if not _passes(values[s], kinds[s])]
        return self._idle_stage(recording.measure(), stages[0]) if stages else None

    def _idle_stage(self, validation: Validation, stage: str) -> Diagnosis:
        """Describe a stage that passes nothing, or the explosion that left it so."""
        idle, above = _describe_idle(validation, stage), self._above(self._last_well(stage))
        if len(above):
            return self._exploded(int(above[0]), idle)
        step = self._began(stage)
        sentence = _(
            "{idle} So it has been since step {step:,}: no gradient passes there, neither this "
            "layer nor those before it learn any more."
        ).format(idle=idle, step=step)
        illness: Illness = "dead" if stage in validation.dead else "saturated"
        good = max(self._recording.first, step - 1)
        return self._diagnosis(illness, step, stage, sentence, {}, self._cure(good))

    def _last_well(self, stage: str) -> int:
        """Return the latest judged step at which a stage let something pass, else the first."""
        well = [v.step for v in self._recording.validations if not _passes_nothing(v, stage)]
        return max([self._recording.first - 1, *well])

    def _began(self, stage: str) -> int:
        """Return the step with which a stage passes nothing, by halving the time since it did."""
        low, high = self._last_well(stage), self._recording.head
        while high - low > 1:
            middle = (low + high) // 2
            ill = _passes_nothing(self._measured(middle), stage)
            low, high = (low, middle) if ill else (middle, high)
        return high

    def _diagnosis(
        self,
        illness: Illness,
        step: int,
        stage: str | None,
        sentence: str,
        numbers: Mapping[str, float],
        remedy: tuple[int, Cure | None],
    ) -> Diagnosis:
        self._found.add(illness)
        good, cure = remedy
        if cure is not None:
            trial = {_("loss after a trial of other settings"): cure.loss}
            numbers = {**numbers, **trial, _("without them"): cure.before}
        return Diagnosis(
            illness, step, stage, sentence, MappingProxyType(dict(numbers)), good, cure
        )

    def _cure(self, good: int) -> tuple[int, Cure | None]:
        """Find what helps from the last good step on, or, where that was too late, from the first.

        Weights can be beyond help some steps before anything shows.
        """
        first = self._recording.first
        cure = find_cure(self._recording, good)
        if good > first and (cure is None or cure.loss > GUESSING * self._guess):
            other = find_cure(self._recording, first)
            if other and (cure is None or other.loss < cure.loss):
                return first, other
        return good, cure


def _passes(values: Tensor, kind: str) -> bool:
    """Whether the slope of an activation is anything but 0 at some of the values it gave."""
    slopes = {"relu": values > 0, "tanh": values.abs() < 1, "sigmoid": values * (1 - values) > 0}
    return bool(slopes[kind].any())


def _passes_nothing(validation: Validation, stage: str) -> bool:
    """Whether all units of an activation answer zero, or nearly all its values are at a limit."""
    if stage in validation.saturated:
        return validation.saturated[stage] >= SATURATED
    return validation.dead[stage] == 1


def _describe_idle(validation: Validation, stage: str) -> str:
    if stage in validation.dead:
        text = _("{share:.0%} of the units of {stage} answer zero to every image.")
        return text.format(share=validation.dead[stage], stage=stage)
    text = _("{share:.0%} of the values of {stage} are at a limit.")
    return text.format(share=validation.saturated[stage], stage=stage)


def _smallest_gradient(part: CurvePart) -> tuple[str, float]:
    """Return the layer whose gradient was the smallest when they were measured last."""
    names = [name for name in part.columns if name.startswith("gradient ")]
    measured, _norms = part.points(names[0])
    norms = [float(part.column(name)[int(measured[-1]) - 1 - part.start]) for name in names]
    place = int(np.argmin(norms))
    return names[place].removeprefix("gradient "), norms[place]


def _not_finite(run: Run) -> _Finding:
    """Return the first stage that is not finite, in the order of the data, then of the gradient.

    With it come words for how, numbers, and whether its weights are what is not finite.
    """
    for name, weights in run.network.weights().items():
        bad = ~np.isfinite(weights.weight)
        if bad.any():
            how = _("{count:,} of its {total:,} weights ran away")
            how = how.format(count=bad.sum(), total=bad.size)
            what = _("weights of {stage} that are not finite").format(stage=name)
            return name, how, {what: float(bad.sum())}, True
    with torch.no_grad():
        values = stage_values(run)
    numbers: dict[str, float] = {}
    for name, data in values.items():
        count = _bad(data)
        if count:
            how = _("{count:,} of its values overflowed").format(count=count)
            return name, how, numbers, False
        numbers = {_("largest value of {stage}").format(stage=name): float(data.abs().max())}
    for name, gradient in reversed(gradients_of(run).items()):
        count = _bad(gradient)
        if count:
            how = _("{count:,} of its gradients overflowed").format(count=count)
            return name, how, numbers, False
    return None, "", numbers, False


def _bad(data: Tensor) -> int:
    return int((~torch.isfinite(data)).sum())
