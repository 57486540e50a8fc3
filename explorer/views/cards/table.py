"""A table of numbers, one row per class, aligned at their right ends, with a line of sums."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.network.cells import Cell
from explorer.views.blocks.blocks import Block, Spot
from explorer.views.parts.brush import LEFT, RIGHT, Look

_ROW = 19


@dataclass(frozen=True, slots=True)
class Row:
    """The name of a class, its numbers as text and the whole as a sentence."""

    name: str
    numbers: tuple[str, ...]
    words: str
    cell: Cell | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """The column titles of a table, one or two short lines each."""

    titles: tuple[tuple[str, str], ...]

    def height(self, look: Look, width: float) -> float:
        return 2 * look.line("tiny") + look.px(6)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        line = look.line("tiny")
        for rect, (upper, lower) in zip(
            columns(look, width, len(self.titles)), self.titles, strict=True
        ):
            first = QRectF(rect.x(), 0, rect.width(), line)
            look.text(painter, first, upper, "muted", "tiny", align=RIGHT)
            look.text(painter, first.translated(0, line), lower, "muted", "tiny", align=RIGHT)
        y = self.height(look, width) - 0.5
        painter.setPen(look.pen("border"))
        painter.drawLine(QPointF(0, y), QPointF(width, y))


@dataclass(frozen=True, slots=True)
class TableRow(Block):
    """One class; the chosen one is strong on the selection's soft colour."""

    row: Row

    def height(self, look: Look, width: float) -> float:
        return look.px(_ROW)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        row, high = self.row, self.height(look, width)
        if row.chosen:
            painter.fillRect(QRectF(0, 0, width, high), look.color("selection_soft"))
        places = columns(look, width, len(row.numbers))
        weight = "strong" if row.chosen else "normal"
        name = QRectF(look.px(4), 0, look.px(60), high)
        look.text(painter, name, row.name, "text", weight=weight, align=LEFT)
        for index, (rect, text) in enumerate(zip(places, row.numbers, strict=True)):
            last = index == len(places) - 1
            color = "text" if row.chosen or last or index == 0 else "muted"
            place = QRectF(rect.x(), 0, rect.width(), high)
            look.text(painter, place, text, color, weight=weight, align=RIGHT)

    def spots(self, look: Look, width: float) -> list[Spot]:
        rect = QRectF(0, 0, width, self.height(look, width))
        return [Spot(rect, self.row.words, ("class", self.row.name), self.row.cell)]


@dataclass(frozen=True, slots=True)
class TableSum(Block):
    """The sums below a table: a number or nothing per column."""

    label: str
    numbers: tuple[str, ...]

    def height(self, look: Look, width: float) -> float:
        return look.px(_ROW + 5)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        high = look.px(_ROW)
        painter.setPen(look.pen("border_strong"))
        painter.drawLine(QPointF(0, 1.5), QPointF(width, 1.5))
        look.text(painter, QRectF(look.px(4), 4, look.px(60), high), self.label, "muted")
        for rect, text in zip(columns(look, width, len(self.numbers)), self.numbers, strict=True):
            place = QRectF(rect.x(), 4, rect.width(), high)
            look.text(painter, place, text, "text", weight="strong", align=RIGHT)


def columns(look: Look, width: float, count: int) -> list[QRectF]:
    """Return the rectangles of the number columns, to the right of the names."""
    name = look.px(56) if count > 2 else look.px(110)
    each = (width - look.px(4) - name) / count
    return [QRectF(name + i * each, 0, each, look.px(_ROW)) for i in range(count)]
