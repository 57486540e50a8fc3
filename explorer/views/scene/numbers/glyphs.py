"""Numbers that change with every frame, written by copying ready-made digits.

Setting ten logits as text instead was measured to make a repaint of the scene half as long again.
The digits are all equally wide, so putting them in a row is all there is to do.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from explorer.views.parts.guard import painting
from explorer.views.style.theme import SMALL, Theme

_CHARACTERS = "0123456789.−-einfa"  # the letters of inf and nan: training can diverge
_ALIGN = {"left": 0.0, "centre": 0.5, "right": 1.0}
Align = Literal["left", "centre", "right"]
Glyph = tuple[QPixmap, float]


class Glyphs:
    """Small digits of one theme at one device pixel ratio, in any colour and two weights."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self._ratio = ratio
        self._fonts = (theme.font(SMALL), theme.font(SMALL, QFont.Weight.DemiBold))
        self._sets: dict[tuple[int, bool], dict[str, Glyph]] = {}
        metrics = QFontMetricsF(self._fonts[0])
        self._ascent, self._height = metrics.ascent(), metrics.height()
        self._middle = (metrics.ascent() - metrics.descent()) / 2

    def write(
        self,
        painter: QPainter,
        text: str,
        x: float,
        y: float,
        color: QColor,
        align: Align,
        bold: bool = False,
        as_text: bool = False,
    ) -> None:
        """Write a number with its middle at the height `y`; x is its left, centre or right.

        Where the painter is enlarged, or draws lines, it is set `as_text` and stays sharp.
        """
        glyphs = self._sets.get((color.rgb(), bold)) or self._make(color, bold)
        if as_text:
            width = sum(glyphs[c][1] for c in text)
            painter.setFont(self._fonts[bold])
            painter.setPen(color)
            painter.drawText(QPointF(x - _ALIGN[align] * width, y + self._middle), text)
            return
        row = [glyphs[c] for c in text]
        if align != "left":
            x -= _ALIGN[align] * sum([advance for _, advance in row])
        ratio = self._ratio
        top = round((y + self._middle - self._ascent) * ratio) / ratio
        if ratio == 1:
            top = int(top)
            for pixmap, advance in row:
                painter.drawPixmap(round(x), top, pixmap)
                x += advance
            return
        for pixmap, advance in row:
            painter.drawPixmap(QPointF(round(x * ratio) / ratio, top), pixmap)
            x += advance

    def _make(self, color: QColor, bold: bool) -> dict[str, Glyph]:
        font = self._fonts[bold]
        metrics = QFontMetricsF(font)
        made = {c: self._glyph(c, font, metrics.horizontalAdvance(c), color) for c in _CHARACTERS}
        self._sets[color.rgb(), bold] = made
        return made

    def _glyph(self, character: str, font: QFont, advance: float, color: QColor) -> Glyph:
        pixmap = QPixmap(
            round((advance + 2) * self._ratio), round((self._height + 1) * self._ratio)
        )
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with painting(pixmap) as painter:
            painter.setFont(font)
            painter.setPen(color)
            painter.drawText(QPointF(0, self._ascent), character)
        return pixmap, advance


@lru_cache(maxsize=4)
def glyphs_for(theme: Theme, ratio: float) -> Glyphs:
    """Return the ready-made digits of a theme for a screen."""
    return Glyphs(theme, ratio)
