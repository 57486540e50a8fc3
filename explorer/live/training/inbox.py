"""The commands that wait to be carried out, in order; of some kinds only the newest counts.

This is all that two threads share: one puts commands in, the other takes them out one by one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Condition
from types import UnionType

from explorer.live.training import commands
from explorer.live.training.commands import Command

Kinds = type[Command] | UnionType


class CommandCancelledError(Exception):
    """The user gave up what was being prepared or looked for."""


class Inbox:
    """Commands between two threads.

    `acknowledged` is False from a frame of a running training until it has been painted;
    `frame_cost` is how many seconds of its processor the window's thread needs for one.
    """

    def __init__(self) -> None:
        self._commands: deque[Command] = deque()
        self._changed = Condition()
        self._cancelled = False
        self.closed = False
        self.acknowledged = True
        self.frame_cost = 0.0

    @property
    def waiting(self) -> bool:
        """Whether there is something to take; cheap enough to ask at every step."""
        return bool(self._commands) or self.closed

    @property
    def cancelled(self) -> bool:
        """Whether what is being done is no longer wanted."""
        return self._cancelled or self.closed

    def has(self, kinds: Kinds) -> bool:
        """Whether a command of one of these kinds waits."""
        with self._changed:
            return any(isinstance(command, kinds) for command in self._commands)

    def presses(self, patient: Command) -> bool:
        """Whether what waits must not wait for a patient command that is being carried out."""
        if not self._commands:
            return False
        with self._changed:
            return any(
                type(c) is type(patient) or not isinstance(c, commands.Patient)
                for c in self._commands
            )

    def put(self, command: Command) -> None:
        """Put a command in; `Cancel` and `AcknowledgeFrame` take effect at once."""
        if isinstance(command, commands.AcknowledgeFrame):
            self.frame_cost += 0.2 * (command.cost - self.frame_cost)
            self.acknowledged = True
            return
        with self._changed:
            if isinstance(command, commands.Cancel):  # what is done, and what waits of its kinds
                self._cancelled = True
                self._keep(lambda waiting: not isinstance(waiting, commands.Cancellable))
                return
            if isinstance(command, commands.NewestWins):
                self._keep(lambda waiting: type(waiting) is not type(command))
            self._commands.append(command)
            self._changed.notify()

    def take(self, *, wait: bool = True) -> Command | None:
        """Return the next command, waiting for it if asked to; None if there is none or closed."""
        with self._changed:
            if wait:
                self._changed.wait_for(lambda: self.waiting)
            if self.closed or not self._commands:
                return None
            self._cancelled = False
            return self._commands.popleft()

    def wait(self, seconds: float) -> None:
        """Wait for a command, but not longer."""
        with self._changed:
            self._changed.wait_for(lambda: self.waiting, seconds)

    def drop(self, kinds: Kinds) -> None:
        """Forget commands that have become pointless."""
        with self._changed:
            self._keep(lambda command: not isinstance(command, kinds))

    def check(self) -> None:
        """Raise CommandCancelledError if what is being done is no longer wanted."""
        if self.cancelled:
            raise CommandCancelledError

    def close(self) -> None:
        """Wake whoever waits; nothing is taken any more."""
        with self._changed:
            self.closed = True
            self._changed.notify()

    def _keep(self, wanted: Callable[[Command], bool]) -> None:
        kept = [command for command in self._commands if wanted(command)]
        if len(kept) != len(self._commands):
            self._commands = deque(kept)
