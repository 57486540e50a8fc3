"""What is said about the loss of one image: target against output, and the batch's mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose

import numpy as np

from explorer.training.look.anatomy import LossRecord
from explorer.training.look.loss_terms import batch_work
from explorer.views.blocks.blocks import Block, Line
from explorer.views.parts.figures import figure
from explorer.views.train.step.batch_losses import BatchLosses
from explorer.views.train.step.class_pairs import PairKey, PairRow
from explorer.views.train.step.rows import NARROW, WIDE, TermRow, Verdict
from explorer.views.train.step.writing import significant

_CLOSE = 1e-4  # of two numbers of which one was added up in another order
_FEW = 8
_BRIEF = 3  # characters of a name that need little room


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked of the network: `what` is "class" or "pixel", `names` has one name each.

    Classes have a row each, of the pixels only those that cost the most.
    """

    what: str
    names: Sequence[str]

    @property
    def width(self) -> int:
        """The room of the names, in pixels."""
        return NARROW if max(map(len, self.names)) <= _BRIEF else WIDE

    def listed(self, costs: Sequence[float]) -> list[int]:
        """Return the places that get a row."""
        if self.what == "class":
            return list(range(len(costs)))
        known = np.nan_to_num(np.asarray(costs), nan=np.inf)
        return [int(at) for at in np.argsort(-known, kind="stable")[:_FEW]]

    def says(self, at: int) -> str:
        """Return what a row is about: `Class 7`."""
        return f"{self.what.capitalize()} {self.names[at]}"

    def marks(self, record: LossRecord, at: int) -> bool:
        """Return whether a row is about the true class."""
        return self.what == "class" and at == record.label


def subject_of(record: LossRecord, classes: tuple[str, ...], width: int = 0) -> Subject:
    """Return what a loss is about; `width` is that of the picture an auto-encoder draws."""
    count = len(record.target)
    if width and count != len(classes):
        places = (divmod(at, width) for at in range(count))
        return Subject("pixel", [f"{row}, {column}" for row, column in places])
    known = list(classes[:count])
    return Subject("class", known + [str(at) for at in range(len(known), count)])


def pair_blocks(record: LossRecord, subject: Subject) -> list[Block]:
    """Return target and output of every class."""
    wide = subject.width
    blocks: list[Block] = [title("Target against output"), PairKey()]
    pairs = zip(record.target.tolist(), record.outputs.tolist(), strict=True)
    for at, (target, output) in enumerate(pairs):
        words = f"{subject.says(at)}: target {target:.0f}, output {significant(output, 6)}"
        marked = subject.marks(record, at)
        blocks.append(PairRow(subject.names[at], target, output, words, wide, marked, at == 0))
    return blocks


def batch_blocks(record: LossRecord) -> list[Block]:
    """Return how the losses of all images become the batch's."""
    work = batch_work(record)
    mean, total = figure(work.mean, 4), figure(work.total, 4)
    words = exactly(work.mean)
    return [
        title(f"The batch of {work.count}"),
        BatchLosses(record.losses, record.batch_loss, record.sample),
        TermRow("sum of the losses", total, kind="term"),
        TermRow("loss of the batch", mean, (f"{total} / {work.count}",), "result", words),
        verdict(work.total / work.count, work.mean, "It is torch's own number"),
    ]


def title(text: str) -> Line:
    """Return the heading of a part."""
    return Line(text, "text", "body", "strong")


def rest(text: str | None, name: str = "rounding") -> list[Block]:
    """Return what a sum of rounded numbers lacks, if anything."""
    return [TermRow(name, text, kind="term")] if text is not None else []


def exactly(value: float) -> str:
    """Return a number with all its figures."""
    return f"exactly {significant(value, 9)}"


def verdict(ours: float, theirs: float, words: str) -> Block:
    """Return whether what was added up is torch's own number."""
    if ours != ours or theirs != theirs:
        return Verdict(False, "Not a number: the training has fallen apart.")
    good = isclose(ours, theirs, rel_tol=_CLOSE, abs_tol=1e-6)
    return Verdict(good, f"{words}: {significant(theirs, 7)}")
