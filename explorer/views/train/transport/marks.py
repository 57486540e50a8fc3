"""The time line of a run as data: where it stands, what happened when, where a step lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from explorer.text import _
from explorer.training.plan import PHASES

MarkKind = Literal["change", "validation", "branch", "trouble"]
PHASE_NAMES = {
    "forward": _("forward"),
    "loss": _("loss"),
    "backward": _("backward"),
    "update": _("update"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at a step, in a few words: a changed setting, a validation, a branch, trouble."""

    step: int
    kind: MarkKind
    words: str


@dataclass(frozen=True, slots=True)
class TimelineState:
    """All steps of a run: `first` to `total` planned, `head` done so far, `step` where it stands.

    `phase` 0 to 3 phases of the next step are done. `steps_per_epoch` 0 draws no epochs.
    """

    step: int = 0
    phase: int = 0
    first: int = 0
    head: int = 0
    total: int = 0
    steps_per_epoch: int = 0
    marks: tuple[Mark, ...] = ()

    @property
    def end(self) -> int:
        """The last step on the line."""
        return max(self.total, self.head, self.first + 1)

    @property
    def sentence(self) -> str:
        """Where the run stands: `step 214 of 1,875, epoch 1, after loss`."""
        at = self.step + bool(self.phase)  # the step under way, as the panel that shows it says
        parts = [_("step {step:,} of {total:,}").format(step=at, total=self.total)]
        if self.steps_per_epoch:
            last = max(1, -(-self.end // self.steps_per_epoch))
            epoch = min(last, self.step // self.steps_per_epoch + 1)
            parts.append(_("epoch {epoch:,}").format(epoch=epoch))
        if self.phase:
            phase = PHASE_NAMES[PHASES[self.phase - 1]]
            parts.append(_("after {phase}").format(phase=phase))
        if self.step < self.head:
            behind = self.head - self.step
            parts.append(_("{count:,} before the newest").format(count=behind))
        return ", ".join(parts)

    def share(self, step: int) -> float:
        """Return where a step lies between the ends, 0 to 1."""
        return (min(max(step, self.first), self.end) - self.first) / (self.end - self.first)

    def step_at(self, share: float) -> int:
        """Return the done step nearest to a place between the ends."""
        step = self.first + round(share * (self.end - self.first))
        return min(max(step, self.first), self.head)

    def neighbour(self, way: int) -> int:
        """Return the step of the next mark or epoch in a direction, or the end there."""
        places = (
            {mark.step for mark in self.marks} | set(self.epochs(200)) | {self.first, self.head}
        )
        if way > 0:
            return min((p for p in places if self.step < p <= self.head), default=self.head)
        return max((p for p in places if self.first <= p < self.step), default=self.first)

    def epochs(self, most: int) -> tuple[int, ...]:
        """Return the first steps of epochs, every second, fifth, ... if they are more than most."""
        per = self.steps_per_epoch
        if not per:
            return ()
        count = (self.end - self.first) // per
        nice = (digit * 10**power for power in range(8) for digit in (1, 2, 5))
        every = next(number for number in nice if count // number <= most)
        start = -(-self.first // (per * every)) * per * every
        return tuple(range(max(start, per * every), self.end + 1, per * every))
