"""Target against output, per class: two bars from 0 to 1 and both numbers."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.views.blocks.blocks import Block, Spot
from explorer.views.parts.brush import RIGHT, Look
from explorer.views.parts.figures import figure
from explorer.views.train.step.rows import NARROW, paint_class

_ROW, _NUMBER = 22, 68


@dataclass(frozen=True, slots=True)
class PairKey(Block):
    """Says which bar and number is the target and which the output."""

    def height(self, look: Look, width: float) -> float:
        return look.line() + look.px(4)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        line = look.line()
        for text, solid, right in (
            ("target", False, width - look.px(_NUMBER)),
            ("output", True, width - look.px(4)),
        ):
            look.text(painter, QRectF(0, 0, right, line), text, "muted", align=RIGHT)
            left = right - look.width_of(text) - look.px(15)
            bar = QRectF(left, round(line / 2) - look.px(3), look.px(10), look.px(6))
            _paint_bar(painter, look, bar, solid)


@dataclass(frozen=True, slots=True)
class PairRow(Block):
    """One class: `target` is hollow, `output` solid; `marked` is the true class."""

    name: str
    target: float
    output: float
    words: str
    names: int = NARROW
    marked: bool = False
    stop: bool = False

    def height(self, look: Look, width: float) -> float:
        return look.px(_ROW)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        high = self.height(look, width)
        names = QRectF(0, 0, look.px(self.names - 6), high)
        weight = paint_class(painter, look, self.name, names, width, self.marked)
        number = look.px(_NUMBER)
        left = look.px(self.names)
        area = QRectF(left, 0, width - left - 2 * number + look.px(34), high)
        self._paint_bars(painter, look, area)
        color = "text" if self.marked else "muted"
        place = QRectF(0, 0, width - number, high)
        look.text(painter, place, f"{self.target:.0f}", color, weight=weight, align=RIGHT)
        place = QRectF(0, 0, width - look.px(4), high)
        look.text(painter, place, figure(self.output, 4), "text", weight=weight, align=RIGHT)

    def spots(self, look: Look, width: float) -> list[Spot]:
        rect = QRectF(0, 0, width, self.height(look, width))
        return [Spot(rect, self.words, ("pair", self.name), stop=self.stop)]

    def _paint_bars(self, painter: QPainter, look: Look, area: QRectF) -> None:
        thick, middle = look.px(6), round(area.height() / 2)
        for value, top, solid in (
            (self.target, middle - thick - 1, False),
            (self.output, middle + 1, True),
        ):
            length = area.width() * min(1.0, max(0.0, value)) if value == value else 0.0
            if length >= 0.5:
                _paint_bar(painter, look, QRectF(area.x(), top, max(1.0, length), thick), solid)
        painter.setPen(look.pen("faint"))
        x = area.x() - 0.5
        painter.drawLine(QPointF(x, middle - thick - 2), QPointF(x, middle + thick + 2))


def _paint_bar(painter: QPainter, look: Look, rect: QRectF, solid: bool) -> None:
    if solid:
        painter.fillRect(rect, look.color("accent"))
        return
    painter.setPen(look.pen("text", 1.2))
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
