"""All images of a data set, or of one class, as a grid to scroll through."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy

from explorer.digits.datasets import Dataset
from explorer.views.parts.brush import CENTRE, Look
from explorer.views.parts.help import explain
from explorer.views.parts.thumbnails import Sheet
from explorer.views.style.theme import Theme

_SIDE, _GAP = 44, 6
_LEAST_ROWS = 3
Places = NDArray[np.int64]


class SamplesGrid(QAbstractScrollArea):
    """Says `sample_chosen(int)` with the place of an image in the data set.

    Only what is in view is coloured and painted, so a million images cost no more than fifty.
    """

    sample_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._dataset: Dataset | None = None
        self._places: Places = np.zeros(0, np.int64)
        self._at = -1
        self._sheets: dict[int, Sheet] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        explain(
            self,
            "Samples",
            "The images of the data set; click one to see its pixels.",
            "The arrow keys walk through them, Page Up and Page Down scroll.",
        )

    @property
    def places(self) -> Places:
        """The places of the images shown, in the data set."""
        return self._places

    def show_dataset(self, dataset: Dataset | None, label: int = -1) -> None:
        """Show the images of a class, or with -1 all."""
        self._dataset = dataset
        if dataset is None:
            self._places = np.zeros(0, np.int64)
        else:
            every = dataset.labels >= 0 if label < 0 else dataset.labels == label
            self._places = np.flatnonzero(every).astype(np.int64)
        self._sheets.clear()
        self._at = -1
        self.verticalScrollBar().setValue(0)
        self._fit()
        self.viewport().update()

    def show_chosen(self, place: int) -> None:
        """Outline the image at a place of the data set and bring it into view."""
        at = int(np.searchsorted(self._places, place))
        self._at = at if at < len(self._places) and self._places[at] == place else -1
        self._scroll_to(self._at)
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._look = Look(theme)
        self._sheets.clear()
        self._fit()
        self.viewport().update()

    def minimumSizeHint(self) -> QSize:
        return QSize(100, round(_LEAST_ROWS * self._step()))

    def sizeHint(self) -> QSize:
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sheets.clear()
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at_point(event.position())
        if at is not None and event.button() == Qt.MouseButton.LeftButton:
            self.sample_chosen.emit(int(self._places[at]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns(),
            Qt.Key.Key_Down: self._columns(),
        }
        way = ways.get(Qt.Key(event.key()))
        if way is None or not len(self._places):
            super().keyPressEvent(event)
            return
        at = min(max(self._at + way, 0), len(self._places) - 1) if self._at >= 0 else 0
        self.sample_chosen.emit(int(self._places[at]))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, data = self._look, self._dataset
        if look is None:
            return
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look.color("panel"))
        if data is None or not len(self._places):
            text = "no data yet" if data is None else "no image of this class"
            look.text(painter, QRectF(self.viewport().rect()), text, "muted", align=CENTRE)
            return
        step, top = self._step(), self.verticalScrollBar().value()
        last = min((top + self.viewport().height()) // int(step) + 1, self._rows())
        kept = {}
        for row in range(int(top // step), last):
            kept[row] = self._sheet(look, data, row)
            self._paint_row(painter, look, row, kept[row])
        self._sheets = kept

    def _paint_row(self, painter: QPainter, look: Look, row: int, sheet: Sheet) -> None:
        columns, side = self._columns(), look.px(_SIDE)
        y = row * self._step() - self.verticalScrollBar().value()
        image = sheet.image
        wide, high = image.width() / columns, image.height()
        for column in range(min(columns, len(self._places) - row * columns)):
            frame = QRectF(column * self._step() + 2, y + 2, side, side)
            source = QRectF(column * wide, 0, wide - 1, high - 1)
            painter.drawImage(_fitted(frame, source), image, source)
            if row * columns + column == self._at:
                painter.setPen(QPen(look.color("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(frame.adjusted(-1, -1, 1, 1))

    def _sheet(self, look: Look, data: Dataset, row: int) -> Sheet:
        if row not in self._sheets:
            columns = self._columns()
            chosen = self._places[row * columns : (row + 1) * columns]
            gap = look.theme.color("panel").rgb()
            self._sheets[row] = Sheet(data.images[chosen], columns, look.maps.ink, gap)
        return self._sheets[row]

    def _columns(self) -> int:
        return max(1, int((self.viewport().width() - 2) // self._step()))

    def _rows(self) -> int:
        return -(-len(self._places) // self._columns())

    def _step(self) -> float:
        return self._look.px(_SIDE + _GAP) if self._look else float(_SIDE + _GAP)

    def _fit(self) -> None:
        bar, high = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, int(self._rows() * self._step()) - high))
        bar.setPageStep(high)
        bar.setSingleStep(int(self._step()))

    def _scroll_to(self, at: int) -> None:
        if at < 0:
            return
        bar, top = self.verticalScrollBar(), int(at // self._columns() * self._step())
        lowest = top + int(self._step()) - self.viewport().height()
        bar.setValue(min(max(bar.value(), lowest), top))

    def _at_point(self, point: QPointF) -> int | None:
        step = self._step()
        column = int(point.x() // step)
        row = int((point.y() + self.verticalScrollBar().value()) // step)
        at = row * self._columns() + column
        return at if column < self._columns() and 0 <= at < len(self._places) else None


def _fitted(frame: QRectF, source: QRectF) -> QRectF:
    """Return the largest place in a frame for a picture of the source's proportions."""
    scale = min(frame.width() / source.width(), frame.height() / source.height())
    place = QRectF(0, 0, source.width() * scale, source.height() * scale)
    place.moveCenter(frame.center())
    return place
