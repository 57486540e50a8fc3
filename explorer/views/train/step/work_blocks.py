"""The loss of one image worked out: exponentials, squares or logarithms, added up row by row."""

from __future__ import annotations

import numpy as np

from explorer.training.look.anatomy import LossRecord
from explorer.training.look.loss_terms import MeanWork, SoftmaxWork, loss_work
from explorer.views.blocks.blocks import Block, Gap, Line
from explorer.views.parts.figures import added, figure
from explorer.views.train.step.loss_blocks import Subject, exactly, rest, title, verdict
from explorer.views.train.step.rows import ClassRow, TermRow, Titles, TotalRow
from explorer.views.train.step.writing import Written, adding_up

_SIGMOID = (
    "Each {} is asked by itself: −log(output) where the target is 1, −log(1 − output) where it is 0"
)


def work_blocks(record: LossRecord, subject: Subject) -> list[Block]:
    """Return how the loss of the image comes about, ending with torch's own number."""
    work = loss_work(record)
    if isinstance(work, SoftmaxWork):
        return _softmax(record, work, subject)
    listed = subject.listed(work.costs.tolist())
    column = _column(work, listed)
    if record.kind == "mse":
        head, rows = _squared(record, work, subject, column, listed)
    else:
        head, rows = _sigmoid(record, subject, column, listed)
    hidden = work.classes - len(listed)
    if hidden:
        text = f"{hidden:,} others"
        words = f"All {text} together: {column.terms[-1]}"
        rows.append(ClassRow("…", (text, column.terms[-1]), words, subject.width))
    return [*head, *rows, *_mean(record, work, subject, column)]


def _column(work: MeanWork, listed: list[int]) -> Written:
    """Return the costs that have a row, and as the last one all others together."""
    costs = [float(work.costs[at]) for at in listed]
    if len(costs) < work.classes:
        others = np.delete(work.costs, listed)
        costs.append(float(others.sum()))
    return adding_up(costs, work.total, 4, 6)


def _softmax(record: LossRecord, work: SoftmaxWork, subject: Subject) -> list[Block]:
    column = adding_up(work.exponentials.tolist(), work.total, 4, 6)
    blocks: list[Block] = [
        title("Softmax and cross-entropy"),
        Line("The surprise at the true class, −log of its output:"),
        Titles(("logit", "− max", "exp"), subject.width),
    ]
    for at, logit in enumerate(record.logits.tolist()):
        numbers = (figure(logit, 3), figure(logit - work.largest, 3), column.terms[at])
        words = f"{subject.says(at)}: logit {numbers[0]}, exp({numbers[1]}) = {numbers[2]}"
        blocks.append(_row(record, subject, at, numbers, words))
    blocks += [*rest(column.rest, "rounding of the column"), TotalRow("sum", column.total)]
    terms = (work.log_total, work.largest, -work.true_logit)
    written = adding_up(terms, work.sum)
    true = subject.names[record.label]
    return [
        *blocks,
        TermRow("log of the sum", written.terms[0], (f"log {column.total}",), "term"),
        TermRow("largest logit", added(terms[1], written.places), kind="term"),
        TermRow(f"minus the logit of {true}", added(terms[2], written.places), kind="term"),
        *rest(written.rest),
        Gap(5, ruled=True),
        _result(record, written.total),
        verdict(work.sum, record.loss, "It adds up to torch's own number"),
    ]


def _squared(
    record: LossRecord, work: MeanWork, subject: Subject, column: Written, listed: list[int]
) -> tuple[list[Block], list[Block]]:
    head: list[Block] = [
        title("Mean squared error"),
        Line(f"How far each output is from its target, squared, on the average{_which(subject)}"),
        Titles(("output − target", "squared"), subject.width),
    ]
    rows: list[Block] = []
    differences = work.differences if work.differences is not None else work.costs
    for row, at in enumerate(listed):
        numbers = (figure(float(differences[at]), 4), column.terms[row])
        words = f"{subject.says(at)}: ({numbers[0]})² = {numbers[1]}"
        rows.append(_row(record, subject, at, numbers, words))
    return head, rows


def _sigmoid(
    record: LossRecord, subject: Subject, column: Written, listed: list[int]
) -> tuple[list[Block], list[Block]]:
    between = ", in between a share of both" if subject.what == "pixel" else ""
    head: list[Block] = [
        title("Sigmoid and cross-entropy"),
        Line(f"{_SIGMOID.format(subject.what)}{between}{_which(subject)}"),
        Titles(("logit", "output", "cost"), subject.width),
    ]
    rows: list[Block] = []
    for row, at in enumerate(listed):
        output = figure(float(record.outputs[at]), 4)
        numbers = (figure(float(record.logits[at]), 3), output, column.terms[row])
        words = f"{subject.says(at)}: output {output}, cost {numbers[2]}"
        rows.append(_row(record, subject, at, numbers, words))
    return head, rows


def _which(subject: Subject) -> str:
    """Return what the rows of a table are."""
    return ". The worst pixels by row and column:" if subject.what == "pixel" else ":"


def _row(
    record: LossRecord, subject: Subject, at: int, numbers: tuple[str, ...], words: str
) -> ClassRow:
    marked = subject.marks(record, at)
    return ClassRow(subject.names[at], numbers, words, subject.width, marked, at == 0)


def _mean(record: LossRecord, work: MeanWork, subject: Subject, column: Written) -> list[Block]:
    """Return the sum of all costs and their mean, the loss."""
    many = "pixels" if subject.what == "pixel" else "classes"
    places = column.places + (1 if work.classes >= 10 else 0)
    formula = f"{column.total} / {work.classes:,} {many}"
    return [
        *rest(column.rest, "rounding of the column"),
        TotalRow("sum", column.total),
        _result(record, figure(work.sum, places), (formula,)),
        verdict(work.sum, record.loss, "It is torch's own number"),
    ]


def _result(record: LossRecord, text: str, formulas: tuple[str, ...] = ()) -> TermRow:
    words = f"The loss of image {record.sample} is {exactly(record.loss)}"
    return TermRow(f"loss of image {record.sample}", text, formulas, "result", words)
