"""Many small pictures in one painting: coloured once, laid out in rows, scrolled as a whole."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from explorer.views.parts.painting import level_table
from explorer.views.style.colormaps import Table

Bytes = NDArray[np.uint8]


class Sheet:
    """Images uint8 (n, c, h, w) as one QImage: `columns` across, one empty pixel between.

    Holds the memory that the image shows.
    """

    def __init__(self, images: Bytes, columns: int, table: Table, gap: int) -> None:
        count, _, height, width = images.shape if len(images) else (0, 1, 1, 1)
        rows = max(1, -(-count // columns))
        words = np.full((rows * (height + 1), columns * (width + 1)), gap, np.uint32)
        for index, image in enumerate(colored(images, table)):
            top, left = index // columns * (height + 1), index % columns * (width + 1)
            words[top : top + height, left : left + width] = image
        self._words = words
        high, wide = words.shape
        self.image = QImage(words.data, wide, high, 4 * wide, QImage.Format.Format_RGB32)


def colored(images: Bytes, table: Table) -> NDArray[np.uint32]:
    """Return images uint8 (n, c, h, w) as words 0xFFRRGGBB (n, h, w), grey ones by the table."""
    if not len(images):
        return np.empty((0, 1, 1), np.uint32)
    if images.shape[1] == 1:
        return np.asarray(level_table(table)[images[:, 0]], np.uint32)
    red, green, blue = np.moveaxis(images, 1, 0).astype(np.uint32)
    return np.asarray(0xFF000000 | red << 16 | green << 8 | blue, np.uint32)
