"""Moves the active run: playing and stepping are one thing, a way that is gone phase by phase.

The way ends at its goal, at the target, at the plan's end, or where something is wrong with the
training; between any two phases it can be left for another command.
"""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter
from typing import Any

from explorer.errors import UserError
from explorer.live.training import commands, reports
from explorer.live.training.facts import UNITS, Target, Unit, plays_by_phase
from explorer.live.training.inbox import Inbox
from explorer.live.training.pace import (
    Going,
    Pace,
    backward,
    forward,
    seek_points,
    target_message,
)
from explorer.live.training.reporter import Choices, Reporter
from explorer.live.training.runs import Opened, Runs
from explorer.text import _
from explorer.training.look.diagnosis import Diagnosis
from explorer.training.record.recording import Position
from explorer.training.steps import DivergedError

SOON = 0.15  # seconds that a way into the past takes before anything is reported about it


class Player:
    """Carries out the commands of the transport. `going` is the way forward under way, if any."""

    def __init__(self, inbox: Inbox, runs: Runs, choices: Choices, reporter: Reporter) -> None:
        self._inbox, self._runs, self._choices, self._reporter = inbox, runs, choices, reporter
        self._pace = Pace()
        self.going: Going | None = None

    def play(self, on: bool) -> None:
        """Go on to the target or the end, or pause."""
        run = self._runs.required()
        if not on:
            self.pause()
        elif run.recording.finished:
            raise UserError(_("All steps of the plan are done; branch with more epochs to go on."))
        elif not (self.going and self.going.goal is None):
            self._begin(run)

    def _begin(self, run: Opened) -> None:
        if run.diagnosis:
            self.diagnose(run, None)
        self._go(run, None)
        self.report_state()
        if self.going and not self.going.slowly:
            self._reporter.report(reports.StepLookedAt(None))

    def pause(self) -> None:
        """Stop where the run stands; everything of this moment is reported."""
        was_going, self.going = self.going is not None, None
        if was_going:
            self._runs.required().recording.write()
            self.settle()

    def settle(self) -> None:
        """Stop where the run stands, and report that."""
        self.going = None
        self._reporter.report_moment()
        self._reporter.look()

    def step(self, way: int) -> None:
        """Go one unit forward or back; what is played pauses."""
        run, unit = self._runs.required(), self._choices.unit
        facts, here = run.facts, run.recording.position
        if way < 0:
            self._move(run, backward(here, unit, facts.steps_per_epoch, facts.first))
            return
        if self.going and self.going.goal:
            here = self.going.goal
        if here >= Position(facts.total):
            raise UserError(_("All steps of the plan are done."))
        self._go(run, forward(here, unit, facts.steps_per_epoch, facts.total))
        if unit == "epoch":
            self.report_state()
        while self.going and unit != "epoch":  # too short to be left half done
            self._forward(run, self.going)

    def jump(self, step: int) -> None:
        """Go to a step that was done, and pause there."""
        self._move(self._runs.required(), Position(step))

    def seek(self, run: Opened, goal: Position) -> bool:
        """Go to a moment of a run; False if a newer jump waits before it is reached.

        Raises CommandCancelledError, and UserError for a moment that the run does not have.
        """
        recording = run.recording
        began = perf_counter()
        if recording.first <= goal.step <= recording.head:
            for step in seek_points(recording, goal):
                recording.visit(Position(step))
                self._inbox.check()
                if self._inbox.has(commands.JumpTo):
                    return False
                if perf_counter() - began > SOON:
                    words = _("repeating step {step:,} on the way to {goal:,}")
                    words = words.format(step=step, goal=goal.step)
                    self._reporter.report_state("seeking", words)
                    began = perf_counter()
        recording.visit(goal)
        return True

    def choose_unit(self, unit: Unit) -> None:
        """Choose how far one step goes."""
        if unit not in UNITS:
            sentence = _("There is no unit {unit!r}; there are {units}.")
            raise UserError(sentence, unit=unit, units=", ".join(UNITS))
        self._choose(unit=unit)

    def choose_speed(self, speed: float) -> None:
        """Choose how many steps are done a second, 0 for as many as possible."""
        if not speed >= 0:
            sentence = _("A speed is 0 or more steps a second, {speed:g} is not.")
            raise UserError(sentence, speed=speed)
        self._choose(speed=speed)

    def choose_target(self, target: Target) -> None:
        """Choose where playing stops by itself."""
        self._choose(target=target)

    def change(self, settings: Mapping[str, Any]) -> None:
        """Go on with other settings from the newest step on."""
        self._runs.required().recording.change(**settings)
        self.report_state()

    def _choose(self, **values: Any) -> None:
        """Take a choice over, also for the way under way."""
        for name, value in values.items():
            setattr(self._choices, name, value)
        if self.going and self.going.goal is None:
            self._go(self._runs.required(), None)
        self.report_state()

    def dismiss(self) -> None:
        """Forget the diagnosis."""
        self.diagnose(self._runs.required(), None)
        self.report_state()

    def diagnose(self, run: Opened, diagnosis: Diagnosis | None) -> None:
        """Remember and report what is wrong with a run, or that nothing is."""
        run.diagnosis = diagnosis
        self._reporter.report(reports.RunDiagnosed(diagnosis))

    def report_state(self) -> None:
        """Report where the run stands, whether it goes on or not."""
        self._reporter.report_state("running" if self.going else None)

    def go_on(self) -> None:
        """Go forward until the way ends or a command waits; raises what goes wrong."""
        run = self._runs.required()
        while self.going and not self._inbox.waiting:
            if (delay := self._pace.delay()) > 0:
                self._inbox.wait(delay)
                continue
            self._forward(run, self.going)
            self._pace.done()
            if self.going and self._reporter.report_frame_if_due() and self.going.slowly:
                self._reporter.look()

    def _move(self, run: Opened, goal: Position) -> None:
        self.going = None
        if self.seek(run, goal):
            self.settle()

    def _forward(self, run: Opened, going: Going) -> None:
        """Do the next phase, or the phases to the end of the step."""
        recording = run.recording
        one = going.slowly or (going.goal and going.goal < Position(recording.run.step + 1))
        is_new = recording.run.step == recording.head
        try:
            for _phase in range(1 if one else 4 - recording.position.phase):
                recording.advance()
        except DivergedError as error:
            self._stop_ill(run, run.doctor.after(error))
            return
        here = recording.position
        if not here.phase:
            self._after_step(run, going, is_new)
        if self.going and going.goal and here >= going.goal:
            self.pause()

    def _after_step(self, run: Opened, going: Going, is_new: bool) -> None:
        """End the way where the step that was just done is a reason to."""
        recording = run.recording
        if is_new and (diagnosis := run.doctor.look()):
            self._stop_ill(run, diagnosis)
        elif recording.finished:
            if is_new:
                sentence = _("{name} is finished.").format(name=run.facts.name)
                self._reporter.report(reports.Message(sentence))
                self._inbox.put(commands.StartNextQueued())
            self.pause()
        elif going.goal is None and (sentence := target_message(going, recording)):
            self._reporter.report(reports.Message(sentence))
            self.pause()

    def _stop_ill(self, run: Opened, diagnosis: Diagnosis) -> None:
        self.diagnose(run, diagnosis)
        self.pause()

    def _go(self, run: Opened, goal: Position | None) -> None:
        choices = self._choices
        slowly = goal is None and plays_by_phase(choices.unit, choices.speed)
        speed = 0 if goal else choices.speed
        self._pace = Pace(4 * speed if slowly else speed)
        self.going = Going(goal, choices.target, run.recording.run.step, slowly)
        run.speedometer.reset()
