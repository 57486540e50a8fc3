"""Which cells are large enough on the screen to have their numbers written in them.

Zoomed in far enough, every visible cell of a map, a vector or a kernel shows its number, with as
many decimals as its width allows. All cells of a stage are written alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np
from numpy.typing import NDArray

from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.layout.layout import StageLayout
from explorer.views.scene.state import SceneState

LEAST_WIDTH, LEAST_HEIGHT = 22.0, 12.0  # window pixels of a cell that can hold a number
_DIGIT, _POINT = 0.64, 0.3  # widths in font sizes; each takes whole pixels
_LEAST_FONT, _FONT = 8, 13
_AIR = 4  # left free in a cell
MOST_PLACES = 8  # decimals

Grids = tuple[NDArray[np.float32], NDArray[np.uint32]]  # numbers and 0xFFRRGGBB


@dataclass(frozen=True, slots=True)
class Hand:
    """How the numbers of a stage are written: font size in pixels and decimals."""

    size: int
    places: int


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The visible cells of one tile, in window pixels.

    `values` and `colors` (rows, columns) 0xFFRRGGBB; `across` (columns + 1,) and `down`
    (rows + 1,) are the edges of the cells.
    """

    hand: Hand
    values: NDArray[np.float32]
    colors: NDArray[np.uint32]
    across: NDArray[np.float64]
    down: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    """Numbers that fill a box of the scene."""

    box: Box
    values: NDArray[np.float32]
    colors: NDArray[np.uint32]


def legible(state: SceneState) -> bool:
    """Return whether any cell has room for a number in this view, be it seen or not."""
    for stage in state.layout.stages:
        written = stage.form in ("maps", "strip")
        if written and _fits(state, stage.tiles[0], stage.rows, stage.columns):
            return True
        grid = stage.kernel_grid
        if grid is not None and grid.cell * state.camera.scale >= LEAST_WIDTH:
            return True
    return False


def blocks(state: SceneState, width: float, height: float) -> Iterator[Block]:
    """Yield the visible cells with room for a number, of a window of `width` x `height`."""
    for index, stage in enumerate(state.layout.stages):
        if not state.empty and _fits(state, stage.tiles[0], stage.rows, stage.columns):
            yield from _visible(state, _tiles(state, index, stage), width, height)
        if stage.kernel_grid is not None and stage.stage.name in state.kernel_words:
            side = stage.kernel_grid.cell
            if side * state.camera.scale >= LEAST_WIDTH:
                yield from _visible(state, _slices(state, stage), width, height)


def hand_for(
    wide: float, high: float, largest: float, minus: bool, whole: bool, scale: float = 1.0
) -> Hand | None:
    """Return how to write numbers up to `largest` in cells of `wide` x `high` pixels.

    Decimals go before size; `whole` numbers need none. None if there is no room.
    """
    before = 0 if largest < 0.9995 else floor(log10(largest) + 1e-9) + 1
    least, wanted = _decimals(largest, before, whole)
    most = min(0.55 * high, max(_FONT * scale, 0.26 * wide))
    for places in range(wanted, least - 1, -1):
        digits = max(1, before + places) + minus
        for size in range(int(most), _LEAST_FONT - 1, -1):
            point = ceil(_POINT * size) if places else 0
            if digits * round(_DIGIT * size) + point + _AIR <= wide:
                return Hand(size, places)
    return None


def _decimals(largest: float, before: int, whole: bool) -> tuple[int, int]:
    """Return the fewest decimals that show anything, and as many as are worth writing."""
    if whole or largest >= 1000:
        return 0, 0
    first = 1 if largest <= 0 else max(1, -floor(log10(largest)))  # the place of the first digit
    wanted = 2 if largest >= 0.1 else max(3, first + 1)
    return (0 if before else first), min(wanted, MOST_PLACES)


def _fits(state: SceneState, tile: Box, rows: int, columns: int) -> bool:
    scale = state.camera.scale
    return scale * tile.width >= LEAST_WIDTH * columns and scale * tile.height >= (
        LEAST_HEIGHT * rows
    )


def tile_grids(state: SceneState, index: int, stage: StageLayout) -> Grids | None:
    """Return the numbers of a stage and their colours, (tiles, rows, columns) each.

    Cells of a strip behind its last unit are NaN. None where a stage has no numbers to write.
    """
    values = state.numbers(index)
    if values is None or stage.form not in ("maps", "strip"):
        return None
    cells = len(stage.tiles) * stage.rows * stage.columns
    flat = values.reshape(-1)
    if flat.size < cells:
        flat = np.append(flat, np.full(cells - flat.size, np.nan, np.float32))
    shape = (len(stage.tiles), stage.rows, stage.columns)
    return flat.reshape(shape), state.mosaic.stage_words(index).reshape(shape)


def kernel_grids(state: SceneState, stage: StageLayout) -> Grids | None:
    """Return the numbers of a layer's kernels and their colours, (filters, rows, columns) each.

    Between the slices there is NaN. None for a stage without kernels.
    """
    grid, name = stage.kernel_grid, stage.stage.name
    if grid is None or name not in state.kernel_words:
        return None
    words, k = state.kernel_words[name], grid.kernel
    values = np.full(words.shape, np.nan, np.float32)
    weights = state.shown_weights[name].weight
    for at in range(weights.shape[1]):
        row, column = divmod(at, grid.columns)
        top, left = row * (k + 1), column * (k + 1)
        values[:, top : top + k, left : left + k] = weights[:, at]
    return values, words


def hand_of(
    state: SceneState, values: NDArray[np.float32], wide: float, high: float, pixels: bool
) -> Hand | None:
    """Return how to write all these numbers alike; `pixels` tells whether they are the input's."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return None
    low, top = float(finite.min()), float(finite.max())
    own = state.derived is None or state.derived.stages is None
    whole = pixels and own and state.pixels.unit == "byte"
    return hand_for(wide, high, max(top, -low), low < 0, whole, state.theme.scale)


def _tiles(state: SceneState, index: int, stage: StageLayout) -> list[_Sheet]:
    grids = tile_grids(state, index, stage)
    if grids is None:
        return []
    return [_Sheet(*sheet) for sheet in zip(stage.tiles, *grids, strict=True)]


def _slices(state: SceneState, stage: StageLayout) -> list[_Sheet]:
    grid = stage.kernel_grid
    assert grid is not None
    name, side, k = stage.stage.name, grid.cell, grid.kernel
    words, sheets = state.kernel_words[name], []
    for kernel, (box, filters) in enumerate(
        zip(stage.kernels, state.shown_weights[name].weight, strict=True)
    ):
        for at, values in enumerate(filters):
            row, column = divmod(at, grid.columns)
            top, left = row * (k + 1), column * (k + 1)
            place = Box(box.x + left * side, box.y + top * side, k * side, k * side)
            colors = words[kernel, top : top + k, left : left + k]
            sheets.append(_Sheet(place, values, colors))
    return sheets


def _visible(
    state: SceneState, sheets: list[_Sheet], width: float, height: float
) -> Iterator[Block]:
    hand: Hand | None = None
    for sheet in sheets:
        rect = state.on_window(sheet.box)
        if rect.right() <= 0 or rect.bottom() <= 0 or rect.x() >= width or rect.y() >= height:
            continue
        rows, columns = sheet.values.shape
        wide, high = rect.width() / columns, rect.height() / rows
        hand = hand or _hand(state, sheets, wide, high)
        if hand is None:
            return
        left, right = _range(rect.x(), wide, columns, width)
        top, bottom = _range(rect.y(), high, rows, height)
        yield Block(
            hand,
            sheet.values[top:bottom, left:right],
            sheet.colors[top:bottom, left:right],
            rect.x() + wide * np.arange(left, right + 1),
            rect.y() + high * np.arange(top, bottom + 1),
        )


def _hand(state: SceneState, sheets: list[_Sheet], wide: float, high: float) -> Hand | None:
    values = np.stack([sheet.values for sheet in sheets])
    pixels = state.layout.stages[0].tiles[0] == sheets[0].box
    return hand_of(state, values, wide, high, pixels)


def _range(start: float, step: float, count: int, room: float) -> tuple[int, int]:
    """Return the first and the last cell but one that touch 0 to `room`."""
    return max(0, floor(-start / step)), min(count, ceil((room - start) / step))
