"""The pieces of an explanation, one below the other: lines of text, sums, shares, code.

A block knows its height, paints itself at the origin and names its spots: the places that can be
pointed at, reached by Tab and activated. It is built anew for every explanation and never
changes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.network.cells import Cell, Region
from explorer.views.parts.brush import LEFT, RIGHT, WRAP, Look, tick


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A place of a block that means something: `words` describe it, `cell` is where it leads.

    Spots with one `key` light up together. A spot that `enlarges` a channel does so
    instead of going to the cell.
    `region` are all cells that the spot stands for, where there are more than one. A spot is a
    whole row or a framed cell; Tab stops at it if `stop`, the arrows reach it anyway.
    """

    rect: QRectF
    words: str | Callable[[], str]
    key: Hashable
    cell: Cell | None = None
    enlarges: int | None = None
    region: Region | None = None
    framed: bool = False
    stop: bool = True

    @property
    def text(self) -> str:
        """Its words; those of a long list are made when somebody asks."""
        return self.words if isinstance(self.words, str) else self.words()

    def moved(self, y: float) -> Spot:
        """Return the spot further down."""
        return replace(self, rect=self.rect.translated(0, y))

    def means(self, cell: Cell) -> bool:
        """Return whether the spot stands for a cell of the network."""
        return self.cell == cell or (self.region is not None and cell in self.region)


class Block:
    """One piece. `hot` is the key of the spot that is pointed at or has the focus."""

    def height(self, look: Look, width: float) -> float:
        """Return how high the block is at a width."""
        raise NotImplementedError

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        """Paint the block with its upper left corner at the origin."""
        raise NotImplementedError

    def spots(self, look: Look, width: float) -> list[Spot]:
        """Return the places that can be pointed at."""
        return []


@dataclass(frozen=True, slots=True)
class Gap(Block):
    """Empty room, with a quiet line through its middle if `ruled`."""

    size: float = 8
    ruled: bool = False

    def height(self, look: Look, width: float) -> float:
        return look.px(self.size)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        if self.ruled:
            y = round(self.height(look, width) / 2) + 0.5
            painter.setPen(look.pen("border"))
            painter.drawLine(QPointF(0, y), QPointF(width, y))


@dataclass(frozen=True, slots=True)
class Line(Block):
    """A line of text, wrapped where it is long, and perhaps another at the right end."""

    text: str
    color: str = "muted"
    size: str = "small"
    weight: str = "normal"
    right: str = ""

    def height(self, look: Look, width: float) -> float:
        below = look.line(self.size) if self._below(look, width) else 0.0
        room = self._room(look, width)
        return below + look.wrapped_height(self.text, room, self.size, self.weight)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        below = look.line(self.size) if self._below(look, width) else 0.0
        high = self.height(look, width) - below
        rect = QRectF(0, 0, self._room(look, width), high)
        if high > look.line(self.size):
            look.text(painter, rect, self.text, self.color, self.size, self.weight, WRAP)
        else:
            look.text(painter, rect, self.text, self.color, self.size, self.weight, LEFT)
        if self.right:
            line = QRectF(0, high if below else 0, width, look.line(self.size))
            look.text(painter, line, self.right, "muted", self.size, "normal", RIGHT)

    def _room(self, look: Look, width: float) -> float:
        if not self.right or self._below(look, width):
            return width
        return width - look.width_of(self.right, self.size) - look.px(12)

    def _below(self, look: Look, width: float) -> bool:
        """Return whether the text at the right takes so much that it gets a line of its own."""
        return bool(self.right) and look.width_of(self.right, self.size) > 0.35 * width


@dataclass(frozen=True, slots=True)
class Value(Block):
    """The number that is explained, large, and quietly at its right what it is."""

    text: str
    beside: str

    def height(self, look: Look, width: float) -> float:
        below = look.line() if self._below(look, width) else 0.0
        return look.line("value") + look.px(2) + below

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        place = QRectF(0, 0, width, look.line("value"))
        look.text(painter, place, self.text, "text", "value", "strong")
        if self._below(look, width):
            under = QRectF(0, place.bottom(), width, look.line())
            look.text(painter, under, self.beside, "muted")
        else:
            look.text(painter, place.translated(0, look.px(3)), self.beside, "muted", align=RIGHT)

    def _below(self, look: Look, width: float) -> bool:
        """Return whether both don't fit beside each other."""
        usual = "= −0.00000"  # as long: a slide goes on without a jump when digits come and go
        texts = (self.text, usual)
        wide = max(look.width_of(text, "value", "strong") for text in texts) + look.px(12)
        return bool(self.beside) and wide + look.width_of(self.beside) > width


@dataclass(frozen=True, slots=True)
class Sum(Block):
    """The last line of a sum, `3.38 + bias −0.01 = 3.37`; ticked or crossed unless `equal` is None.

    `parts` are (text, role) with the role "number", "word" or "result". A line that is only a
    little too long is written smaller, so that nothing jumps when a number has more decimals.
    """

    parts: tuple[tuple[str, str], ...]
    equal: bool | None
    note: str

    @property
    def text(self) -> str:
        """The line as text."""
        return " ".join(text for text, _role in self.parts)

    def height(self, look: Look, width: float) -> float:
        lines = len(self._lines(look, width)[0])
        note = look.wrapped_height(self.note, width - self._indent(look), "small")
        return lines * look.line("body") + note

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        line = look.line("body")
        y, x = 0.0, 0.0
        lines, size = self._lines(look, width)
        for row in lines:
            x = 0.0
            for text, role in row:
                color = "muted" if role == "word" else "text"
                weight = "strong" if role == "result" else "normal"
                look.text(painter, QRectF(x, y, width, line), text, color, size, weight)
                x += self._wide(look, size, text, role)
            y += line
        left = self._indent(look)
        note = QRectF(left, y, width - left, self.height(look, width) - y)
        if self.equal is None:
            look.text(painter, note, self.note, "muted", align=WRAP)
            return
        tick(painter, look, QPointF(look.px(5), y + look.line("small") / 2), self.equal)
        look.text(painter, note, self.note, "good" if self.equal else "bad", align=WRAP)

    def _indent(self, look: Look) -> float:
        return 0.0 if self.equal is None else look.px(16)

    def _lines(self, look: Look, width: float) -> tuple[list[list[tuple[str, str]]], str]:
        """Return the parts broken into lines that fit, and the size of their text."""
        room = width + look.px(6)
        if sum(self._wide(look, "small", *part) for part in self.parts) <= room:
            fits = sum(self._wide(look, "body", *part) for part in self.parts) <= room
            return [list(self.parts)], "body" if fits else "small"
        rows: list[list[tuple[str, str]]] = [[]]
        used = 0.0
        for part in self.parts:
            wide = self._wide(look, "body", *part)
            if rows[-1] and used + wide > room:
                ends = next((i for i, p in enumerate(rows[-1][::-1]) if p[1] != "word"), 0)
                keep = len(rows[-1]) - ends  # a word like "=" goes with what it is about
                rows[-1:] = [rows[-1][:keep], rows[-1][keep:]]
                used = sum(self._wide(look, "body", *part) for part in rows[-1])
            rows[-1].append(part)
            used += wide
        return rows, "body"

    def _wide(self, look: Look, size: str, text: str, role: str) -> float:
        weight = "strong" if role == "result" else "normal"
        return look.width_of(text, size, weight) + look.px(6)


@dataclass(frozen=True, slots=True)
class Share(Block):
    """A part of a whole as a thin bar between a label and a percentage."""

    label: str
    share: float
    text: str

    def height(self, look: Look, width: float) -> float:
        return look.line("small") + look.px(3)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        line = look.line("small")
        left, right = look.width_of(self.label) + look.px(8), look.px(60)
        if left + right + look.px(20) > width:  # no room for a bar
            left = width - right
        look.text(painter, QRectF(0, 0, left, line), self.label, "muted")
        look.text(painter, QRectF(0, 0, width, line), self.text, "text", align=RIGHT)
        track = QRectF(left, round(line / 2) - look.px(2), width - left - right, look.px(4))
        painter.fillRect(track, look.color("border"))
        track.setWidth(track.width() * min(1.0, max(0.0, self.share)))
        painter.fillRect(track, look.color("accent"))


@dataclass(frozen=True, slots=True)
class Code(Block):
    """A few lines of pseudo code; the line that was taken is marked with a bar and a triangle."""

    lines: tuple[str, ...]
    taken: tuple[int, ...]

    def height(self, look: Look, width: float) -> float:
        return len(self.lines) * look.line("small") + look.px(8)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        line = look.line("small")
        painter.fillRect(QRectF(0, 0, width, self.height(look, width)), look.color("field"))
        for index, text in enumerate(self.lines):
            rect = QRectF(0, look.px(4) + index * line, width, line)
            active = index in self.taken
            if active:
                painter.fillRect(rect, look.color("selection_soft"))
                painter.fillRect(QRectF(0, rect.y(), look.px(3), line), look.color("selection"))
            indent = len(text) - len(text.lstrip(" "))
            rect.setLeft(look.px(12 + 5 * indent))
            weight = "medium" if active else "normal"
            look.text(painter, rect, text.lstrip(" "), "text" if active else "muted", weight=weight)
