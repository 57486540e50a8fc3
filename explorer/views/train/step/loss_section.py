"""Loss: target against output of the chosen image, its loss worked out, and the batch's mean."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from explorer.live.training.facts import Anatomy
from explorer.text import _
from explorer.training.look.anatomy import ForwardRecord, LossRecord
from explorer.views.blocks.blocks import Block, Gap
from explorer.views.blocks.grids import Tile, paint_tile
from explorer.views.blocks.pictures import Facts, PictureBlock
from explorer.views.blocks.sheet import Sheet
from explorer.views.parts.brush import Look
from explorer.views.parts.figures import percent, significant
from explorer.views.parts.painting import ink_colors
from explorer.views.train.step.batch_grid import class_name
from explorer.views.train.step.column import StepColumn
from explorer.views.train.step.loss_blocks import Subject, batch_blocks, pair_blocks, subject_of
from explorer.views.train.step.work_blocks import work_blocks

_SIDE, _APART = 64, 12  # pixels of a picture, and to the next


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
        blocks += [*pair_blocks(record, subject), Gap(10)]
    blocks += work_blocks(record, subject)
    return [*blocks, Gap(17, ruled=True), *batch_blocks(record), Gap(6)]


def _images(
    record: LossRecord, forward: ForwardRecord, subject: Subject, classes: tuple[str, ...]
) -> ImageBlock:
    pixels = forward.images[record.sample] / np.float32(255)
    loss = _("loss {loss}").format(loss=significant(record.loss))
    label = _("label: {name}").format(name=class_name(classes, record.label))
    which = _("image {place} of the batch").format(place=record.sample)
    if subject.pixels:
        images = (pixels, record.outputs.reshape(pixels.shape))
        known: Facts = ((label, "strong"), (loss, "text"), (which, "label"))
        return ImageBlock(images, (_("target"), _("output")), known)
    guess = int(forward.guesses[record.sample])
    guessed = _("guess: {name}, {share} sure").format(
        name=class_name(classes, guess), share=percent(round(float(record.outputs[guess]), 3))
    )
    facts = ((label, "strong"), (guessed, "text"), (loss, "text"), (which, "label"))
    return ImageBlock((pixels,), (), facts)


@dataclass(frozen=True, eq=False)
class ImageBlock(PictureBlock):
    """Ink in 0 to 1 (c, h, w) as pictures side by side, each with its caption if there are any.

    Where the facts are too long to stand beside them they stand below.
    """

    images: tuple[np.ndarray, ...]
    captions: tuple[str, ...]
    facts: Facts

    def rect(self, look: Look, width: float) -> QRectF:
        wide = len(self.images) * look.px(_SIDE + _APART) - look.px(_APART)
        return QRectF(1, 1, wide, look.px(_SIDE + 3) + (look.line() if self.captions else 0))

    def height(self, look: Look, width: float) -> float:
        if self._beside(look, width):
            return super().height(look, width)
        return self.rect(look, width).bottom() + look.facts_height(self.facts)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        if self._beside(look, width):
            super().paint(painter, look, width, hot)
            return
        rect = self.rect(look, width)
        self.paint_picture(painter, look, rect)
        painter.translate(0, rect.bottom())
        look.facts(painter, 0, width, self.facts)
        painter.translate(0, -rect.bottom())

    def paint_picture(self, painter: QPainter, look: Look, rect: QRectF) -> None:
        side, x = look.px(_SIDE), rect.x()
        for at, image in enumerate(self.images):
            ink = np.clip(np.nan_to_num(image, nan=0.0), 0, 1).astype(np.float32)
            tile = Tile(ink[0], ink_colors(ink, look.maps.ink))
            scale = side / max(tile.rows, tile.columns)
            frame = QRectF(x, rect.y(), tile.columns * scale, tile.rows * scale)
            paint_tile(painter, look, frame, tile)
            if self.captions:
                below = QRectF(x, frame.bottom() + 1, side + look.px(8), look.line())
                look.text(painter, below, self.captions[at], "muted")
            x += side + look.px(_APART)

    def _beside(self, look: Look, width: float) -> bool:
        """Return whether the facts have room beside the pictures."""
        fonts = {"strong": ("body", "strong")}
        wide = (
            look.width_of(text, *fonts.get(role, ("small", "normal"))) for text, role in self.facts
        )
        return self.rect(look, width).right() + look.px(16) + max(wide, default=0.0) <= width
