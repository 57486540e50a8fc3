"""Runs come and go: begun, branched, reopened, queued, closed, deleted."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from explorer.errors import UserError
from explorer.live.training.facts import QueuedRun
from explorer.live.training.runs import usual_name
from explorer.training.launch import Told, Training, begin, branch, gather, reopen
from explorer.training.look.doctor import rescue
from explorer.training.record.recording import Position

if TYPE_CHECKING:
    from explorer.live.training.desk import Desk
    from explorer.live.training.facts import Then
    from explorer.live.training.playing import Playing
    from explorer.live.training.runs import Opened
    from explorer.network.spec import Spec
    from explorer.training.plan import Plan

BETWEEN = 0.05  # seconds between two words about how far it is


class Opening:
    """The wishes that change which runs there are."""

    def __init__(self, desk: Desk, playing: Playing) -> None:
        self._desk, self._playing = desk, playing
        self._queue: tuple[QueuedRun, ...] = ()
        self._keys = map("queued-{}".format, count(1))

    def start(self, plan: Plan, spec: Spec, name: str = "", then: Then = "") -> None:
        """Begin a run in a folder of its own; then play it, or do one step, if so told."""
        self._playing.hold()
        name = name.strip() or usual_name(plan, spec)
        material = gather(plan, spec, self._told(f"loading {Path(plan.data).name}"))
        self._desk.inbox.check()
        self._take_in(begin(plan, material, self._desk.runs.new_folder(name), name=name))
        if then == "play":
            self._playing.play(True)
        elif then == "step":
            self._playing.step(1)

    def open_run(self, folder: Path) -> None:
        """Open a run that is on the disk, or return to it if it is open."""
        self._playing.hold()
        known = self._desk.runs.in_folder(folder)
        if known:
            self.activate(known.key)
            return
        try:
            training = reopen(folder, self._told(f"opening {folder.name}"))
        except UserError:
            self._desk.teller.relist()  # it may have been deleted by another program
            raise
        if self._desk.inbox.cancelled:
            training.close()
        self._desk.inbox.check()
        self._take_in(training)

    def branch(self, settings: dict[str, Any], name: str = "") -> None:
        """Begin another run at the present step."""
        self._playing.hold()
        run = self._desk.active()
        self._branch(run, run.recording.position.step, settings, name.strip())

    def rescue(self) -> None:
        """Go on from the last good step with a tenth of the learning rate."""
        run = self._desk.active()
        diagnosis = run.diagnosis
        if diagnosis is None:
            raise UserError("Nothing is known to be wrong with this run.")
        self._playing.hold()
        settings = rescue(run.recording, diagnosis)
        if diagnosis.good_step == run.recording.head:
            run.recording.visit(Position(diagnosis.good_step))
            run.recording.change(**settings)
            self._playing.diagnose(run, None)
        else:
            name = f"{run.facts.name}, rescued"
            self._branch(run, diagnosis.good_step, settings, name)
        self._playing.play(True)

    def activate(self, key: str) -> None:
        """Make another open run the active one."""
        run = self._desk.runs.get(key)
        if run is not self._desk.runs.active:
            self._playing.hold()
        self._desk.runs.active = run
        self._desk.teller.activated(run)

    def close_run(self, key: str) -> None:
        """Close an open run; it stays on the disk."""
        run = self._desk.runs.get(key)
        if run is self._desk.runs.active:
            self._playing.hold()
        try:
            self._desk.runs.close(run)
        finally:
            self._desk.teller.closed(run)
            if self._nothing_to_wait_for():
                self._desk.inbox.post("next_queued")

    def stop(self) -> None:
        """Hold on, write everything, and let the next run begin."""
        run = self._desk.active()
        self._playing.hold()
        run.recording.write()
        self._desk.teller.moment()
        self.next_queued()

    def enqueue(self, plan: Plan, spec: Spec, name: str = "") -> None:
        """Let a run begin after the others, or now if there is nothing to wait for."""
        name = name.strip() or usual_name(plan, spec)
        self._set_queue((*self._queue, QueuedRun(next(self._keys), name, plan, spec)))
        if self._nothing_to_wait_for():
            self.next_queued()

    def start_queued(self, key: str) -> None:
        """Begin and play one run of the queue now."""
        chosen = [queued for queued in self._queue if queued.key == key]
        if not chosen:
            raise UserError("That run does not wait any more.")
        self.unqueue(key)
        self.start(chosen[0].plan, chosen[0].spec, chosen[0].name, "play")

    def unqueue(self, key: str) -> None:
        """Take a run from the queue."""
        self._set_queue(tuple(queued for queued in self._queue if queued.key != key))

    def next_queued(self) -> None:
        """Begin and play the first run of the queue, if any; one that fails lets the next try."""
        if not self._queue:
            return
        first, *rest = self._queue
        self._set_queue(tuple(rest))
        try:
            self.start(first.plan, first.spec, first.name, "play")
        except UserError:
            self._desk.inbox.post("next_queued")
            raise
        self._desk.inbox.drop("next_queued")  # it would end this one at once

    def list_stored(self) -> None:
        """Say which runs lie on the disk."""
        self._desk.teller.stored()

    def delete_stored(self, folder: Path) -> None:
        """Delete a run from the disk."""
        try:
            self._desk.runs.delete(folder)
        finally:
            self._desk.teller.relist()

    def _branch(self, run: Opened, step: int, settings: dict[str, Any], name: str) -> None:
        folder = self._desk.runs.new_folder(name or f"{run.facts.name} from {step}")
        self._take_in(branch(run.training, step, settings, folder, name=name))

    def _take_in(self, training: Training) -> None:
        run = self._desk.runs.add(training)
        run.recording.between = self._desk.unless_closed
        self._desk.teller.opened(run)

    def _nothing_to_wait_for(self) -> bool:
        run = self._desk.runs.active
        return run is None or run.recording.head >= run.facts.total

    def _set_queue(self, queue: tuple[QueuedRun, ...]) -> None:
        self._queue = queue
        self._desk.teller.queue(queue)

    def _told(self, words: str) -> Told:
        """Return what tells how far the preparing is, and ends it when it is given up."""
        desk, last = self._desk, 0.0
        desk.teller.state("preparing", words)

        def told(done: int, of: int) -> None:
            nonlocal last
            desk.inbox.check()
            if perf_counter() - last > BETWEEN:
                last = perf_counter()
                desk.teller.state("preparing", words, min(1.0, done / of) if of else None)

        return told
