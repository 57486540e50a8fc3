"""How many images there are of each class; a click shows only those."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter

from explorer.text import _
from explorer.views.parts.brush import RIGHT, Look
from explorer.views.parts.tiles import TileList

_ROW = 20
ALL = -1


class ClassBars(TileList):
    """One bar per class under one for all; a tile is a class, -1 means all."""

    first = ALL

    def __init__(self) -> None:
        super().__init__(
            _("Images per class"),
            _("How many images there are of each class; click one to see only those."),
            _("Up and Down choose with the keyboard. A class with few images is learned worse."),
        )
        self._classes: tuple[str, ...] = ()
        self._counts: NDArray[np.int64] = np.zeros(0, np.int64)
        self._names, self._most = 0.0, 1  # the widest name, the largest count

    def show_counts(self, classes: tuple[str, ...], counts: NDArray[np.int64]) -> None:
        """Show the images per class int64 (classes,)."""
        self._classes, self._counts, self.chosen = classes, counts, ALL
        self.refit()

    def count(self) -> int:
        return len(self._counts) + 1

    def row_height(self) -> float:
        return self.look.px(_ROW)

    def describe(self, tile: int | None) -> str:
        return ": ".join(self._text(ALL if tile is None else tile))

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(200))

    def paint_tiles(self, painter: QPainter, look: Look, exposed: QRectF) -> None:
        widest = max(look.width_of(name) for name in (_("all"), *self._classes))
        self._names = min(widest, self.width() * 0.45)
        self._most = max(1, int(self._counts.max(initial=0)))
        super().paint_tiles(painter, look, exposed)

    def paint_tile(self, painter: QPainter, look: Look, tile: int, area: QRectF) -> None:
        chosen, names = tile == self.chosen, self._names
        if chosen:
            painter.fillRect(area, look.color("accent_soft"))
        name, number = self._text(tile)
        elided = look.metrics("small", "normal").elidedText(
            name, Qt.TextElideMode.ElideRight, int(names) + 1
        )
        color = "text" if chosen else "muted"
        inner = area.adjusted(4, 0, -4, 0)
        look.text(painter, inner, elided, color)
        look.text(painter, inner, number, color, align=RIGHT)
        if tile == ALL:
            return
        left, wide = names + 14, area.width() - names - 14 - look.width_of(f"{self._most:,}") - 12
        thick = round(area.height() * 0.4)
        bar = QRectF(left, area.top() + (area.height() - thick) / 2, wide, thick)
        painter.fillRect(bar, look.color("field"))
        bar.setWidth(wide * int(self._counts[tile]) / self._most)
        painter.fillRect(bar, look.color("accent", 255 if chosen else 150))

    def _text(self, label: int) -> tuple[str, str]:
        if label == ALL:
            return _("all"), f"{int(self._counts.sum()):,}"
        return self._classes[label], f"{int(self._counts[label]):,}"
