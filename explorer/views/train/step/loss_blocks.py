"""What is said about the loss of one image: target against output, and the batch's mean."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import isclose

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.network.records import Floats
from explorer.text import _, ngettext
from explorer.training.look.anatomy import LossRecord
from explorer.training.look.loss_terms import batch_work
from explorer.views.blocks.blocks import Block, Spot
from explorer.views.blocks.meters import Meter, MeterKey, MeterRow
from explorer.views.blocks.terms import TermRow, Verdict, title
from explorer.views.parts.brush import RIGHT, Look
from explorer.views.parts.figures import figure, significant

_CLOSE = 1e-4  # of two numbers of which one was added up in another order
_FEW = 8
_BRIEF = 3  # characters of a name that need little room
_NARROW, _WIDE = 28, 84  # pixels of a name
_HIGH = 52  # pixels of the batch's losses
ADDS_UP = _("It adds up to torch's own number: {number}")
IS_EQUAL = _("It is torch's own number: {number}")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked of the network: the `names` of all classes, or of all `pixels`.

    Classes have a row each, of the pixels only those that cost the most.
    """

    names: Sequence[str]
    pixels: bool = False

    @property
    def width(self) -> int:
        """The room of the names, in pixels."""
        return _NARROW if max(map(len, self.names)) <= _BRIEF else _WIDE

    def listed(self, costs: Sequence[float]) -> list[int]:
        """Return the places that get a row."""
        if not self.pixels:
            return list(range(len(costs)))
        known = np.nan_to_num(np.asarray(costs), nan=np.inf)
        return [int(at) for at in np.argsort(-known, kind="stable")[:_FEW]]

    def label(self, at: int) -> str:
        """Return what a row is about: `Class 7`."""
        text = _("Pixel {name}") if self.pixels else _("Class {name}")
        return text.format(name=self.names[at])

    def marks(self, record: LossRecord, at: int) -> bool:
        """Return whether a row is about the true class."""
        return not self.pixels and at == record.label


def subject_of(record: LossRecord, classes: tuple[str, ...], width: int = 0) -> Subject:
    """Return what a loss is about; `width` is that of the picture an auto-encoder draws."""
    count = len(record.target)
    if width and count != len(classes):
        places = (divmod(at, width) for at in range(count))
        return Subject([f"{row}, {column}" for row, column in places], pixels=True)
    known = list(classes[:count])
    return Subject(known + [str(at) for at in range(len(known), count)])


def pair_blocks(record: LossRecord, subject: Subject) -> list[Block]:
    """Return target and output of every class."""
    key = ((_("target"), Meter(1, hollow=True)), (_("output"), Meter(1)))
    blocks: list[Block] = [title(_("Target against output")), MeterKey(key)]
    pairs = zip(record.target.tolist(), record.outputs.tolist(), strict=True)
    for at, (target, output) in enumerate(pairs):
        words = _("{row}: target {target}, output {output}").format(
            row=subject.label(at), target=figure(target, 0), output=significant(output, 6)
        )
        blocks.append(
            MeterRow(
                subject.names[at],
                (Meter(target, hollow=True), Meter(output)),
                (figure(target, 0), figure(output, 4)),
                words,
                subject.width,
                ground="field" if subject.marks(record, at) else "",
                stop=at == 0,
            )
        )
    return blocks


def batch_blocks(record: LossRecord) -> list[Block]:
    """Return how the losses of all images become the batch's."""
    work = batch_work(record)
    mean, total = figure(work.mean, 4), figure(work.total, 4)
    return [
        title(_("The batch of {count}").format(count=work.count)),
        BatchLosses(record.losses, record.batch_loss, record.sample),
        TermRow(_("sum of the losses"), total, kind="term"),
        TermRow(
            _("loss of the batch"),
            mean,
            (f"{total} / {work.count}",),
            "result",
            _("exactly {number}").format(number=significant(work.mean, 9)),
        ),
        verdict(work.total / work.count, work.mean, IS_EQUAL),
    ]


def verdict(ours: float, theirs: float, text: str) -> Block:
    """Return whether what was added up is torch's own number."""
    if ours != ours or theirs != theirs:
        return Verdict(False, _("Not a number: the training has fallen apart."))
    good = isclose(ours, theirs, rel_tol=_CLOSE, abs_tol=1e-6)
    return Verdict(good, text.format(number=significant(theirs, 7)))


@dataclass(frozen=True, slots=True, eq=False)
class BatchLosses(Block):
    """The losses (n,) of a batch in its order, their mean as a line, the chosen one marked.

    Where they are many, a bar is the largest of some. Numbers that are not finite have no bar.
    """

    losses: Floats
    mean: float
    chosen: int

    def height(self, look: Look, width: float) -> float:
        return look.px(_HIGH) + look.px(6)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        area = self._area(look, width)
        painter.fillRect(area, look.color("field"))
        finite = np.where(np.isfinite(self.losses), self.losses, 0.0)
        top = float(finite.max(initial=0.0))
        if top <= 0:
            return
        bars = strongest(self.losses, int(area.width() // 2))
        step = area.width() / len(bars)
        mine = self.chosen * len(bars) // len(finite)
        for at, value in enumerate(bars):
            high = area.height() * value / top
            color = look.color("text") if at == mine else look.color("accent", 170)
            left = area.x() + at * step
            painter.fillRect(QRectF(left, area.bottom() - high, max(1.0, step - 1), high), color)
        self._paint_axis(painter, look, area, top)

    def spots(self, look: Look, width: float) -> list[Spot]:
        count = len(self.losses)
        words = ngettext(
            "The loss of the batch's {count} image: {most}",
            "The losses of the batch's {count} images, up to {most}; their mean is {mean}",
            count,
        )
        most = significant(float(self.losses.max()))
        words = words.format(count=count, most=most, mean=significant(self.mean))
        return [Spot(self._area(look, width), words, "losses", stop=False)]

    def _paint_axis(self, painter: QPainter, look: Look, area: QRectF, top: float) -> None:
        line = look.line("tiny")
        right = QRectF(area.right(), 0, self._room(look) - look.px(4), line)
        look.text(painter, right, significant(top, 3), "muted", "tiny", align=RIGHT)
        if not 0 <= self.mean <= top:
            return
        y = area.bottom() - area.height() * self.mean / top
        painter.setPen(QPen(look.color("text"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(area.x(), round(y) + 0.5), QPointF(area.right(), round(y) + 0.5))
        place = right.translated(0, max(line, y - line / 2))
        look.text(painter, place, self._mean_words, "text", "tiny", align=RIGHT)

    def _area(self, look: Look, width: float) -> QRectF:
        return QRectF(0, look.px(3), width - self._room(look), look.px(_HIGH))

    @property
    def _mean_words(self) -> str:
        return _("mean {loss}").format(loss=significant(self.mean, 3))

    def _room(self, look: Look) -> float:
        """Return the room at the right end for the numbers."""
        return look.width_of(self._mean_words, "tiny") + look.px(10)


def strongest(values: Floats, most: int) -> list[float]:
    """Return at most so many numbers: the largest finite one of each run of neighbours."""
    finite = np.where(np.isfinite(values), values, 0.0)
    count = max(1, min(most, len(finite)))
    edges = np.arange(count) * len(finite) // count
    return [float(value) for value in np.maximum.reduceat(finite, edges)]
