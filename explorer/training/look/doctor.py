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
from explorer.training.record.recording import Position, Recording
from explorer.training.record.validation import Validation, activations
from explorer.training.steps import DivergedError, Run

EXPLODED = 4.0  # times the loss of a guess
EXPLODED_STEPS, LATEST = 5, 10  # so many of the latest steps with such a loss; one may pass
DIED = 0.5  # of a stage's units: worth a word where the loss stands still
PROGRESS = 0.1  # of the loss, by which it falls in the whole plan: less is a stall
IMPROVED = 0.005  # likewise on images to judge by, the same each time, so that no batch blurs it:
# `tiny` falls by 0.01 in its one slowest epoch, and by 0.0001 with a rate 300 times too small
FEWEST, LONG = 10, 300  # steps that a pace is taken from, and those that suffice in any plan
SHORTEST, LONGEST = 1 / 6, 1 / 3  # of the plan, that a pace is taken from
LATE = 2 / 3  # of the plan: who still guesses has stalled, even if nothing known helps
LOOKS = 20  # for a stall, in a plan
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
        self._above_at = -LATEST  # the latest step with an exploded loss
        self._rest = recording.first  # no look at units or for a stall before this step

    def look(self) -> Diagnosis | None:
        """Return what is wrong with a run that stands at its head, or None; cheap."""
        recording, run = self._recording, self._recording.run
        loss = run.loss.item()
        if loss > EXPLODED * self._guess:
            self._above_at = recording.head
        if recording.head - self._above_at < LATEST and (found := self._explosion()):
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
        return self._diagnosis(illness, step, stage, sentence, numbers, self._cure(step))

    def _explosion(self) -> Diagnosis | None:
        """Find a loss that is far above that of a guess, or was and has not come back since.

        It has not if each of the steps after the first such step is worse than each before it.
        """
        recording = self._recording
        above = self._above(recording.head - LATEST)
        if not len(above):
            return None
        row = int(above[0])
        losses = recording.curves.part(max(recording.first, row - LATEST)).column("loss")
        before, after = losses[: -(recording.head - row)], losses[row - recording.head + 1 :]
        settled = len(after) == LATEST - 1 and len(before) >= EXPLODED_STEPS
        if len(above) >= EXPLODED_STEPS or (settled and after.min() > before.max()):
            return self._exploded(row)
        return None

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
        return self._diagnosis("explosion", step, stage, sentence, numbers, self._cure(step))

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
        good, cure = self._cure(start + 1, 0 if guessing else PROGRESS)
        if cure is None and not (guessing and head - recording.first > LATE * whole):
            return None  # it has not begun to learn yet, or has learned what it can
        return self._stalled(start, pace, now, (good, cure))

    def _stalled(
        self, start: int, pace: Descent, now: Validation, cure: tuple[int, Cure | None]
    ) -> Diagnosis:
        stalled = _(
            "For {window:,} steps the loss has hardly fallen, it is {loss:.3g}: at this pace "
            "the whole plan would lower it by {share:.0%} at most."
        ).format(window=self._recording.head - start, loss=pace.loss, share=pace.most / pace.loss)
        guessing = pace.loss > GUESSING * self._guess
        parts = [stalled, _("That is no better than a guess.") if guessing else ""]
        if now.dead and max(now.dead.values()) > DIED:
            parts.append(_describe_idle(now, max(now.dead, key=lambda name: now.dead[name])))
        sentence = " ".join(filter(None, parts))
        numbers = {_("loss"): pace.loss, _("loss of a guess"): self._guess}
        return self._diagnosis("plateau", start + 1, None, sentence, numbers, cure)

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
        idle, step = _describe_idle(validation, stage), self._began()
        above = self._above(step - LATEST)
        if len(above):
            return self._exploded(int(above[0]), idle)
        sentence = _(
            "{idle} So it has been since step {step:,}: no gradient passes there, neither this "
            "layer nor those before it learn any more."
        ).format(idle=idle, step=step)
        illness: Illness = "dead" if stage in validation.dead else "saturated"
        return self._diagnosis(illness, step, stage, sentence, {}, self._cure(step))

    def _began(self) -> int:
        """Return the step since which no gradient comes to the first layer."""
        recording, run = self._recording, self._recording.run
        part = recording.curves.part(recording.first)
        column = next(name for name in part.columns if name.startswith("gradient "))
        measured, norms = part.points(column)
        alive = measured[norms > 0]
        here, step = recording.position, int(alive[-1]) if len(alive) else recording.first
        while (step := step + 1) < recording.head:
            recording.visit(Position(step - 1, 3))
            if not run.parameters.gradient[self._first_layer].any():
                break
        recording.visit(here)
        return step

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

    def _cure(self, step: int, gain: float = 0) -> tuple[int, Cure | None]:
        """Return the last good step before the one at which it began, and what helps from there.

        Weights can be beyond help before anything shows: then it is the first step, if that helps.
        """
        recording, first = self._recording, self._recording.first
        good = last_good_step(recording.curves.part(0, step), self._guess, first)
        good = max(first, min(good, step - 1))
        cure = find_cure(recording, good, gain)
        if not gain and good > first and (cure is None or cure.loss > GUESSING * self._guess):
            other = find_cure(recording, first, gain)
            if other and (cure is None or other.loss < cure.loss):
                return first, other
        return good, cure


def _passes(values: Tensor, kind: str) -> bool:
    """Whether the slope of an activation is anything but 0 at some of the values it gave."""
    slopes = {"relu": values > 0, "tanh": values.abs() < 1, "sigmoid": values * (1 - values) > 0}
    return bool(slopes[kind].any())


def _describe_idle(validation: Validation, stage: str) -> str:
    if stage in validation.dead:
        text = _("{share:.0%} of the units of {stage} answer zero to every image.")
        return text.format(share=validation.dead[stage], stage=stage)
    text = _("{share:.0%} of the values of {stage} are at a limit.")
    return text.format(share=validation.saturated[stage], stage=stage)


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
