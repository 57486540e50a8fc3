"""Key frames: whole states of a run at regular steps, from which every step between is repeated.

Storing all of ten thousand LeNet states would take gigabytes; a state every few dozen steps
takes a quarter of one, and a jump repeats at most as many steps. As a run grows beyond its
places, the spacing doubles and every other frame makes room.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from bisect import bisect_right, insort

from torch import Tensor

from explorer.training.record.state import State

MEBIBYTE = 2**20
BUDGET = 240 * MEBIBYTE  # with the states around the present one, 256 MiB
NEIGHBOURS = 14 * MEBIBYTE
FEWEST_PLACES = 3  # the first step, the last, and one that is being written
ON_DISK = 360 * MEBIBYTE  # however long the run; its curves add 64 bytes a step for LeNet
CLOSEST = 20  # batches of 64 images, or as many images in other batches


def places(state_bytes: int, budget: int = BUDGET) -> int:
    """Return how many states fit into a budget."""
    return max(FEWEST_PLACES, budget // state_bytes)


def first_spacing(total: int, places: int, batch_size: int) -> int:
    """Return how many steps apart the frames of a run of `total` steps begin.

    Doubled as often as need be, it ends where all frames just fit.
    """
    closest = max(1, min(100, round(CLOSEST * 64 / batch_size)))
    spacing = math.ceil(total / (places - 1))
    if spacing <= closest:
        return closest
    doublings = int(math.log2(spacing / closest))
    return math.ceil(spacing / (1 << doublings))


class Frames(ABC):
    """States by step, in a bounded number of places; `first` is the step of the one always kept.

    Subclasses say where a place is: in memory or in a file.
    """

    def __init__(self, first: int, spacing: int, places: int) -> None:
        self.first = first
        self.spacing = spacing
        self._steps: list[int] = []
        self._place_of: dict[int, int] = {}
        self._free = list(range(places - 1, -1, -1))

    @property
    def steps(self) -> tuple[int, ...]:
        """The steps at hand, in order."""
        return tuple(self._steps)

    @property
    @abstractmethod
    def bytes(self) -> int:
        """What the frames take where they lie."""

    def wants(self, step: int) -> bool:
        """Whether the state after `step` steps is to become a frame."""
        due = step == self.first or step % self.spacing == 0
        return due and step not in self._place_of

    def put(self, state: State) -> None:
        """Keep a state, making room if need be; it may then be one too close to the next."""
        while not self._free:
            self._thin()
        if not self.wants(state.step):
            return
        place = self._free.pop()
        self._write(place, state)
        self._place_of[state.step] = place
        insort(self._steps, state.step)

    def get(self, step: int) -> State:
        """Return the frame of a step; raises KeyError if there is none."""
        return self._read(self._place_of[step])

    def weights(self, step: int) -> Tensor:
        """Return the weights (parameters,) alone of a frame; raises KeyError."""
        return self.get(step).row("weights")

    def before(self, step: int) -> int:
        """Return the latest frame at or before a step; raises ValueError if there is none."""
        index = bisect_right(self._steps, step)
        if not index:
            raise ValueError(f"there is no frame at or before step {step}")
        return self._steps[index - 1]

    def _occupy(self, place: int, step: int) -> None:
        """Count a place as filled already, by an earlier session."""
        self._free.remove(place)
        self._place_of[step] = place
        insort(self._steps, step)

    def _thin(self) -> None:
        self.spacing *= 2
        for step in self._steps[:]:
            if step % self.spacing and step != self.first:
                self._forget(step)

    def _forget(self, step: int) -> None:
        """Give the place of a frame free."""
        self._steps.remove(step)
        self._free.append(self._place_of.pop(step))

    @abstractmethod
    def _write(self, place: int, state: State) -> None: ...

    @abstractmethod
    def _read(self, place: int) -> State: ...


class MemoryFrames(Frames):
    """Frames in memory, for a run that is on no disk."""

    def __init__(self, first: int, spacing: int, places: int) -> None:
        super().__init__(first, spacing, places)
        self._states: dict[int, State] = {}

    @property
    def bytes(self) -> int:
        """What the frames take in memory."""
        return sum(state.bytes for state in self._states.values())

    def _thin(self) -> None:
        super()._thin()
        for place in self._free:
            self._states.pop(place, None)

    def _write(self, place: int, state: State) -> None:
        self._states[place] = state

    def _read(self, place: int) -> State:
        return self._states[place]


class Neighbourhood:
    """The states around the present step, so that going back and forth costs nothing.

    The oldest go when `budget` bytes are full.
    """

    def __init__(self, budget: int = NEIGHBOURS) -> None:
        self._budget = budget
        self._states: dict[int, State] = {}

    @property
    def bytes(self) -> int:
        """What the states take in memory."""
        return sum(state.bytes for state in self._states.values())

    def keep(self, state: State) -> None:
        """Remember a state."""
        self._states[state.step] = state
        while len(self._states) > 1 and len(self._states) * state.bytes > self._budget:
            del self._states[next(iter(self._states))]

    def reaches(self, steps: int, state_bytes: int) -> bool:
        """Whether a state is still kept after so many later ones."""
        return (steps + 1) * state_bytes <= self._budget

    def __contains__(self, step: int) -> bool:
        return step in self._states

    def before(self, step: int) -> State | None:
        """Return the latest state at or before a step, if any."""
        at_most = [known for known in self._states if known <= step]
        return self._states[max(at_most)] if at_most else None
