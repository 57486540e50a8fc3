"""Where ink is made: strokes become a bitmap, through Qt's painter and without a window.

The pad and the command line share this one path, so a digit drawn by mouse and the same digit
read from a stroke file give the same pixels.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from shiboken6 import VoidPtr

from explorer.digits.drawing import PAD, PEN_WIDTH, Bytes, Drawing, Floats, Picture, Stroke
from explorer.digits.options import ALL_STEPS, Options
from explorer.digits.prepare import (
    REDRAWN_SIDE,
    Preparation,
    Source,
    prepare,
    prepare_picture,
)
from explorer.digits.resample import fitted
from explorer.digits.thickness import thickened

_DENSEST = 1.0  # points closer than this along the stroke, in pixels, change nothing visible
_PIECE = 64  # segments drawn at once: a long scribble as one path costs time by its square
_SOFT_LAYERS = 8


def rasterise(drawing: Drawing) -> Bytes:
    """Return the drawing as it looks on the pad, ink in 0 to 255.

    The shape is (280, 280), or (3, 280, 280) over a picture with colours.
    """
    canvas = _canvas()
    painter = _painter(canvas)
    if drawing.picture is not None:
        paint_picture(painter, drawing.picture, drawing)
    for stroke in drawing.strokes:
        paint_stroke(painter, stroke, drawing)
    painter.end()
    coloured = drawing.picture is not None and drawing.picture.ink.ndim == 3
    return _ink(canvas, coloured)


def redrawn(drawing: Drawing) -> Bytes:
    """Return the strokes drawn again at a fixed size with a fixed pen, (280, 280).

    The longer side of the ink box becomes 200 pixels, the pen 22. Ink beyond the pad's edge is
    left out, as on the pad.
    """
    return _redraw(drawing).bitmap


def prepare_drawing(
    drawing: Drawing,
    options: Options = ALL_STEPS,
    input_shape: tuple[int, int, int] = (1, 28, 28),
) -> Preparation:
    """Turn a drawing into a network's input of `input_shape` (channels, height, width)."""
    picture = drawing.picture
    if picture and not drawing.strokes and not drawing.moved and drawing.thicken == 1:
        return prepare_picture(picture, options, input_shape)
    if drawing.only_strokes and options.redraw and options.crop and options.scale:
        source = _redraw(drawing)
        return prepare(source.bitmap, options, input_shape, source)
    return prepare(rasterise(drawing), options, input_shape)


def _redraw(drawing: Drawing) -> Source:
    lines = [part for stroke in drawing.strokes for part in _on_pad(stroke, drawing)]
    canvas = _canvas()
    if not lines:
        return Source(_ink(canvas))
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = _magnification(float((high - low).max()), drawing.strokes)
    offset = PAD / 2 - scale * (low + high) / 2
    painter = _painter(canvas)
    _set_pen(painter, PEN_WIDTH)
    for line in lines:
        _paint_line(painter, line * np.float32(scale) + offset.astype(np.float32))
    painter.end()
    x, y = (float(half) for half in scale * (high - low) / 2 + PEN_WIDTH / 2)
    box = (PAD / 2 - x, PAD / 2 - y, PAD / 2 + x, PAD / 2 + y)
    left, top = (float(edge) for edge in -offset / scale)
    return Source(_ink(canvas), 1 / scale, (left, top), box)


def _magnification(extent: float, strokes: tuple[Stroke, ...]) -> float:
    """How much larger the strokes are drawn again.

    What is smaller than half its own pen was meant as a dot and stays one.
    """
    least = max(1.0, max(stroke.width for stroke in strokes) / 2)
    return (REDRAWN_SIDE - PEN_WIDTH) / max(extent, least)


def _on_pad(stroke: Stroke, drawing: Drawing) -> list[Floats]:
    """Return the parts (n, 2) of a stroke that lie on the pad, where the drawing puts them."""
    points = drawing.to_pad(stroke.points)
    if not len(points) or (points.min() >= 0 and points.max() <= PAD):
        return [points] if len(points) else []
    if len(points) == 1:
        return []
    return _clipped(points)


def _clipped(points: Floats) -> list[Floats]:
    """Cut a polyline at the pad's edges (Liang and Barsky 1984, all segments at once)."""
    start, way = points[:-1], np.diff(points, axis=0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        first, second = -start / way, (PAD - start) / way
        low, high = np.minimum(first, second), np.maximum(first, second)
    still = way == 0
    inside = (start >= 0) & (start <= PAD)
    low = np.where(still, np.where(inside, 0, 2), low)
    high = np.where(still, np.where(inside, 1, -1), high)
    enter, leave = np.maximum(low.max(axis=1), 0), np.minimum(high.min(axis=1), 1)
    parts: list[list[Any]] = []
    for index in np.flatnonzero(enter <= leave):
        ends = [start[index] + t * way[index] for t in (enter[index], leave[index])]
        if parts and enter[index] == 0 and np.array_equal(parts[-1][-1], ends[0]):
            parts[-1].append(ends[1])
        else:
            parts.append(ends)
    return [np.array(part, np.float32) for part in parts]


def _canvas() -> QImage:
    canvas = QImage(PAD, PAD, QImage.Format.Format_RGB32)
    canvas.fill(0xFF000000)
    return canvas


def _painter(canvas: QImage) -> QPainter:
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    return painter


def _ink(canvas: QImage, coloured: bool = False) -> Bytes:
    """Copy the ink out of a canvas: its memory goes away with it."""
    words = np.frombuffer(canvas.constBits(), np.uint32).reshape(PAD, PAD)
    if not coloured:
        return words.astype(np.uint8)
    return np.stack([(words >> shift).astype(np.uint8) for shift in (16, 8, 0)])


def paint_picture(painter: QPainter, picture: Picture, drawing: Drawing) -> None:
    """Paint a picture's ink (0 black to 255 white) where the drawing puts it, in pad pixels."""
    radius = round((drawing.thicken - 1) * PEN_WIDTH / 2)
    ink = thickened(fitted(picture.ink, (PAD, PAD)), radius)
    red, green, blue = ink.astype(np.uint32) if ink.ndim == 3 else [ink.astype(np.uint32)] * 3
    words = np.ascontiguousarray(0xFF000000 | red << 16 | green << 8 | blue, np.uint32)
    image = QImage(words.data, PAD, PAD, 4 * PAD, QImage.Format.Format_RGB32)
    painter.save()
    painter.translate(PAD / 2 + drawing.shift[0], PAD / 2 + drawing.shift[1])
    painter.rotate(drawing.turn)
    painter.drawImage(QPointF(-PAD / 2, -PAD / 2), image)
    painter.restore()


def paint_stroke(painter: QPainter, stroke: Stroke, drawing: Drawing) -> None:
    """Paint a stroke's ink (0 black to 255 white) where the drawing puts it, in pad pixels."""
    points = drawing.to_pad(stroke.points)
    width = stroke.width * drawing.thicken
    if not len(points):
        return
    if stroke.softness <= 0 or stroke.eraser:
        _set_pen(painter, width, 0 if stroke.eraser else 255)
        _paint_pressed(painter, points, stroke.pressures)
        return
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Lighten)
    for layer in range(_SOFT_LAYERS, 0, -1):
        part = (layer - 0.5) / _SOFT_LAYERS
        widened = width * (1 + stroke.softness * (2 * part - 1))
        _set_pen(painter, widened, round(255 * (1 - part) + 255 / (2 * _SOFT_LAYERS)))
        _paint_pressed(painter, points, stroke.pressures)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


def _paint_pressed(painter: QPainter, points: Floats, pressures: Floats | None) -> None:
    """Draw a line whose width follows the pressure: half at none, one and a half at full."""
    if pressures is None:
        _paint_line(painter, points)
        return
    pen = painter.pen()
    width = pen.widthF()
    widths = width * (0.5 + np.clip(pressures, 0, 1))
    for index in range(max(1, len(points) - 1)):
        pen.setWidthF(float(widths[index : index + 2].mean()))
        painter.setPen(pen)
        _paint_line(painter, points[index : index + 2])
    pen.setWidthF(width)
    painter.setPen(pen)


def _set_pen(painter: QPainter, width: float, level: int = 255) -> None:
    pen = QPen(QColor(level, level, level), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)


def _paint_line(painter: QPainter, points: Floats) -> None:
    points = _thinned(points)
    if len(points) == 1:
        painter.drawPoint(QPointF(*points[0].tolist()))
        return
    for start in range(0, len(points) - 1, _PIECE):
        painter.drawPolyline(_polygon(points[start : start + _PIECE + 1]))


def _polygon(points: Floats) -> QPolygonF:
    """Return points (n, 2) as Qt's polygon, written into its memory: one by one takes longer."""
    polygon = QPolygonF()
    polygon.resize(len(points))
    start: Any = polygon.data()
    memory: Any = VoidPtr(start, 16 * len(points), True)  # type: ignore[call-arg] # stubs lack it
    np.frombuffer(memory, np.float64).reshape(-1, 2)[:] = points
    return polygon


def _thinned(points: Floats) -> Floats:
    """Leave out points that lie closer together than anybody can see.

    The choice at a point depends only on the points before it, so a growing stroke keeps its
    shape: the first, the last and one point for every pixel of way are kept.
    """
    if len(points) < 2:
        return points
    ways = points[1:] - points[:-1]
    cells = np.floor(np.cumsum(np.hypot(ways[:, 0], ways[:, 1])) / _DENSEST)
    if cells[-1] == 0:
        return points[:1]
    keep = np.empty(len(points), bool)
    keep[0] = keep[-1] = True
    keep[1] = cells[0] > 0 or len(points) == 2
    keep[2:-1] = cells[1:-1] > cells[:-2]
    return points[keep]
