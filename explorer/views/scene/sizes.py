"""How large each feature map may be drawn so that a whole network fits into the window.

All stages compete for the width. The best compromise makes the sum of the logarithms of the tile
sizes as large as possible, so that no stage is starved for the sake of another. A stage with many
maps breaks them into sub-columns; a convolution and the activation and pooling that follow it
share their number, so that a map stays in its row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, inf, log, sqrt

SUB_GAP = 6.0  # between the sub-columns of one stage
KERNEL_GAP = 4.0  # between a kernel and its map
_SINGLE = 0.85  # the input has few rivals in its column; hold it back a little
_SHARES = (0.36, 0.58)  # widest kernel as a share of its tile: one slice, several slices


@dataclass(frozen=True, slots=True)
class MapStage:
    """What the compromise needs to know of one stage of maps.

    `slices` is the number of kernel slices beside each map, 0 if it has no kernel of `kernel`
    cells a side. Stages of one `group` share their sub-columns. `least` is the width that the
    stage's header needs. `single` forbids sub-columns.
    """

    maps: int
    rows: int
    columns: int
    slices: int = 0
    kernel: int = 0
    group: int = 0
    least: float = 0.0
    single: bool = False


@dataclass(frozen=True, slots=True)
class KernelGrid:
    """How the slices of one kernel are arranged: a grid with one empty cell between slices."""

    rows: int
    columns: int
    kernel: int
    cell: float

    @property
    def cells_wide(self) -> int:
        """The width in cells, gaps included."""
        return self.columns * (self.kernel + 1) - 1

    @property
    def cells_high(self) -> int:
        """The height in cells, gaps included."""
        return self.rows * (self.kernel + 1) - 1


@dataclass(frozen=True, slots=True)
class Size:
    """The result for one stage: sub-columns, side of a cell, kernel arrangement and width."""

    sub_columns: int
    cell: float
    kernel: KernelGrid | None
    width: float


def solve(stages: list[MapStage], width: float, height: float, ratio: float = 1.0) -> list[Size]:
    """Return the size of every stage for a total width and height in pixels.

    Cells are whole device pixels at the device pixel `ratio` (half ones while they are tiny).
    """
    chosen = _choose_sub_columns(stages, width, height)
    cells = _grow_cells(stages, chosen, width, height, ratio)
    return [
        _size(stage, chosen[stage.group], cell, ratio)
        for stage, cell in zip(stages, cells, strict=True)
    ]


def tile_gap(height: float, rows: int) -> float:
    """Return the least distance between `rows` tiles above each other."""
    return min(10.0, max(2.0, 0.12 * height / rows))


def kernel_grid(stage: MapStage, cell: float, ratio: float) -> KernelGrid | None:
    """Return the arrangement with the largest cells that fits beside a tile of that cell size."""
    if not stage.slices:
        return None
    wide = _SHARES[stage.slices > 1] * stage.columns * cell
    high = max(stage.rows * cell, wide)

    def score(columns: int) -> tuple[float, float, int]:
        raw = _raw_side(stage, columns, wide, high)
        blanks = ceil(stage.slices / columns) * columns - stage.slices
        return _step(raw * ratio), raw if raw * ratio < 0.5 else 0.0, -blanks

    columns = max(range(1, stage.slices + 1), key=score)
    rows = ceil(stage.slices / columns)
    raw = _raw_side(stage, columns, wide, high)
    return KernelGrid(rows, columns, stage.kernel, min(raw, _step(raw * ratio) / ratio))


def _raw_side(stage: MapStage, columns: int, wide: float, high: float) -> float:
    """Return how large a kernel's cells may be with so many slices beside each other."""
    grid = KernelGrid(ceil(stage.slices / columns), columns, stage.kernel, 1.0)
    return min(wide / grid.cells_wide, high / grid.cells_high)


def _step(pixels: float) -> float:
    """Return the largest allowed cell size that is not above a number of device pixels."""
    return float(int(pixels)) if pixels >= 4 else max(0.5, int(2 * pixels) / 2)


def _size(stage: MapStage, sub_columns: int, cell: float, ratio: float) -> Size:
    kernel = kernel_grid(stage, cell, ratio)
    beside = kernel.cells_wide * kernel.cell + KERNEL_GAP if kernel else 0.0
    width = sub_columns * (stage.columns * cell + beside) + (sub_columns - 1) * SUB_GAP
    return Size(sub_columns, cell, kernel, width)


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
    if any(stage.single for stage in stages):
        return [1]
    return sorted({ceil(maps / rows) for rows in range(1, maps + 1)})


def _weight(stage: MapStage, stages: list[MapStage]) -> float:
    """Larger maps want more room, so that maps still shrink along the network as they do."""
    largest = max(max(s.rows, s.columns) for s in stages)
    weight = sqrt(max(stage.rows, stage.columns) / largest)
    return _SINGLE * weight if stage.single else weight


def _tallest(stage: MapStage, sub_columns: int, height: float) -> float:
    """Return the largest cell that the height allows."""
    rows = ceil(stage.maps / sub_columns)
    return max(0.1, (height - (rows - 1) * tile_gap(height, rows)) / (rows * stage.rows))


def _score(stages: list[MapStage], chosen: dict[int, int], width: float, height: float) -> float:
    """Return the weighted sum of log tile sizes at the best continuous compromise.

    For fixed sub-columns c the optimum is tile = min(tallest, pressure x weight / c): water
    filling, with the pressure found by bisection.
    """
    tiles = _fill(stages, chosen, width, height)
    return sum(_weight(s, stages) * log(t) for s, t in zip(stages, tiles, strict=True))


def _fill(
    stages: list[MapStage], chosen: dict[int, int], width: float, height: float
) -> list[float]:
    subs = [chosen[s.group] for s in stages]
    tops = [_tallest(s, c, height) * s.columns for s, c in zip(stages, subs, strict=True)]
    costs = [
        c * (1 + (_SHARES[s.slices > 1] if s.slices else 0.0))
        for s, c in zip(stages, subs, strict=True)
    ]
    rates = [_weight(s, stages) / cost for s, cost in zip(stages, costs, strict=True)]
    fixed = [
        (c - 1) * SUB_GAP + (c * KERNEL_GAP if s.slices else 0)
        for s, c in zip(stages, subs, strict=True)
    ]
    low, high = 0.0, 8.0 * (width + height)
    for _ in range(24):
        pressure = (low + high) / 2
        total = 0.0
        for stage, top, rate, cost, extra in zip(stages, tops, rates, costs, fixed, strict=True):
            total += max(stage.least, cost * min(top, pressure * rate) + extra)
        if total > width:
            high = pressure
        else:
            low = pressure
    return [max(1e-3, min(top, low * rate)) for top, rate in zip(tops, rates, strict=True)]


def _ladder(ratio: float) -> Iterator[float]:
    """Yield the allowed cell sizes: whole device pixels, with half steps while below four."""
    for half in range(2, 8):
        yield half / 2 / ratio
    for whole in range(4, 2000):
        yield whole / ratio


def _grow_cells(
    stages: list[MapStage], chosen: dict[int, int], width: float, height: float, ratio: float
) -> list[float]:
    """Enlarge step by step whatever gains most per pixel of width, until nothing fits.

    Stages of one group with maps of one shape grow together and stay equally large.
    """
    twins: dict[tuple[int, int, int], list[int]] = {}
    for i, stage in enumerate(stages):
        twins.setdefault((stage.group, stage.rows, stage.columns), []).append(i)
    steps = list(_ladder(ratio))
    level = dict.fromkeys(twins, 0)
    done: set[tuple[int, int, int]] = set()

    def taken(key: tuple[int, int, int], cell: float) -> float:
        sub_columns = chosen[key[0]]
        return sum(
            max(stages[i].least, _size(stages[i], sub_columns, cell, ratio).width)
            for i in twins[key]
        )

    used = sum(taken(key, steps[0]) for key in twins)
    while len(done) < len(twins):
        best_rate, best_key, best_cost = -1.0, None, 0.0
        for key in twins:
            if key in done:
                continue
            first = stages[twins[key][0]]
            now, then = steps[level[key]], steps[level[key] + 1]
            cost = taken(key, then) - taken(key, now)
            if then > _tallest(first, chosen[key[0]], height) or used + cost > width:
                done.add(key)
                continue
            gain = len(twins[key]) * _weight(first, stages) * log(then / now)
            rate = gain / cost if cost > 0 else inf
            if rate > best_rate:
                best_rate, best_key, best_cost = rate, key, cost
        if best_key is not None:
            level[best_key] += 1
            used += best_cost
    cells = [0.0] * len(stages)
    for key, members in twins.items():
        for i in members:
            cells[i] = steps[level[key]]
    return cells
