"""The drawing as an image at the screen's resolution, kept up to date piece by piece.

The strokes are painted by the very functions that make the network's ink, only larger; then the
levels are coloured by the theme. A growing stroke costs only its newest piece.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor
from operator import attrgetter, is_

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter

from explorer.digits.drawing import PAD, Drawing, Floats, Stroke
from explorer.pen import paint_picture, paint_stroke
from explorer.views.parts.painting import Words, has_colors, level_table
from explorer.views.style.colormaps import Table

_NO_INK = 0xFF000000
_PLACE, _PEN = attrgetter("shift", "turn", "thicken"), attrgetter("width", "softness", "eraser")


class _Layer:
    """A square RGB32 image and its memory as an array (side, side) of words."""

    def __init__(self, side: int) -> None:
        self.image = QImage(side, side, QImage.Format.Format_RGB32)
        self.image.fill(_NO_INK)
        self.words: Words = np.frombuffer(self.image.bits(), np.uint32).reshape(side, side)


class PadCanvas:
    """Shows drawings on a square of `side` device pixels.

    Below lies `base` with the strokes that are finished, over it `ink` with the last one too,
    both in levels of ink; `image` is what the user sees.
    """

    def __init__(self, side: int, table: Table) -> None:
        self._side = side
        self._levels = level_table(table)
        self._base, self._ink, self._screen = _Layer(side), _Layer(side), _Layer(side)
        self._drawing = Drawing()
        self._done: tuple[Stroke, ...] = ()
        self._live: Stroke | None = None
        self._colored = False
        self._screen.image.fill(int(self._levels[0]))

    @property
    def image(self) -> QImage:
        """The drawing in the theme's colours, RGB32."""
        return self._screen.image

    @property
    def _all(self) -> QRect:
        return QRect(0, 0, self._side, self._side)

    def show(self, drawing: Drawing) -> QRect:
        """Paint what is new in a drawing; return the rectangle that changed, in device pixels."""
        before, self._drawing = self._drawing, drawing
        dirty = QRect()
        if not (_same_ground(before, drawing) and _begins_with(drawing.strokes, self._done)):
            dirty = self._start_anew()
        last = drawing.strokes[-1:] if len(drawing.strokes) > len(self._done) else ()
        finished = drawing.strokes[len(self._done) : len(drawing.strokes) - len(last)]
        for stroke in finished:
            dirty |= self._area(stroke)
            self._paint(self._base, stroke)
        self._done += finished
        dirty |= self._show_live(last[0] if last else None, dirty)
        self._color(dirty)
        return dirty

    def _start_anew(self) -> QRect:
        self._base.words[:] = _NO_INK
        self._done, self._live = (), None
        picture = self._drawing.picture
        self._colored = picture is not None and has_colors(picture.ink)
        if picture is not None:
            painter = self._painter(self._base)
            paint_picture(painter, picture, self._drawing)
            painter.end()
        return self._all

    def _show_live(self, live: Stroke | None, dirty: QRect) -> QRect:
        """Bring the ink layer up to date with the last stroke; `dirty` changed below it."""
        before, self._live = self._live, live
        if dirty.isEmpty() and live is not None and before is not None:
            known = _continued(before, live)
            if known:
                return self._grow(live, known - 1)
        for stroke in (before, live):
            if stroke is not None:
                dirty |= self._area(stroke)
        self._uncover(dirty)
        if live is not None:
            self._paint(self._ink, live)
        return dirty

    def _grow(self, live: Stroke, start: int) -> QRect:
        """Paint what a stroke gained from its point `start` on.

        Its edges are soft and must not be painted twice: the area is painted anew, with every
        piece of the stroke that reaches into it.
        """
        points, reach = self._on_screen(live), self._reach(live)
        area = self._around(points[start:], reach)
        self._uncover(area)
        painter = self._painter(self._ink, area)
        for first, last in _pieces(points, area, reach):
            paint_stroke(painter, _part(live, first, last), self._drawing)
        painter.end()
        return area

    def _uncover(self, area: QRect) -> None:
        rows, columns = _slices(area)
        self._ink.words[rows, columns] = self._base.words[rows, columns]

    def _paint(self, layer: _Layer, stroke: Stroke) -> None:
        painter = self._painter(layer)
        paint_stroke(painter, stroke, self._drawing)
        painter.end()

    def _painter(self, layer: _Layer, area: QRect | None = None) -> QPainter:
        painter = QPainter(layer.image)
        if area is not None:
            painter.setClipRect(area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(self._side / PAD, self._side / PAD)
        return painter

    def _area(self, stroke: Stroke) -> QRect:
        """Return the device pixels that a stroke may touch."""
        if not len(stroke.points):
            return QRect()
        return self._around(self._on_screen(stroke), self._reach(stroke))

    def _around(self, points: Floats, reach: float) -> QRect:
        left, top = (points.min(axis=0) - reach).tolist()
        right, bottom = (points.max(axis=0) + reach).tolist()
        corner = QPoint(floor(left), floor(top))
        return QRect(corner, QPoint(ceil(right), ceil(bottom))) & self._all

    def _on_screen(self, stroke: Stroke) -> Floats:
        """Return where a stroke's points (n, 2) lie, in device pixels."""
        return self._drawing.to_pad(stroke.points) * np.float32(self._side / PAD)

    def _reach(self, stroke: Stroke) -> float:
        """Return how far from its line a stroke can leave ink, in device pixels."""
        pressed = 1.5 if stroke.pressures is not None else 1.0
        wide = stroke.width * self._drawing.thicken * (1 + stroke.softness) * pressed
        return wide / 2 * self._side / PAD + 2

    def _color(self, area: QRect) -> None:
        rows, columns = _slices(area)
        ink = self._ink.words[rows, columns]
        self._screen.words[rows, columns] = ink if self._colored else self._levels[ink & 0xFF]


def _same_ground(before: Drawing, after: Drawing) -> bool:
    return _PLACE(before) == _PLACE(after) and before.picture is after.picture


def _begins_with(strokes: tuple[Stroke, ...], known: tuple[Stroke, ...]) -> bool:
    return len(strokes) >= len(known) and all(map(is_, strokes, known))


def _continued(before: Stroke, after: Stroke) -> int:
    """Return how many points two states of one growing stroke share; 0 if it is another one."""
    known = len(before.points)
    pressed = (before.pressures is None) == (after.pressures is None)
    if _PEN(before) != _PEN(after) or not pressed or not 0 < known <= len(after.points):
        return 0
    return known if np.array_equal(before.points, after.points[:known]) else 0


def _pieces(points: Floats, area: QRect, reach: float) -> list[tuple[int, int]]:
    """Return the runs (first, after last) of points (n, 2) whose line may touch an area."""
    if len(points) == 1:
        return [(0, 1)]
    low = np.array([area.left() - reach, area.top() - reach], np.float32)
    high = np.array([area.right() + reach, area.bottom() + reach], np.float32)
    near = ((points[:-1] <= high) | (points[1:] <= high)) & (
        (points[:-1] >= low) | (points[1:] >= low)
    )
    touching = np.zeros(len(points) + 1, np.int8)
    touching[1:-1] = near[:, 0] & near[:, 1]
    edges = np.flatnonzero(touching[1:] != touching[:-1]).tolist()
    return [(a, b + 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _part(stroke: Stroke, start: int, stop: int) -> Stroke:
    pressures = None if stroke.pressures is None else stroke.pressures[start:stop]
    return replace(stroke, points=stroke.points[start:stop], pressures=pressures)


def _slices(area: QRect) -> tuple[slice, slice]:
    return slice(area.top(), area.bottom() + 1), slice(area.left(), area.right() + 1)
