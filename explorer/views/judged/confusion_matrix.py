"""The confusion matrix: how many images of each class were read as which."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy

from explorer.text import _
from explorer.views.parts.brush import CENTRE, RIGHT, Look
from explorer.views.parts.number_text import percent
from explorer.views.parts.tiles import Cell, CellGrid
from explorer.views.style.colormaps import LEVELS

Counts = NDArray[np.int64]
Pair = Cell  # true class, guess
_LEAST_CELL, _MOST_CELL = 12, 40
_NAME = 12  # characters of a class


class ConfusionMatrix(CellGrid):
    """Rows are true classes, columns guesses; a tile is a pair of both.

    A click or Enter keeps a cell and emits `tile_chosen(pair)`; on the kept cell it emits None, as
    Escape and a click beside the cells do.
    """

    def __init__(self) -> None:
        tip = _("How many images of each class (rows) were read as which (columns).")
        detail = _(
            "The diagonal is right, and grey; beside it its share of the class, the recall. Blue "
            "shows which mistakes are the most frequent among the images of their class."
        )
        super().__init__(_("Confusion matrix"), tip, detail)
        self.counts: Counts = np.zeros((0, 0), np.int64)
        self._shares = np.zeros((0, 0))
        self._classes: tuple[str, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_counts(self, counts: Counts, classes: tuple[str, ...]) -> None:
        """Show images by true class and guess, int64 (classes, classes)."""
        if len(counts) != len(self.counts):
            self.hot = self.chosen = None
        self.counts, self._classes = counts, classes
        self._shares = shares_of(counts)
        self.updateGeometry()
        self.update()

    def describe(self, tile: Pair | None) -> str:
        """Return the facts of a cell: `4 read as 9: 12 of 980 (1.2 %)`, or the whole in a line."""
        if tile is None or self.empty:
            return summary(self.counts)
        count, total = int(self.counts[tile]), int(self.counts[tile[0]].sum())
        share = percent(count / total) if total else _("none")
        text = _("{pair}: {count:,} of {total:,} ({share})")
        return text.format(pair=self.name(tile), count=count, total=total, share=share)

    def name(self, tile: Pair) -> str:
        """Return what a cell counts: `4 read as 9`."""
        label, guess = (self._classes[place] for place in tile)
        return _("{label} read as {guess}").format(label=label, guess=guess)

    def reason(self) -> str:
        return _("no validation yet")

    def shape(self) -> tuple[int, int]:
        return len(self.counts), len(self.counts)

    def area(self) -> QRectF:
        top, cell = self._fit(self.width(), self.height())
        return QRectF(self._left, top, cell * len(self.counts), cell * len(self.counts))

    def choose(self, tile: Pair | None) -> None:
        self.show_chosen(None if tile == self.chosen else tile)
        self.tile_chosen.emit(self.chosen)

    def sizeHint(self) -> QSize:
        return QSize(300, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 180)

    def heightForWidth(self, width: int) -> int:
        if self.empty:
            return width
        top, cell = self._fit(width, 1e6)
        return int(top + max(_LEAST_CELL, cell) * len(self.counts)) + 2

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self.tile_at(event.position()) is None and self.chosen:
            self.choose(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.chosen:
            self.choose(None)
        else:
            super().keyPressEvent(event)

    def paint_tiles(self, painter: QPainter, look: Look, exposed: QRectF) -> None:
        area, cell = self.area(), self.side
        self._paint_cells(painter, look, area, cell)
        self._paint_names(painter, look, area, cell)
        self._paint_titles(painter, look, area, cell)
        for pair, color in ((self.hot, "text"), (self.chosen, "selection")):
            if pair is not None:
                painter.setPen(look.pen(color, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.tile_area(pair).adjusted(0, 0, -2, -2))

    def _paint_cells(self, painter: QPainter, look: Look, area: QRectF, cell: float) -> None:
        painter.fillRect(area, look.color("field"))
        size = "small" if cell >= look.px(26) else "tiny"
        # Mistakes have a place on the ramp by the most frequent of all.
        most = (self._shares - np.diag(np.diag(self._shares))).max()
        for label, guess in np.argwhere(self.counts > 0).tolist():
            rect = self.tile_area((label, guess)).adjusted(0, 0, -1, -1)
            color = look.color("border")
            if label != guess:
                level = (LEVELS - 1) * (0.12 + 0.5 * self._shares[label, guess] / most)
                color = QColor.fromRgb(int(look.maps.ramp[int(level)]))
            painter.fillRect(rect, color)
            text = f"{self.counts[label, guess]}"
            if look.width_of(text, size) <= cell - 2:
                painter.setFont(look.font(size))
                painter.setPen(look.on(bright=color.lightnessF() > 0.55))
                painter.drawText(rect, CENTRE, text)

    def _paint_names(self, painter: QPainter, look: Look, area: QRectF, cell: float) -> None:
        line = look.line("small")
        upright = self._longest() <= cell - 2
        for index, name in enumerate(map(_short, self._classes)):
            marked = self.hot is not None and index in self.hot
            color = "text" if marked else "muted"
            place = QRectF(line, area.top() + index * cell, area.left() - line - 6, cell)
            look.text(painter, place, name, color, align=RIGHT)
            painter.save()
            painter.translate(area.left() + (index + 0.5) * cell, area.top() - 3)
            if upright:
                look.text(painter, QRectF(-cell / 2, -line, cell, line), name, color, align=CENTRE)
            else:
                painter.rotate(-90)
                look.text(painter, QRectF(0, -line / 2, 200, line), name, color)
            painter.restore()

    def _paint_titles(self, painter: QPainter, look: Look, area: QRectF, cell: float) -> None:
        """Name the axes, and write how many of each class were read right."""
        line = look.line("small")
        digits = self._classes == tuple("0123456789")
        look.text(painter, QRectF(area.left(), 0, area.width(), line), _("read as"), align=CENTRE)
        beside = QRectF(area.right() + 6, area.top() - line - 3, self._right, line)
        look.text(painter, beside, _("recall"), "muted")
        for index, share in enumerate(np.diag(self._shares).tolist()):
            beside = QRectF(beside.x(), area.top() + index * cell, self._right, cell)
            look.text(painter, beside, percent(share) if self.counts[index].any() else "–", "muted")
        painter.save()
        painter.translate(line / 2, area.center().y())
        painter.rotate(-90)
        text = _("true digit") if digits else _("true class")
        look.text(painter, QRectF(-100, -line / 2, 200, line), text, align=CENTRE)
        painter.restore()

    @property
    def _left(self) -> float:
        """How wide the title and the names beside the cells are."""
        return self.look.line("small") + self._longest() + 8

    @property
    def _right(self) -> float:
        """How wide the recalls are."""
        return max(self.look.width_of(text) for text in (_("recall"), "99.9 %")) + 7

    def _fit(self, width: float, height: float) -> tuple[float, int]:
        """Return the height of the names above the cells, and the side of a cell."""
        longest, count = self._longest(), len(self.counts)
        title = self.look.line("small")
        high, wide = 2 * title + 3, int((width - self._left - self._right) / count)
        most = min(wide, int(self.look.px(_MOST_CELL)))
        if longest > min(most, int((height - high - 1) / count)) - 2:
            high = title + longest + 8
        return high, max(4, min(most, int((height - high - 1) / count)))

    def _longest(self) -> float:
        return _widest(self.look, self._classes)


def shares_of(counts: Counts) -> NDArray[np.float64]:
    """Return each count as a share of its row (classes, classes); an empty row has none."""
    totals = counts.sum(1, keepdims=True)
    return np.asarray(counts / np.maximum(totals, 1), np.float64)


def summary(counts: Counts) -> str:
    """Return the whole in a line: `951 of 1,000 right (95.1 %)`."""
    total, right = int(counts.sum()), int(np.trace(counts)) if len(counts) else 0
    if not total:
        return ""
    text = _("{right:,} of {total:,} right ({share})")
    return text.format(right=right, total=total, share=percent(right / total))


def _short(name: str) -> str:
    return name if len(name) <= _NAME else name[: _NAME - 1] + "…"


@lru_cache(maxsize=8)
def _widest(look: Look, classes: tuple[str, ...]) -> float:
    """Return how wide the longest name is; the layout asks again and again."""
    return max(look.width_of(_short(name)) for name in classes)
