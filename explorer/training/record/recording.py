"""A run that remembers itself: every step can be revisited, repeated bit for bit, and continued.

Playing, stepping and going back are one thing here. The run stands at a position; `advance` does
the next phase of its step, whether for the first time (then it is recorded) or once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from explorer.errors import UserError
from explorer.text import _
from explorer.training.norms import LayerNorms
from explorer.training.plan import CHANGEABLE, PHASES, Phase, Plan, name_setting
from explorer.training.record.curves import Curves, column_names
from explorer.training.record.frames import (
    Frames,
    MemoryFrames,
    Neighbourhood,
    first_spacing,
    places,
)
from explorer.training.record.run_folder import Past, RunFolder
from explorer.training.record.run_notes import Change, plan_at
from explorer.training.record.state import capture, restore, rows
from explorer.training.record.validation import Judge, Validation
from explorer.training.steps import Run, StepResult

MOST_STEPS = 2_000_000
AT_ONCE = 25  # steps are written together: Python's share of a step is best kept small


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where a run stands: after `step` whole steps and `phase` (0 to 3) phases of the next."""

    step: int
    phase: int = 0

    @property
    def done(self) -> Phase | None:
        """The phase that was done last; None before the very first."""
        return PHASES[self.phase - 1] if self.phase or self.step else None

    def moved(self, phases: int) -> Position:
        """Return the position so many phases later, or earlier; not before the beginning."""
        return Position(*divmod(max(0, self.step * 4 + self.phase + phases), 4))


class Recording:
    """A run with its past. `plan` is the one it began with, `first` the step it began at.

    Without a `folder` it remembers in memory, within 256 MiB. `head` is how many steps there are;
    steps before it are repeated, the one at it is new. `between` is called before each step that is
    repeated and each part of a validation: what it raises ends that, and the run stands where it
    has come to.
    """

    def __init__(
        self,
        run: Run,
        judge: Judge | None = None,
        *,
        folder: RunFolder | None = None,
        past: Past | None = None,
    ) -> None:
        _check_length(run.total)
        past = folder.past if folder else past
        self.run = run
        self.plan = run.plan
        self.judge = judge
        self._norms = LayerNorms(run.parameters, run.network.module)
        self.curves = past.curves if past else Curves(column_names(self._norms.layers))
        self._written = len(self.curves)
        self._result: StepResult | None = None
        self._state_bytes = state_bytes(run)
        self.frames: Frames
        if folder:
            self.frames = folder.frames
        else:
            count = places(self._state_bytes)
            spacing = first_spacing(run.total - run.step, count, run.batch_size)
            self.frames = MemoryFrames(run.step, spacing, count)
        self.first = self.frames.first
        self.validations = list(past.validations) if past else []
        self.changes: tuple[Change, ...] = past.changes if past else ()
        self.folder = folder
        self.between: Callable[[], None] = lambda: None
        self._neighbours = Neighbourhood()
        self._phase = 0
        self._phases = run.phases()
        if self.frames.wants(run.step) and run.step == self.head:
            self.frames.put(capture(run))

    @property
    def head(self) -> int:
        """How many steps have been recorded, those before a branch included."""
        return len(self.curves)

    @property
    def position(self) -> Position:
        """Where the run stands now."""
        return Position(self.run.step, self._phase)

    @property
    def finished(self) -> bool:
        """Whether the run stands at the end of its plan."""
        return self.run.step >= self.run.total

    @property
    def memory_bytes(self) -> int:
        """What the past takes in memory."""
        frames = self.frames.bytes if isinstance(self.frames, MemoryFrames) else 0
        return frames + self.curves.bytes + self._neighbours.bytes

    @property
    def disk_bytes(self) -> int:
        """What the past takes on the disk."""
        return self.folder.bytes if self.folder else 0

    def validated(self, step: int) -> Validation | None:
        """Return the latest validation at or before a step."""
        known = [v for v in self.validations if v.step <= step]
        return known[-1] if known else None

    def steps(self) -> Iterator[StepResult]:
        """Yield the result of every step from here to the plan's end."""
        while not self.finished:
            for _phase in range(4 - self._phase):
                self.advance()
            yield self._result or self.run.result()

    def advance(self) -> Phase:
        """Do the next phase and return its name.

        Raises UserError at the plan's end and DivergedError where the numbers run away; the run
        then stands before the step that failed.
        """
        if self.finished:
            raise UserError(_("The run is at the end of its plan."))
        live = self.run.step == len(self.curves)
        self._result = None
        if not self._phase:
            self._follow_changes()
        try:
            phase = next(self._phases)
        except Exception:
            self._rewind_step()
            raise
        self._phase = (self._phase + 1) % 4
        if live and phase == "backward":
            self._norms.before(self.run.step)
        elif live and phase == "update":
            try:
                self._record()
            except UserError:  # a full disk, say: what was not written was not done
                self._go(Position(self.head))
                raise
        return phase

    def _record(self) -> None:
        result = self._result = self.run.result()
        scores = (result.loss, result.accuracy, result.learning_rate)
        self.curves.append((*scores, *self._norms.after(result.step - 1)))
        frame = self.frames.wants(result.step)
        if frame or len(self.curves) - self._written >= AT_ONCE:
            self.write()
        if frame:
            self.frames.put(capture(self.run))
        self.validate_if_due()

    def write(self) -> None:
        """Write the curves of the latest steps to the disk; otherwise that waits for a few more.

        Raises UserError if the disk refuses; the steps are then taken back.
        """
        if self.folder and self._written < len(self.curves):
            try:
                self.folder.rows(self.curves.part(self._written).values)
            except UserError:
                self.curves.keep(self._written)
                raise
        self._written = len(self.curves)

    def validate_if_due(self) -> None:
        """Judge the run where it stands, if that belongs here and was not done yet."""
        step, total = self.run.step, self.run.total
        if self.judge is None or not self.judge.due(step, total):
            return
        if self.validations and self.validations[-1].step >= step:
            return
        validation = self.measure()
        if self.folder:
            self.folder.validation(validation)
        self.validations.append(validation)

    def measure(
        self, between: Callable[[], None] | None = None, *, each: bool = False
    ) -> Validation:
        """Judge the run where it stands, without a record: by some images, at its end by all.

        With `each` the result holds how each image was read.
        `between` may take the recording's place here. Raises ValueError without a judge.
        """
        if self.judge is None:
            raise ValueError("there is no image to judge by")
        run = self.run
        fully = run.step == run.total
        between = between or self.between
        return self.judge.measure(
            run.network, run.step, run.plan.loss, fully=fully, each=each, between=between
        )

    def visit(self, position: Position) -> None:
        """Go to a position of the past, or at most the head; raises UserError outside of it."""
        if not self.first <= position.step <= self.head:
            sentence = _("The run has the steps {first:,} to {head:,}, not {step:,}.")
            raise UserError(sentence, first=self.first, head=self.head, step=position.step)
        if self.position != position:
            self._go(position)

    def _go(self, position: Position) -> None:
        if position.step != self.run.step or position.phase < self._phase:
            self._rewind_step()
            self._restore_near(position.step)
            while self.run.step < position.step:
                self.between()
                self._repeat()
                if self._neighbours.reaches(position.step - self.run.step, self._state_bytes):
                    self._neighbours.keep(capture(self.run))
        while self._phase < position.phase:
            self.advance()

    def _restore_near(self, step: int) -> None:
        """Bring the run to the nearest known state at or before a step."""
        known = self._neighbours.before(step)
        frame = self.frames.before(step)
        nearest = max(frame, known.step if known else -1)
        if nearest < self.run.step <= step:
            return
        state = known if known and known.step == nearest else self.frames.get(nearest)
        restore(self.run, state)
        self._neighbours.keep(state)

    def _repeat(self) -> None:
        """Do one step that was done before, without measuring it again."""
        self._follow_changes()
        for _phase in range(4):
            next(self._phases)

    def _rewind_step(self) -> None:
        """Forget the phases of the step under way; the weights change only with the last."""
        self._phase = 0
        self._phases = self.run.phases()

    def plan_at(self, step: int) -> Plan:
        """Return the plan by which the step after `step` steps is done."""
        return plan_at(self.plan, self.changes, step)

    def change(self, **settings: Any) -> Plan:
        """Use other settings from the head on; the run must stand there. Returns the new plan.

        Raises UserError for a setting that cannot change during a run, an impossible value, or in
        the past: there, branch.
        """
        fixed = [name for name in settings if name not in CHANGEABLE]
        if fixed:
            sentence = _("The {setting} cannot change during a run; branch instead.")
            raise UserError(sentence, setting=name_setting(fixed[0]))
        if self.run.step != self.head:
            raise UserError(
                _("What has been done cannot be changed: go to the end, or branch here.")
            )
        before = self.plan_at(self.head)
        plan = replace(before, **settings)
        if plan == before:
            return plan
        self._rewind_step()
        self.run.change(plan)
        earlier = [c for c in self.changes if c.step < self.head]
        same = {k: v for c in self.changes if c.step == self.head for k, v in c.settings.items()}
        self.changes = (*earlier, Change(self.head, {**same, **settings}))
        if self.folder:
            self.folder.changes(self.changes)
        return plan

    def _follow_changes(self) -> None:
        """Set the run's plan to the one that held at its step."""
        if self.changes:
            plan = self.plan_at(self.run.step)
            if plan != self.run.plan:
                self.run.change(plan)

    def close(self) -> None:
        """Write what is left and let go of the files; the recording is of no use any more."""
        try:
            self.write()
        finally:
            if self.folder:
                self.folder.close()


def state_bytes(run: Run) -> int:
    """Return the size of one state of a run."""
    return len(rows(run.plan)) * run.parameters.values.numel() * 4


def _check_length(total: int) -> None:
    if total > MOST_STEPS:
        raise UserError(
            _(
                "A run that is recorded has at most {most:,} steps, this plan has {total:,}; "
                "take fewer epochs or larger batches."
            ),
            most=MOST_STEPS,
            total=total,
        )
