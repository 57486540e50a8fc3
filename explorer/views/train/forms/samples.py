"""Training images as tiles: all of them, how many there are of a class, and what changes them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter, QPen

from explorer.digits.datasets import Dataset
from explorer.text import _
from explorer.views.parts.brush import RIGHT, Look
from explorer.views.parts.painting import Thumbnails
from explorer.views.parts.tiles import TileList, TileRows

_SIDE, _GAP = 44, 6  # of an image of the data set
_SAMPLE, _MOST, _AIR = 40, 8, 4  # an image to augment, how many of them
_ROW = 20
ALL = -1


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

    def show_dataset(self, dataset: Dataset | None, label: int = ALL) -> None:
        """Show the images of a class, or all."""
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


class ClassBars(TileList):
    """One bar per class under one for all; a tile is a class, -1 means all."""

    first = ALL

    def __init__(self) -> None:
        super().__init__(
            _("Images per class"),
            _("How many images there are of each class; click one to see only those."),
            _("Up and Down choose with the keyboard. A class with few images is learned worse."),
        )
        self._classes: tuple[str, ...] = ()
        self._counts: NDArray[np.int64] = np.zeros(0, np.int64)
        self._names, self._most = 0.0, 1  # the widest name, the largest count

    def show_counts(self, classes: tuple[str, ...], counts: NDArray[np.int64]) -> None:
        """Show the images per class int64 (classes,)."""
        self._classes, self._counts, self.chosen = classes, counts, ALL
        self.refit()

    def count(self) -> int:
        return len(self._counts) + 1

    def row_height(self) -> float:
        return self.look.px(_ROW)

    def describe(self, tile: int | None) -> str:
        return ": ".join(self._text(ALL if tile is None else tile))

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(200))

    def paint_tiles(self, painter: QPainter, look: Look, exposed: QRectF) -> None:
        widest = max(look.width_of(name) for name in (_("all"), *self._classes))
        self._names = min(widest, self.width() * 0.45)
        self._most = max(1, int(self._counts.max(initial=0)))
        super().paint_tiles(painter, look, exposed)

    def paint_tile(self, painter: QPainter, look: Look, tile: int, area: QRectF) -> None:
        chosen, names = tile == self.chosen, self._names
        if chosen:
            painter.fillRect(area, look.color("accent_soft"))
        name, number = self._text(tile)
        elided = look.metrics("small", "normal").elidedText(
            name, Qt.TextElideMode.ElideRight, int(names) + 1
        )
        color = "text" if chosen else "muted"
        inner = area.adjusted(4, 0, -4, 0)
        look.text(painter, inner, elided, color)
        look.text(painter, inner, number, color, align=RIGHT)
        if tile == ALL:
            return
        left, wide = names + 14, area.width() - names - 14 - look.width_of(f"{self._most:,}") - 12
        thick = round(area.height() * 0.4)
        bar = QRectF(left, area.top() + (area.height() - thick) / 2, wide, thick)
        painter.fillRect(bar, look.color("field"))
        bar.setWidth(wide * int(self._counts[tile]) / self._most)
        painter.fillRect(bar, look.color("accent", 255 if chosen else 150))

    def _text(self, label: int) -> tuple[str, str]:
        if label == ALL:
            return _("all"), f"{int(self._counts.sum()):,}"
        return self._classes[label], f"{int(self._counts[label]):,}"


class AugmentationView(TileRows):
    """Two rows of images; a click anywhere or Enter emits `samples_requested` for another try.

    The images get smaller where there is little width.
    """

    hovers = False
    samples_requested = Signal()

    def __init__(self) -> None:
        super().__init__(
            _("Augmentation"),
            _("Above as it is, below as the network gets it; click for another try."),
            _(
                "Each epoch shows every image in another way, so that the network learns the digit "
                "and not the picture."
            ),
        )
        self.hot = 0
        self._pictures: Thumbnails | None = None
        self._share = 1.0  # of a tile that its image takes: a pixel of it lies between two

    def show_samples(self, before: NDArray[np.uint8], after: NDArray[np.uint8]) -> None:
        """Show images uint8 (n, c, h, w) before and after."""
        self._pictures = Thumbnails(np.concatenate((before[:_MOST], after[:_MOST])))
        self._share = before.shape[3] / (before.shape[3] + 1)
        self.update()

    def count(self) -> int:
        return self._pictures.count if self._pictures else 0

    def columns_at(self, width: float) -> int:
        return max(1, self.count() // 2)

    def tile_size(self) -> QSizeF:
        side = min(self.look.px(_SAMPLE), self.width() / _MOST)
        return QSizeF(side, side + _AIR)

    def tile_at(self, point: QPointF) -> int | None:
        return 0

    def tile_beside(self, tile: int | None, key: Qt.Key) -> int | None:
        return None

    def choose(self, tile: int) -> None:
        self.samples_requested.emit()

    def reason(self) -> str:
        return _("no samples yet")

    def heightForWidth(self, width: int) -> int:
        return int(2 * min(self.look.px(_SAMPLE), width / _MOST) + _AIR)

    def sizeHint(self) -> QSize:
        return QSize(int(self.look.px(_SAMPLE) * _MOST), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(160))

    def ring_area(self) -> QRectF:
        return QRectF(self.rect())

    def paint_tile(self, painter: QPainter, look: Look, tile: int, area: QRectF) -> None:
        side = area.width() * self._share
        if self._pictures is not None:
            self._pictures.paint(painter, look, tile, QRectF(area.topLeft(), QSizeF(side, side)))
