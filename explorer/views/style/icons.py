"""Small line icons, painted from paths on a grid of 16 x 16, so that they fit any theme and screen.

Each icon is a function that strokes a few lines with the painter it is given.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

SIZE = 16


def paint_icon(painter: QPainter, name: str, corner: QPointF, color: QColor, size: float) -> None:
    """Paint the icon called `name` with its top left at `corner`; raises KeyError."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(corner)
    painter.scale(size / SIZE, size / SIZE)
    pen = QPen(color, 1.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _PAINTERS[name](painter)
    painter.restore()


def _line(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def _pen(painter: QPainter) -> None:
    _line(painter, (2.5, 13.5), (3.3, 10.2), (10.8, 2.7), (13.3, 5.2), (5.8, 12.7), (2.5, 13.5))
    _line(painter, (9, 4.5), (11.5, 7))


def _eraser(painter: QPainter) -> None:
    _line(painter, (6, 13), (2.5, 9.5), (9, 3), (13.5, 7.5), (8, 13), (6, 13), (13.5, 13))
    _line(painter, (5.6, 6.4), (10.1, 10.9))


def _undo(painter: QPainter) -> None:
    _line(painter, (5.5, 2.5), (2.5, 5.5), (5.5, 8.5))
    path = QPainterPath(QPointF(2.5, 5.5))
    path.lineTo(9.5, 5.5)
    path.arcTo(QRectF(6, 5.5, 7.5, 7.5), 90, -180)
    path.lineTo(6, 13)
    painter.drawPath(path)


def _redo(painter: QPainter) -> None:
    painter.translate(16, 0)
    painter.scale(-1, 1)
    _undo(painter)


def _clear(painter: QPainter) -> None:
    _line(painter, (2.5, 4.5), (13.5, 4.5))
    _line(painter, (6, 4.5), (6, 2.5), (10, 2.5), (10, 4.5))
    _line(painter, (4, 4.5), (4.7, 13.5), (11.3, 13.5), (12, 4.5))


def _open(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(2, 3, 12, 10.5), 1.5, 1.5)
    _line(painter, (2.5, 12), (6, 8), (8.5, 10.5), (10.5, 8.5), (13.5, 11.5))
    painter.drawEllipse(QPointF(10.5, 6), 1, 1)


def _save(painter: QPainter) -> None:
    _line(painter, (8, 2.5), (8, 10))
    _line(painter, (4.8, 7), (8, 10.2), (11.2, 7))
    _line(painter, (2.5, 10.5), (2.5, 13.5), (13.5, 13.5), (13.5, 10.5))


def _polarity(painter: QPainter) -> None:
    painter.drawEllipse(QRectF(2.5, 2.5, 11, 11))
    painter.setBrush(painter.pen().color())
    painter.drawChord(QRectF(2.5, 2.5, 11, 11), 90 * 16, 180 * 16)


def _network(painter: QPainter) -> None:
    for x, y, side in ((1.5, 5, 6), (6, 3.5, 4.5), (11, 6, 3)):
        painter.drawRect(QRectF(x, y, side, side))


def _device(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(4, 4, 8, 8), 1, 1)
    for at in (6, 10):
        for start, end in (((at, 1.5), (at, 4)), ((at, 12), (at, 14.5))):
            _line(painter, start, end)
            _line(painter, start[::-1], end[::-1])


def _theme(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(8, 8), 2.8, 2.8)
    for turn in range(8):
        painter.save()
        painter.translate(8, 8)
        painter.rotate(45 * turn)
        _line(painter, (0, -5), (0, -6.5))
        painter.restore()


def _help(painter: QPainter) -> None:
    painter.drawEllipse(QRectF(2, 2, 12, 12))
    path = QPainterPath(QPointF(6.2, 6.4))
    path.cubicTo(6.4, 3.9, 9.9, 4.1, 9.8, 6.3)
    path.cubicTo(9.7, 7.6, 8, 7.7, 8, 9.2)
    painter.drawPath(path)
    painter.drawPoint(QPointF(8, 11.4))


def _close(painter: QPainter) -> None:
    _line(painter, (4, 4), (12, 12))
    _line(painter, (12, 4), (4, 12))


def _copy(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(5.5, 5.5, 8, 8), 1.5, 1.5)
    _line(painter, (10.5, 2.5), (4, 2.5), (2.5, 4), (2.5, 10.5))


def _stack(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(2.5, 5.5, 8, 8), 1, 1)
    _line(painter, (5, 5), (5, 3.8), (12.2, 3.8), (12.2, 11), (11, 11))
    _line(painter, (7, 3.3), (7, 2), (14, 2), (14, 9), (12.7, 9))


def _code(painter: QPainter) -> None:
    _line(painter, (5, 4.5), (1.8, 8), (5, 11.5))
    _line(painter, (11, 4.5), (14.2, 8), (11, 11.5))
    _line(painter, (9.2, 3), (6.8, 13))


def _solid(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.setBrush(painter.pen().color())
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))


def _play(painter: QPainter) -> None:
    _solid(painter, (4.5, 2.8), (12.8, 8), (4.5, 13.2))


def _pause(painter: QPainter) -> None:
    for left in (3.8, 9.6):
        _solid(painter, (left, 3), (left + 2.6, 3), (left + 2.6, 13), (left, 13))


def _stop(painter: QPainter) -> None:
    _solid(painter, (3.5, 3.5), (12.5, 3.5), (12.5, 12.5), (3.5, 12.5))


def _step_forward(painter: QPainter) -> None:
    _line(painter, (12, 3.2), (12, 12.8))
    _solid(painter, (3.5, 3.2), (9.5, 8), (3.5, 12.8))


def _step_back(painter: QPainter) -> None:
    painter.translate(16, 0)
    painter.scale(-1, 1)
    _step_forward(painter)


def _to_end(painter: QPainter) -> None:
    _line(painter, (13, 3.2), (13, 12.8))
    _line(painter, (3, 3.5), (7, 8), (3, 12.5))
    _line(painter, (7.5, 3.5), (11, 8), (7.5, 12.5))


def _branch(painter: QPainter) -> None:
    _line(painter, (4.5, 5), (4.5, 11))
    for x, y in ((4.5, 3.4), (4.5, 12.6), (11.5, 5.4)):
        painter.drawEllipse(QPointF(x, y), 1.7, 1.7)
    path = QPainterPath(QPointF(4.5, 10))
    path.cubicTo(4.5, 8, 11.5, 9.5, 11.5, 7.1)
    painter.drawPath(path)


def _up(painter: QPainter) -> None:
    _line(painter, (4, 9.8), (8, 5.8), (12, 9.8))


def _down(painter: QPainter) -> None:
    _line(painter, (4, 6.2), (8, 10.2), (12, 6.2))


def _next(painter: QPainter) -> None:
    _line(painter, (6, 4), (10, 8), (6, 12))


def _back(painter: QPainter) -> None:
    _line(painter, (10, 4), (6, 8), (10, 12))


def _widen(painter: QPainter) -> None:
    _line(painter, (2, 8), (14, 8))
    _line(painter, (5, 5), (2, 8), (5, 11))
    _line(painter, (11, 5), (14, 8), (11, 11))


def _folder(painter: QPainter) -> None:
    _line(painter, (2, 12.5), (2, 3.5), (6.3, 3.5), (7.8, 5.5), (14, 5.5), (14, 12.5), (2, 12.5))


def _add(painter: QPainter) -> None:
    _line(painter, (8, 3.5), (8, 12.5))
    _line(painter, (3.5, 8), (12.5, 8))


_PAINTERS: dict[str, Callable[[QPainter], None]] = {
    "pen": _pen,
    "eraser": _eraser,
    "undo": _undo,
    "redo": _redo,
    "clear": _clear,
    "open": _open,
    "save": _save,
    "polarity": _polarity,
    "network": _network,
    "device": _device,
    "theme": _theme,
    "help": _help,
    "close": _close,
    "copy": _copy,
    "stack": _stack,
    "code": _code,
    "play": _play,
    "pause": _pause,
    "stop": _stop,
    "step-forward": _step_forward,
    "step-back": _step_back,
    "to-end": _to_end,
    "branch": _branch,
    "up": _up,
    "down": _down,
    "add": _add,
    "next": _next,
    "back": _back,
    "widen": _widen,
    "folder": _folder,
}
