"""How often which number occurs in a layer: bars in the colours of the numbers, numbered axes."""

from __future__ import annotations

from math import isfinite

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.network.cells import number
from explorer.network.kernels import Distribution
from explorer.views.parts.brush import CENTRE, LEFT, RIGHT, Painted
from explorer.views.parts.help import explain
from explorer.views.parts.number_text import grouped
from explorer.views.style.colormaps import ramp_index, signed_index
from explorer.views.style.theme import SMALL

_HIGH = 112


class Histogram(Painted, QWidget):
    """Shows a `Distribution` under a title, and one marked number."""

    def __init__(self, name: str, tip: str, detail: str) -> None:
        super().__init__()
        self.title = ""
        self._spread: Distribution | None = None
        self._marked: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(self, name, tip, detail)

    def show_spread(self, title: str, spread: Distribution | None) -> None:
        """Show where numbers lie; without any only the title, which says why."""
        self.title, self._spread = title, spread
        self.setAccessibleDescription(title)
        self.update()

    def show_marked(self, value: float | None) -> None:
        """Mark where one number lies; one that is not finite lies nowhere."""
        value = None if value is None or not isfinite(value) else value
        if value != self._marked:
            self._marked = value
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, round(_HIGH * self.theme.scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, spread, painter = self.look, self._spread, QPainter(self)
        line = 1.5 * look.theme.size(SMALL)
        look.text(painter, QRectF(0, 0, self.width(), line), self.title, "muted", align=LEFT)
        if spread is None:
            return
        most = grouped(max(1, int(spread.counts.max())))
        left = look.width_of(most) + look.px(6)
        area = QRectF(left, line + 4, self.width() - left - look.px(4), 0)
        area.setBottom(self.height() - line - 4)
        self._paint_bars(painter, spread, area)
        painter.setPen(look.pen("border_strong"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topLeft(), area.bottomLeft())
        counts = QRectF(0, area.top(), left - look.px(6), line)
        look.text(painter, counts, most, align=RIGHT)
        counts.moveBottom(area.bottom() + line / 2)
        look.text(painter, counts, "0", align=RIGHT)
        axis, low = QRectF(area.x(), area.bottom() + 2, area.width(), line), float(spread.edges[0])
        for value, align in (
            (low, LEFT),
            ((low + spread.limit) / 2, CENTRE),
            (spread.limit, RIGHT),
        ):
            look.text(painter, axis, number(value), align=align)
        if self._marked is not None:
            x = area.x() + (self._marked - low) / (spread.limit - low) * area.width()
            painter.setPen(look.pen("selection", 2))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _paint_bars(self, painter: QPainter, spread: Distribution, area: QRectF) -> None:
        middles = ((spread.edges[:-1] + spread.edges[1:]) / 2).astype(np.float32)
        maps = self.theme.colormaps
        words = maps.signed[signed_index(middles, spread.limit)]
        if not spread.signed:
            words = maps.ramp[ramp_index(middles, 0.0, spread.limit)]
        step, most = area.width() / len(words), max(1, int(spread.counts.max()))
        painter.setPen(self.look.pen("border_strong"))
        for at, (count, word) in enumerate(
            zip(spread.counts.tolist(), words.tolist(), strict=True)
        ):
            if count:
                high = max(2.0, count / most * area.height())
                bar = QRectF(area.x() + at * step, area.bottom() - high, step - 1, high)
                painter.setBrush(QColor.fromRgb(word))
                painter.drawRect(bar)
