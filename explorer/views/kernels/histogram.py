"""How often which weight occurs in a layer: bars in the colours of the weights."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.network.cells import number
from explorer.network.kernels import KernelFacts
from explorer.views.parts.help import explain
from explorer.views.style.colormaps import signed_index
from explorer.views.style.theme import SMALL, Theme

_HIGH = 96


class Histogram(QWidget):
    """Shows the weights of `KernelFacts` in bins from -limit to limit, and one marked weight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._facts: KernelFacts | None = None
        self._marked: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(
            self,
            "Histogram of the weights",
            "How many weights of the layer have which size.",
            "The bars have the colours of the weights above, so this is the colour legend too.",
        )

    def show_facts(self, facts: KernelFacts) -> None:
        """Show the weights of a layer."""
        self._facts = facts
        ends = f"{number(-facts.limit)} to {number(facts.limit)}"
        self.setAccessibleDescription(f"{facts.weight.size:,} weights from {ends}")
        self.update()

    def show_marked(self, value: float | None) -> None:
        """Mark where one weight lies."""
        if value != self._marked:
            self._marked = value
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        scale = self._theme.scale if self._theme else 1.0
        return QSize(360, round(_HIGH * scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, facts = self._theme, self._facts
        if theme is None or facts is None:
            return
        painter = QPainter(self)
        line = 1.5 * theme.size(SMALL)
        area = QRectF(10, 6, self.width() - 20, self.height() - line - 10)
        self._paint_bars(painter, theme, facts, area)
        painter.setPen(QPen(theme.color("border_strong"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        axis = QRectF(area.x(), area.bottom() + 2, area.width(), line)
        self._paint_axis(painter, theme, facts, axis)
        if self._marked is not None and facts.limit:
            x = area.x() + (self._marked / facts.limit + 1) / 2 * area.width()
            painter.setPen(QPen(theme.color("selection"), 2))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _paint_bars(
        self, painter: QPainter, theme: Theme, facts: KernelFacts, area: QRectF
    ) -> None:
        middles = ((facts.edges[:-1] + facts.edges[1:]) / 2).astype(np.float32)
        words = theme.colormaps.signed[signed_index(middles, facts.limit)].tolist()
        step, most = area.width() / len(words), max(1, int(facts.counts.max()))
        painter.setPen(QPen(theme.color("border_strong"), 1))
        for at, (count, word) in enumerate(zip(facts.counts.tolist(), words, strict=True)):
            if count:
                high = max(2.0, count / most * area.height())
                bar = QRectF(area.x() + at * step, area.bottom() - high, step - 1, high)
                painter.setBrush(QColor.fromRgb(word))
                painter.drawRect(bar)

    def _paint_axis(
        self, painter: QPainter, theme: Theme, facts: KernelFacts, area: QRectF
    ) -> None:
        painter.setFont(theme.font(SMALL))
        painter.setPen(theme.color("text"))
        limit = facts.limit or 1.0
        for text, side in (
            (number(-limit), Qt.AlignmentFlag.AlignLeft),
            ("0", Qt.AlignmentFlag.AlignHCenter),
            (number(limit), Qt.AlignmentFlag.AlignRight),
        ):
            painter.drawText(area, int(side | Qt.AlignmentFlag.AlignVCenter), text)
