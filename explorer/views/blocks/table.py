"""A table of numbers: a name and some columns that end below each other, and their sums.

Where the columns have no room beside each other a row takes two lines or more.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from explorer.network.cells import Cell
from explorer.views.blocks.blocks import Block, Spot
from explorer.views.parts.brush import RIGHT, Look

_ROW = 19
_LEAST = 46  # pixels of a column: seven figures


@dataclass(frozen=True, slots=True)
class Titles(Block):
    """The titles of the columns, one or two short lines each."""

    titles: tuple[str, ...]
    names: int

    def height(self, look: Look, width: float) -> float:
        return self._below(look, width) * self.lines * look.line() + look.px(6)

    @property
    def lines(self) -> int:
        """How many lines the longest title has."""
        return 1 + max(title.count("\n") for title in self.titles)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        line, places = look.line(), columns(look, width, len(self.titles), self.names)
        for rect, title in zip(places, self.titles, strict=True):
            last = round(rect.y() / rect.height() + 1) * self.lines - 1
            for number, text in enumerate(title.split("\n")[::-1]):
                place = QRectF(rect.x(), (last - number) * line, rect.width(), line)
                look.text(painter, place, text, "muted", align=RIGHT)
        y = self.height(look, width) - 0.5
        painter.setPen(look.pen("border"))
        painter.drawLine(QPointF(0, y), QPointF(width, y))

    def _below(self, look: Look, width: float) -> int:
        """Return how many lines of columns there are."""
        last = columns(look, width, len(self.titles), self.names)[-1]
        return round(last.bottom() / last.height())


@dataclass(frozen=True, slots=True)
class NumberRow(Block):
    """A name and its numbers; a marked row is strong on a ground of its own colour.

    `names` are the pixels that the names have. All numbers but those in `clear` columns are
    quiet; the last one is always clear.
    """

    name: str
    numbers: tuple[str, ...]
    words: str
    names: int
    cell: Cell | None = None
    marked: bool = False
    ground: str = "field"
    clear: tuple[int, ...] = ()
    stop: bool = True

    def height(self, look: Look, width: float) -> float:
        return columns(look, width, len(self.numbers), self.names)[-1].bottom()

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        high = self.height(look, width)
        weight = "strong" if self.marked else "normal"
        if self.marked:
            painter.fillRect(QRectF(0, 0, width, high), look.color(self.ground))
        paint_name(
            painter, look, self.name, QRectF(0, 0, look.px(self.names), look.px(_ROW)), weight
        )
        places = columns(look, width, len(self.numbers), self.names)
        for at, (rect, text) in enumerate(zip(places, self.numbers, strict=True)):
            clear = self.marked or at in self.clear or at == len(places) - 1
            color = "text" if clear else "muted"
            look.text(painter, rect, text, color, weight=weight, align=RIGHT)

    def spots(self, look: Look, width: float) -> list[Spot]:
        rect = QRectF(0, 0, width, self.height(look, width))
        return [Spot(rect, self.words, ("class", self.name), self.cell, stop=self.stop)]


@dataclass(frozen=True, slots=True)
class TotalRow(Block):
    """What the columns of a table add up to: a number or nothing for each."""

    name: str
    numbers: tuple[str, ...]
    names: int
    weight: str = "strong"

    def height(self, look: Look, width: float) -> float:
        return columns(look, width, len(self.numbers), self.names)[-1].bottom() + look.px(5)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        painter.setPen(look.pen("border_strong"))
        painter.drawLine(QPointF(0, 1.5), QPointF(width, 1.5))
        name = QRectF(look.px(4), 4, width, look.px(_ROW))
        look.text(painter, name, self.name, "muted")
        places = columns(look, width, len(self.numbers), self.names)
        for rect, text in zip(places, self.numbers, strict=True):
            look.text(painter, rect.translated(0, 4), text, weight=self.weight, align=RIGHT)


def columns(look: Look, width: float, count: int, names: int) -> list[QRectF]:
    """Return where the numbers of a row stand, to the right of `names` pixels for the name."""
    left, row = look.px(names), look.px(_ROW)
    room = width - left - look.px(4)
    lines = ceil(count / max(1, int(room // look.px(_LEAST))))
    beside = ceil(count / lines)
    each = room / beside
    places = (divmod(at, beside) for at in range(count))
    return [QRectF(left + across * each, down * row, each, row) for down, across in places]


def paint_name(painter: QPainter, look: Look, name: str, rect: QRectF, weight: str) -> None:
    """Paint a name, shortened where it is too long for its place."""
    inner = rect.adjusted(look.px(4), 0, 0, 0)
    elide = Qt.TextElideMode.ElideRight
    text = look.metrics("small", weight).elidedText(name, elide, int(inner.width()) + 1)
    look.text(painter, inner, text, weight=weight)
