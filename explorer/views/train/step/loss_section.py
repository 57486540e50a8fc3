"""Loss: target against output of the chosen image, its loss worked out, and the batch's mean."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal

from explorer.live.training.facts import Anatomy
from explorer.training.look.anatomy import ForwardRecord, LossRecord
from explorer.views.blocks.blocks import Block, Gap
from explorer.views.parts.figures import percent
from explorer.views.train.step.batch_cell import named
from explorer.views.train.step.column import Blocks, Column
from explorer.views.train.step.image_block import ImageBlock, as_bytes
from explorer.views.train.step.loss_blocks import (
    Subject,
    batch_blocks,
    pair_blocks,
    subject_of,
)
from explorer.views.train.step.work_blocks import work_blocks
from explorer.views.train.step.writing import significant


class LossSection(Column):
    """Shows the `LossRecord` of a step; nothing in it leads anywhere."""

    sample_chosen = Signal(int)

    def __init__(self) -> None:
        self.sheet = Blocks(
            "The loss worked out",
            "How target and output of the chosen image become one number, step by step.",
            "Cross-entropy asks only for the true class: the less the network believed in it, the "
            "larger the loss. The mean squared error asks how far every output is from its "
            "target. Choose another image at Forward; Tab and the arrow keys walk the rows.",
        )
        super().__init__(self.sheet)

    def show_anatomy(self, anatomy: Anatomy, classes: tuple[str, ...]) -> None:
        """Show the loss of the step's chosen image."""
        record = anatomy.loss
        self.sheet.show_all(loss_sheet(record, anatomy.forward, classes) if record else [])


def loss_sheet(
    record: LossRecord, forward: ForwardRecord | None, classes: tuple[str, ...]
) -> list[Block]:
    """Return all that is said about a loss, from the picture to the batch's mean."""
    reconstructs = forward is not None and forward.trace.spec.reconstructs
    width = forward.images.shape[3] if forward is not None and reconstructs else 0
    subject = subject_of(record, classes, width)
    blocks: list[Block] = []
    if forward is not None and forward.sample == record.sample:
        blocks += [_picture(record, forward, subject, classes), Gap(6)]
    if subject.what == "class":
        blocks += [*pair_blocks(record, subject), Gap(10)]
    blocks += work_blocks(record, subject)
    return [*blocks, Gap(17, ruled=True), *batch_blocks(record), Gap(6)]


def _picture(
    record: LossRecord, forward: ForwardRecord, subject: Subject, classes: tuple[str, ...]
) -> ImageBlock:
    image = forward.images[record.sample : record.sample + 1]
    loss = (f"loss {significant(record.loss)}", "text")
    what = (f"label: {named(classes, record.label)}", "strong")
    which = (f"image {record.sample} of the batch", "label")
    if subject.what == "pixel":
        drawn = as_bytes(record.outputs.reshape(image.shape))
        captions = ("target", "output")
        return ImageBlock(np.concatenate([image, drawn]), captions, (what, loss, which))
    guess = int(forward.guesses[record.sample])
    sure = float(record.outputs[guess])
    how_sure = percent(round(sure, 3)) if sure == sure else "not a number"
    told = f"guess: {named(classes, guess)}, {how_sure} sure"
    return ImageBlock(image, ("",), (what, (told, "text"), loss, which))
