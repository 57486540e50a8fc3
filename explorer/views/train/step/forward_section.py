"""Forward: the batch image by image, with what the network made of it."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QWidget

from explorer.live.training.facts import Anatomy
from explorer.network.records import Floats
from explorer.text import _, ngettext
from explorer.training.look.anatomy import ForwardRecord
from explorer.views.parts.brush import CENTRE, Look, tick
from explorer.views.parts.fields import Picker
from explorer.views.parts.number_text import percent, significant
from explorer.views.parts.painting import Thumbnails
from explorer.views.parts.tiles import TileRows, TileScroll
from explorer.views.parts.widgets import caption, column, row

Order = Literal["batch", "largest", "smallest"]
_ORDER_NAMES = (_("batch order"), _("largest loss"), _("smallest loss"))
_SIDE, _PAD, _MARK = 44, 6, 14
_BRIEF = 3  # characters of a class's name that fit beside another one
_NOBODY = -1


class ForwardSection(QWidget):
    """Shows the `ForwardRecord` of a step; its `grid` emits which image is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.grid, self.score, self.facts = BatchGrid(), QLabel(), caption("")
        self.facts.setWordWrap(True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.order = Picker(
            _("Order of the images"),
            _("In which order the images of the batch stand."),
            list(zip(get_args(Order), _ORDER_NAMES, strict=True)),
            detail=_("Sorted by loss, the images stand first that teach the network most."),
        )
        head = row(self.score, None, self.order)
        column(head, (TileScroll(self.grid), 1), self.facts, within=self)
        self.grid.sample_chosen.connect(self._show_facts)
        self.order.value_requested.connect(self.grid.show_order)

    def show_anatomy(self, anatomy: Anatomy, classes: tuple[str, ...]) -> None:
        """Show the batch of a step."""
        record = anatomy.forward
        self.grid.show_record(record, classes)
        self.score.setText(_score(record) if record else "")
        self._show_facts()

    def _show_facts(self) -> None:
        self.facts.setText(self.grid.describe(self.grid.chosen))


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
        self.places: NDArray[np.int64] = np.zeros(0, np.int64)  # in the batch, as they stand
        self._asked = _NOBODY
        self._pictures: Thumbnails | None = None

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
        if old and record and same:  # another branch has other images at this step
            same = np.array_equal(old.images, record.images)
        if not same:
            self._pictures = Thumbnails(record.images) if record else None
        self._sort()
        if not same:
            self.bring_into_view(0)
        self._mark()

    def show_order(self, order: Order) -> None:
        """Sort the images by loss, or not; the first ones come into view."""
        self._order = order
        self._sort()
        self._mark()
        self.bring_into_view(0)

    def count(self) -> int:
        return len(self.places)

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
        return describe_image(self._record, self._classes, int(self.places[tile]))

    def choose(self, tile: int) -> None:
        self._asked = int(self.places[tile])
        self._mark()
        self.sample_chosen.emit(self._asked)

    def paint_tile(self, painter: QPainter, look: Look, tile: int, area: QRectF) -> None:
        record = self._record
        assert record is not None
        place, cell = int(self.places[tile]), area.adjusted(2, 1, -2, -1)
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
        at, guessed = int(record.labels[place]), int(record.guesses[place])
        label, guess = (class_name(self._classes, number) for number in (at, guessed))
        wrong = 0 <= guessed != at
        weight, mark = "strong" if wrong else "normal", look.px(_MARK) if guessed >= 0 else 0.0
        first = f"{label} → {guess}" if wrong and not self._long else label
        first = _shortened(look, first, line.width() - mark, weight)
        wide = mark + look.width_of(first, "small", weight)
        x = line.center().x() - wide / 2
        if guessed >= 0:
            tick(painter, look, QPointF(x + mark / 2 - look.px(1), line.center().y()), not wrong)
        text = QRectF(x + mark, line.y(), wide - mark + 2, line.height())
        look.text(painter, text, first, weight=weight)
        line = line.translated(0, line.height())
        if self._long:
            second = _shortened(look, f"→ {guess}" if wrong else "", line.width())
            look.text(painter, line, second, "bad", align=CENTRE)
            line.translate(0, line.height())
        loss = significant(float(record.losses[place]), 3)
        look.text(painter, line, loss, "muted", align=CENTRE)

    @property
    def _long(self) -> bool:
        """Whether names are so long that they stand in two lines."""
        return any(len(name) > _BRIEF for name in self._classes)

    def _sort(self) -> None:
        losses = self._record.losses if self._record else np.zeros(0, np.float32)
        self.places = ordered(losses, self._order)
        self.refit()

    def _mark(self) -> None:
        """Mark the image that was asked for last, and bring it into view."""
        found = np.flatnonzero(self.places == self.sample)
        self.show_chosen(int(found[0]) if len(found) else None)
        if self.chosen is not None:
            self.bring_into_view(self.chosen)


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


def _score(record: ForwardRecord) -> str:
    """Return the batch in two short lines: `58 of 64 right` and `mean loss 0.123`."""
    count, mean = len(record.labels), significant(float(record.losses.mean()), 3)
    text = ngettext("{right} of {count} right", "{right} of {count} right", count)
    if (record.guesses < 0).all():
        text = ngettext("{count} image", "{count} images", count)
    right = int((record.labels == record.guesses).sum())
    loss = _("mean loss {loss}").format(loss=mean)
    return f"{text.format(right=right, count=count)}\n{loss}"
