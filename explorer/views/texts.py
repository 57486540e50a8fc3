"""Short texts that are painted again and again, laid out once each."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QPainter, QStaticText, QTransform

_MOST = 4096  # numbers with one decimal repeat; beyond this the oldest are forgotten


class Texts:
    """Paints texts in one font; a text seen before costs a fifth of `QPainter.drawText`."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._known: dict[str, QStaticText] = {}
        self._height: float | None = None

    def draw(self, painter: QPainter, left: float, top: float, text: str) -> None:
        """Paint a text in the painter's pen with its top left corner at a point."""
        painter.setFont(self.font)
        painter.drawStaticText(QPointF(left, top), self._laid_out(text))

    def draw_right(self, painter: QPainter, right: float, top: float, text: str) -> None:
        """Paint a text that ends at `right`."""
        static = self._laid_out(text)
        painter.setFont(self.font)
        painter.drawStaticText(QPointF(right - static.size().width(), top), static)

    def width(self, text: str) -> float:
        """Return how wide a text is."""
        return self._laid_out(text).size().width()

    @property
    def height(self) -> float:
        """How high a line is."""
        if self._height is None:
            self._height = self._laid_out("0").size().height()
        return self._height

    def _laid_out(self, text: str) -> QStaticText:
        static = self._known.get(text)
        if static is None:
            if len(self._known) >= _MOST:
                self._known.pop(next(iter(self._known)))
            static = QStaticText(text)
            static.setTextFormat(Qt.TextFormat.PlainText)
            static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            static.prepare(QTransform(), self.font)
            self._known[text] = static
        return static
