"""How often which weight occurs in a layer: bars in the colours of the weights."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.network.cells import number
from explorer.network.kernels import KernelFacts
from explorer.text import _
from explorer.views.parts.brush import CENTRE, LEFT, RIGHT, Painted
from explorer.views.parts.help import explain
from explorer.views.style.colormaps import signed_index
from explorer.views.style.theme import SMALL

_HIGH = 96


class WeightHistogram(Painted, QWidget):
    """Shows the weights of `KernelFacts` in bins from -limit to limit, and one marked weight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: KernelFacts | None = None
        self._marked: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(
            self,
            _("Histogram of the weights"),
            _("How many weights of the layer have which size."),
            _("The bars have the colours of the weights above, so this is the colour legend too."),
        )

    def show_facts(self, facts: KernelFacts) -> None:
        """Show the weights of a layer."""
        self._facts = facts
        text = _("{count:,} weights from {low} to {high}").format(
            count=facts.weight.size, low=number(-facts.limit), high=number(facts.limit)
        )
        self.setAccessibleDescription(text)
        self.update()

    def show_marked(self, value: float | None) -> None:
        """Mark where one weight lies."""
        if value != self._marked:
            self._marked = value
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, round(_HIGH * self.theme.scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, facts = self.look, self._facts
        if facts is None:
            return
        painter = QPainter(self)
        line = 1.5 * look.theme.size(SMALL)
        area = QRectF(10, 6, self.width() - 20, self.height() - line - 10)
        self._paint_bars(painter, facts, area)
        painter.setPen(look.pen("border_strong"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        axis = QRectF(area.x(), area.bottom() + 2, area.width(), line)
        limit = facts.limit or 1.0
        look.text(painter, axis, number(-limit), align=LEFT)
        look.text(painter, axis, "0", align=CENTRE)
        look.text(painter, axis, number(limit), align=RIGHT)
        if self._marked is not None and facts.limit:
            x = area.x() + (self._marked / facts.limit + 1) / 2 * area.width()
            painter.setPen(look.pen("selection", 2))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _paint_bars(self, painter: QPainter, facts: KernelFacts, area: QRectF) -> None:
        middles = ((facts.edges[:-1] + facts.edges[1:]) / 2).astype(np.float32)
        words = self.theme.colormaps.signed[signed_index(middles, facts.limit)].tolist()
        step, most = area.width() / len(words), max(1, int(facts.counts.max()))
        painter.setPen(self.look.pen("border_strong"))
        for at, (count, word) in enumerate(zip(facts.counts.tolist(), words, strict=True)):
            if count:
                high = max(2.0, count / most * area.height())
                bar = QRectF(area.x() + at * step, area.bottom() - high, step - 1, high)
                painter.setBrush(QColor.fromRgb(word))
                painter.drawRect(bar)
