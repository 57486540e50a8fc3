"""Norms of very different size as bars on a logarithmic scale with numbers."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from explorer.views.blocks.blocks import Block, Spot
from explorer.views.parts.brush import CENTRE, RIGHT, Look
from explorer.views.parts.figures import MINUS
from explorer.views.train.step.rows import paint_name
from explorer.views.train.step.writing import significant

NARROW, WIDE = 62, 96  # pixels of the names
_ROW, _NUMBER, _BRIEF = 22, 60, 8
_MOST_DECADES = 12


@dataclass(frozen=True, slots=True)
class Decades:
    """A scale from 10^low to 10^high."""

    low: int
    high: int

    @classmethod
    def over(cls, values: Sequence[float]) -> Decades:
        """Return whole decades around all values above 0, with room below the smallest."""
        known = [value for value in values if value > 0 and isfinite(value)]
        if not known:
            return cls(-1, 0)
        high = ceil(log10(max(known)) + 1e-9)
        low = min(floor(log10(min(known)) - 0.05), high - 1)
        return cls(max(low, high - _MOST_DECADES), high)

    def share(self, value: float) -> float:
        """Return how far a value lies along the scale, 0 to 1; 0 for what is not above 0."""
        if not value > 0:
            return 0.0
        if not isfinite(value):
            return 1.0
        along = (log10(value) - self.low) / (self.high - self.low)
        return min(1.0, max(0.0, along))

    def ticks(self, most: int) -> list[int]:
        """Return the powers that get a number, at most so many."""
        every = max(1, ceil((self.high - self.low + 1) / max(2, most)))
        return list(range(self.low, self.high + 1, every))


@dataclass(frozen=True, slots=True)
class NormRow(Block):
    """The norm of one layer or stage; `leads` is whether it can be chosen."""

    name: str
    value: float
    decades: Decades
    words: str
    names: int = WIDE
    chosen: bool = False
    leads: bool = False
    stop: bool = False

    def height(self, look: Look, width: float) -> float:
        return look.px(_ROW)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        high = self.height(look, width)
        if self.chosen:
            painter.fillRect(QRectF(0, 0, width, high), look.color("accent_soft"))
        weight = "strong" if self.chosen else "normal"
        paint_name(painter, look, self.name, QRectF(0, 0, look.px(self.names - 6), high), weight)
        area = bars_area(look, width, high, self.names)
        _paint_grid(painter, look, area, self.decades)
        thick = look.px(8)
        bar = QRectF(area.x(), round((high - thick) / 2), 0, thick)
        bar.setWidth(area.width() * self.decades.share(self.value))
        wrong = not isfinite(self.value)
        painter.fillRect(bar, look.color("bad" if wrong else "accent"))
        place = QRectF(0, 0, width - look.px(4), high)
        text = significant(self.value, 3)
        look.text(painter, place, text, "bad" if wrong else "text", weight=weight, align=RIGHT)

    def spots(self, look: Look, width: float) -> list[Spot]:
        rect = QRectF(0, 0, width, self.height(look, width))
        enlarges = 0 if self.leads else None
        return [Spot(rect, self.words, ("norm", self.name), enlarges=enlarges, stop=self.stop)]


@dataclass(frozen=True, slots=True)
class NormAxis(Block):
    """The numbers under the bars."""

    decades: Decades
    names: int = WIDE

    def height(self, look: Look, width: float) -> float:
        return look.line("tiny") + look.px(4)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        area = bars_area(look, width, look.px(4), self.names)
        _paint_grid(painter, look, area, self.decades)
        room = look.px(44)
        span = self.decades.high - self.decades.low
        for power in self.decades.ticks(int(area.width() // room) + 1):
            x = area.x() + area.width() * (power - self.decades.low) / span
            place = QRectF(x - room / 2, look.px(3), room, look.line("tiny"))
            look.text(painter, place, power_of_ten(power), "muted", "tiny", align=CENTRE)


def power_of_ten(power: int) -> str:
    """Return a power as text: `0.01`, `1`, `100`, `1e−5`."""
    if -3 <= power <= 3:
        return f"{10.0**power:g}"
    return f"1e{power}".replace("-", MINUS)


def width_for(names: Iterable[str]) -> int:
    """Return the room that the names of some rows need, in pixels."""
    return NARROW if max(map(len, names), default=0) < _BRIEF else WIDE


def bars_area(look: Look, width: float, high: float, names: int) -> QRectF:
    """Return where the bars stand, between names and numbers."""
    left = look.px(names)
    return QRectF(left, 0, width - left - look.px(_NUMBER), high)


def _paint_grid(painter: QPainter, look: Look, area: QRectF, decades: Decades) -> None:
    painter.setPen(look.pen("border"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    span = decades.high - decades.low
    for power in range(decades.low, decades.high + 1):
        x = round(area.x() + area.width() * (power - decades.low) / span) + 0.5
        painter.drawLine(QPointF(x, 0), QPointF(x, area.height()))
