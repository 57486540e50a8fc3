"""The confusion matrix with the facts of a cell, the surest mistakes below it, and the score."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from explorer.network.cells import number
from explorer.text import _
from explorer.views.judged.confusion_matrix import ConfusionMatrix, Pair
from explorer.views.judged.wrong_strip import WrongStrip
from explorer.views.parts.number_text import figure, percent
from explorer.views.parts.tiles import TileScroll
from explorer.views.parts.widgets import caption, column, heading, row
from explorer.views.style.theme import GRID

if TYPE_CHECKING:  # it brings torch
    from explorer.training.record.validation import Validation


class ConfusionPanel(QWidget):
    """The matrix, the facts of a cell, and the surest mistakes.

    Emits `sample_requested(int)` with the place of a misread image that was clicked.
    """

    sample_requested = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.matrix, self.wrong = ConfusionMatrix(), WrongStrip()
        self.score, self.facts = caption(""), caption("")
        self._misread, self._mistakes = caption(_("Surest mistakes")), TileScroll(self.wrong)
        layout = column(
            row(heading(_("Confusion")), None, self.score, spacing=GRID),
            self.matrix,
            self.facts,
            GRID,
            self._misread,
            (self._mistakes, 1),
            within=self,
        )
        layout.addStretch(0)  # where there are no mistakes to fill the room
        self.matrix.tile_hovered.connect(self._show_facts)
        self.matrix.tile_chosen.connect(self._on_pair_chosen)
        self.wrong.sample_requested.connect(self.sample_requested)

    def show_validation(
        self,
        validation: Validation | None,
        classes: tuple[str, ...],
        images: NDArray[np.uint8] | None = None,
    ) -> None:
        """Show a validation; `images` uint8 (n, c, h, w) are all that its mistakes point into.

        That of an auto-encoder has no confusion, only an error.
        """
        drawn = validation is not None and not validation.confusion.size
        for part in (self.matrix, self._misread, self._mistakes):
            part.setVisible(not drawn)
        if validation is None or drawn:
            self.matrix.show_counts(np.zeros((0, 0), np.int64), ())
            self.wrong.show_wrong((), (), None)
        else:
            self.matrix.show_counts(validation.confusion, classes)
            self.wrong.show_wrong(validation.wrong, classes, images)
        self.wrong.show_only(self.matrix.chosen)
        self.score.setText("" if validation is None else format_headline(validation))
        self._show_facts(self.matrix.hot)
        if drawn:
            self.facts.setText(_("An auto-encoder tells no classes apart: nothing to confuse."))

    def _on_pair_chosen(self, pair: Pair | None) -> None:
        self.wrong.show_only(pair)
        self._show_facts(pair)

    def _show_facts(self, pair: Pair | None) -> None:
        self.facts.setText(self.matrix.describe(pair))


def format_score(validation: Validation) -> str:
    """Return `97.3 %`, or for an auto-encoder `mean squared error 0.0123`."""
    if isnan(validation.accuracy):
        return _("mean squared error {error}").format(error=number(validation.error))
    return percent(validation.accuracy)


def format_headline(validation: Validation) -> str:
    """Return `step 200 · loss 0.200`; for an auto-encoder its score stands for the loss."""
    if not validation.confusion.size:
        text = _("step {step:,} · {score}")
        return text.format(step=validation.step, score=format_score(validation))
    loss = figure(validation.loss, 3)
    return _("step {step:,} · loss {loss}").format(step=validation.step, loss=loss)
