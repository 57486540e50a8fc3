"""Finds out what is wrong with a training: in which layer and at which step it began, and how far.

Numbers that run away, a loss above that of a guess, units that answer zero to everything,
activations at their limits, and a loss that no longer falls. Looking takes no noticeable time;
where something is found, the time machine finds the step where it began.

What is no illness: a ReLU that was silent before the first step, since the random beginning made
it so (of the preset `tiny`, with two filters, one is in a twelfth of the seeds); half of the units
silent, which sparse layers are when they are judged by few images; and silent units in a network
that learns all the same. A loss that exploded is named before the units that died of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.text import _
from explorer.training.look.diagnosis import Diagnosis, Illness, guess_loss, last_good_step
from explorer.training.look.microscope import gradients_of, stage_values
from explorer.training.norms import layer_slices
from explorer.training.record.curves import CurvePart
from explorer.training.record.recording import Position, Recording
from explorer.training.record.validation import Validation
from explorer.training.steps import DivergedError, Run

EXPLODED = 4.0  # times the loss of a guess
EXPLODED_STEPS = 5  # with such a loss, of the latest `LOOK_EVERY`; a single one may pass
DIED = 0.5  # more of a stage's units than these, besides those silent from the start
SATURATED = 0.9  # of a stage's values
LEAST_WINDOW = 300  # steps without progress are a plateau
PROGRESS = 0.02  # of the loss
LEARNED = 0.2  # of the loss of a guess: whoever is below may rest, whatever died
NEARLY_OVER = 0.9  # of the plan: a schedule ends with small steps
LOOK_EVERY = 25  # steps
RESCUE = 0.1  # of the learning rate

Idle = Literal["dead", "saturated"]
_IDLE: tuple[Idle, ...] = get_args(Idle)
_NONE: Mapping[str, float] = MappingProxyType({})
_Finding = tuple[str | None, str, dict[str, float], bool]


@dataclass(frozen=True, slots=True)
class _IdleTexts:
    number: str
    since: str
    always: str
    after_explosion: str


_IDLE_TEXTS: dict[Idle, _IdleTexts] = {
    "dead": _IdleTexts(
        number=_("dead in {stage}"),
        since=_(
            "{share:.0%} of the units of {stage} have answered zero to every image since step "
            "{step:,}: they get no gradient and stay as they are."
        ),
        always=_(
            "{share:.0%} of the units of {stage} have answered zero to every image from the "
            "beginning: they get no gradient and stay as they are."
        ),
        after_explosion=_(
            "Since then {share:.0%} of the units of {stage} have answered zero to every image."
        ),
    ),
    "saturated": _IdleTexts(
        number=_("saturated in {stage}"),
        since=_(
            "{share:.0%} of the values of {stage} have been at a limit since step {step:,}: "
            "hardly any gradient passes there."
        ),
        always=_(
            "{share:.0%} of the values of {stage} have been at a limit from the beginning: "
            "hardly any gradient passes there."
        ),
        after_explosion=_("Since then {share:.0%} of the values of {stage} have been at a limit."),
    ),
}


class Doctor:
    """Watches one recording. An illness that was found once is not reported again."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._found: set[Illness] = set()
        self._judged = len(recording.validations)
        run = recording.run
        self._guess = guess_loss(run.network.spec, run.plan.loss)
        self._window = max(LEAST_WINDOW, run.steps_per_epoch // 2)
        self._silent: Mapping[str, float] | None = None  # shares at the first step

    def look(self) -> Diagnosis | None:
        """Return what is wrong with a run that stands at its head, or None; cheap."""
        recording = self._recording
        judged = len(recording.validations) > self._judged
        due = recording.head % LOOK_EVERY == 0
        self._judged = len(recording.validations)
        found = self._explosion() if due or judged else None
        if found is None and judged:
            found = self._idle(recording.validations[-1])
        if found is None and due:
            found = self._plateau()
        return found

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
        return self._diagnosis(illness, step, stage, sentence, numbers)

    def _explosion(self) -> Diagnosis | None:
        """Find a loss that has been far above that of a guess, though still a number."""
        above = self._above(self._recording.head - LOOK_EVERY)
        return self._exploded(int(above[0])) if len(above) >= EXPLODED_STEPS else None

    def _above(self, start: int) -> NDArray[np.intp]:
        """Return the rows of the curves from `start` on whose loss is an exploded one."""
        if "explosion" in self._found:
            return np.empty(0, np.intp)
        start = max(start, self._recording.first)
        losses = self._recording.curves.part(start).column("loss")
        return start + np.flatnonzero(losses > EXPLODED * self._guess)

    def _exploded(self, row: int, result: str = "", also: Mapping[str, float] = _NONE) -> Diagnosis:
        """Describe an explosion that is over or under way in a row of the curves.

        `result` is a sentence on what came of it, `also` holds the numbers of that.
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
        return self._diagnosis("explosion", step, stage, sentence, {**numbers, **also}, good)

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

    def _plateau(self) -> Diagnosis | None:
        """Find a long time without progress, far from having learned."""
        recording, window = self._recording, self._window
        steps = recording.head - recording.first
        over = recording.head > NEARLY_OVER * recording.run.total
        if "plateau" in self._found or steps < 2 * window or over:
            return None
        part = recording.curves.part(recording.head - 2 * window)
        earlier, later = (float(half.mean()) for half in np.split(part.column("loss"), 2))
        if later < LEARNED * self._guess or not later >= (1 - PROGRESS) * earlier:
            return None
        step = recording.head - window + 1
        stage, norm = _smallest_gradient(part)
        sentence = _(
            "For {window:,} steps the loss has not fallen: {earlier:.3g} before step {step:,}, "
            "{later:.3g} since. The smallest gradient is that of {stage}, {norm:.2g}."
        )
        if later > 0.95 * self._guess:
            sentence = _(
                "For {window:,} steps the loss has not fallen: {earlier:.3g} before step {step:,}, "
                "{later:.3g} since, no better than a guess. The smallest gradient is that of "
                "{stage}, {norm:.2g}."
            )
        sentence = sentence.format(
            window=window, earlier=earlier, later=later, step=step, stage=stage, norm=norm
        )
        numbers = {
            _("loss before"): earlier,
            _("loss since"): later,
            _("gradient of {stage}").format(stage=stage): norm,
        }
        return self._diagnosis("plateau", step, stage, sentence, numbers, step - 1)

    def _idle(self, validation: Validation) -> Diagnosis | None:
        """Find the first stage whose units do not work, and when that began, or what it did."""
        for illness in _IDLE:
            if illness in self._found:
                continue
            ill = [stage for stage in _shares(validation, illness) if self._ill(validation, stage)]
            if ill and (illness == "saturated" or self._matters(validation, ill)):
                return self._idle_stage(validation, illness, ill[0])
        return None

    def _ill(self, validation: Validation, stage: str) -> bool:
        """Whether the units of an activation are dead or its values at their limits."""
        if stage in validation.saturated:
            return validation.saturated[stage] >= SATURATED
        share = validation.dead[stage]
        if share <= DIED:
            return False
        return share == 1 or share - self._silent_from_the_start[stage] > DIED

    @property
    def _silent_from_the_start(self) -> Mapping[str, float]:
        """The share of silent units of every ReLU stage before the first step of the run."""
        if self._silent is None:
            recording, here = self._recording, self._recording.position
            recording.visit(Position(recording.first))
            self._silent = recording.measure().dead
            recording.visit(here)
        return self._silent

    def _matters(self, validation: Validation, stages: Sequence[str]) -> bool:
        """Whether dead units keep a network from learning: nothing passes a stage without any."""
        passes = all(validation.dead[stage] < 1 for stage in stages)
        return not (passes and validation.loss < LEARNED * self._guess)

    def _idle_stage(self, validation: Validation, illness: Idle, stage: str) -> Diagnosis:
        share, texts = _shares(validation, illness)[stage], _IDLE_TEXTS[illness]
        numbers = {texts.number.format(stage=stage): share}
        above = self._above(self._last_well(validation, stage))
        if len(above):
            result = texts.after_explosion.format(share=share, stage=stage)
            return self._exploded(int(above[0]), result, numbers)
        step = self._began(validation, stage)
        sentence = texts.since if step > self._recording.first else texts.always
        sentence = sentence.format(share=share, stage=stage, step=step)
        good = max(self._recording.first, step - 1)
        return self._diagnosis(illness, step, stage, sentence, numbers, good)

    def _last_well(self, validation: Validation, stage: str) -> int:
        """Return the latest judged step at which a stage was well, or that before the first."""
        earlier = [v for v in self._recording.validations if v.step < validation.step]
        well = [v.step for v in earlier if not self._ill(v, stage)]
        return max([self._recording.first - 1, *well])

    def _began(self, validation: Validation, stage: str) -> int:
        """Return the step with which it began, by halving the time since it was well."""
        recording = self._recording
        low, high = self._last_well(validation, stage), validation.step
        here = recording.position
        while high - low > 1:
            middle = (low + high) // 2
            recording.visit(Position(middle))
            ill = self._ill(recording.measure(), stage)
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
        self._found.add(illness)
        recording = self._recording
        if good is None:
            good = last_good_step(recording.curves.part(), self._guess, recording.first)
            good = max(recording.first, min(good, step - 1))
        return Diagnosis(illness, step, stage, sentence, MappingProxyType(dict(numbers)), good)


def rescue(recording: Recording, diagnosis: Diagnosis) -> dict[str, float]:
    """Return the settings to go on with from the last good step: a tenth of the learning rate."""
    return {"learning_rate": RESCUE * recording.plan_at(diagnosis.good_step).learning_rate}


def _shares(validation: Validation, illness: Idle) -> Mapping[str, float]:
    return validation.dead if illness == "dead" else validation.saturated


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
