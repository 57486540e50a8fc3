"""Short texts that are painted again and again, made once each as pictures.

Laying out and painting a text costs twenty times as much as copying a picture of it.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from explorer.views.style.theme import Theme

_MOST = 4096  # numbers with one decimal repeat; beyond this the oldest are forgotten
_AIR = 2  # pixels beside a text, for what leans out of its letters


class Texts:
    """Paints texts in one font, sharp on the pixels of the screen."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetricsF(font)
        self.height = self._metrics.height()
        self._ascent = self._metrics.ascent()
        self._widths: dict[str, float] = {}
        self._pictures: dict[tuple[str, int, float], QPixmap] = {}

    def draw(self, painter: QPainter, left: float, top: float, text: str) -> None:
        """Paint a text in the painter's pen with its top left corner at a point."""
        if not text:
            return
        color, ratio = painter.pen().color(), painter.device().devicePixelRatioF()
        key = (text, color.rgba(), ratio)
        picture = self._pictures.get(key)
        if picture is None:
            picture = self._pictures[key] = self._painted(text, color, ratio)
            if len(self._pictures) > _MOST:
                self._pictures.pop(next(iter(self._pictures)))
        x, y = round(left * ratio) / ratio - _AIR, round(top * ratio) / ratio
        painter.drawPixmap(QPointF(x, y), picture)

    def draw_right(self, painter: QPainter, right: float, top: float, text: str) -> None:
        """Paint a text that ends at `right`."""
        self.draw(painter, right - self.width(text), top, text)

    def write(self, painter: QPainter, left: float, top: float, text: str) -> None:
        """Paint a text as a text: where it is printed, or enlarged."""
        painter.setFont(self.font)
        painter.drawText(QPointF(left, top + self._ascent), text)

    def width(self, text: str) -> float:
        """Return how wide a text is."""
        known = self._widths.get(text)
        if known is None:
            if len(self._widths) >= _MOST:
                self._widths.pop(next(iter(self._widths)))
            known = self._widths[text] = self._metrics.horizontalAdvance(text)
        return known

    def _painted(self, text: str, color: QColor, ratio: float) -> QPixmap:
        wide, high = self._metrics.horizontalAdvance(text) + 2 * _AIR, self.height
        picture = QPixmap(ceil(wide * ratio), ceil(high * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setPen(color)
        self.write(painter, _AIR, 0, text)
        painter.end()
        return picture


class PlainTexts(Texts):
    """Paints texts as texts, for paper and for pictures made of lines."""

    def draw(self, painter: QPainter, left: float, top: float, text: str) -> None:
        """Paint a text with its top left corner at a point."""
        self.write(painter, left, top, text)


@lru_cache(maxsize=64)
def texts_of(theme: Theme, size: int, weight: QFont.Weight = QFont.Weight.Normal) -> Texts:
    """Return the texts of a theme in one size and weight; all who paint these share them."""
    return Texts(theme.font(size, weight))
