"""One image of a batch: the picture, what it is, what it was taken for, and its loss."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from explorer.training.look.anatomy import ForwardRecord
from explorer.views.parts.brush import CENTRE, Look, tick
from explorer.views.parts.figures import percent
from explorer.views.train.step.writing import significant

SIDE, _PAD, _MARK = 44, 6, 14
_BRIEF = 3  # characters of a class's name that fit beside another one


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a cell is: `long` names stand in two lines."""

    width: float
    height: float
    long: bool


def shape_of(look: Look, classes: tuple[str, ...], room: float) -> Shape:
    """Return the cells' size: as many as fit beside each other share the room."""
    long = any(len(name) > _BRIEF for name in classes)
    least = look.px(SIDE + 2 * _PAD + (28 if long else 2))
    columns = max(1, int(room // least))
    lines = 3 if long else 2
    return Shape(room / columns, look.px(SIDE + 10) + lines * (look.line() - 2), long)


def sentence(record: ForwardRecord, classes: tuple[str, ...], place: int) -> str:
    """Return what is known of an image: `image 3: label 7, guess 9, 62 % sure, loss 1.234`."""
    label, guess = int(record.labels[place]), int(record.guesses[place])
    what = f"image {place}: label {named(classes, label)}"
    loss = f"loss {significant(float(record.losses[place]))}"
    if guess < 0:
        return f"{what}, {loss}"
    sure = float(record.probabilities[place, guess])
    sure_words = percent(round(sure, 3)) if sure == sure else "not a number"
    return f"{what}, guess {named(classes, guess)}, {sure_words} sure, {loss}"


def named(classes: tuple[str, ...], label: int) -> str:
    """Return the name of a class, its number where it has none."""
    return classes[label] if 0 <= label < len(classes) else str(label)


def paint_words(
    painter: QPainter,
    look: Look,
    rect: QRectF,
    record: ForwardRecord,
    classes: tuple[str, ...],
    place: int,
    long: bool,
) -> None:
    """Paint the lines under a picture, the first with a tick or a cross.

    Where nothing is guessed there is neither.
    """
    label, guess = int(record.labels[place]), int(record.guesses[place])
    right, line = label == guess or guess < 0, look.line() - 2
    first = named(classes, label)
    if not right and not long:
        first = f"{first} → {named(classes, guess)}"
    upper = QRectF(rect.x(), rect.y(), rect.width(), line)
    if guess < 0:
        look.text(painter, upper, _short(look, first, rect.width()), align=CENTRE)
    else:
        _paint_marked(painter, look, upper, first, right)
    below = QRectF(rect.x(), rect.y() + line, rect.width(), line)
    if long:
        text = "" if right else f"→ {named(classes, guess)}"
        look.text(painter, below, _short(look, text, rect.width()), "bad", align=CENTRE)
        below.translate(0, line)
    loss = significant(float(record.losses[place]), 3)
    look.text(painter, below, loss, "muted", align=CENTRE)


def _paint_marked(painter: QPainter, look: Look, rect: QRectF, text: str, right: bool) -> None:
    """Paint a tick or a cross with a text beside it, together in the middle."""
    mark = look.px(_MARK)
    weight = "normal" if right else "strong"
    text = _short(look, text, rect.width() - mark, weight)
    wide = look.width_of(text, "small", weight)
    left = rect.center().x() - (mark + wide) / 2
    tick(painter, look, QPointF(left + mark / 2 - look.px(1), rect.center().y()), right)
    place = QRectF(left + mark, rect.y(), wide + 2, rect.height())
    look.text(painter, place, text, weight=weight)


def _short(look: Look, text: str, room: float, weight: str = "normal") -> str:
    metrics = look.metrics("small", weight)
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room))
