"""The images of a batch as a grid: click one, or walk with the arrow keys, to look into it."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter

from explorer.network.records import Floats
from explorer.text import _
from explorer.training.look.anatomy import ForwardRecord
from explorer.views.parts.brush import CENTRE, Look, tick
from explorer.views.parts.figures import percent, significant
from explorer.views.parts.painting import Thumbnails
from explorer.views.parts.tiles import TileRows

Order = Literal["batch", "largest", "smallest"]
ORDERS: tuple[Order, ...] = get_args(Order)
_SIDE, _PAD, _MARK = 44, 6, 14
_BRIEF = 3  # characters of a class's name that fit beside another one
_NOBODY = -1


class BatchGrid(TileRows):
    """Emits `sample_chosen(int)` with the place of an image in the batch.

    Tiles are numbered in the order in which they are shown. Arrow keys go on from the image that
    was asked for last, even before its numbers have come.
    """

    hovers, walk_chooses, tips = False, True, True
    sample_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__(
            _("Images of the batch"),
            _("What the network learns from in this step; click an image to look into it."),
            _(
                "A tick means read right, a cross means misread: what it is → what it was taken "
                "for. The number is the loss of the image alone. Arrow keys choose another image."
            ),
        )
        self._record: ForwardRecord | None = None
        self._classes: tuple[str, ...] = ()
        self._order: Order = "batch"
        self._places: NDArray[np.int64] = np.zeros(0, np.int64)
        self._asked = _NOBODY
        self._pictures: Thumbnails | None = None

    @property
    def places(self) -> NDArray[np.int64]:
        """The places in the batch as they stand in the grid."""
        return self._places

    @property
    def sample(self) -> int:
        """The place in the batch of the marked image, -1 for none."""
        if self._record is None:
            return _NOBODY
        return self._record.sample if self._asked < 0 else self._asked

    def show_record(self, record: ForwardRecord | None, classes: tuple[str, ...]) -> None:
        """Show a batch; the record's `sample` is marked."""
        old, self._record, self._classes = self._record, record, classes
        same = old is not None and record is not None and old.step == record.step
        if not same or (record is not None and record.sample == self._asked):
            self._asked = _NOBODY
        if old is None or record is None or not _equal(old, record):
            self._pictures = None if record is None else Thumbnails(record.images)
            self._sort()
            self.bring_into_view(0)
        else:
            self._sort()
        self._mark()

    def show_order(self, order: Order) -> None:
        """Sort the images by loss, or not; the first ones come into view."""
        self._order = order
        self._sort()
        self.show_chosen(self._tile())
        self.bring_into_view(0)

    def count(self) -> int:
        return len(self._places)

    def columns_at(self, width: float) -> int:
        beside = 28 if self._long else 2  # pixels that names need more than pictures
        return max(1, int(width // self.look.px(_SIDE + 2 * _PAD + beside)))

    def tile_size(self) -> QSizeF:
        """Return the size of a tile: as many as fit beside each other share the room."""
        lines = 3 if self._long else 2
        high = self.look.px(_SIDE + 10) + lines * (self.look.line() - 2)
        return QSizeF(max(1, self.width()) / self.columns_at(self.width()), high)

    def describe(self, tile: int | None) -> str:
        if self._record is None or tile is None:
            return ""
        return describe_image(self._record, self._classes, int(self._places[tile]))

    def choose(self, tile: int) -> None:
        self._asked = int(self._places[tile])
        self._mark()
        self.sample_chosen.emit(self._asked)

    def paint_tile(self, painter: QPainter, look: Look, tile: int, area: QRectF) -> None:
        record = self._record
        assert record is not None
        place, cell = int(self._places[tile]), area.adjusted(2, 1, -2, -1)
        if tile == self.chosen:
            painter.fillRect(cell, look.color("accent_soft"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(look.pen("accent", 2))
            painter.drawRect(cell.adjusted(1, 1, -1, -1))
        side = look.px(_SIDE)
        frame = QRectF(cell.center().x() - side / 2, cell.y() + look.px(5), side, side)
        frame.moveLeft(round(frame.left()))
        painter.fillRect(frame, look.color("field"))
        if self._pictures is not None:
            self._pictures.paint(painter, look, place, frame)
        wrong = 0 <= record.guesses[place] != record.labels[place]
        painter.setPen(look.pen("bad" if wrong else "border", 1.5 if wrong else 1))
        painter.drawRect(frame.adjusted(-0.5, -0.5, 0.5, 0.5))
        words = QRectF(cell.x() + 1, frame.bottom() + 1, cell.width() - 2, look.line() - 2)
        self._paint_words(painter, look, words, record, place)

    def _paint_words(
        self, painter: QPainter, look: Look, line: QRectF, record: ForwardRecord, place: int
    ) -> None:
        """Paint the lines under a picture: what it is, what it was taken for, and its loss."""
        places = int(record.labels[place]), int(record.guesses[place])
        label, guess = (class_name(self._classes, at) for at in places)
        guessed = places[1] >= 0
        wrong = guessed and places[0] != places[1]
        first = f"{label} → {guess}" if wrong and not self._long else label
        weight = "strong" if wrong else "normal"
        mark = look.px(_MARK) if guessed else 0.0
        first = _shortened(look, first, line.width() - mark, weight)
        wide = mark + look.width_of(first, "small", weight)
        x = line.center().x() - wide / 2
        if guessed:
            middle = QPointF(x + mark / 2 - look.px(1), line.center().y())
            tick(painter, look, middle, not wrong)
        text = QRectF(x + mark, line.y(), wide - mark + 2, line.height())
        look.text(painter, text, first, weight=weight)
        below = line.translated(0, line.height())
        if self._long:
            second = _shortened(look, f"→ {guess}" if wrong else "", line.width())
            look.text(painter, below, second, "bad", align=CENTRE)
            below.translate(0, line.height())
        loss = significant(float(record.losses[place]), 3)
        look.text(painter, below, loss, "muted", align=CENTRE)

    @property
    def _long(self) -> bool:
        """Whether names are so long that they stand in two lines."""
        return any(len(name) > _BRIEF for name in self._classes)

    def _sort(self) -> None:
        losses = self._record.losses if self._record else np.zeros(0, np.float32)
        self._places = ordered(losses, self._order)
        self.refit()

    def _mark(self) -> None:
        tile = self._tile()
        self.show_chosen(tile)
        if tile is not None:
            self.bring_into_view(tile)

    def _tile(self) -> int | None:
        """Return where the marked image stands in the grid."""
        found = np.flatnonzero(self._places == self.sample)
        return int(found[0]) if len(found) else None


def ordered(losses: Floats, order: Order) -> NDArray[np.int64]:
    """Return the places in the batch as they are shown; a loss that is no number is the largest."""
    if order == "batch":
        return np.arange(len(losses), dtype=np.int64)
    known = np.where(np.isnan(losses), np.inf, losses)
    ranks = np.argsort(-known if order == "largest" else known, kind="stable")
    return np.asarray(ranks, np.int64)


def describe_image(record: ForwardRecord, classes: tuple[str, ...], place: int) -> str:
    """Return what is known of an image: `Image 3: label 7, guess 9, 62 % sure, loss 1.234`."""
    guess = int(record.guesses[place])
    text = _("Image {place}: label {label}, guess {guess}, {share} sure, loss {loss}")
    if guess < 0:
        text = _("Image {place}: label {label}, loss {loss}")
    return text.format(
        place=place,
        label=class_name(classes, int(record.labels[place])),
        guess=class_name(classes, guess),
        share=percent(round(float(record.probabilities[place, guess]), 3)) if guess >= 0 else "",
        loss=significant(float(record.losses[place])),
    )


def class_name(classes: tuple[str, ...], label: int) -> str:
    """Return the name of a class, its number where it has none."""
    return classes[label] if 0 <= label < len(classes) else str(label)


def _shortened(look: Look, text: str, room: float, weight: str = "normal") -> str:
    metrics = look.metrics("small", weight)
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room))


def _equal(old: ForwardRecord, new: ForwardRecord) -> bool:
    """Return whether two records show the same images of one step (another branch may not)."""
    same = old.step == new.step and old.images.shape == new.images.shape
    return same and bool((old.images == new.images).all())
