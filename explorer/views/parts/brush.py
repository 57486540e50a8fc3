"""Fonts, colours and brushes of painted views, made once per theme: views are painted often."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from explorer.views.style.colormaps import LEVELS
from explorer.views.style.theme import LARGE, NORMAL, SMALL, Theme
from explorer.views.style.themed import Themed

TINY = 11
_QUIET = 165  # opacity of a zero on pixels that are drawn against the theme
_WEIGHTS = {
    "normal": QFont.Weight.Normal,
    "medium": QFont.Weight.Medium,
    "strong": QFont.Weight.DemiBold,
}
_FACTS = {"strong": ("body", "strong")}  # size and weight of a line of facts, by its role
_SIZES = {"tiny": TINY, "small": SMALL, "body": NORMAL, "large": LARGE, "value": 22}
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTRE = int(Qt.AlignmentFlag.AlignCenter)
WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


@lru_cache(maxsize=16)
def look_of(theme: Theme) -> Look:
    """Return what a theme's painters share."""
    return Look(theme)


class Look:
    """A theme as painters need it; `look_of` has the one of a theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.maps = theme.colormaps
        self.scale = theme.scale
        ends = sorted((int(self.maps.ink[0]), int(self.maps.ink[LEVELS - 1])))
        self.on_bright, self.on_dark = (QColor.fromRgb(end) for end in ends)
        self._bright_paper = ends[0] != int(self.maps.ink[0])
        self.hatch = QBrush(_hatch(theme))
        self.color = lru_cache(maxsize=128)(theme.color)
        self.pen = lru_cache(maxsize=128)(self._pen)
        self.font = lru_cache(maxsize=32)(self._font)
        self.metrics = lru_cache(maxsize=32)(self._metrics)
        self._width = lru_cache(maxsize=4096)(self._measured)

    def px(self, length: float) -> float:
        """Return a length after the user's enlargement, in whole pixels."""
        return float(round(length * self.scale))

    def on(self, bright: bool, quiet: bool = False) -> QColor:
        """Return the colour of a number on a bright or a dark cell; `quiet` for one that is 0."""
        if not quiet:
            return self.on_bright if bright else self.on_dark
        if bright == self._bright_paper:
            return self.color("muted")
        strong = QColor(self.on_bright if bright else self.on_dark)
        strong.setAlpha(_QUIET)
        return strong

    def line(self, size: str = "small") -> float:
        """Return the height of one line of text of a size."""
        return self.px(_SIZES[size] + (5 if size in ("tiny", "small") else 7))

    def width_of(self, text: str, size: str = "small", weight: str = "normal") -> float:
        """Return how wide a text is."""
        return self._width(text, size, weight)

    def text(
        self,
        painter: QPainter,
        rect: QRectF,
        text: str,
        color: str = "text",
        size: str = "small",
        weight: str = "normal",
        align: int = LEFT,
    ) -> None:
        """Paint a text into a rectangle."""
        painter.setFont(self.font(size, weight))
        painter.setPen(self.color(color))
        painter.drawText(rect, align, text)

    def facts(
        self,
        painter: QPainter,
        x: float,
        width: float,
        facts: tuple[tuple[str, str], ...],
    ) -> None:
        """Paint lines of (text, role) from `x` to `width`: role "label", "text" or "strong"."""
        y = 0.0
        for text, role in facts:
            looks = _FACTS.get(role, ("small", "normal"))
            place = QRectF(x, y, width - x, self.wrapped_height(text, width - x, *looks))
            self.text(painter, place, text, "muted" if role == "label" else "text", *looks, WRAP)
            y = place.bottom()

    def facts_size(self, facts: tuple[tuple[str, str], ...], width: float) -> tuple[float, float]:
        """Return how wide the longest of such lines is, and how high all are within a width."""
        looks = [(text, *_FACTS.get(role, ("small", "normal"))) for text, role in facts]
        widest = max((self.width_of(*look) for look in looks), default=0.0)
        return widest, sum(self.wrapped_height(text, width, *look) for text, *look in looks)

    def wrapped_height(self, text: str, width: float, size: str, weight: str = "normal") -> float:
        """Return how high a text is when wrapped to a width."""
        metrics = self.metrics(size, weight)
        if metrics.horizontalAdvance(text) <= width:
            return self.line(size)
        return metrics.boundingRect(QRectF(0, 0, width, 1e4), WRAP, text).height() + self.px(3)

    def bar_color(self, value: float) -> QColor:
        """Return the colour of a signed bar: blue above zero, orange below, as on the maps."""
        table = self.maps.signed
        return QColor.fromRgb(int(table[127 + 76] if value >= 0 else table[127 - 76]))

    def _pen(self, meaning: str, width: float = 1.0, alpha: int = 255) -> QPen:
        return QPen(self.color(meaning, alpha), width)

    def _font(self, size: str = "small", weight: str = "normal") -> QFont:
        return self.theme.font(_SIZES[size], _WEIGHTS[weight])

    def _measured(self, text: str, size: str, weight: str) -> float:
        return self.metrics(size, weight).horizontalAdvance(text)

    def _metrics(self, size: str = "small", weight: str = "normal") -> QFontMetricsF:
        return QFontMetricsF(self.font(size, weight))


class Painted(Themed):
    """Mixed in before a painted widget's class: its theme as painters need it is `self.look`."""

    @property
    def look(self) -> Look:
        """The theme the widget is shown in, with fonts, pens and widths."""
        return look_of(self.theme)


def tick(
    painter: QPainter, look: Look, centre: QPointF, good: bool = True, color: str = ""
) -> None:
    """Paint a tick, or a cross, about eleven pixels wide."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(look.color(color or ("good" if good else "bad")), 1.8)  # the painter is scaled
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.translate(centre)
    painter.scale(look.scale, look.scale)
    if good:
        painter.drawPolyline([QPointF(-4, 0), QPointF(-1.2, 3), QPointF(4.4, -3.6)])
    else:
        painter.drawLine(QPointF(-3.5, -3.5), QPointF(3.5, 3.5))
        painter.drawLine(QPointF(-3.5, 3.5), QPointF(3.5, -3.5))
    painter.restore()


def _hatch(theme: Theme) -> QPixmap:
    """Return a tile of diagonal lines: what lies in the padding and is no number of the map."""
    tile = QPixmap(5, 5)
    tile.fill(theme.color("field"))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("muted", 150), 0.9))
    for shift in (-5, 0, 5):
        painter.drawLine(QPointF(shift - 1, 6), QPointF(shift + 6, -1))
    painter.end()
    return tile
