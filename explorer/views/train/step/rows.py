"""Blocks of a worked-out number: term by term, in letters and in numbers, tables of classes."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from explorer.views.blocks.blocks import Block, Spot
from explorer.views.parts.brush import RIGHT, WRAP, Look, tick

NARROW, WIDE = 28, 84  # pixels of a class's name
_ROW = 19


@dataclass(frozen=True, slots=True)
class TermRow(Block):
    """A name and its number; below it, quiet, the formulas it comes from.

    `kind` is "term" (a part of a sum), "result" (what it adds up to) or "plain".
    """

    name: str
    value: str
    formulas: tuple[str, ...] = ()
    kind: str = "plain"
    words: str = ""

    def height(self, look: Look, width: float) -> float:
        return self._head(look, width) + self._below(look, width) + look.px(3)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        line = look.line()
        weight = "strong" if self.kind == "result" else "normal"
        color = "text" if self.kind != "plain" else "muted"
        look.text(painter, QRectF(0, 0, width, line), self.name, color, weight=weight)
        weight = "strong" if self.kind == "result" else "medium"
        head = self._head(look, width)
        place = QRectF(0, head - line, width, line)
        look.text(painter, place, self.value, weight=weight, align=RIGHT)
        y = head - look.px(1)
        for formula in self.formulas:
            high = look.wrapped_height(formula, self._room(look, width), "small")
            place = QRectF(look.px(10), y, self._room(look, width), high)
            look.text(painter, place, formula, "muted", align=WRAP)
            y += high

    def spots(self, look: Look, width: float) -> list[Spot]:
        rect = QRectF(0, 0, width, self.height(look, width))
        words = self.words or f"{self.name}: {self.value}"
        return [Spot(rect, words, ("term", self.name), stop=self.kind == "result")]

    def _head(self, look: Look, width: float) -> float:
        """Return how high name and number are: one line, or two where they would touch."""
        wide = look.width_of(self.name, "small", "strong")
        wide += look.width_of(self.value, "small", "strong") + look.px(10)
        return look.line() * (1 if wide <= width else 2)

    def _below(self, look: Look, width: float) -> float:
        room = self._room(look, width)
        return sum(look.wrapped_height(formula, room, "small") for formula in self.formulas)

    def _room(self, look: Look, width: float) -> float:
        return width - look.px(10)


@dataclass(frozen=True, slots=True)
class Verdict(Block):
    """A tick, or a cross, and what it says."""

    good: bool
    text: str

    def height(self, look: Look, width: float) -> float:
        return look.wrapped_height(self.text, width - look.px(18), "small") + look.px(2)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        tick(painter, look, QPointF(look.px(6), look.line() / 2), self.good)
        place = QRectF(look.px(18), 0, width - look.px(18), self.height(look, width))
        look.text(painter, place, self.text, "good" if self.good else "bad", align=WRAP)


_TITLE = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom) | int(
    Qt.TextFlag.TextWordWrap
)


@dataclass(frozen=True, slots=True)
class Titles(Block):
    """The column titles of a table of classes, in several lines where they are long."""

    titles: tuple[str, ...]
    names: int = WIDE

    def height(self, look: Look, width: float) -> float:
        return self._text_height(look, width) + look.px(4)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        high = self._text_height(look, width)
        for rect, title in zip(self._columns(look, width), self.titles, strict=True):
            place = QRectF(rect.x(), 0, rect.width(), high)
            look.text(painter, place, title, "muted", align=_TITLE)
        y = self.height(look, width) - 1.5
        painter.setPen(look.pen("border"))
        painter.drawLine(QPointF(0, y), QPointF(width, y))

    def _columns(self, look: Look, width: float) -> list[QRectF]:
        return columns(look, width, len(self.titles), self.names)

    def _text_height(self, look: Look, width: float) -> float:
        wide = self._columns(look, width)[0].width()
        return max(look.wrapped_height(title, wide, "small") for title in self.titles)


@dataclass(frozen=True, slots=True)
class ClassRow(Block):
    """A class with its numbers; `marked` is the true one."""

    name: str
    numbers: tuple[str, ...]
    words: str
    names: int = WIDE
    marked: bool = False
    stop: bool = False

    def height(self, look: Look, width: float) -> float:
        return look.px(_ROW)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        high = self.height(look, width)
        names = QRectF(0, 0, look.px(self.names), high)
        weight = paint_class(painter, look, self.name, names, width, self.marked)
        places = columns(look, width, len(self.numbers), self.names)
        for at, (rect, text) in enumerate(zip(places, self.numbers, strict=True)):
            color = "text" if self.marked or at == len(places) - 1 else "muted"
            place = QRectF(rect.x(), 0, rect.width(), high)
            look.text(painter, place, text, color, weight=weight, align=RIGHT)

    def spots(self, look: Look, width: float) -> list[Spot]:
        rect = QRectF(0, 0, width, self.height(look, width))
        return [Spot(rect, self.words, ("class", self.name), stop=self.stop)]


@dataclass(frozen=True, slots=True)
class TotalRow(Block):
    """What a column of a table adds up to."""

    name: str
    number: str

    def height(self, look: Look, width: float) -> float:
        return look.px(_ROW + 4)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        painter.setPen(look.pen("border_strong"))
        painter.drawLine(QPointF(0, 1.5), QPointF(width, 1.5))
        place = QRectF(look.px(4), look.px(3), width - look.px(8), look.px(_ROW))
        look.text(painter, place, self.name, "muted")
        look.text(painter, place, self.number, weight="strong", align=RIGHT)


def columns(look: Look, width: float, count: int, names: int) -> list[QRectF]:
    """Return where the columns of numbers stand, to the right of the names."""
    left = look.px(names)
    each = (width - left - look.px(4)) / count
    return [QRectF(left + at * each, 0, each, look.px(_ROW)) for at in range(count)]


def paint_class(
    painter: QPainter, look: Look, name: str, rect: QRectF, width: float, marked: bool
) -> str:
    """Paint a class's name, on a ground of its own if it is the true one; return the weight."""
    weight = "strong" if marked else "normal"
    if marked:
        painter.fillRect(QRectF(0, rect.y(), width, rect.height()), look.color("field"))
    paint_name(painter, look, name, rect, weight)
    return weight


def paint_name(painter: QPainter, look: Look, name: str, rect: QRectF, weight: str) -> None:
    """Paint a name, shortened where it is too long for its place."""
    inner = rect.adjusted(look.px(4), 0, 0, 0)
    elide = Qt.TextElideMode.ElideRight
    text = look.metrics("small", weight).elidedText(name, elide, int(inner.width()) + 1)
    look.text(painter, inner, text, weight=weight)
