"""The loss of one image worked out: exponentials, squares or logarithms, added up row by row."""

from __future__ import annotations

import numpy as np

from explorer.text import _, ngettext
from explorer.training.look.anatomy import LossRecord
from explorer.training.look.loss_terms import MeanWork, SoftmaxWork, loss_work
from explorer.views.blocks.blocks import Block, Gap, Line
from explorer.views.blocks.table import NumberRow, Titles, TotalRow
from explorer.views.blocks.terms import TermRow, rest, title
from explorer.views.parts.figures import PrintedSum, added, adding_up, figure, significant
from explorer.views.train.step.loss_blocks import ADDS_UP, IS_EQUAL, Subject, verdict

_ROUNDING, _OF_COLUMN = _("rounding"), _("rounding of the column")


def work_blocks(record: LossRecord, subject: Subject) -> list[Block]:
    """Return how the loss of the image comes about, ending with torch's own number."""
    work = loss_work(record)
    if isinstance(work, SoftmaxWork):
        return _softmax(record, work, subject)
    listed = subject.listed(work.costs.tolist())
    costs = [float(work.costs[at]) for at in listed]
    hidden = work.classes - len(listed)
    if hidden:
        costs.append(float(np.delete(work.costs, listed).sum()))
    column = adding_up(costs, work.total, 4, 6)
    if record.kind == "mse":
        blocks, titles = _squared(record, work, subject, column, listed)
    else:
        blocks, titles = _sigmoid(record, subject, column, listed)
    if hidden:
        text = ngettext("{count:,} other", "{count:,} others", hidden).format(count=hidden)
        words = _("All {others} together: {cost}").format(others=text, cost=column.terms[-1])
        blocks.append(NumberRow("…", (text, column.terms[-1]), words, subject.width, stop=False))
    return [*blocks, *_mean(record, work, subject, column, titles)]


def _softmax(record: LossRecord, work: SoftmaxWork, subject: Subject) -> list[Block]:
    column = adding_up(work.exponentials.tolist(), work.total, 4, 6)
    blocks: list[Block] = [
        title(_("Softmax and cross-entropy")),
        Line(_("The surprise at the true class, −log of its output:")),
        Titles((_("logit"), _("− max"), "exp"), subject.width),
    ]
    for at, logit in enumerate(record.logits.tolist()):
        numbers = (figure(logit, 3), figure(logit - work.largest, 3), column.terms[at])
        words = _("{row}: logit {logit}, exp({shifted}) = {exponential}").format(
            row=subject.label(at), logit=numbers[0], shifted=numbers[1], exponential=numbers[2]
        )
        blocks.append(_row(record, subject, at, numbers, words))
    blocks += [
        *rest(column.rest, _OF_COLUMN),
        TotalRow(_("sum"), ("", "", column.total), subject.width),
    ]
    terms = (work.log_total, work.largest, -work.true_logit)
    printed = adding_up(terms, work.sum)
    largest, true = (added(term, printed.places) for term in terms[1:])
    minus = _("minus the logit of {name}").format(name=subject.names[record.label])
    return [
        *blocks,
        TermRow(_("log of the sum"), printed.terms[0], (f"log {column.total}",), "term"),
        TermRow(_("largest logit"), largest, kind="term"),
        TermRow(minus, true, kind="term"),
        *rest(printed.rest, _ROUNDING),
        Gap(5, ruled=True),
        _result(record, printed.total),
        verdict(work.sum, record.loss, ADDS_UP),
    ]


def _squared(
    record: LossRecord, work: MeanWork, subject: Subject, column: PrintedSum, listed: list[int]
) -> tuple[list[Block], int]:
    """Return heading and rows of the mean squared error, and how many columns they have."""
    text = _("How far each output is from its target, squared, on the average:")
    if subject.pixels:
        text = _(
            "How far each output is from its target, squared, on the average. The worst pixels by "
            "row and column:"
        )
    titles = (_("output\n− target"), _("squared"))
    blocks: list[Block] = [
        title(_("Mean squared error")),
        Line(text),
        Titles(titles, subject.width),
    ]
    differences = work.differences if work.differences is not None else work.costs
    for at, cost in zip(listed, column.terms, strict=False):
        numbers = (figure(float(differences[at]), 4), cost)
        words = _("{row}: ({difference})² = {square}").format(
            row=subject.label(at), difference=numbers[0], square=cost
        )
        blocks.append(_row(record, subject, at, numbers, words))
    return blocks, len(titles)


def _sigmoid(
    record: LossRecord, subject: Subject, column: PrintedSum, listed: list[int]
) -> tuple[list[Block], int]:
    """Return heading and rows of the cross-entropy of outputs, and how many columns they have."""
    text = _(
        "Each class is asked by itself: −log(output) where the target is 1, −log(1 − output) where "
        "it is 0:"
    )
    if subject.pixels:
        text = _(
            "Each pixel is asked by itself: −log(output) where the target is 1, −log(1 − output) "
            "where it is 0, in between a share of both. The worst pixels by row and column:"
        )
    titles = (_("logit"), _("output"), _("cost"))
    blocks: list[Block] = [
        title(_("Sigmoid and cross-entropy")),
        Line(text),
        Titles(titles, subject.width),
    ]
    for at, cost in zip(listed, column.terms, strict=False):
        output = figure(float(record.outputs[at]), 4)
        words = _("{row}: output {output}, cost {cost}").format(
            row=subject.label(at), output=output, cost=cost
        )
        numbers = (figure(float(record.logits[at]), 3), output, cost)
        blocks.append(_row(record, subject, at, numbers, words))
    return blocks, len(titles)


def _row(
    record: LossRecord, subject: Subject, at: int, numbers: tuple[str, ...], words: str
) -> NumberRow:
    marked = subject.marks(record, at)
    name = subject.names[at]
    return NumberRow(name, numbers, words, subject.width, marked=marked, stop=at == 0)


def _mean(
    record: LossRecord, work: MeanWork, subject: Subject, column: PrintedSum, columns: int
) -> list[Block]:
    """Return the sum of all costs and their mean, the loss."""
    text = ngettext("{total} / {count:,} class", "{total} / {count:,} classes", work.classes)
    if subject.pixels:
        text = ngettext("{total} / {count:,} pixel", "{total} / {count:,} pixels", work.classes)
    places = column.places + (1 if work.classes >= 10 else 0)
    formula = text.format(total=column.total, count=work.classes)
    return [
        *rest(column.rest, _OF_COLUMN),
        TotalRow(_("sum"), (*("",) * (columns - 1), column.total), subject.width),
        _result(record, figure(work.sum, places), (formula,)),
        verdict(work.sum, record.loss, IS_EQUAL),
    ]


def _result(record: LossRecord, text: str, formulas: tuple[str, ...] = ()) -> TermRow:
    name = _("loss of image {place}").format(place=record.sample)
    words = _("The loss of image {place} is exactly {number}").format(
        place=record.sample, number=significant(record.loss, 9)
    )
    return TermRow(name, text, formulas, "result", words)
