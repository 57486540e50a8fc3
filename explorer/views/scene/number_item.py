"""The layer of the scene that writes numbers into the cells.

What was written is kept until a number, a colour or the view changes: pointing at another cell
copies it again without computing anything.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.views.scene.cell_numbers import Block, blocks
from explorer.views.scene.items import SceneItem
from explorer.views.scene.numerals import Digits, Words, digits_of, write
from explorer.views.scene.state import SceneState
from explorer.views.theme import SMALL, Theme

_DARK, _LIGHT = QColor(16, 22, 32), QColor(255, 255, 255)
_MIDDLE = 140_000  # of a brightness 0 to 255,000: brighter cells get dark digits


class CellNumbers(SceneItem):
    """Writes the number of every cell that is large enough, in the colour that stands out."""

    def __init__(self, state: SceneState) -> None:
        super().__init__(state, 2.5)
        self._key: tuple[object, ...] = ()
        self._strips: list[tuple[QPointF, QImage, Words]] = []
        self._digits: dict[tuple[Theme, int], Digits] = {}

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget) -> None:
        """Copy the numbers, written anew only when something has changed."""
        state, ratio = self.state, painter.device().devicePixelRatioF()
        shown = (state.trace, state.weights, state.pixels)
        key = (*map(id, shown[:2]), shown[2], state.mosaic.revision, state.version)
        key = (*key, state.camera, self._area.size().toTuple(), ratio)
        if key != self._key:
            self._key, self._kept = key, shown  # what is kept alive keeps its id
            self._strips = list(self._written(ratio))
        for place, image, _ in self._strips:
            painter.drawImage(place, image)

    def count(self) -> int:
        """Return how many rows of numbers are written, for tests."""
        return len(self._strips)

    def _written(self, ratio: float) -> Iterator[tuple[QPointF, QImage, Words]]:
        for block in blocks(self.state, self._area.width(), self._area.height()):
            yield from _strips(block, self._digits_for(round(block.hand.size * ratio)), ratio)

    def _digits_for(self, pixels: int) -> Digits:
        key = (self.state.theme, pixels)
        if key not in self._digits:
            font = self.state.theme.font(SMALL)
            font.setPixelSize(pixels)
            self._digits[key] = digits_of(font, _DARK, _LIGHT)
        return self._digits[key]


def _strips(block: Block, digits: Digits, ratio: float) -> Iterator[tuple[QPointF, QImage, Words]]:
    """Yield one image per row of cells over shared memory, with its place in the window."""
    edges = np.rint(block.across * ratio).astype(np.intp)
    values, bright = block.values, _bright(block.colors)
    words = write(values, block.hand.places, digits, edges, bright)
    height, rows, width = words.shape
    flat = words.reshape(-1)
    tops = np.rint((block.down[:-1] + block.down[1:]) / 2 * ratio - height / 2).tolist()
    for row, top in enumerate(tops):
        memory = flat[row * width :].data
        form = QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(memory, width, height, 4 * rows * width, form)
        image.setDevicePixelRatio(ratio)
        yield QPointF(float(edges[0]) / ratio, top / ratio), image, words


def _bright(colors: NDArray[np.uint32]) -> NDArray[np.bool_]:
    red, green, blue = colors >> 16 & 255, colors >> 8 & 255, colors & 255
    bright: NDArray[np.bool_] = 299 * red + 587 * green + 114 * blue > _MIDDLE
    return bright
