"""Writes the number of every cell that is large enough on the screen.

Zoomed in far enough, every visible cell of a map, a vector or a kernel shows its number, with as
many decimals as its width allows. All cells of a stage are written alike. What was written is
kept until a number, a colour or the view changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.layout.layout import StageLayout
from explorer.views.scene.numbers.numerals import (
    LEAST_HEIGHT,
    LEAST_WIDTH,
    CellBlock,
    NumberStyle,
    NumberWriter,
    Strip,
    style_for,
)
from explorer.views.scene.paint.items import SceneItem
from explorer.views.scene.state import SceneState

Grids = tuple[NDArray[np.float32], NDArray[np.uint32]]  # numbers and 0xFFRRGGBB


class CellNumbers(SceneItem):
    """Writes the numbers of the flat picture, in the colour that stands out."""

    def __init__(self, state: SceneState) -> None:
        super().__init__(state, 2.5)
        self._view: tuple[object, ...] = ()
        self._legible = False
        self._key: tuple[object, ...] = ()
        self._strips: list[Strip] = []
        self._writer = NumberWriter()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None
    ) -> None:
        """Copy the numbers, written anew only when something has changed."""
        state = self.state
        view = (state.version, state.camera)
        if view != self._view:
            self._view, self._legible = view, any(_places(state))
        if not self._legible:
            return
        ratio = painter.device().devicePixelRatioF()
        key = state.colored, state.camera, self._area.size().toTuple(), ratio
        if key != self._key:
            found = blocks(state, self._area.width(), self._area.height())
            written = (self._writer.strips(block, state.theme, ratio) for block in found)
            self._key, self._strips = key, [strip for strips in written for strip in strips]
        for place, image, _words in self._strips:
            painter.drawImage(place, image)


def blocks(state: SceneState, width: float, height: float) -> Iterator[CellBlock]:
    """Yield the visible cells with room for a number, of a window of `width` x `height`."""
    for index, kernels in _places(state):
        stage = state.layout.stages[index]
        grids = kernel_grids(state, stage) if kernels else tile_grids(state, index, stage)
        if grids is not None:
            boxes = stage.kernels if kernels else stage.tiles
            yield from _visible(state, boxes, grids, (width, height), index == 0)


def _places(state: SceneState) -> Iterator[tuple[int, bool]]:
    """Yield the stages that have room for numbers in their cells, and in those of kernels (True).

    Whether they are seen does not matter.
    """
    for index, stage in enumerate(state.layout.stages):
        written = stage.form in ("maps", "strip")
        if written and _fits(state, stage.tiles[0], stage.rows, stage.columns):
            yield index, False
        grid = stage.kernel_grid
        if grid is not None and _fits(state, stage.kernels[0], grid.cells_high, grid.cells_wide):
            yield index, True


def _fits(state: SceneState, tile: Box, rows: int, columns: int) -> bool:
    scale = state.camera.scale
    wide, high = scale * tile.width / columns, scale * tile.height / rows
    return wide >= LEAST_WIDTH and high >= LEAST_HEIGHT


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


def style_of(
    state: SceneState, values: NDArray[np.float32], wide: float, high: float, pixels: bool
) -> NumberStyle | None:
    """Return how to write all these numbers alike; `pixels` where they are the input's."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return None
    low, top = float(finite.min()), float(finite.max())
    whole = pixels and state.shows_values and state.pixels.unit == "byte"
    return style_for(wide, high, max(top, -low), low < 0, whole, state.theme.scale)


def _visible(
    state: SceneState,
    boxes: tuple[Box, ...],
    grids: Grids,
    window: tuple[float, float],
    pixels: bool,
) -> Iterator[CellBlock]:
    style: NumberStyle | None = None
    rows, columns = grids[0].shape[1:]
    for box, values, colors in zip(boxes, *grids, strict=True):
        rect = state.on_window(box)
        wide, high = rect.width() / columns, rect.height() / rows
        left, right = _range(rect.x(), wide, columns, window[0])
        top, bottom = _range(rect.y(), high, rows, window[1])
        if left >= right or top >= bottom:
            continue
        style = style or style_of(state, grids[0], wide, high, pixels)
        if style is None:
            return
        yield CellBlock(
            style,
            values[top:bottom, left:right],
            colors[top:bottom, left:right],
            rect.x() + wide * np.arange(left, right + 1),
            rect.y() + high * np.arange(top, bottom + 1),
        )


def _range(start: float, step: float, count: int, room: float) -> tuple[int, int]:
    """Return the first and the last cell but one that touch 0 to `room`."""
    return max(0, floor(-start / step)), min(count, ceil((room - start) / step))
