"""All images of a data set, or of one class, as a grid to scroll through."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter, QPen

from explorer.digits.datasets import Dataset
from explorer.text import _
from explorer.views.parts.brush import Look
from explorer.views.parts.thumbnails import Thumbnails
from explorer.views.parts.tiles import TileRows

_SIDE, _GAP = 44, 6


class SamplesGrid(TileRows):
    """Emits `sample_chosen(int)` with the place of an image in the data set.

    Only what is in view is coloured and painted, so a million images cost no more than fifty.
    """

    sample_chosen = Signal(int)
    walk_chooses = True

    def __init__(self) -> None:
        super().__init__(
            _("Samples"),
            _("The images of the data set; click one to see its pixels."),
            _("The arrow keys walk through them, Page Up and Page Down scroll."),
        )
        self._dataset: Dataset | None = None
        self._pictures: Thumbnails | None = None
        self.places: NDArray[np.int64] = np.zeros(0, np.int64)  # of the images shown, in the data

    def show_dataset(self, dataset: Dataset | None, label: int = -1) -> None:
        """Show the images of a class, or with -1 all."""
        if dataset is not self._dataset:
            self._pictures = None if dataset is None else Thumbnails(dataset.images)
        self._dataset = dataset
        if dataset is None:
            self.places = np.zeros(0, np.int64)
        else:
            every = dataset.labels >= 0 if label < 0 else dataset.labels == label
            self.places = np.flatnonzero(every).astype(np.int64)
        self.chosen = None
        self.refit()
        if len(self.places):
            self.bring_into_view(0)

    def show_sample(self, place: int) -> None:
        """Outline the image at a place of the data set and bring it into view."""
        at = int(np.searchsorted(self.places, place))
        found = at < len(self.places) and self.places[at] == place
        self.show_chosen(at if found else None)
        if found:
            self.bring_into_view(at)

    def count(self) -> int:
        return len(self.places)

    def tile_size(self) -> QSizeF:
        step = self.look.px(_SIDE + _GAP)
        return QSizeF(step, step)

    def columns_at(self, width: float) -> int:
        return super().columns_at(width - 2)

    def describe(self, tile: int | None) -> str:
        if self._dataset is None or tile is None:
            return ""
        place = int(self.places[tile])
        name = self._dataset.classes[int(self._dataset.labels[place])]
        return _("image {place:,}: {name}").format(place=place, name=name)

    def reason(self) -> str:
        return _("no data yet") if self._dataset is None else _("no image of this class")

    def choose(self, tile: int) -> None:
        self.sample_chosen.emit(int(self.places[tile]))

    def paint_tile(self, painter: QPainter, look: Look, tile: int, area: QRectF) -> None:
        side = look.px(_SIDE)
        frame = QRectF(area.x() + 2, area.y() + 2, side, side)
        if self._pictures is not None:
            self._pictures.paint(painter, look, int(self.places[tile]), frame)
        if tile == self.chosen:
            painter.setPen(QPen(look.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame.adjusted(-1, -1, 1, 1))
