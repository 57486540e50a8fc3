"""Loss: target against output of the chosen image, its loss worked out, and the batch's mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isclose, log, tanh

import numpy as np

from explorer.live.training.facts import Anatomy
from explorer.text import _, ngettext
from explorer.training.look.anatomy import ForwardRecord, LossRecord
from explorer.training.look.loss_terms import MeanWork, SoftmaxWork, batch_work, loss_work
from explorer.views.blocks.blocks import Block, Gap, Line
from explorer.views.blocks.meters import Meter, MeterKey, MeterRow
from explorer.views.blocks.sheet import Sheet
from explorer.views.blocks.table import NumberRow, Titles, TotalRow
from explorer.views.blocks.terms import TermRow, Verdict, rest, title
from explorer.views.parts.number_text import added, figure, percent, significant
from explorer.views.parts.printed import adding_up, places_giving, print_exponentials
from explorer.views.train.step.column import StepColumn
from explorer.views.train.step.forward_section import class_name
from explorer.views.train.step.loss_pictures import BatchLosses, ImageBlock

_CLOSE = 1e-4  # of two numbers of which one was added up in another order
_FEW = 8
_BRIEF = 3  # characters of a name that need little room
_NARROW, _WIDE = 28, 84  # pixels of a name
_ROUNDING, _OF_COLUMN = _("rounding"), _("rounding of the column")
_ADDS_UP = _("It adds up to torch's own number: {number}")
_IS_EQUAL = _("It is torch's own number: {number}")
_MEANS = {  # heading, what is asked of classes and of pixels, and the titles of the columns
    "mse": (
        _("Mean squared error"),
        _("How far each output is from its target, squared, on the average:"),
        _(
            "How far each output is from its target, squared, on the average. The worst pixels by "
            "row and column:"
        ),
        (_("output\n− target"), _("squared")),
    ),
    "cross-entropy": (
        _("Sigmoid and cross-entropy"),
        _(
            "Each class is asked by itself: −log(output) where the target is 1, −log(1 − output) "
            "where it is 0:"
        ),
        _(
            "Each pixel is asked by itself: −log(output) where the target is 1, −log(1 − output) "
            "where it is 0, in between a share of both. The worst pixels by row and column:"
        ),
        (_("logit"), _("output"), _("cost")),
    ),
}


class LossSection(StepColumn):
    """Shows the `LossRecord` of a step; nothing in it leads anywhere."""

    def __init__(self) -> None:
        self.sheet = Sheet(
            _("The loss worked out"),
            _("How target and output of the chosen image become one number, step by step."),
            _(
                "Cross-entropy asks only for the true class: the less the network believed in it, "
                "the larger the loss. The mean squared error asks how far every output is from its "
                "target. Choose another image at Forward; Tab and the arrow keys walk the rows."
            ),
        )
        super().__init__(self.sheet)

    def show_anatomy(self, anatomy: Anatomy, classes: tuple[str, ...]) -> None:
        """Show the loss of the step's chosen image."""
        record = anatomy.loss
        blocks = loss_sheet(record, anatomy.forward, classes) if record else []
        self.show_blocks(self.sheet, blocks)


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

    def label(self, at: int) -> str:
        """Return what a row is about: `Class 7`."""
        text = _("Pixel {name}") if self.pixels else _("Class {name}")
        return text.format(name=self.names[at])

    def marks(self, record: LossRecord, at: int) -> bool:
        """Return whether a row is about the true class."""
        return not self.pixels and at == record.label

    def row(self, record: LossRecord, at: int, numbers: tuple[str, ...], words: str) -> NumberRow:
        """Return the row of a class or pixel in a table of numbers."""
        marked, first = self.marks(record, at), at == 0
        return NumberRow(self.names[at], numbers, words, self.width, marked=marked, stop=first)


def subject_of(record: LossRecord, classes: tuple[str, ...], width: int = 0) -> Subject:
    """Return what a loss is about; `width` is that of the picture an auto-encoder draws."""
    count = len(record.target)
    if width and count != len(classes):
        places = (divmod(at, width) for at in range(count))
        return Subject([f"{row}, {column}" for row, column in places], pixels=True)
    return Subject([class_name(classes, at) for at in range(count)])


def loss_sheet(
    record: LossRecord, forward: ForwardRecord | None, classes: tuple[str, ...]
) -> list[Block]:
    """Return all that is said about a loss, from the picture to the batch's mean."""
    reconstructs = forward is not None and forward.trace.spec.reconstructs
    width = forward.images.shape[3] if forward is not None and reconstructs else 0
    subject = subject_of(record, classes, width)
    blocks: list[Block] = []
    if forward is not None and forward.sample == record.sample:
        blocks += [_images(record, forward, subject, classes), Gap(6)]
    if not subject.pixels:
        blocks += [*_pairs(record, subject), Gap(10)]
    blocks += work_blocks(record, subject)
    return [*blocks, Gap(17, ruled=True), *batch_blocks(record), Gap(6)]


def _images(
    record: LossRecord, forward: ForwardRecord, subject: Subject, classes: tuple[str, ...]
) -> ImageBlock:
    pixels = forward.images[record.sample] / np.float32(255)
    label = _("label: {name}").format(name=class_name(classes, record.label)), "strong"
    loss = _("loss {loss}").format(loss=significant(record.loss)), "text"
    which = _("image {place} of the batch").format(place=record.sample), "label"
    if subject.pixels:
        images = (pixels, record.outputs.reshape(pixels.shape))
        return ImageBlock(images, (_("target"), _("output")), (label, loss, which))
    guess = int(forward.guesses[record.sample])
    guessed = _("guess: {name}, {share} sure").format(
        name=class_name(classes, guess), share=percent(round(float(record.outputs[guess]), 3))
    )
    return ImageBlock((pixels,), (), (label, (guessed, "text"), loss, which))


def _pairs(record: LossRecord, subject: Subject) -> list[Block]:
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


def work_blocks(record: LossRecord, subject: Subject) -> list[Block]:
    """Return how the loss of the image comes about, ending with torch's own number."""
    work = loss_work(record)
    if isinstance(work, SoftmaxWork):
        return _softmax(record, work, subject)
    return _mean(record, work, subject)


def _softmax(record: LossRecord, work: SoftmaxWork, subject: Subject) -> list[Block]:
    terms = (work.log_total, work.largest, -work.true_logit)
    printed, logits = adding_up(terms, work.sum), record.logits.tolist()
    tried = (print_exponentials(logits, p) for p in range(4, printed.places + 4))
    column = min(tried, key=lambda c: figure(log(sum(c.read)), printed.places) != printed.terms[0])
    blocks: list[Block] = [
        title(_("Softmax and cross-entropy")),
        Line(_("The surprise at the true class, −log of its output:")),
        Titles((_("logit"), _("− max"), "exp"), subject.width),
    ]
    rows = zip(column.numbers, column.arguments, column.exponentials, strict=True)
    for at, numbers in enumerate(rows):
        words = _("{row}: logit {logit}, exp({shifted}) = {exponential}").format(
            row=subject.label(at), logit=numbers[0], shifted=numbers[1], exponential=numbers[2]
        )
        blocks.append(subject.row(record, at, numbers, words))
    largest, true = (added(term, printed.places) for term in terms[1:])
    minus = _("minus the logit of {name}").format(name=subject.names[record.label])
    return [
        *blocks,
        TotalRow(_("sum"), ("", "", column.total), subject.width),
        TermRow(_("log of the sum"), printed.terms[0], (f"log {column.total}",), "term"),
        TermRow(_("largest logit"), largest, kind="term"),
        TermRow(minus, true, kind="term"),
        *rest(printed.rest, _ROUNDING),
        Gap(5, ruled=True),
        _result(record, printed.total),
        _verdict(work.sum, record.loss, _ADDS_UP),
    ]


def _mean(record: LossRecord, work: MeanWork, subject: Subject) -> list[Block]:
    """Return the cost of every class, or of the worst pixels, their sum and mean: the loss."""
    listed = list(range(work.classes))
    if subject.pixels:
        known = np.nan_to_num(work.costs, nan=np.inf)
        listed = np.argsort(-known, kind="stable")[:_FEW].tolist()
    costs, hidden = work.costs[listed].tolist(), work.classes - len(listed)
    if hidden:
        costs.append(float(np.delete(work.costs, listed).sum()))
    column = adding_up(costs, work.total, 4, 5)
    heading, *texts, titles = _MEANS[record.kind]
    blocks = [title(heading), Line(texts[subject.pixels]), Titles(titles, subject.width)]
    for at, cost in zip(listed, column.terms, strict=False):
        if work.differences is not None:
            difference, places = float(work.differences[at]), column.places
            (count,) = places_giving(lambda d: d**2, [difference], [4], difference**2, places)
            numbers: tuple[str, ...] = (figure(difference, count), cost)
            words = _("{row}: ({difference})² = {square}")
            words = words.format(row=subject.label(at), difference=numbers[0], square=cost)
        else:
            logit, output = _logit_and_output(record, at, cost, column.places)
            numbers = (logit, output, cost)
            words = _("{row}: output {output}, cost {cost}")
            words = words.format(row=subject.label(at), output=output, cost=cost)
        blocks.append(subject.row(record, at, numbers, words))
    if hidden:
        text = ngettext("{count:,} other", "{count:,} others", hidden).format(count=hidden)
        words = _("All {others} together: {cost}").format(others=text, cost=column.terms[-1])
        blocks.append(NumberRow("…", (text, column.terms[-1]), words, subject.width, stop=False))
    text = ngettext("{total} / {count:,} class", "{total} / {count:,} classes", work.classes)
    if subject.pixels:
        text = ngettext("{total} / {count:,} pixel", "{total} / {count:,} pixels", work.classes)
    places = column.places + (1 if work.classes >= 10 else 0)
    formula = text.format(
        total=_dividend(work.total, work.classes, column.places, places), count=work.classes
    )
    return [
        *blocks,
        *rest(column.rest, _OF_COLUMN),
        TotalRow(_("sum"), (*("",) * (len(titles) - 1), column.total), subject.width),
        _result(record, figure(work.sum, places), (formula,)),
        _verdict(work.sum, record.loss, _IS_EQUAL),
    ]


def _logit_and_output(record: LossRecord, at: int, cost: str, places: int) -> tuple[str, str]:
    """Return both as printed: the logit gives the output, and that gives the printed cost."""
    logit, output = float(record.logits[at]), float(record.outputs[at])
    texts = ("", "")
    for count in range(4, places + 4):
        (further,) = places_giving(_sigmoid, [logit], [3], output, count)
        texts = figure(logit, further), figure(output, count)
        given = _surprise(float(record.target[at]), round(output, count))
        follows = figure(_sigmoid(round(logit, further)), count) == texts[1]
        if follows and figure(given, places) == cost:
            break
    return texts


def _sigmoid(x: float) -> float:
    return 0.5 * (1 + tanh(0.5 * x))


def _surprise(target: float, output: float) -> float:
    """Return what an output costs; infinite at the wrong end."""
    shares = ((target, output), (1 - target, 1 - output))
    return sum(-share * log(p) if p > 0 else inf for share, p in shares if share)


def _dividend(total: float, count: int, least: int, places: int) -> str:
    """Return a sum that, divided as printed, gives the printed mean."""
    found = places_giving(lambda x: x / count, [total], [least], total / count, places)
    return figure(total, found[0])


def _result(record: LossRecord, text: str, formulas: tuple[str, ...] = ()) -> TermRow:
    name = _("loss of image {place}").format(place=record.sample)
    words = _("The loss of image {place} is exactly {number}").format(
        place=record.sample, number=significant(record.loss, 9)
    )
    return TermRow(name, text, formulas, "result", words)


def batch_blocks(record: LossRecord) -> list[Block]:
    """Return how the losses of all images become the batch's."""
    work = batch_work(record)
    mean, total = figure(work.mean, 4), _dividend(work.total, work.count, 4, 4)
    exactly = _("exactly {number}").format(number=significant(work.mean, 9))
    return [
        title(_("The batch of {count}").format(count=work.count)),
        BatchLosses(record.losses, record.batch_loss, record.sample),
        TermRow(_("sum of the losses"), total, kind="term"),
        TermRow(_("loss of the batch"), mean, (f"{total} / {work.count}",), "result", exactly),
        _verdict(work.total / work.count, work.mean, _IS_EQUAL),
    ]


def _verdict(ours: float, theirs: float, text: str) -> Block:
    """Return whether what was added up is torch's own number."""
    if ours != ours or theirs != theirs:
        return Verdict(False, _("Not a number: the training has fallen apart."))
    good = isclose(ours, theirs, rel_tol=_CLOSE, abs_tol=1e-6)
    return Verdict(good, text.format(number=significant(theirs, 7)))
