"""The planes as one picture, for as long as nobody turns or moves them.

Each pixel then shows the same cell in every frame. Which one is found by painting the planes once
with the cells' places in memory for colours; a new trace only looks up a colour for each pixel.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from explorer.views.parts.guard import painting
from explorer.views.scene.stacked.painting import bars_of, track_rects
from explorer.views.scene.stacked.space_state import SpaceState

_NUMBER = 0xFFFFFF  # the bits of a colour that hold a place
_HOLE = QColor(0, 0, 0)
_REACH = 2  # pixels that a frame may reach beyond its plane

Index = NDArray[np.intp]


class Imprint:
    """Keeps the picture and gives it the colours of now."""

    def __init__(self, space: SpaceState) -> None:
        self._space = space
        self._seen: tuple[object, ...] = ()
        self._kept: tuple[object, ...] = ()
        self._revision, self._kernels = -1, space.scene.kernels  # that the colours are of

    def ready(self, painter: QPainter, size: QSize) -> bool:
        """Return whether there is a picture of the planes as they stand in a window of a size.

        It is not painted for what is seen once: that may be another view in the next frame.
        """
        space, ratio = self._space, painter.deviceTransform().m11()
        scene = space.scene
        key = (scene.version, space.version, size.toTuple(), ratio, tuple(scene.kernels))
        if key == self._seen and key != self._kept:
            self._prepare(size, ratio)
            self._kept, self._revision = key, -1
        self._seen = key
        return key == self._kept

    def paint(self, painter: QPainter) -> None:
        """Copy all planes but the bars, which `ready` has to allow."""
        self._color()
        painter.drawImage(self._at, self._image)
        painter.drawPixmap(self._at, self._frames)

    def _prepare(self, size: QSize, ratio: float) -> None:
        """Find which cell every pixel shows, and paint the frames around the planes."""
        places = _places(self._space, size, ratio)
        frames = _frames(self._space, size, ratio)
        area = _area(places, ratio)
        if area is not None:
            left, top, right, bottom = area
            self._at = QPoint(round(left / ratio), round(top / ratio))
            places = np.ascontiguousarray(places[top:bottom, left:right])
            frames = frames.copy(left, top, right - left, bottom - top)
            frames.setDevicePixelRatio(ratio)
        else:
            self._at = QPoint(0, 0)
        self._frames = frames
        self._pixels = np.flatnonzero(places)
        self._cells: Index = places.ravel()[self._pixels].astype(np.intp) - 1
        self._words = np.zeros(places.shape, np.uint32)
        high, wide = places.shape
        form = QImage.Format.Format_ARGB32_Premultiplied
        self._image = QImage(self._words.data, wide, high, 4 * wide, form)
        self._image.setDevicePixelRatio(ratio)

    def _color(self) -> None:
        """Give every pixel the colour of its cell, unless it has it already."""
        scene = self._space.scene
        if self._revision != scene.mosaic.revision or self._kernels is not scene.kernels:
            self._revision, self._kernels = scene.mosaic.revision, scene.kernels
            kernels = [words.ravel() for words in scene.kernel_words.values()]
            colors = np.concatenate([scene.mosaic.words, *kernels])
            self._words.ravel()[self._pixels] = colors.take(self._cells, mode="clip")


def _places(space: SpaceState, size: QSize, ratio: float) -> NDArray[np.uint32]:
    """Return for each pixel (rows, columns) of a window 1 + the place of its cell; 0 for none.

    Kernels have their places behind those of all numbers.
    """
    scene, bars = space.scene, bars_of(space)
    images, kernels = _numbered(space)
    found = np.zeros((round(size.height() * ratio), round(size.width() * ratio)), np.uint32)
    picture = _picture(found)
    picture.setDevicePixelRatio(ratio)
    with painting(picture) as painter:
        for piece in space.pieces:
            index = piece.plane.index
            painter.setTransform(piece.transform)
            if index == bars:
                for track in track_rects(piece.plane.rows):
                    painter.fillRect(track, _HOLE)
                continue
            name = scene.layout.spec.stages[index].name
            if piece.kernel is not None and name in kernels:
                painter.drawImage(piece.kernel.target, _picture(kernels[name]), piece.kernel.source)
            painter.drawImage(piece.target, _picture(images[index]), piece.source)
    found &= _NUMBER
    return found


def _numbered(
    space: SpaceState,
) -> tuple[list[NDArray[np.uint32]], dict[str, NDArray[np.uint32]]]:
    """Return images of all stages and of all kernels with 1 + each cell's place for its colour."""
    scene, place = space.scene, 1
    images = []
    for image in scene.images:
        images.append(_counted(place, image))
        place += images[-1].size
    kernels = {}
    for name, (image, _) in scene.kernels.items():
        kernels[name] = _counted(place, image)
        place += kernels[name].size
    return images, kernels


def _counted(first: int, like: QImage) -> NDArray[np.uint32]:
    high, wide = like.height(), like.width()
    places = np.arange(first, first + high * wide, dtype=np.uint32)
    places |= np.uint32(0xFF000000)
    return places.reshape(high, wide)


def _picture(words: NDArray[np.uint32]) -> QImage:
    """Return an image over the memory of words (rows, columns), which must outlive it."""
    high, wide = words.shape
    return QImage(words.data, wide, high, 4 * wide, QImage.Format.Format_RGB32)


def _frames(space: SpaceState, size: QSize, ratio: float) -> QPixmap:
    """Return the frames of all planes on nothing, as far as no nearer plane hides them."""
    picture, bars = QPixmap(size * ratio), bars_of(space)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with painting(picture) as painter:
        pen = QPen(space.scene.theme.color("border_strong"), 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        kernels = space.scene.kernels
        for piece in space.pieces:
            index = piece.plane.index
            painter.setTransform(piece.transform)
            if index == bars:
                _clear(painter, track_rects(piece.plane.rows))
                continue
            beside = piece.kernel
            shown = beside is not None and space.scene.layout.spec.stages[index].name in kernels
            _clear(painter, [piece.target, *([beside.target] if beside and shown else [])])
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.drawRect(piece.target)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    return picture


def _clear(painter: QPainter, areas: list[QRectF]) -> None:
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    for area in areas:
        painter.fillRect(area, _HOLE)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


def _area(places: NDArray[np.uint32], ratio: float) -> tuple[int, int, int, int] | None:
    """Return (left, top, right, bottom) of what planes cover, on whole pixels of the window.

    None where that is nothing, or where pixels of the window and of the screen don't meet.
    """
    step = round(ratio)
    rows, columns = np.flatnonzero(places.any(axis=1)), np.flatnonzero(places.any(axis=0))
    if step != ratio or not len(rows):
        return None
    high, wide = places.shape
    reach = _REACH * step
    left, top = max(0, int(columns[0]) - reach), max(0, int(rows[0]) - reach)
    right, bottom = min(wide, int(columns[-1]) + 1 + reach), min(high, int(rows[-1]) + 1 + reach)
    return left // step * step, top // step * step, right, bottom
