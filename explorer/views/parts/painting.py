"""Pixels and colours for painted widgets: arrays to images, coloured by the theme's tables.

RGB32 is the format that Qt scales up fastest; nearest neighbour shows pixels as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from PySide6.QtGui import QImage

from explorer.views.style.colormaps import LEVELS, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

Words: TypeAlias = "NDArray[np.uint32]"


class InkImage:
    """Ink in 0 to 1, (height, width) or RGB (3, height, width), as a QImage.

    Holds the memory that the image shows, for the image does not own it.
    """

    def __init__(self, ink: NDArray[np.float32], table: Table) -> None:
        words = ink_colors(ink, table)
        self.height, self.width = words.shape
        self._words = words
        form = QImage.Format.Format_RGB32
        self.image = QImage(words.data, self.width, self.height, 4 * self.width, form)


def ink_colors(ink: NDArray[np.float32], table: Table) -> Words:
    """Return ink in 0 to 1 as words 0xFFRRGGBB (height, width).

    Grey ink runs from the theme's paper to its ink; a picture with colours keeps its own.
    """
    if ink.ndim == 3 and not has_colors(ink):
        ink = ink[0]
    if ink.ndim == 2:
        return table[(ink * (LEVELS - 1) + 0.5).astype(np.uint8)]
    red, green, blue = (ink * 255 + 0.5).astype(np.uint32)
    return np.ascontiguousarray(0xFF000000 | red << 16 | green << 8 | blue)


def has_colors(ink: NDArray[np.generic]) -> bool:
    """Whether an array (height, width) or (channels, height, width) differs between channels."""
    return ink.ndim == 3 and len(ink) == 3 and not (ink[0] == ink[1:]).all()


def level_table(table: Table) -> Words:
    """Return the colours of the ink levels 0 to 255."""
    return table[np.minimum(np.arange(256), LEVELS - 1)]
