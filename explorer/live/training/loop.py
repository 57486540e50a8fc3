"""The loop in which trainings compute: it carries commands out, and between them it trains.

It runs in a process or a thread of its own and imports torch there: the window never waits for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import torch

from explorer.errors import UserError
from explorer.live.training import commands, reports
from explorer.live.training.commands import Command
from explorer.live.training.inbox import CommandCancelledError, Inbox
from explorer.live.training.inspector import Inspector
from explorer.live.training.launcher import Launcher
from explorer.live.training.player import Player
from explorer.live.training.reporter import Choices, Reporter
from explorer.live.training.reports import Report
from explorer.live.training.runs import Runs
from explorer.text import _

_log = logging.getLogger(__name__)


class TrainingLoop:
    """Takes commands from an inbox and passes reports to `report`.

    `folder` is that of all runs. Whatever goes wrong becomes a report too, and the loop goes on.
    """

    def __init__(self, folder: Path, inbox: Inbox, report: Callable[[Report], None]) -> None:
        self._inbox, self._report = inbox, report
        self._runs, choices = Runs(folder), Choices()
        self._reporter = Reporter(report, inbox, self._runs, choices)
        self._player = Player(inbox, self._runs, choices, self._reporter)
        self._launcher = Launcher(inbox, self._runs, self._reporter, self._player)
        self._inspector = Inspector(
            inbox, self._runs, choices.followed, self._reporter, self._player
        )

    def run(self) -> None:
        """Work until the inbox is closed, then write what is left."""
        torch.set_num_threads(1)  # two OpenMP threads would spin against the window's
        inbox, warm = self._inbox, False
        while not inbox.closed:
            idle = not (self._player.going or inbox.waiting)
            if idle and not warm:
                warm = True
                _warm_up()
            elif command := inbox.take(wait=idle):
                self._safely(command)
            elif self._player.going:
                self._safely()
        for error in self._runs.close_all():
            _log.error("a run could not be closed well: %s", error)

    def _safely(self, command: Command | None = None) -> None:
        """Carry a command out, or go on training; report in one sentence what went wrong."""
        try:
            if command:
                self._obey(command)
            else:
                self._player.go_on()
        except CommandCancelledError:
            self._inbox.drop(commands.Play | commands.StepUnit)
            self._settle(command)
        except UserError as error:
            self._fail(str(error), command)
        except Exception as error:
            _log.exception("training failed at %s", type(command).__name__ if command else "step")
            sentence = _("Something went wrong in the program: {error!r}.")
            self._fail(sentence.format(error=error), command)

    def _obey(self, command: Command) -> None:
        player, launcher, inspector = self._player, self._launcher, self._inspector
        match command:
            case commands.Play(on):
                player.play(on)
            case commands.StepUnit(way):
                player.step(way)
            case commands.JumpTo(step):
                player.jump(step)
            case commands.SetUnit(unit):
                player.choose_unit(unit)
            case commands.SetSpeed(speed):
                player.choose_speed(speed)
            case commands.SetTarget(target):
                player.choose_target(target)
            case commands.ChangeSettings(settings):
                player.change(settings)
            case commands.DismissDiagnosis():
                player.dismiss()
            case commands.StartRun(plan, spec, name, then):
                launcher.start(plan, spec, name, then)
            case commands.ReopenRun(folder):
                launcher.reopen(folder)
            case commands.BranchRun(settings, name):
                launcher.branch(settings, name)
            case commands.RescueRun():
                launcher.rescue()
            case commands.ActivateRun(key):
                launcher.activate(key)
            case commands.CloseRun(key):
                launcher.close(key)
            case commands.StopRun():
                launcher.stop()
            case commands.EnqueueRun(plan, spec, name):
                launcher.enqueue(plan, spec, name)
            case commands.StartQueued(key):
                launcher.start_queued(key)
            case commands.StartNextQueued():
                launcher.start_next()
            case commands.RemoveQueued(key):
                launcher.remove_queued(key)
            case commands.ListStored():
                self._reporter.list_stored()
            case commands.DeleteStored(folder):
                launcher.delete_stored(folder)
            case commands.FollowPixels(pixels):
                inspector.follow_pixels(pixels)
            case commands.FollowSample(index):
                inspector.follow_sample(index)
            case commands.ChooseSample(index):
                inspector.choose_sample(index)
            case commands.WatchRun(on):
                inspector.watch(on)
            case commands.JudgeStep():
                inspector.judge(command)
            case commands.FindReading():
                inspector.find_reading(command)
            case commands.CompareMoments(key_a, step_a, key_b, step_b):
                inspector.compare(key_a, step_a, key_b, step_b)
            case commands.SaveCheckpoint(path):
                inspector.save_checkpoint(path)
            case commands.CopyNetwork():
                inspector.copy_network()
            case _:
                raise TypeError(f"nothing carries out {command}")

    def _fail(self, sentence: str, command: Command | None) -> None:
        if isinstance(command, commands.StartRun | commands.ReopenRun):
            # Meant for the run that did not come about.
            self._inbox.drop(commands.Play | commands.StepUnit)
        self._settle(command)
        self._report(reports.Failure(sentence, command))

    def _settle(self, command: Command | None) -> None:
        """Report where things stand; a training goes on if only another command was refused."""
        if self._inbox.closed:
            return
        try:
            if command is None or isinstance(command, commands.Moving):
                self._player.settle()
            else:
                self._player.report_state()
        except Exception:
            _log.exception("the training could not report where it stands")


def _warm_up() -> None:
    """Import what torch imports with the first optimiser: a second that nobody waits for now."""
    torch.optim.SGD([torch.zeros(1, requires_grad=True)])
