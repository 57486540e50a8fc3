"""Runs come and go: begun, branched, reopened, queued, closed, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

from explorer.errors import UserError
from explorer.live.training import commands, reports
from explorer.live.training.facts import QueuedRun, Then
from explorer.live.training.inbox import CommandCancelledError, Inbox
from explorer.live.training.player import Player
from explorer.live.training.reporter import Reporter
from explorer.live.training.runs import Opened, Runs, default_name
from explorer.network.spec import Spec
from explorer.text import _
from explorer.training.launch import ReportProgress, Training, begin, branch, gather, reopen
from explorer.training.plan import Plan
from explorer.training.record.recording import Position

BETWEEN = 0.05  # seconds between two reports of how far it is


class Launcher:
    """Carries out the commands that change which runs there are."""

    def __init__(self, inbox: Inbox, runs: Runs, reporter: Reporter, player: Player) -> None:
        self._inbox, self._runs, self._reporter, self._player = inbox, runs, reporter, player
        self._queue: tuple[QueuedRun, ...] = ()
        self._keys = map("queued-{}".format, count(1))

    def start(self, plan: Plan, spec: Spec, name: str = "", then: Then = "") -> None:
        """Begin a run in a folder of its own; then play it, or do one step, if asked to."""
        self._player.pause()
        name = name.strip() or default_name(plan, spec)
        loading = _("loading {name}").format(name=Path(plan.data).name)
        material = gather(plan, spec, self._progress(loading))
        self._inbox.check()
        self._take_in(begin(plan, material, self._runs.new_folder(name), name=name))
        if then == "play":
            self._player.play(True)
        elif then == "step":
            self._player.step(1)

    def reopen(self, folder: Path) -> None:
        """Open a run that is on the disk, or return to it if it is open."""
        self._player.pause()
        known = self._runs.in_folder(folder)
        if known:
            self.activate(known.key)
            return
        opening = _("opening {name}").format(name=folder.name)
        try:
            training = reopen(folder, self._progress(opening))
        except UserError:
            self._reporter.relist()  # it may have been deleted by another program
            raise
        if self._inbox.cancelled:
            training.close()
        self._inbox.check()
        self._take_in(training)

    def branch(self, settings: Mapping[str, Any], name: str = "") -> None:
        """Begin another run at the present step."""
        self._player.pause()
        run = self._runs.required()
        self._branch(run, run.recording.position.step, settings, name.strip())

    def rescue(self) -> None:
        """Go on from the last good step with the settings that did better there."""
        run = self._runs.required()
        diagnosis = run.diagnosis
        if diagnosis is None:
            raise UserError(_("Nothing is known to be wrong with this run."))
        if diagnosis.cure is None:
            raise UserError(_("No other learning rate that was tried does better."))
        self._player.pause()
        settings = diagnosis.cure.settings
        if diagnosis.good_step == run.recording.head:
            run.recording.visit(Position(diagnosis.good_step))
            run.recording.change(**settings)
            self._player.diagnose(run, None)
        else:
            name = _("{name}, rescued").format(name=run.facts.name)
            self._branch(run, diagnosis.good_step, settings, name)
        self._player.play(True)

    def activate(self, key: str) -> None:
        """Make another open run the active one."""
        run = self._runs.get(key)
        if run is not self._runs.active:
            self._player.pause()
        self._runs.active = run
        self._reporter.report_active()

    def close(self, key: str) -> None:
        """Close an open run; it stays on the disk."""
        run = self._runs.get(key)
        if run is self._runs.active:
            self._player.pause()
        try:
            self._runs.close(run)
        finally:
            self._reporter.report_closed(run)
            if self._nothing_to_wait_for():
                self._inbox.put(commands.StartNextQueued())

    def stop(self) -> None:
        """Pause, write everything, and let the next run begin."""
        run = self._runs.required()
        self._player.pause()
        run.recording.write()
        self._reporter.report_moment()
        self.start_next()

    def enqueue(self, plan: Plan, spec: Spec, name: str = "") -> None:
        """Let a run begin after the others, or now if there is nothing to wait for."""
        name = name.strip() or default_name(plan, spec)
        self._set_queue((*self._queue, QueuedRun(next(self._keys), name, plan, spec)))
        if self._nothing_to_wait_for():
            self.start_next()

    def start_queued(self, key: str) -> None:
        """Begin and play one run of the queue now."""
        chosen = [queued for queued in self._queue if queued.key == key]
        if not chosen:
            raise UserError(_("That run does not wait any more."))
        self.remove_queued(key)
        self.start(chosen[0].plan, chosen[0].spec, chosen[0].name, "play")

    def remove_queued(self, key: str) -> None:
        """Take a run from the queue."""
        self._set_queue(tuple(queued for queued in self._queue if queued.key != key))

    def start_next(self) -> None:
        """Begin and play the first run of the queue, if any; one that fails lets the next try."""
        if not self._queue:
            return
        first, *rest = self._queue
        self._set_queue(tuple(rest))
        try:
            self.start(first.plan, first.spec, first.name, "play")
        except UserError:
            self._inbox.put(commands.StartNextQueued())
            raise
        self._inbox.drop(commands.StartNextQueued)  # it would end this one at once

    def delete_stored(self, folder: Path) -> None:
        """Delete a run from the disk."""
        try:
            self._runs.delete(folder)
        finally:
            self._reporter.relist()

    def _branch(self, run: Opened, step: int, settings: Mapping[str, Any], name: str) -> None:
        folder_name = name or f"{run.facts.name} from {step}"  # no text: a folder
        folder = self._runs.new_folder(folder_name)
        self._take_in(branch(run.training, step, settings, folder, name=name))

    def _take_in(self, training: Training) -> None:
        run = self._runs.add(training)
        run.recording.between = self._check_open
        self._reporter.report_opened(run)

    def _check_open(self) -> None:
        """Raise CommandCancelledError when the program ends: repeating steps is of no use then."""
        if self._inbox.closed:
            raise CommandCancelledError

    def _nothing_to_wait_for(self) -> bool:
        run = self._runs.active
        return run is None or run.recording.head >= run.facts.total

    def _set_queue(self, queue: tuple[QueuedRun, ...]) -> None:
        self._queue = queue
        self._reporter.report(reports.QueueChanged(queue))

    def _progress(self, words: str) -> ReportProgress:
        """Return what reports how far the preparing is, and ends it when it is given up."""
        last = 0.0
        self._reporter.report_state("preparing", words)

        def report(done: int, of: int) -> None:
            nonlocal last
            self._inbox.check()
            if perf_counter() - last > BETWEEN:
                last = perf_counter()
                share = min(1.0, done / of) if of else None
                self._reporter.report_state("preparing", words, share)

        return report
