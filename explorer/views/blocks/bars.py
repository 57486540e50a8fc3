"""Signed contributions as bars to both sides of one zero line, with the numbers that made them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from math import ceil

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.network.cells import Cell
from explorer.views.blocks.blocks import Block, Spot
from explorer.views.parts.brush import RIGHT, Look

_SHORT = 64  # room that a label has to itself
_LABEL, _FORMULA, _NUMBER = 84, 160, 56  # widths


@dataclass(frozen=True, slots=True)
class Axis:
    """The range that some bars share: from `low` (at most 0) to `high` (at least 0)."""

    low: float
    high: float

    @classmethod
    def over(cls, values: list[float]) -> Axis:
        """Return the range that holds all values and zero."""
        return cls(min([0.0, *values]), max([0.0, *values]))

    def place(self, value: float, left: float, width: float) -> float:
        """Return the x of a value on a line of `width` from `left`."""
        span = self.high - self.low
        return left + (width * (value - self.low) / span if span > 0 else 0.0)


def paint_bar(painter: QPainter, look: Look, rect: QRectF, value: float, axis: Axis) -> None:
    """Paint one signed bar with its zero line; right and blue is positive, left and orange not."""
    zero = round(axis.place(0.0, rect.x(), rect.width()))
    end = axis.place(value, rect.x(), rect.width())
    bar = QRectF(min(zero, end), rect.y(), abs(end - zero), rect.height())
    painter.fillRect(bar, look.bar_color(value))
    painter.setPen(look.pen("faint"))
    painter.drawLine(
        QPointF(zero + 0.5, rect.y() - look.px(3)), QPointF(zero + 0.5, rect.bottom() + look.px(2))
    )


@dataclass(frozen=True, slots=True)
class BarRow(Block):
    """One term of a weighted sum: where from, `weight × value`, its bar and the product."""

    label: str
    formula: str
    value: float
    text: str
    axis: Axis
    words: str
    key: Hashable = None
    cell: Cell | None = None
    quiet: bool = False  # a remainder or the bias: no single cell behind it
    enlarges: int | None = None

    def height(self, look: Look, width: float) -> float:
        return look.px(36 if self.formula and _narrow(look, width) else 20)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        if _narrow(look, width):
            self._paint_narrow(painter, look, width)
            return
        high = self.height(look, width)
        label, formula, number = look.px(_LABEL), look.px(_FORMULA), look.px(_NUMBER)
        color = "muted" if self.quiet else "text"
        look.text(painter, QRectF(0, 0, label + formula, high), self.label, color)
        if self.formula:
            start = look.px(_SHORT)  # two minus signs reach into what most labels leave free
            place = QRectF(start, 0, label + formula - look.px(10) - start, high)
            look.text(painter, place, self.formula, self._formula_color, align=RIGHT)
        bar = QRectF(label + formula, round(high / 2) - look.px(4), 0, look.px(8))
        bar.setRight(width - number)
        paint_bar(painter, look, bar, self.value, self.axis)
        place = QRectF(0, 0, width, high)
        look.text(painter, place, self.text, "text", weight="medium", align=RIGHT)

    def spots(self, look: Look, width: float) -> list[Spot]:
        rect = QRectF(0, 0, width, self.height(look, width))
        return [Spot(rect, self.words, self.key, self.cell, self.enlarges)]

    @property
    def _formula_color(self) -> str:
        return "muted" if self.enlarges is None else "accent"  # what a click does

    def _paint_narrow(self, painter: QPainter, look: Look, width: float) -> None:
        """Paint the factors below the name."""
        line, color = look.px(18), "muted" if self.quiet else "text"
        look.text(painter, QRectF(0, look.px(1), width, line), self.label, color)
        if self.formula:
            below = QRectF(0, look.px(17), width, line)
            look.text(painter, below, self.formula, self._formula_color)
        number = QRectF(0, look.px(1), width, line)
        look.text(painter, number, self.text, "text", weight="medium", align=RIGHT)
        left = max(look.width_of(self.label), look.width_of(self.formula)) + look.px(10)
        bar = QRectF(max(left, width / 2), look.px(22 if self.formula else 6), 0, look.px(8))
        bar.setRight(width - (0 if self.formula else look.px(_NUMBER)))
        paint_bar(painter, look, bar, self.value, self.axis)


def _narrow(look: Look, width: float) -> bool:
    """Return whether name, factors, bar and product don't fit beside each other."""
    return width < look.px(_LABEL + _FORMULA + _NUMBER + 40)


@dataclass(frozen=True, slots=True, eq=False)
class BarRows(Block):
    """A long list of terms, of which only the rows in sight are made; Tab skips them."""

    count: int
    row: Callable[[int], BarRow]
    cell: Callable[[int], Cell]

    def height(self, look: Look, width: float) -> float:
        return self.count * self._step(look, width)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        step, seen = self._step(look, width), painter.clipBoundingRect()
        for at in range(
            max(0, int(seen.top() / step)), min(self.count, ceil(seen.bottom() / step))
        ):
            painter.translate(0, at * step)
            self.row(at).paint(painter, look, width, hot)
            painter.translate(0, -at * step)

    def spots(self, look: Look, width: float) -> list[Spot]:
        step = self._step(look, width)
        rects = (QRectF(0, at * step, width, step) for at in range(self.count))
        return [
            Spot(rect, partial(self._words, at), ("listed", at), self.cell(at), stop=False)
            for at, rect in enumerate(rects)
        ]

    def _words(self, at: int) -> str:
        return self.row(at).words

    def _step(self, look: Look, width: float) -> float:
        return self.row(0).height(look, width) if self.count else 1.0
