"""The images of a batch as a grid: click one, or walk with the arrow keys, to look into it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip

from explorer.training.look.anatomy import ForwardRecord
from explorer.views.parts.brush import Look
from explorer.views.parts.help import explain
from explorer.views.parts.thumbnails import Sheet
from explorer.views.style.theme import Theme
from explorer.views.train.anatomy.order import Order, ordered
from explorer.views.train.step.batch_cell import SIDE, Shape, paint_words, sentence, shape_of

_NOBODY = -1


class BatchGrid(QAbstractScrollArea):
    """Says `sample_chosen(int)` with the place of an image in the batch.

    Only what is in view is painted. Arrow keys go on from the image that was asked for last, even
    before its numbers have come.
    """

    sample_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._record: ForwardRecord | None = None
        self._classes: tuple[str, ...] = ()
        self._order: Order = "batch"
        self._places: NDArray[np.int64] = np.zeros(0, np.int64)
        self._asked = _NOBODY
        self._shape = Shape(60, 80, False)
        self._sheet: Sheet | None = None
        self._images: NDArray[np.uint8] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().installEventFilter(self)
        explain(
            self,
            "Images of the batch",
            "What the network learns from in this step; click an image to look into it.",
            "A tick means read right, a cross means misread: what it is → what it was taken for. "
            "The number is the loss of the image alone. Arrow keys choose another image.",
        )

    @property
    def places(self) -> NDArray[np.int64]:
        """The places in the batch as they stand in the grid."""
        return self._places

    @property
    def chosen(self) -> int:
        """The image that is marked, -1 for none."""
        if self._record is None:
            return _NOBODY
        return self._record.sample if self._asked < 0 else self._asked

    def show_record(self, record: ForwardRecord | None, classes: tuple[str, ...]) -> None:
        """Show a batch; the record's `sample` is marked."""
        old, self._record, self._classes = self._record, record, classes
        same = old is not None and record is not None and old.step == record.step
        if not same or (record is not None and record.sample == self._asked):
            self._asked = _NOBODY
        self._sort()
        if not same or old is None or record is None or not _equal(old, record):
            self._sheet = None
            self.verticalScrollBar().setValue(0)
        self._fit()
        self._bring_into_view()
        self._describe()
        self.viewport().update()

    def show_order(self, order: Order) -> None:
        """Sort the images by loss, or not; the first ones come into view."""
        self._order = order
        self._sort()
        self.verticalScrollBar().setValue(0)
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._look, self._sheet = Look(theme), None
        self._fit()
        self.viewport().update()

    def rect_of(self, at: int) -> QRectF:
        """Return where the image with a place in the grid stands, in the viewport."""
        row, column = divmod(at, self._columns())
        x, y = column * self._shape.width, row * self._shape.height
        top = y - self.verticalScrollBar().value()
        return QRectF(x, top, self._shape.width, self._shape.height)

    def sizeHint(self) -> QSize:
        return QSize(320, 360)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, int(self._shape.height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._bring_into_view()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._at_point(QPointF(event.pos()))
            if at is not None and self._record is not None:
                words = sentence(self._record, self._classes, int(self._places[at]))
                area = self.rect_of(at).toAlignedRect()
                QToolTip.showText(event.globalPos(), words, self.viewport(), area)
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at_point(event.position())
        if at is not None and event.button() == Qt.MouseButton.LeftButton:
            self._ask(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last, columns = len(self._places) - 1, self._columns()
        ways = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
            Qt.Key.Key_Home: -last,
            Qt.Key.Key_End: last,
        }
        way = ways.get(Qt.Key(event.key()))
        if way is None or last < 0:
            super().keyPressEvent(event)
            return
        at = self._chosen_at() + way
        self._ask(min(max(at, 0), last))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, record = self._look, self._record
        if look is None:
            return
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look.color("panel"))
        if record is None:
            return
        columns, high = self._columns(), self._shape.height
        top = self.verticalScrollBar().value()
        first = int((top + event.rect().top()) // high) * columns
        last = (int((top + event.rect().bottom()) // high) + 1) * columns
        for at in range(max(0, first), min(last, len(self._places))):
            self._paint_one(painter, look, record, at)

    def _paint_one(self, painter: QPainter, look: Look, record: ForwardRecord, at: int) -> None:
        place, cell = int(self._places[at]), self.rect_of(at).adjusted(2, 1, -2, -1)
        if place == self.chosen:
            painter.fillRect(cell, look.color("accent_soft"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(look.pen("accent", 2))
            painter.drawRect(cell.adjusted(1, 1, -1, -1))
        side = look.px(SIDE)
        frame = QRectF(cell.center().x() - side / 2, cell.y() + look.px(5), side, side)
        frame.moveLeft(round(frame.left()))
        self._paint_picture(painter, look, record, place, frame)
        wrong = 0 <= record.guesses[place] != record.labels[place]
        painter.setPen(look.pen("bad" if wrong else "border", 1.5 if wrong else 1))
        painter.drawRect(frame.adjusted(-0.5, -0.5, 0.5, 0.5))
        words = QRectF(cell.x() + 1, frame.bottom() + 1, cell.width() - 2, cell.height())
        paint_words(painter, look, words, record, self._classes, place, self._shape.long)

    def _paint_picture(
        self, painter: QPainter, look: Look, record: ForwardRecord, place: int, frame: QRectF
    ) -> None:
        if self._sheet is None:
            self._sheet = Sheet(record.images, 1, look.maps.ink, 0)
        image, count = self._sheet.image, len(record.images)
        high = image.height() / count
        source = QRectF(0, place * high, image.width() - 1, high - 1)
        scale = min(frame.width() / source.width(), frame.height() / source.height())
        target = QRectF(0, 0, source.width() * scale, source.height() * scale)
        target.moveCenter(frame.center())
        painter.fillRect(frame, look.color("field"))
        painter.drawImage(target, image, source)

    def _ask(self, at: int) -> None:
        self._asked = int(self._places[at])
        self._bring_into_view()
        self._describe()
        self.viewport().update()
        self.sample_chosen.emit(self._asked)

    def _describe(self) -> None:
        if self._record is not None and 0 <= self.chosen < len(self._record.labels):
            self.setAccessibleDescription(sentence(self._record, self._classes, self.chosen))

    def _sort(self) -> None:
        losses = self._record.losses if self._record else np.zeros(0, np.float32)
        self._places = ordered(losses, self._order)

    def _chosen_at(self) -> int:
        found = np.flatnonzero(self._places == self.chosen)
        return int(found[0]) if len(found) else 0

    def _columns(self) -> int:
        return max(1, round(self.viewport().width() / self._shape.width))

    def _fit(self) -> None:
        if self._look is None:
            return
        self._shape = shape_of(self._look, self._classes, float(self.viewport().width()))
        rows = -(-len(self._places) // self._columns())
        bar, high = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, int(rows * self._shape.height) - high))
        bar.setPageStep(high)
        bar.setSingleStep(int(self._shape.height / 2))

    def _bring_into_view(self) -> None:
        if self._record is None or not len(self._places):
            return
        bar, rect = self.verticalScrollBar(), self.rect_of(self._chosen_at())
        if rect.top() < 0:
            bar.setValue(int(bar.value() + rect.top()))
        elif rect.bottom() > self.viewport().height():
            bar.setValue(int(bar.value() + rect.bottom() - self.viewport().height() + 1))

    def _at_point(self, point: QPointF) -> int | None:
        column = int(point.x() // self._shape.width)
        row = int((point.y() + self.verticalScrollBar().value()) // self._shape.height)
        at = row * self._columns() + column
        return at if column < self._columns() and 0 <= at < len(self._places) else None


def _equal(old: ForwardRecord, new: ForwardRecord) -> bool:
    """Return whether two records of one step show the same images (another branch may not)."""
    return old.images.shape == new.images.shape and bool((old.images == new.images).all())
