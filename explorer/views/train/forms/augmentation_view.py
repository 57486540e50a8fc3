"""What augmentation does: some training images above, and below what the network gets of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter

from explorer.text import _
from explorer.views.parts.brush import Look
from explorer.views.parts.thumbnails import Thumbnails
from explorer.views.parts.tiles import TileRows

_SIDE, _MOST, _GAP = 40, 8, 4


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
        side = min(self.look.px(_SIDE), self.width() / _MOST)
        return QSizeF(side, side + _GAP)

    def tile_at(self, point: QPointF) -> int | None:
        return 0

    def tile_beside(self, tile: int | None, key: Qt.Key) -> int | None:
        return None

    def choose(self, tile: int) -> None:
        self.samples_requested.emit()

    def reason(self) -> str:
        return _("no samples yet")

    def heightForWidth(self, width: int) -> int:
        return int(2 * min(self.look.px(_SIDE), width / _MOST) + _GAP)

    def sizeHint(self) -> QSize:
        return QSize(int(self.look.px(_SIDE) * _MOST), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(160))

    def ring_area(self) -> QRectF:
        return QRectF(self.rect())

    def paint_tile(self, painter: QPainter, look: Look, tile: int, area: QRectF) -> None:
        side = area.width() * self._share
        if self._pictures is not None:
            self._pictures.paint(painter, look, tile, QRectF(area.topLeft(), QSizeF(side, side)))
