"""Images for painted widgets: arrays coloured by the theme's tables.

RGB32 is the format that Qt scales up fastest; nearest neighbour shows pixels as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from explorer.views.parts.brush import Look
from explorer.views.style.colormaps import LEVELS, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

Bytes: TypeAlias = "NDArray[np.uint8]"
Words: TypeAlias = "NDArray[np.uint32]"
_PIXELS_KEPT = 4_000_000


class Thumbnails:
    """Images uint8 (n, c, h, w), each coloured when it is first painted."""

    def __init__(self, images: Bytes) -> None:
        self._images = images
        self.count = len(images)
        self._kept: dict[int, QImage] = {}
        self._look: Look | None = None

    def paint(self, painter: QPainter, look: Look, place: int, frame: QRectF) -> None:
        """Paint the image at a place as large as fits into a frame, in the frame's middle."""
        _count, _channels, height, width = self._images.shape
        if look is not self._look or len(self._kept) * height * width > _PIXELS_KEPT:
            self._kept.clear()
            self._look = look
        if place not in self._kept:
            self._kept[place] = thumbnail(self._images[place], look)
        scale = min(frame.width() / width, frame.height() / height)
        wide, high = width * scale, height * scale
        x, y = frame.x() + (frame.width() - wide) / 2, frame.y() + (frame.height() - high) / 2
        painter.drawImage(QRectF(x, y, wide, high), self._kept[place])


def thumbnail(image: Bytes, look: Look) -> QImage:
    """Return an image uint8 (c, h, w) in the colours of ink, or in its own."""
    return _image(level_table(look.maps.ink)[image[0]] if len(image) == 1 else _rgb(image))


def ink_image(ink: NDArray[np.float32], table: Table) -> QImage:
    """Return ink in 0 to 1, (height, width) or RGB (3, height, width), as an image."""
    return _image(ink_colors(ink, table))


def ink_colors(ink: NDArray[np.float32], table: Table) -> Words:
    """Return ink in 0 to 1 as words 0xFFRRGGBB (height, width).

    Grey ink runs from the theme's paper to its ink; a picture with colours keeps its own.
    """
    if ink.ndim == 3 and not has_colors(ink):
        ink = ink[0]
    if ink.ndim == 2:
        return table[(ink * (LEVELS - 1) + 0.5).astype(np.uint8)]
    return _rgb(ink * 255 + 0.5)


def has_colors(ink: NDArray[np.generic]) -> bool:
    """Whether an array (height, width) or (channels, height, width) differs between channels."""
    return ink.ndim == 3 and len(ink) == 3 and not (ink[0] == ink[1:]).all()


def level_table(table: Table) -> Words:
    """Return the colours of the ink levels 0 to 255."""
    return table[np.minimum(np.arange(256), LEVELS - 1)]


def _image(words: Words) -> QImage:
    """Return words 0xFFRRGGBB (h, w) as an image that owns its memory."""
    high, wide = words.shape
    return QImage(words.data, wide, high, 4 * wide, QImage.Format.Format_RGB32).copy()


def _rgb(image: NDArray[np.generic]) -> Words:
    """Return red, green and blue in 0 to 255 (3, h, w) as words 0xFFRRGGBB (h, w)."""
    red, green, blue = image.astype(np.uint32)
    return np.ascontiguousarray(0xFF000000 | red << 16 | green << 8 | blue)
