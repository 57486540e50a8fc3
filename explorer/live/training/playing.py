"""Going forward: playing and stepping are one thing, a way that is gone phase by phase.

The way ends at its goal, at the target, at the plan's end, or where something is wrong with the
training; between any two phases it can be left for another wish.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explorer.errors import UserError
from explorer.live.training.facts import UNITS, Target, Unit
from explorer.live.training.pace import Going, Pace, backward, by_phase, forward, reached
from explorer.training.record.recording import Position
from explorer.training.steps import DivergedError

if TYPE_CHECKING:
    from explorer.live.training.desk import Desk
    from explorer.live.training.runs import Opened
    from explorer.training.look.diagnosis import Diagnosis


class Playing:
    """The wishes of the transport."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._pace = Pace()

    def play(self, on: bool) -> None:
        """Go on to the target or the end, or hold on."""
        desk, run = self._desk, self._desk.active()
        if not on:
            self.hold()
        elif run.recording.finished:
            raise UserError("All steps of the plan are done; branch with more epochs to go on.")
        elif not (desk.going and desk.going.goal is None):
            self._begin(run)

    def _begin(self, run: Opened) -> None:
        teller = self._desk.teller
        if run.diagnosis:
            self.diagnose(run, None)
        self._go(run, None)
        teller.state("running")
        if self._desk.going and not self._desk.going.slowly:
            teller.say("looked", None)

    def hold(self) -> None:
        """Hold on; everything of this moment is said."""
        desk = self._desk
        was_going, desk.going = desk.going is not None, None
        if was_going:
            desk.active().recording.write()
            desk.settle()

    def step(self, way: int) -> None:
        """Go one unit forward or back; what is played holds on."""
        desk, run = self._desk, self._desk.active()
        facts, here, unit = run.facts, run.recording.position, desk.choices.unit
        if way > 0:
            if desk.going and desk.going.goal:
                here = desk.going.goal
            if here >= Position(facts.total):
                raise UserError("All steps of the plan are done.")
            self._go(run, forward(here, unit, facts.steps_per_epoch, facts.total))
            if unit == "epoch":
                desk.teller.state("running")
            while desk.going and unit != "epoch":  # too short to be left half done
                self._forward(run, desk.going)
            return
        desk.going = None
        if desk.seek(run, backward(here, unit, facts.steps_per_epoch, facts.first)):
            desk.settle()

    def set_unit(self, unit: Unit) -> None:
        """Choose how far one step goes."""
        if unit not in UNITS:
            raise UserError(f"There is no unit {unit!r}; there are {', '.join(UNITS)}.")
        self._choose(unit=unit)

    def set_speed(self, speed: float) -> None:
        """Choose how many steps are done a second, 0 for as many as possible."""
        if not speed >= 0:
            raise UserError(f"A speed is 0 or more steps a second, {speed:g} is not.")
        self._choose(speed=speed)

    def set_target(self, target: Target) -> None:
        """Choose where playing stops by itself."""
        self._choose(target=target)

    def change(self, settings: dict[str, Any]) -> None:
        """Go on with other settings from the newest step on."""
        run = self._desk.active()
        run.recording.change(**settings)
        self.tell()

    def dismiss(self) -> None:
        """Forget the diagnosis."""
        self.diagnose(self._desk.active(), None)
        self.tell()

    def diagnose(self, run: Opened, diagnosis: Diagnosis | None) -> None:
        """Remember and say what is wrong with a run, or that it is well."""
        run.diagnosis = diagnosis
        self._desk.teller.say("diagnosed", diagnosis)

    def tell(self) -> None:
        """Say where the run stands, whether it goes on or not."""
        self._desk.teller.state("running" if self._desk.going else None)

    def go_on(self) -> None:
        """Go forward until the way ends or there is a wish to fulfil; raises what goes wrong."""
        desk = self._desk
        run = desk.active()
        while desk.going and not desk.inbox.waiting:
            if (delay := self._pace.delay()) > 0:
                desk.inbox.wait(delay)
                continue
            self._forward(run, desk.going)
            self._pace.done()
            if desk.going and desk.teller.tick() and desk.going.slowly:
                desk.teller.look()

    def _forward(self, run: Opened, going: Going) -> None:
        """Do the next phase, or the phases to the end of the step."""
        recording = run.recording
        one = going.slowly or (going.goal and going.goal < Position(recording.run.step + 1))
        is_new = recording.run.step == recording.head
        try:
            for _ in range(1 if one else 4 - recording.position.phase):
                recording.advance()
        except DivergedError as error:
            self._ill(run, run.doctor.after(error))
            return
        here = recording.position
        if not here.phase:
            self._after_step(run, going, is_new)
        if self._desk.going and going.goal and here >= going.goal:
            self.hold()

    def _after_step(self, run: Opened, going: Going, is_new: bool) -> None:
        """End the way where the step that was just done is a reason to."""
        recording = run.recording
        if is_new and (diagnosis := run.doctor.look()):
            self._ill(run, diagnosis)
        elif recording.finished:
            if is_new:
                self._desk.teller.say("message_reported", f"{run.facts.name} is finished.")
                self._desk.inbox.post("next_queued")
            self.hold()
        elif going.goal is None and (words := reached(going, recording)):
            self._desk.teller.say("message_reported", f"The target is reached: {words}.")
            self.hold()

    def _ill(self, run: Opened, diagnosis: Diagnosis) -> None:
        self.diagnose(run, diagnosis)
        self.hold()

    def _go(self, run: Opened, goal: Position | None) -> None:
        choices = self._desk.choices
        slowly = goal is None and by_phase(choices.unit, choices.speed)
        speed = 0 if goal else choices.speed
        self._pace = Pace(4 * speed if slowly else speed)
        self._desk.going = Going(goal, choices.target, run.recording.run.step, slowly)
        run.speedometer.reset()

    def _choose(self, **values: Any) -> None:
        """Take a choice over, also for the way under way."""
        desk = self._desk
        for name, value in values.items():
            setattr(desk.choices, name, value)
        if desk.going and desk.going.goal is None:
            self._go(desk.active(), None)
        self.tell()
