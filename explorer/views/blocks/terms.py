"""A number worked out: its terms with the formulas they come from, and whether it is right."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.text import _
from explorer.views.blocks.blocks import Block, Line, Spot
from explorer.views.parts.brush import RIGHT, WRAP, Look, tick


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
        heights = [high for _formula, high in self._wrapped(look, width)]
        return self._head(look, width) + sum(heights) + look.px(3)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        line, head = look.line(), self._head(look, width)
        color = "text" if self.kind != "plain" else "muted"
        weights = ("strong", "strong") if self.kind == "result" else ("normal", "medium")
        look.text(painter, QRectF(0, 0, width, line), self.name, color, weight=weights[0])
        place = QRectF(0, head - line, width, line)
        look.text(painter, place, self.value, weight=weights[1], align=RIGHT)
        y = head - look.px(1)
        for formula, high in self._wrapped(look, width):
            place = QRectF(look.px(10), y, width - look.px(10), high)
            look.text(painter, place, formula, "muted", align=WRAP)
            y += high

    def spots(self, look: Look, width: float) -> list[Spot]:
        rect = QRectF(0, 0, width, self.height(look, width))
        words = self.words or _("{name}: {value}").format(name=self.name, value=self.value)
        return [Spot(rect, words, ("term", self.name), stop=self.kind == "result")]

    def _head(self, look: Look, width: float) -> float:
        """Return how high name and number are: one line, or two where they would touch."""
        wide = look.width_of(self.name, "small", "strong")
        wide += look.width_of(self.value, "small", "strong") + look.px(10)
        return look.line() * (1 if wide <= width else 2)

    def _wrapped(self, look: Look, width: float) -> list[tuple[str, float]]:
        """Return the formulas with their heights."""
        room = width - look.px(10)
        return [(text, look.wrapped_height(text, room, "small")) for text in self.formulas]


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


def title(text: str) -> Line:
    """Return the heading of a part."""
    return Line(text, "text", "body", "strong")


def rest(text: str | None, name: str) -> list[Block]:
    """Return the term that a sum of rounded numbers lacks, if any."""
    return [TermRow(name, text, kind="term")] if text is not None else []
