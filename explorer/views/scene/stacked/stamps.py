"""All planes copied by one call of Qt, for the frames in which they turn or move.

A picture holds the maps and kernels of all stages, each cell as many pixels wide and high as it
appears, with a frame drawn around each map. That leaves a shear, which all planes have in common,
and a place and a size for each. The edges are a little coarser than those of a picture at rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap, QTransform
from shiboken6 import Shiboken

from explorer.views.parts.guard import saved
from explorer.views.scene.stacked.painting import paint_tracks, shade
from explorer.views.scene.stacked.planes import Arrangement, Plane, painted_order
from explorer.views.scene.stacked.space_state import ImageKey, SpaceState

_SHADOW = 0.05  # of a unit, to the right and down
_MOST = 2_000_000  # pixels of a picture that is still made in no time
_LESS, _MORE = 0.15, 1.6  # pixels that a cell may be smaller or larger than it is in the picture
_FIELDS = 10  # of one of Qt's fragments, all floating point numbers
_X, _Y, _LEFT, _TOP, _WIDE, _HIGH, _SCALE_X, _SCALE_Y, _ANGLE, _OPACITY = range(_FIELDS)
_NARROW = 17.0  # pixels
_FAR = 1e4
_WITHIN = Qt.ClipOperation.IntersectClip

Floats = NDArray[np.float64]
Words = NDArray[np.uint32]
_Sizes = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    """A picture of tiles; `sources` has (left, top of the first tile, width, height) of each."""

    picture: QPixmap
    sources: dict[ImageKey, tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class _Planes:
    """All planes and kernels of an arrangement from back to front, as arrays.

    `boxes` (planes, 5) has x, y, z, width and height in space, `before_bars` is how many of
    them stand behind the bars, `shadows` (shadows, 5) are boxes as well.
    """

    places: list[ImageKey]
    tiles: NDArray[np.intp]
    boxes: Floats
    before_bars: int
    shadows: Floats


class Stamps:
    """Keeps the picture of all tiles, and puts them where the planes are seen now."""

    def __init__(self, space: SpaceState) -> None:
        self._space = space
        self._sheet: _Sheet | None = None
        self._sizes: _Sizes = ()
        self._sheet_key: tuple[object, ...] = ()

    def ready(self) -> bool:
        """Return whether the planes move, and their tiles are few enough to do it this way."""
        space = self._space
        return (space.moving or space.turning) and self._prepared_sheet() is not None

    def paint_shadows(self, painter: QPainter) -> None:
        """Lay a shadow beside every plane."""
        x, y, wide, high = self._seen(self._prepared_planes().shadows)
        corners = zip(x.tolist(), y.tolist(), wide.tolist(), high.tolist(), strict=True)
        base = painter.transform()
        painter.setTransform(self._shear() * base)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade(self._space))
        painter.drawRects([QRectF(*corner) for corner in corners])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setTransform(base)

    def paint(self, painter: QPainter) -> None:
        """Copy all planes and kernels, and paint the bars between them."""
        sheet, planes = self._prepared_sheet(), self._prepared_planes()
        if sheet is None:
            return
        found = np.empty((len(planes.places), _FIELDS))
        found[:, _LEFT : _HIGH + 1] = [sheet.sources[place] for place in planes.places]
        found[:, _TOP] += planes.tiles * found[:, _HIGH]
        x, y, wide, high = self._seen(planes.boxes)
        found[:, _X], found[:, _Y] = x + wide / 2, y + high / 2
        found[:, _SCALE_X], found[:, _SCALE_Y] = wide / found[:, _WIDE], high / found[:, _HIGH]
        found[:, _ANGLE], found[:, _OPACITY] = 0.0, 1.0
        narrow = np.flatnonzero((wide < _NARROW) & (wide > 2)).tolist()
        base, start = painter.transform(), 0
        painter.setTransform(self._shear() * base)
        for at in sorted({*narrow, planes.before_bars, len(found)}):
            _stamp(painter, sheet, found[start:at])
            start = at
            if at == planes.before_bars:
                painter.setTransform(base)
                paint_tracks(painter, self._space)
                painter.setTransform(self._shear() * base)
            if at in narrow:
                _stamp_narrow(painter, sheet, found[at : at + 1], base)
                start = at + 1
        painter.setTransform(base)

    def _shear(self) -> QTransform:
        """Return what all planes have in common: their rows rise or fall alike."""
        xx, xy = self._space.view.axes()[0]
        return QTransform(1, xy / xx, 0, 1, 0, 0)

    def _seen(self, boxes: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Return where boxes of space are seen before the shear: x, y, width and height."""
        view, (x, y, z, wide, high) = self._space.view, boxes.T
        (xx, xy), (_, yy), (zx, zy) = view.axes()
        left = xx * x + zx * z + view.x
        top = xy * x + yy * y + zy * z + view.y - xy / xx * left
        return left, top, xx * wide, yy * high

    def _prepared_planes(self) -> _Planes:
        space, spec = self._space, self._space.scene.layout.spec
        return _planes(space.arrangement, space.bars, tuple(map(spec.index, space.scene.kernels)))

    def _prepared_sheet(self) -> _Sheet | None:
        """Return the picture of all tiles in the colours of now, None where it is too large."""
        space, scene = self._space, self._space.scene
        (xx, _), (_, yy), _ = space.view.axes()
        self._sizes = sizes = _cell_sizes(space.arrangement, xx, yy, self._sizes)
        key = scene.colored, sizes
        if key != self._sheet_key:
            self._sheet_key, self._sheet = key, _sheet(space, sizes)
        return self._sheet


def _stamp(painter: QPainter, sheet: _Sheet, found: Floats) -> None:
    if len(found):
        first = Shiboken.wrapInstance(found.ctypes.data, QPainter.PixmapFragment)
        fragments = cast("QPainter.PixmapFragment", first)
        painter.drawPixmapFragments(fragments, len(found), sheet.picture)


def _stamp_narrow(painter: QPainter, sheet: _Sheet, found: Floats, base: QTransform) -> None:
    """Copy more than is wanted and clip it: Qt takes ten times as long for a narrow picture."""
    x, wide = float(found[0, _X]), float(found[0, _WIDE] * found[0, _SCALE_X])
    more = _NARROW / wide
    if found[0, _LEFT] + more * found[0, _WIDE] <= sheet.picture.width():
        shear, ratio = painter.transform(), painter.deviceTransform().m11()
        left, right = (round(ratio * end) / ratio for end in (x - wide / 2, x + wide / 2))
        with saved(painter):
            painter.setTransform(base)
            painter.setClipRect(QRectF(left, -_FAR, right - left, 2 * _FAR), _WITHIN)
            painter.setTransform(shear)
            found = found.copy()
            found[0, _WIDE] *= more
            found[0, _X] += (_NARROW - wide) / 2
            _stamp(painter, sheet, found)
    else:
        _stamp(painter, sheet, found)


def _cell_sizes(arrangement: Arrangement, xx: float, yy: float, before: _Sizes) -> _Sizes:
    """Return how many whole pixels a cell of each stage is wide and high, at least one.

    Those that are still nearly right stay as they were `before`.
    """
    firsts = [stack.planes[0] for stack in arrangement.stacks]
    seen = [(xx * plane.width, yy * plane.height) for plane in firsts]
    if len(before) == len(seen) and all(
        was - _LESS < now < was + _MORE or (was == 1 and now < 2)
        for sizes, cell in zip(before, seen, strict=True)
        for was, now in zip(sizes, cell, strict=True)
    ):
        return before
    return tuple((max(1, int(wide)), max(1, int(high))) for wide, high in seen)


def _sheet(space: SpaceState, sizes: _Sizes) -> _Sheet | None:
    scene = space.scene
    border = scene.theme.color("border_strong").rgb()
    tiles: dict[ImageKey, Words] = {}
    images = zip(scene.images, sizes, strict=True)
    if sum(image.width() * image.height() * a * b for image, (a, b) in images) > _MOST:
        return None
    for index, (stack, size) in enumerate(zip(space.arrangement.stacks, sizes, strict=True)):
        if index != space.bars:
            plane = stack.planes[0]
            cells = scene.mosaic.stage_words(index).reshape(-1, plane.rows, plane.columns)
            tiles[index, False] = _framed(cells, size, border)
    for name, words in scene.kernel_words.items():
        tiles[scene.layout.spec.index(name), True] = words
    return _assembled(tiles)


def _framed(cells: Words, size: tuple[int, int], border: int) -> Words:
    """Return tiles (count, rows, columns) with larger cells, and a thin line along their edges."""
    (count, rows, columns), (wide, high) = cells.shape, size
    large = np.empty((count, rows, high, columns, wide), np.uint32)
    large[:] = cells[:, :, None, :, None]
    tiles = large.reshape(count, rows * high, columns * wide)
    tiles[:, (0, -1)] = border
    tiles[:, :, (0, -1)] = border
    return tiles


def _assembled(tiles: dict[ImageKey, Words]) -> _Sheet | None:
    """Return a sheet with the tiles of each place below each other."""
    wide = sum(words.shape[2] for words in tiles.values()) + 2 * int(_NARROW)
    high = max(words.shape[0] * words.shape[1] for words in tiles.values())
    if wide * high > _MOST:
        return None
    sheet = np.zeros((high, wide), np.uint32)
    left, sources = 0, {}
    for place, words in tiles.items():
        count, rows, columns = words.shape
        sheet[: count * rows, left : left + columns] = words.reshape(-1, columns)
        sources[place] = left, 0, columns, rows
        left += columns
    image = QImage(sheet.data, wide, high, 4 * wide, QImage.Format.Format_RGB32)
    return _Sheet(QPixmap.fromImage(image), sources)


@lru_cache(maxsize=2)
def _planes(arrangement: Arrangement, bars: int, kernels: tuple[int, ...]) -> _Planes:
    """Return all planes but the bars, and the kernels of the stages where they are known."""
    found: list[Plane] = []
    before = 0
    for plane in painted_order(arrangement):
        if plane.index == bars:
            before = len(found)
        elif not plane.kernel or plane.index in kernels:
            found.append(plane)
    boxes = np.array([(p.x, p.y, p.z, p.right - p.x, p.bottom - p.y) for p in found])
    maps = [not plane.kernel for plane in found]
    places = [(plane.index, plane.kernel) for plane in found]
    shadows = boxes[maps] + (_SHADOW, _SHADOW, 0, 0, 0)
    return _Planes(places, np.array([plane.tile for plane in found]), boxes, before, shadows)
