"""Shares of a whole as bars from one edge, with a name at the left and numbers at the right."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.views.blocks.blocks import Block, Spot
from explorer.views.blocks.table import paint_name
from explorer.views.parts.brush import CENTRE, RIGHT, Look

_ROW, _NUMBER, _FURTHER = 22, 60, 42  # height; pixels of one number and of each one more
_APART = 64  # pixels from the end of a number to that of the next
_TICK = 44  # pixels of a tick's number


@dataclass(frozen=True, slots=True)
class Meter:
    """A bar as long as `share` of the room, 0 to 1; a `hollow` one is only an outline."""

    share: float
    color: str = "accent"
    hollow: bool = False

    def paint(self, painter: QPainter, look: Look, rect: QRectF) -> None:
        """Paint the bar into its whole room."""
        share = min(1.0, max(0.0, self.share)) if self.share == self.share else 0.0
        bar = QRectF(rect)
        bar.setWidth(rect.width() * share)
        if bar.width() < 0.5:
            return
        bar.setWidth(max(1.0, bar.width()))
        if not self.hollow:
            painter.fillRect(bar, look.color(self.color))
            return
        painter.setPen(look.pen("text", 1.2))
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))


@dataclass(frozen=True, slots=True)
class MeterRow(Block):
    """A name with its bars, one below the other, and the numbers they stand for.

    `names` are the pixels that the name has, `lines` the shares at which a line stands. A row with
    a `ground` is strong on it; one that `leads` somewhere can be activated.
    """

    name: str
    meters: tuple[Meter, ...]
    numbers: tuple[str, ...]
    words: str
    names: int
    lines: tuple[float, ...] = (0.0,)
    ground: str = ""
    leads: bool = False
    stop: bool = False

    def height(self, look: Look, width: float) -> float:
        return look.px(_ROW)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        high, weight = look.px(_ROW), "strong" if self.ground else "normal"
        if self.ground:
            painter.fillRect(QRectF(0, 0, width, high), look.color(self.ground))
        paint_name(painter, look, self.name, QRectF(0, 0, look.px(self.names - 6), high), weight)
        area = meter_area(look, width, high, self.names, len(self.numbers))
        paint_lines(painter, look, area, self.lines)
        thick = look.px(8 if len(self.meters) == 1 else 6)
        y = round((high - len(self.meters) * (thick + 2)) / 2) + 1
        for meter in self.meters:
            meter.paint(painter, look, QRectF(area.x(), y, area.width(), thick))
            y += round(thick) + 2
        right = width - look.px(4)
        for text, meter in zip(self.numbers[::-1], self.meters[::-1], strict=True):
            color = "bad" if meter.color == "bad" else "text"
            quiet = meter.hollow and not self.ground
            place = QRectF(0, 0, right, high)
            look.text(painter, place, text, "muted" if quiet else color, weight=weight, align=RIGHT)
            right -= look.px(_APART)

    def spots(self, look: Look, width: float) -> list[Spot]:
        rect = QRectF(0, 0, width, look.px(_ROW))
        enlarges = 0 if self.leads else None
        return [Spot(rect, self.words, ("meter", self.name), enlarges=enlarges, stop=self.stop)]


@dataclass(frozen=True, slots=True)
class MeterKey(Block):
    """What the bars and numbers of the rows below are, at the right."""

    meters: tuple[tuple[str, Meter], ...]

    def height(self, look: Look, width: float) -> float:
        return look.line() + look.px(4)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        line, right = look.line(), width - look.px(4)
        for text, meter in self.meters[::-1]:
            look.text(painter, QRectF(0, 0, right, line), text, "muted", align=RIGHT)
            left = right - look.width_of(text) - look.px(15)
            bar = QRectF(left, round(line / 2) - look.px(3), look.px(10), look.px(6))
            meter.paint(painter, look, bar)
            right -= look.px(_APART)


@dataclass(frozen=True, slots=True)
class MeterAxis(Block):
    """The numbers under the bars: `ticks` are their shares and texts; some have no room."""

    ticks: tuple[tuple[float, str], ...]
    names: int

    def height(self, look: Look, width: float) -> float:
        return look.line() + look.px(4)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        area = meter_area(look, width, look.px(4), self.names)
        paint_lines(painter, look, area, tuple(share for share, _text in self.ticks))
        room = look.px(_TICK)
        for share, text in self.at_most(int(area.width() // room) + 1):
            x = area.x() + area.width() * share
            place = QRectF(x - room / 2, look.px(3), room, look.line())
            look.text(painter, place, text, "muted", align=CENTRE)

    def at_most(self, count: int) -> tuple[tuple[float, str], ...]:
        """Return the ticks that get a number: every second, third, ... where they are more."""
        return self.ticks[:: max(1, -(-len(self.ticks) // max(2, count)))]


def meter_area(look: Look, width: float, high: float, names: int, numbers: int = 1) -> QRectF:
    """Return where the bars stand, between names and numbers."""
    left, right = look.px(names), look.px(_NUMBER + _FURTHER * (numbers - 1))
    return QRectF(left, 0, width - left - right, high)


def paint_lines(painter: QPainter, look: Look, area: QRectF, shares: tuple[float, ...]) -> None:
    """Paint upright lines at shares of an area's width."""
    painter.setPen(look.pen("border"))
    for share in shares:
        x = round(area.x() + area.width() * share) + 0.5
        painter.drawLine(QPointF(x, 0), QPointF(x, area.height()))
