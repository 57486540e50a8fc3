"""Small pictures of images of bytes, coloured one by one when they are in view."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from explorer.views.parts.brush import Look
from explorer.views.parts.painting import level_table

Bytes = NDArray[np.uint8]
_PIXELS_KEPT = 4_000_000


class Thumbnails:
    """Images uint8 (n, c, h, w), each coloured when it is first painted."""

    def __init__(self, images: Bytes) -> None:
        self._images = images
        self.count = len(images)
        self._kept: dict[int, QImage] = {}
        self._look: Look | None = None
        self._levels = np.empty(0, np.uint32)

    def paint(self, painter: QPainter, look: Look, place: int, frame: QRectF) -> None:
        """Paint the image at a place as large as fits into a frame, in the frame's middle."""
        _count, _channels, height, width = self._images.shape
        if look is not self._look or len(self._kept) * height * width > _PIXELS_KEPT:
            self._kept.clear()
            self._look, self._levels = look, level_table(look.maps.ink)
        if place not in self._kept:
            self._kept[place] = _picture(_words(self._images[place], self._levels))
        scale = min(frame.width() / width, frame.height() / height)
        wide, high = width * scale, height * scale
        x, y = frame.x() + (frame.width() - wide) / 2, frame.y() + (frame.height() - high) / 2
        painter.drawImage(QRectF(x, y, wide, high), self._kept[place])


def thumbnail(image: Bytes, look: Look) -> QImage:
    """Return an image uint8 (c, h, w) in the colours of ink, or in its own."""
    return _picture(_words(image, level_table(look.maps.ink)))


def _picture(words: NDArray[np.uint32]) -> QImage:
    """Return words 0xFFRRGGBB (h, w) as an image that owns its memory."""
    high, wide = words.shape
    return QImage(words.data, wide, high, 4 * wide, QImage.Format.Format_RGB32).copy()


def _words(image: Bytes, levels: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return an image uint8 (c, h, w) as words 0xFFRRGGBB (h, w), a grey one by a table."""
    if len(image) == 1:
        return np.asarray(levels[image[0]], np.uint32)
    red, green, blue = image.astype(np.uint32)
    return np.ascontiguousarray(0xFF000000 | red << 16 | green << 8 | blue)
