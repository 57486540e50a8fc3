"""How large each feature map may be drawn so that a whole network fits into the window.

All stages compete for the width. The best compromise makes the sum of the logarithms of the tile
sizes as large as possible, so that no stage is starved for the sake of another. A stage with many
maps breaks them into sub-columns; a convolution and the activation and pooling that follow it
share their number, so that a map stays in its row, and the size of a cell, so that a pooled map is
as small as it is coarse.
"""

from __future__ import annotations

from math import ceil, log

from explorer.views.scene.layout.growth import by_group, grow_cells, weight
from explorer.views.scene.layout.tiles import (
    KERNEL_GAP,
    SHARES,
    SUB_GAP,
    MapStage,
    Size,
    size_of,
    tallest_cell,
)


def solve(stages: list[MapStage], width: float, height: float, ratio: float = 1.0) -> list[Size]:
    """Return the size of every stage for a total width and height in pixels.

    Cells are whole device pixels at the device pixel `ratio` (half ones while they are tiny).
    """
    chosen = _choose_sub_columns(stages, width, height)
    cells = grow_cells(stages, chosen, width, height, ratio)
    return [
        size_of(stage, chosen[stage.group], cell, ratio)
        for stage, cell in zip(stages, cells, strict=True)
    ]


def _choose_sub_columns(stages: list[MapStage], width: float, height: float) -> dict[int, int]:
    """Improve one group at a time until nothing gets better."""
    groups = sorted({stage.group for stage in stages})
    options = {g: _options([s for s in stages if s.group == g]) for g in groups}
    chosen = dict.fromkeys(groups, 1)
    best = _score(stages, chosen, width, height)
    for _ in range(4):
        before = best
        for group in groups:
            for option in options[group]:
                trial = {**chosen, group: option}
                score = _score(stages, trial, width, height)
                if score > best + 1e-9:
                    chosen, best = trial, score
        if best == before:
            break
    return chosen


def _options(stages: list[MapStage]) -> list[int]:
    maps = max(stage.maps for stage in stages)
    return sorted({ceil(maps / rows) for rows in range(1, maps + 1)})


def _score(stages: list[MapStage], chosen: dict[int, int], width: float, height: float) -> float:
    """Return the weighted sum of log tile sizes at the best continuous compromise.

    For fixed sub-columns the optimum is cell = min(tallest, pressure x weights / widths of a
    group): water filling, with the pressure found by bisection.
    """
    cells = _fill(stages, chosen, width, height)
    return sum(weight(s, stages) * log(s.columns * cells[s.group]) for s in stages)


def _fill(
    stages: list[MapStage], chosen: dict[int, int], width: float, height: float
) -> dict[int, float]:
    """Return the side of a cell in each group."""
    groups, tops, rates = by_group(stages), {}, {}
    for group, members in groups.items():
        tops[group] = min(tallest_cell(s, chosen[group], height) for s in members)
        wide = sum(_columns(s) * s.beside(chosen[group]) for s in members)
        rates[group] = sum(weight(s, stages) for s in members) / wide
    low, high = 0.0, 8.0 * (width + height)
    for _ in range(24):
        pressure = (low + high) / 2
        total = 0.0
        for s in stages:
            c = s.beside(chosen[s.group])
            fixed = (c - 1) * SUB_GAP + (c * KERNEL_GAP if s.slices else 0)
            cell = min(tops[s.group], pressure * rates[s.group])
            total += max(s.least, c * _columns(s) * cell + fixed)
        if total > width:
            high = pressure
        else:
            low = pressure
    return {g: max(1e-3, min(top, low * rates[g])) for g, top in tops.items()}


def _columns(stage: MapStage) -> float:
    """Return how many cells wide a map and its kernel are."""
    return stage.columns * (1 + (SHARES[stage.slices > 1] if stage.slices else 0.0))
