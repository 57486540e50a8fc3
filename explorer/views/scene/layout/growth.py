"""Cell sizes in whole device pixels: enlarged step by step until the width is used up."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, log, sqrt

from explorer.views.scene.layout.tiles import MapStage, size_of, tallest_cell

_SINGLE = 0.8  # the input has no rivals in its column; hold it back a little
_TRADED = 4  # steps that the input may give back
Kind = tuple[int, int, int]  # group, rows, columns: stages of one kind are drawn equally large


def weight(stage: MapStage, stages: list[MapStage]) -> float:
    """Return how much room a stage wants: larger maps more, so that maps shrink as they do."""
    largest = max(max(s.rows, s.columns) for s in stages)
    share = sqrt(max(stage.rows, stage.columns) / largest)
    return _SINGLE * share if stage.single else share


def grow_cells(
    stages: list[MapStage], chosen: dict[int, int], width: float, height: float, ratio: float
) -> list[float]:
    """Return the side of a cell for every stage, given the sub-columns `chosen` per group.

    Whatever gains most per pixel of width grows by one step, until nothing fits any more.
    """
    growth = _Growth(stages, chosen, (width, height), ratio)
    growth.fill()
    growth.trade()
    return growth.cells()


class _Growth:
    """The sizes reached so far, and the width that they take."""

    def __init__(
        self,
        stages: list[MapStage],
        chosen: dict[int, int],
        room: tuple[float, float],
        ratio: float,
    ) -> None:
        self._stages, self._chosen, self._ratio = stages, chosen, ratio
        self._width, self._height = room
        self._members: dict[Kind, list[int]] = {}
        for i, stage in enumerate(stages):
            self._members.setdefault((stage.group, stage.rows, stage.columns), []).append(i)
        self._steps = list(_ladder(ratio))
        self._level = dict.fromkeys(self._members, 0)
        self._used = sum(self._taken(kind, self._steps[0]) for kind in self._members)

    def fill(self, held: Kind | None = None) -> None:
        """Enlarge what gains most until nothing fits any more; `held` stays as it is."""
        while True:
            offers = [(self._rate(kind), kind) for kind in self._members if kind != held]
            rate, kind = max(offers, default=(0.0, (0, 0, 0)))
            if rate <= 0:
                return
            self._used += self._cost(kind)
            self._level[kind] += 1

    def trade(self) -> None:
        """Take steps back from a kind alone in its column where others make more of the room.

        Two twins need twice the room for a step, so the last bit of width often went to the input.
        """
        singles = [k for k, members in self._members.items() if self._stages[members[0]].single]
        for kind in singles:
            best, levels = self._score(), dict(self._level)
            for fewer in range(1, 1 + min(_TRADED, levels[kind])):
                self._set(dict(levels) | {kind: levels[kind] - fewer})
                self.fill(held=kind)
                self.fill()
                if self._score() > best:
                    return
            self._set(levels)

    def cells(self) -> list[float]:
        """Return the side of a cell for every stage."""
        return [self._cell((s.group, s.rows, s.columns)) for s in self._stages]

    def _rate(self, kind: Kind) -> float:
        """Return the gain of one more step per pixel of width, 0 if it is not possible."""
        now, then = (self._steps[self._level[kind] + i] for i in (0, 1))
        first, cost = self._stages[self._members[kind][0]], self._cost(kind)
        tallest = tallest_cell(first, self._chosen[kind[0]], self._height)
        if then > tallest or self._used + cost > self._width or self._outgrows(kind, then):
            return 0.0
        gain = len(self._members[kind]) * weight(first, self._stages) * log(then / now)
        return gain / cost if cost > 0 else inf

    def _outgrows(self, kind: Kind, cell: float) -> bool:
        """Return whether pooled maps would become larger than the maps they came from."""
        return any(
            other[0] == kind[0]
            and other[2] > kind[2]
            and kind[2] * cell > other[2] * self._cell(other)
            for other in self._members
        )

    def _score(self) -> float:
        return sum(
            len(members) * weight(self._stages[members[0]], self._stages) * log(self._cell(kind))
            for kind, members in self._members.items()
        )

    def _set(self, level: dict[Kind, int]) -> None:
        self._level = level
        self._used = sum(self._taken(kind, self._cell(kind)) for kind in level)

    def _cell(self, kind: Kind) -> float:
        return self._steps[self._level[kind]]

    def _cost(self, kind: Kind) -> float:
        now, then = (self._steps[self._level[kind] + i] for i in (0, 1))
        return self._taken(kind, then) - self._taken(kind, now)

    def _taken(self, kind: Kind, cell: float) -> float:
        return sum(
            max(
                self._stages[i].least,
                size_of(self._stages[i], self._chosen[kind[0]], cell, self._ratio).width,
            )
            for i in self._members[kind]
        )


def _ladder(ratio: float) -> Iterator[float]:
    """Yield the allowed cell sizes: whole device pixels, with half steps while below four."""
    for half in range(2, 8):
        yield half / 2 / ratio
    for whole in range(4, 4000):
        yield whole / ratio
