"""The losses of a whole batch side by side, their mean as a line, the chosen image marked."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.network.records import Floats
from explorer.views.blocks.blocks import Block, Spot
from explorer.views.parts.brush import RIGHT, Look
from explorer.views.train.step.writing import significant

_HIGH = 52


@dataclass(frozen=True, slots=True, eq=False)
class BatchLosses(Block):
    """`losses` (n,) in the order of the batch; where they are many, a bar is the largest of some.

    Numbers that are not finite have no bar.
    """

    losses: Floats
    mean: float
    chosen: int

    def height(self, look: Look, width: float) -> float:
        return look.px(_HIGH) + look.px(6)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        area = self._area(look, width)
        painter.fillRect(area, look.color("field"))
        finite = self.losses[np.isfinite(self.losses)]
        top = float(finite.max()) if finite.size else 0.0
        if top <= 0:
            return
        bars = strongest(self.losses, int(area.width() // 2))
        step = area.width() / len(bars)
        mine = self.chosen * len(bars) // len(self.losses)
        for at, value in enumerate(bars):
            high = area.height() * value / top
            color = "text" if at == mine else "accent"
            bar = QRectF(area.x() + at * step, area.bottom() - high, max(1.0, step - 1), high)
            painter.fillRect(bar, look.color(color, 255 if at == mine else 170))
        self._paint_axis(painter, look, area, top)

    def spots(self, look: Look, width: float) -> list[Spot]:
        words = (
            f"The losses of the batch's {len(self.losses)} images, up to "
            f"{significant(float(self.losses.max()))}; their mean is {significant(self.mean)}"
        )
        return [Spot(self._area(look, width), words, "losses", stop=False)]

    def _paint_axis(self, painter: QPainter, look: Look, area: QRectF, top: float) -> None:
        line = look.line("tiny")
        right = QRectF(area.right(), 0, self._number(look) - look.px(4), line)
        look.text(painter, right, significant(top, 3), "muted", "tiny", align=RIGHT)
        if not 0 <= self.mean <= top:
            return
        y = area.bottom() - area.height() * self.mean / top
        painter.setPen(QPen(look.color("text"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(area.x(), round(y) + 0.5), QPointF(area.right(), round(y) + 0.5))
        place = right.translated(0, max(line, y - line / 2))
        look.text(painter, place, self._mean, "text", "tiny", align=RIGHT)

    def _area(self, look: Look, width: float) -> QRectF:
        return QRectF(0, look.px(3), width - self._number(look), look.px(_HIGH))

    @property
    def _mean(self) -> str:
        return f"mean {significant(self.mean, 3)}"

    def _number(self, look: Look) -> float:
        return look.width_of(self._mean, "tiny") + look.px(10)


def strongest(values: Floats, most: int) -> list[float]:
    """Return at most so many numbers: the largest of each run of neighbours."""
    finite = np.where(np.isfinite(values), values, 0.0)
    count = max(1, min(most, len(finite)))
    edges = np.arange(count) * len(finite) // count
    return [float(v) for v in np.maximum.reduceat(finite, edges)]
