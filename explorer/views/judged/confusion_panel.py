"""The confusion matrix with the facts of a cell, its images below it, and the score."""

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
from explorer.views.parts.number_text import percent
from explorer.views.parts.tiles import TileScroll
from explorer.views.parts.widgets import caption, column, heading
from explorer.views.style.theme import GRID

if TYPE_CHECKING:  # it brings torch
    from explorer.training.record.validation import Validation

    Given = tuple[Validation | None, tuple[str, ...], NDArray[np.uint8] | None]


class ConfusionPanel(QWidget):
    """The matrix, the facts of a cell, and its images; the surest mistakes without a cell.

    Emits `sample_requested(int)` with the place of an image that was clicked.
    """

    sample_requested = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.matrix, self.wrong = ConfusionMatrix(), WrongStrip()
        self.score, self.facts = caption(""), caption("")
        self._given: Given = (None, (), None)
        self.complete = True  # whether all images of the cell are listed
        self.listed, self._mistakes = caption(""), TileScroll(self.wrong)
        for label in (self.score, self.facts, self.listed):
            label.setWordWrap(True)
        layout = column(
            heading(_("Confusion")),
            self.score,
            self.matrix,
            self.facts,
            GRID,
            self.listed,
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
        for part in (self.matrix, self.listed, self._mistakes):
            part.setVisible(not drawn)
        counts = np.zeros((0, 0), np.int64) if validation is None else validation.confusion
        self.matrix.show_counts(counts, classes)
        self._given = validation, classes, images
        self._show_listed()
        self._show_facts(self.matrix.hot)
        if drawn:
            self.facts.setText(_("An auto-encoder tells no classes apart: nothing to confuse."))

    def _on_pair_chosen(self, pair: Pair | None) -> None:
        self._show_listed()
        self._show_facts(pair)

    def _show_listed(self) -> None:
        """List the images of the chosen cell, and how many of them are known."""
        pair, counts = self.matrix.chosen, self.matrix.counts
        validation, classes, images = self._given
        total = int(counts[pair] if pair else counts.sum() - counts.trace())
        self.wrong.show_read(validation.known(pair) if validation else (), classes, images)
        count, what = len(self.wrong.shown), self.matrix.name(pair) if pair else _("Mistakes")
        self.complete = count == total
        text = _("{what}: the surest {count:,} of {total:,}; all when paused")
        if self.complete:
            text = _("{what}: all {total:,}, the surest first") if total else _("{what}: none")
        self.listed.setText(text.format(what=what, count=count, total=total))

    def _show_facts(self, pair: Pair | None) -> None:
        self.facts.setText(self.matrix.describe(pair or self.matrix.chosen))


def format_score(validation: Validation) -> str:
    """Return `97.3 %`, or for an auto-encoder `mean squared error 0.0123`."""
    if isnan(validation.accuracy):
        return _("mean squared error {error}").format(error=number(validation.error))
    return percent(validation.accuracy)
