"""The planes as one picture, for as long as nobody turns or moves them.

Each pixel then shows the same cell in every frame. Which one is found by painting the planes once
with the cells' places in memory for colours; a new trace only looks up a colour for each pixel,
which was measured to take a third of the time of painting the planes one by one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from explorer.views.parts.guard import painting
from explorer.views.scene.stacked.painting import draw_frame, frame_pen, tracks
from explorer.views.scene.stacked.space_state import ImageKey, SpaceState

_NUMBER = 0xFFFFFF  # the bits of a colour that hold a place
_HOLE = QColor(0, 0, 0)
_REACH = 2  # pixels that a frame may reach beyond its plane

Words = NDArray[np.uint32]


class Imprint:
    """All planes but the bars as they stand in a window of a size, in the colours of now."""

    def __init__(self, space: SpaceState, size: QSize, ratio: float) -> None:
        self._scene = space.scene
        self._colored: object = None
        places, frames = _painted(space, size, ratio)
        left, top, right, bottom = _area(places, ratio)
        self._at = QPoint(round(left / ratio), round(top / ratio))
        places = np.ascontiguousarray(places[top:bottom, left:right])
        self._frames = frames.copy(left, top, right - left, bottom - top)
        self._frames.setDevicePixelRatio(ratio)
        self._pixels = np.flatnonzero(places)
        self._cells: NDArray[np.intp] = places.ravel()[self._pixels].astype(np.intp) - 1
        self._words = np.zeros(places.shape, np.uint32)
        self._image = _picture(self._words, QImage.Format.Format_ARGB32_Premultiplied)
        self._image.setDevicePixelRatio(ratio)

    def paint(self, painter: QPainter) -> None:
        """Copy the planes, after giving every pixel the colour of its cell if there are others."""
        scene = self._scene
        if self._colored != scene.colored:
            self._colored = scene.colored
            kernels = [words.ravel() for words in scene.kernel_words.values()]
            colors = np.concatenate([scene.mosaic.words, *kernels])
            self._words.ravel()[self._pixels] = colors.take(self._cells, mode="clip")
        painter.drawImage(self._at, self._image)
        painter.drawPixmap(self._at, self._frames)


def _painted(space: SpaceState, size: QSize, ratio: float) -> tuple[Words, QPixmap]:
    """Return which cell each pixel of a window shows, and the frames of all planes on nothing.

    The first (rows, columns) has 1 + the place of the cell, 0 for none. Nearer planes hide what
    is behind them in both.
    """
    numbered = _numbered(space)
    found = np.zeros((round(size.height() * ratio), round(size.width() * ratio)), np.uint32)
    places, frames = _picture(found), QPixmap(size * ratio)
    frames.fill(Qt.GlobalColor.transparent)
    for picture in (places, frames):
        picture.setDevicePixelRatio(ratio)
    with painting(places) as cells, painting(frames) as lines:
        lines.setPen(frame_pen(space))
        for piece in space.pieces:
            words = numbered.get((piece.plane.index, piece.plane.kernel))
            holes = tracks(piece) if words is None and piece.plane.index == space.bars else []
            cells.setTransform(piece.transform)
            lines.setTransform(piece.transform)
            lines.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            if words is not None:
                cells.drawImage(piece.target, _picture(words), piece.source)
                lines.fillRect(piece.target, _HOLE)
            for hole in holes:
                cells.fillRect(hole, _HOLE)
                lines.fillRect(hole, _HOLE)
            lines.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            if words is not None and not piece.plane.kernel:
                draw_frame(lines, piece)
    found &= _NUMBER
    return found, frames


def _numbered(space: SpaceState) -> dict[ImageKey, Words]:
    """Return images of all stages and kernels that have 1 + each cell's place for its colour.

    Kernels have their places behind those of all numbers.
    """
    found, place, kernels = {}, 1, 1 + space.scene.mosaic.words.size
    for key, image in space.images().items():
        place = max(place, kernels) if key[1] else place
        high, wide = image.height(), image.width()
        words = np.arange(place, place + high * wide, dtype=np.uint32) | np.uint32(0xFF000000)
        found[key] = words.reshape(high, wide)
        place += high * wide
    return found


def _picture(words: Words, form: QImage.Format = QImage.Format.Format_RGB32) -> QImage:
    """Return an image over the memory of words (rows, columns), which must outlive it."""
    high, wide = words.shape
    return QImage(words.data, wide, high, 4 * wide, form)


def _area(places: Words, ratio: float) -> tuple[int, int, int, int]:
    """Return (left, top, right, bottom) of what planes cover, on whole pixels of the window.

    It is the whole window where that is nothing, or where pixels of the window and of the screen
    don't meet.
    """
    step, (high, wide) = round(ratio), places.shape
    rows, columns = np.flatnonzero(places.any(axis=1)), np.flatnonzero(places.any(axis=0))
    if step != ratio or not len(rows):
        return 0, 0, wide, high
    reach = _REACH * step
    left, top = max(0, int(columns[0]) - reach), max(0, int(rows[0]) - reach)
    right, bottom = min(wide, int(columns[-1]) + 1 + reach), min(high, int(rows[-1]) + 1 + reach)
    return left // step * step, top // step * step, right, bottom
