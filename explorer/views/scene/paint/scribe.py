"""Writes grids of numbers as strips of pixels, with the digits of each size made once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage

from explorer.views.scene.numbers.numerals import Digits, Words, digits_of, write
from explorer.views.scene.paint.cell_numbers import Block
from explorer.views.style.theme import SMALL, Theme

Strip = tuple[QPointF, QImage, Words]  # where to draw it; the words are the image's memory

_DARK, _LIGHT = QColor(16, 22, 32), QColor(255, 255, 255)
_MIDDLE = 140_000  # of a brightness 0 to 255,000: brighter cells get dark digits


class Scribe:
    """Keeps the digits of every theme and size it has written."""

    def __init__(self) -> None:
        self._digits: dict[tuple[Theme, int], Digits] = {}

    def strips(self, block: Block, theme: Theme, ratio: float) -> Iterator[Strip]:
        """Yield one image per row of cells over shared memory, with its place in the window."""
        edges = np.rint(block.across * ratio).astype(np.intp)
        digits = self._digits_for(theme, round(block.hand.size * ratio))
        words = write(block.values, block.hand.places, digits, edges, _bright(block.colors))
        height, rows, width = words.shape
        flat = words.reshape(-1)
        tops = np.rint((block.down[:-1] + block.down[1:]) / 2 * ratio - height / 2).tolist()
        form = QImage.Format.Format_ARGB32_Premultiplied
        for row, top in enumerate(tops):
            image = QImage(flat[row * width :].data, width, height, 4 * rows * width, form)
            image.setDevicePixelRatio(ratio)
            yield QPointF(float(edges[0]) / ratio, top / ratio), image, words

    def slanted(
        self, block: Block, theme: Theme, ratio: float, slope: float, hidden: NDArray[np.bool_]
    ) -> Strip:
        """Return one image of upright numbers whose rows rise or fall to the right.

        The block stands in a window slanted back by `slope`, pixels down per pixel to the right;
        the place of the image is that in the real window. Cells that are `hidden` (rows, columns)
        stay empty.
        """
        edges = np.rint(block.across * ratio).astype(np.intp)
        digits = self._digits_for(theme, round(block.hand.size * ratio))
        words = write(block.values, block.hand.places, digits, edges, _bright(block.colors))
        high, wide = digits.height, int(edges[-1] - edges[0])
        middles = (block.across[:-1] + block.across[1:]) / 2 * slope
        rows = (block.down[:-1] + block.down[1:]) / 2
        tops = np.rint((rows[:, None] + middles[None]) * ratio - high / 2).astype(np.intp)
        first = int(tops.min())
        sheet = np.zeros((int(tops.max()) - first + high, wide), np.uint32)
        lines = np.arange(high)[:, None]
        for column, (left, right) in enumerate(itertools.pairwise((edges - edges[0]).tolist())):
            shown = np.flatnonzero(~hidden[:, column])
            at = tops[shown, column] - first + lines
            sheet[at, left:right] = words[:, shown, left:right]
        form = QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(sheet.data, wide, len(sheet), 4 * wide, form)
        image.setDevicePixelRatio(ratio)
        return QPointF(float(edges[0]) / ratio, first / ratio), image, sheet

    def _digits_for(self, theme: Theme, pixels: int) -> Digits:
        key = (theme, pixels)
        if key not in self._digits:
            font = theme.font(SMALL)
            font.setPixelSize(pixels)
            self._digits[key] = digits_of(font, _DARK, _LIGHT)
        return self._digits[key]


def _bright(colors: NDArray[np.uint32]) -> NDArray[np.bool_]:
    red, green, blue = colors >> 16 & 255, colors >> 8 & 255, colors & 255
    bright: NDArray[np.bool_] = 299 * red + 587 * green + 114 * blue > _MIDDLE
    return bright
