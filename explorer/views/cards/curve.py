"""The curve of an activation function with the point of one cell on it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from explorer.views.blocks.blocks import Block
from explorer.views.parts.brush import CENTRE, RIGHT, Look
from explorer.views.parts.number_text import figure

_HEIGHT = 148


@dataclass(frozen=True, slots=True, eq=False)
class Curve(Block):
    """`curve` (2, n) holds x and y of a function; `before` and `after` are the cell's."""

    curve: NDArray[np.float64]
    before: float
    after: float
    texts: tuple[str, str]

    def height(self, look: Look, width: float) -> float:
        return look.px(_HEIGHT)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        plot = QRectF(0, 0, width, look.px(_HEIGHT))
        painter.fillRect(plot, look.color("field"))
        inner = plot.adjusted(look.px(16), look.px(14), -look.px(16), -look.px(18))
        scale = CurveScale(inner, self.curve)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axes(painter, look, scale)
        pen = QPen(look.color("accent"), 2 * look.scale)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([scale.at(x, y) for x, y in self.curve.T.tolist()]))
        self._paint_point(painter, look, scale)
        painter.restore()

    def _paint_axes(self, painter: QPainter, look: Look, scale: CurveScale) -> None:
        origin, area = scale.at(0.0, 0.0), scale.area
        painter.setPen(look.pen("faint"))
        painter.drawLine(QPointF(area.left(), origin.y()), QPointF(area.right(), origin.y()))
        painter.drawLine(QPointF(origin.x(), area.top()), QPointF(origin.x(), area.bottom()))
        line = look.line()
        for x in (scale.low_x, 0.0, scale.high_x):
            place = QRectF(scale.at(x, 0).x() - 30, area.bottom() + look.px(2), 60, line)
            look.text(painter, place, figure(x, scale.places(x)), "muted", align=CENTRE)
        for y in {scale.low_y, scale.high_y} - {0.0}:
            place = QRectF(0, scale.at(0, y).y() - line / 2, origin.x() - look.px(4), line)
            look.text(painter, place, figure(y, scale.places(y)), "muted", align=RIGHT)

    def _paint_point(self, painter: QPainter, look: Look, scale: CurveScale) -> None:
        point = scale.at(self.before, self.after)
        dashed = QPen(look.color("selection"), look.scale)
        dashed.setDashPattern([3, 3])
        painter.setPen(dashed)
        origin = scale.at(0.0, 0.0)
        painter.drawLine(QPointF(point.x(), origin.y()), point)
        painter.drawLine(QPointF(origin.x(), point.y()), point)
        painter.setPen(QPen(look.color("panel"), 2 * look.scale))
        painter.setBrush(look.color("selection"))
        painter.drawEllipse(point, look.px(5), look.px(5))
        self._paint_label(painter, look, scale, point)

    def _paint_label(
        self, painter: QPainter, look: Look, scale: CurveScale, point: QPointF
    ) -> None:
        """Write `−1.23 → 0` up to the left: there is no curve there, for all of them rise."""
        text = " → ".join(self.texts)
        wide, line = look.width_of(text, "small", "strong"), look.line()
        x = max(scale.area.left() + look.px(4), point.x() - look.px(7) - wide)
        y = max(0.0, point.y() - line - look.px(4))
        place = QRectF(x, y, wide + 2, line)
        look.text(painter, place, text, "selection_text", weight="strong")


class CurveScale:
    """From the numbers of a curve to places in a rectangle."""

    def __init__(self, area: QRectF, curve: NDArray[np.float64]) -> None:
        self.area = area
        (self.low_x, self.low_y), (self.high_x, self.high_y) = (
            tuple(map(float, curve.min(axis=1))),
            tuple(map(float, curve.max(axis=1))),
        )
        # tanh and sigmoid never reach their ends: the axis names the bound, not the sample
        self.low_y, self.high_y = (_bound(v) for v in (self.low_y, self.high_y))

    def at(self, x: float, y: float) -> QPointF:
        """Return where a point of the curve lies; what lies outside goes to the edge."""
        wide, high = self.high_x - self.low_x or 1.0, self.high_y - self.low_y or 1.0
        share_x = min(1.0, max(0.0, (x - self.low_x) / wide))
        share_y = min(1.0, max(0.0, (y - self.low_y) / high))
        return QPointF(
            self.area.left() + share_x * self.area.width(),
            self.area.bottom() - share_y * self.area.height(),
        )

    def places(self, value: float) -> int:
        """Return how many decimals an end of an axis needs."""
        return 0 if value == round(value) else 1


def _bound(value: float) -> float:
    nearest = float(round(value))
    return nearest if abs(value - nearest) < 0.05 else value
