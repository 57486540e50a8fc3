"""Undo and redo as a value: the states before, the state now, the states undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
DEPTH = 200  # more steps back than anybody takes, and a bound on memory


@dataclass(frozen=True, slots=True)
class History(Generic[T]):
    """An immutable undo history around a current state `now`.

    `kind` names what made `now`: consecutive changes of the same non-empty kind (a slider being
    dragged) count as one step.
    """

    now: T
    past: tuple[T, ...] = ()
    future: tuple[T, ...] = ()
    kind: str = ""

    def step(self, state: T, kind: str = "") -> History[T]:
        """Return the history after a change to `state`; what had been undone is forgotten."""
        if kind and kind == self.kind:
            return History(state, self.past, (), kind)
        return History(state, (*self.past, self.now)[-DEPTH:], (), kind)

    def undo(self) -> History[T]:
        """Return the history one step back, or itself at the beginning."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.now, *self.future))

    def redo(self) -> History[T]:
        """Return the history one step forward again, or itself at the end."""
        if not self.future:
            return self
        return History(self.future[0], (*self.past, self.now), self.future[1:])
