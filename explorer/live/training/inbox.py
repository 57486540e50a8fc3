"""What the window wishes of the training thread, in order; of some wishes only the newest counts.

This is all that two threads share: one puts wishes in, the other takes them out one by one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass
from threading import Condition
from typing import Any

# A new one makes those of its name that still wait pointless: scrubbing, drawing, sliders.
_NEWEST_WINS = {
    "jump",
    "follow_pixels",
    "follow_sample",
    "choose_sample",
    "set_speed",
    "set_target",
    "set_unit",
    "compare",
    "list_stored",
    "judge",
    "find_reading",
}
# What moves a run; whoever fulfils it, or fails to, says afterwards what there is to see.
MOVING = {"jump", "step", "start", "open_run", "activate", "branch", "rescue"}
# What can wait: it gives way to any other wish, and most come from the user's own hand.
_PATIENT = {"judge", "find_reading"}
_CANCELLABLE = {"start", "open_run", "jump", "step", "compare", *_PATIENT}


class CancelledError(Exception):
    """The user gave up what was being prepared or looked for."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The name of what is wished, and with what."""

    name: str
    arguments: tuple[Any, ...] = ()


class Inbox:
    """Wishes between two threads.

    `acknowledged` is False from a frame of a running training until it has been painted;
    `frame_cost` is how many seconds of its processor the window's thread needs for one.
    """

    def __init__(self) -> None:
        self._wishes: deque[Wish] = deque()
        self._changed = Condition()
        self._cancelled = False
        self.closed = False
        self.acknowledged = True
        self.frame_cost = 0.0

    @property
    def waiting(self) -> bool:
        """Whether there is something to take; cheap enough to ask at every step."""
        return bool(self._wishes) or self.closed

    @property
    def cancelled(self) -> bool:
        """Whether what is being done is no longer wished."""
        return self._cancelled or self.closed

    def has(self, names: Collection[str]) -> bool:
        """Whether a wish of one of these names waits."""
        with self._changed:
            return any(wish.name in names for wish in self._wishes)

    def presses(self, name: str) -> bool:
        """Whether what waits must not wait for a patient wish of this name that is worked on."""
        if not self._wishes:
            return False
        with self._changed:
            return any(w.name not in _PATIENT or w.name == name for w in self._wishes)

    def post(self, name: str, *arguments: Any) -> None:
        """Put a wish in."""
        with self._changed:
            if name in _NEWEST_WINS:
                self._keep(lambda wish: wish.name != name)
            self._wishes.append(Wish(name, arguments))
            self._changed.notify()

    def take(self, *, wait: bool = True) -> Wish | None:
        """Return the next wish, waiting for it if so told; None if there is none, or was closed."""
        with self._changed:
            if wait:
                self._changed.wait_for(lambda: self.waiting)
            if self.closed or not self._wishes:
                return None
            self._cancelled = False
            return self._wishes.popleft()

    def wait(self, seconds: float) -> None:
        """Wait for a wish, but not longer."""
        with self._changed:
            self._changed.wait_for(lambda: self.waiting, seconds)

    def cancel(self) -> None:
        """Give up what is being done and what waits to be done, if it is of a kind to give up."""
        with self._changed:
            self._cancelled = True
            self._keep(lambda wish: wish.name not in _CANCELLABLE)

    def acknowledge(self, cost: float) -> None:
        """Let the next frame come: this one has been painted, at a cost in seconds."""
        self.frame_cost += 0.2 * (cost - self.frame_cost)
        self.acknowledged = True

    def drop(self, *names: str) -> None:
        """Forget wishes that have become pointless."""
        with self._changed:
            self._keep(lambda wish: wish.name not in names)

    def check(self) -> None:
        """Raise CancelledError if what is being done is no longer wished."""
        if self.cancelled:
            raise CancelledError

    def close(self) -> None:
        """Wake whoever waits; nothing is taken any more."""
        with self._changed:
            self.closed = True
            self._changed.notify()

    def _keep(self, wanted: Callable[[Wish], bool]) -> None:
        kept = [wish for wish in self._wishes if wanted(wish)]
        if len(kept) != len(self._wishes):
            self._wishes = deque(kept)
