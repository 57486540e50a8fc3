"""What the parts of the training thread share: runs, choices, a teller, the way to a moment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from explorer.errors import UserError
from explorer.live.training.inbox import MOVING, CancelledError, Inbox
from explorer.live.training.pace import Going, seek_points
from explorer.live.training.runs import Opened, Runs
from explorer.live.training.teller import Choices, Teller
from explorer.training.record.recording import Position

SOON = 0.15  # seconds that a way into the past takes before anything is said about it


class _GaveWayError(Exception):
    """Something more urgent is wished."""


class Desk:
    """Shared by the parts of the thread. `going` is the way forward under way, if any."""

    def __init__(self, inbox: Inbox, runs: Runs, choices: Choices, teller: Teller) -> None:
        self.inbox, self.runs, self.choices, self.teller = inbox, runs, choices, teller
        self.going: Going | None = None

    def active(self) -> Opened:
        """Return the active run; raises UserError."""
        if self.runs.active is None:
            raise UserError("There is no run yet: start one, or open one from the disk.")
        return self.runs.active

    @contextmanager
    def patiently(
        self, name: str, *arguments: Any, pointless: Collection[str] = ()
    ) -> Iterator[Callable[[], None]]:
        """Do the wish `name` in such a way that others need not wait for it.

        Yields what is to be called every few milliseconds: where something else is wished, it ends
        the work. That begins anew after the other wishes, unless one of them makes it `pointless`.
        """

        def between() -> None:
            self.inbox.check()
            if self.inbox.presses(name):
                raise _GaveWayError

        try:
            yield between
        except _GaveWayError:
            if not self.inbox.has({*MOVING, *pointless, "play", name}):
                self.inbox.post(name, *arguments)

    def unless_closed(self) -> None:
        """Raise CancelledError when the program ends: what a run repeats then is of no use."""
        if self.inbox.closed:
            raise CancelledError

    def settle(self) -> None:
        """Hold on where the run stands, and say so."""
        self.going = None
        self.teller.moment()
        self.teller.look()

    def seek(self, run: Opened, goal: Position) -> bool:
        """Go to a moment of a run; False if a newer jump is wished before it is reached.

        Raises CancelledError, and UserError for a moment that the run does not have.
        """
        recording = run.recording
        began = perf_counter()
        start = recording.first
        if start <= goal.step <= recording.head:
            for step in seek_points(recording, goal):
                recording.visit(Position(step))
                self.inbox.check()
                if self.inbox.has({"jump"}):
                    return False
                if perf_counter() - began > SOON:
                    self._say_seeking(step, goal)
                    began = perf_counter()
        recording.visit(goal)
        return True

    def _say_seeking(self, step: int, goal: Position) -> None:
        words = f"repeating step {step:,} on the way to {goal.step:,}"
        self.teller.state("seeking", words)
