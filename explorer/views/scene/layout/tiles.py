"""One stage of maps as the layout sees it: its tiles, and the kernels beside them."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

SUB_GAP = 6.0  # between the sub-columns of one stage
KERNEL_GAP = 4.0  # between a kernel and its map
SHARES = (0.36, 0.58)  # widest kernel as a share of its tile: one slice, several slices


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

    def beside(self, sub_columns: int) -> int:
        """Return how many sub-columns it has where its group has so many."""
        return 1 if self.single else sub_columns


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


def tile_gap(height: float, rows: int) -> float:
    """Return the least distance between `rows` tiles above each other."""
    return min(10.0, max(2.0, 0.12 * height / rows))


def kernel_grid(stage: MapStage, cell: float, ratio: float) -> KernelGrid | None:
    """Return the arrangement with the largest cells that fits beside a tile of that cell size."""
    if not stage.slices:
        return None
    wide = SHARES[stage.slices > 1] * stage.columns * cell
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


def size_of(stage: MapStage, sub_columns: int, cell: float, ratio: float) -> Size:
    """Return the size of a stage with cells of a given side."""
    kernel, sub_columns = kernel_grid(stage, cell, ratio), stage.beside(sub_columns)
    beside = kernel.cells_wide * kernel.cell + KERNEL_GAP if kernel else 0.0
    width = sub_columns * (stage.columns * cell + beside) + (sub_columns - 1) * SUB_GAP
    return Size(sub_columns, cell, kernel, width)


def tallest_cell(stage: MapStage, sub_columns: int, height: float) -> float:
    """Return the largest cell that the height allows."""
    rows = ceil(stage.maps / stage.beside(sub_columns))
    return max(0.1, (height - (rows - 1) * tile_gap(height, rows)) / (rows * stage.rows))
