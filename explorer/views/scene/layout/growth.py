"""Cell sizes in whole device pixels: enlarged step by step until the width is used up."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, log, sqrt

from explorer.views.scene.layout.tiles import MapStage, size_of, tallest_cell


def weight(stage: MapStage, stages: list[MapStage]) -> float:
    """Return how much room a stage wants: larger maps more, so that maps shrink as they do."""
    largest = max(max(s.rows, s.columns) for s in stages)
    return sqrt(max(stage.rows, stage.columns) / largest)


def grow_cells(
    stages: list[MapStage], chosen: dict[int, int], width: float, height: float, ratio: float
) -> list[float]:
    """Return the side of a cell for every stage, given the sub-columns `chosen` per group.

    The stages of a group share it: a map of half the resolution is half as large. Whatever group
    gains most per pixel of width grows by one step, until nothing fits any more.
    """
    growth = _Growth(stages, chosen, (width, height), ratio)
    growth.fill()
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
        self._groups = by_group(stages)
        self._steps = list(_ladder(ratio))
        self._level = dict.fromkeys(self._groups, 0)
        self._used = sum(self._taken(group, self._steps[0]) for group in self._groups)

    def fill(self) -> None:
        """Enlarge what gains most until nothing fits any more."""
        while True:
            offers = [(self._rate(group), group) for group in self._groups]
            rate, group = max(offers, default=(0.0, 0))
            if rate <= 0:
                return
            self._used += self._cost(group)
            self._level[group] += 1

    def cells(self) -> list[float]:
        """Return the side of a cell for every stage."""
        return [self._steps[self._level[stage.group]] for stage in self._stages]

    def _rate(self, group: int) -> float:
        """Return the gain of one more step per pixel of width, 0 if it is not possible."""
        now, then = (self._steps[self._level[group] + i] for i in (0, 1))
        cost, stages = self._cost(group), self._groups[group]
        tallest = min(tallest_cell(s, self._chosen[group], self._height) for s in stages)
        if then > tallest or self._used + cost > self._width:
            return 0.0
        gain = sum(weight(stage, self._stages) for stage in stages) * log(then / now)
        return gain / cost if cost > 0 else inf

    def _cost(self, group: int) -> float:
        now, then = (self._steps[self._level[group] + i] for i in (0, 1))
        return self._taken(group, then) - self._taken(group, now)

    def _taken(self, group: int, cell: float) -> float:
        return sum(
            max(stage.least, size_of(stage, self._chosen[group], cell, self._ratio).width)
            for stage in self._groups[group]
        )


def by_group(stages: list[MapStage]) -> dict[int, list[MapStage]]:
    """Return the stages of each group."""
    groups: dict[int, list[MapStage]] = {}
    for stage in stages:
        groups.setdefault(stage.group, []).append(stage)
    return groups


def _ladder(ratio: float) -> Iterator[float]:
    """Yield the allowed cell sizes: whole device pixels, with half steps while below four."""
    for half in range(2, 8):
        yield half / 2 / ratio
    for whole in range(4, 4000):
        yield whole / ratio
