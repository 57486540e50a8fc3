"""Judged images in rows: the image, what it is and what it was read as."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter

from explorer.text import _
from explorer.views.parts.brush import CENTRE, Look
from explorer.views.parts.number_text import percent
from explorer.views.parts.painting import Thumbnails
from explorer.views.parts.tiles import TileRows

if TYPE_CHECKING:  # it brings torch
    from explorer.training.record.validation import Read

_SIDE, _GAP, _BRIEF = 48, 10, 3


class WrongStrip(TileRows):
    """Emits `sample_requested(int)` with the place of the image that was clicked in its data."""

    sample_requested = Signal(int)
    hovers = False

    def __init__(self) -> None:
        super().__init__(
            _("Judged images"),
            _("The surest come first; click one to see it in the network."),
            _("A cell of the matrix shows all of its own. Arrow keys move, Enter takes one."),
        )
        self.shown: tuple[Read, ...] = ()
        self._classes: tuple[str, ...] = ()
        self._pictures: Thumbnails | None = None

    def show_read(
        self, read: tuple[Read, ...], classes: tuple[str, ...], images: NDArray[np.uint8] | None
    ) -> None:
        """Show judged images whose `image` is a place in `images` uint8 (n, c, h, w)."""
        self.shown, self._classes = read, classes
        self._pictures = None if images is None else Thumbnails(images)
        self.hot = 0 if read else None
        self.refit()
        if self.hot is not None:
            self.bring_into_view(self.hot)

    def count(self) -> int:
        return len(self.shown)

    def tile_size(self) -> QSizeF:
        look = self.look
        wide = look.px(_SIDE + (3 * _GAP if self._long else _GAP))
        return QSizeF(wide, look.px(_SIDE) + 2 * look.line("small") + 6)

    def describe(self, tile: int | None) -> str:
        if tile is None or tile >= self.count():
            return ""
        read = self.shown[tile]
        label, guess = self._classes[read.label], self._classes[read.guess]
        text = _("{label} read as {guess}, {share} sure")
        return text.format(label=label, guess=guess, share=percent(read.confidence))

    def choose(self, tile: int) -> None:
        self.point_at(tile)
        self.sample_requested.emit(self.shown[tile].image)

    def ring_area(self) -> QRectF:
        return super().ring_area().adjusted(0, 0, -4, 0)

    def paint_tile(self, painter: QPainter, look: Look, tile: int, area: QRectF) -> None:
        read, side, line = self.shown[tile], look.px(_SIDE), look.line("small")
        left = area.x() + 1 + ((area.width() - side) / 2 - 5 if self._long else 0)
        frame = QRectF(left, area.y() + 2, side, side)
        painter.fillRect(frame, look.color("field"))
        if self._pictures is not None and 0 <= read.image < self._pictures.count:
            self._pictures.paint(painter, look, read.image, frame)
        first, second = self._lines(look, read)
        below = QRectF(frame.x() - 4, frame.bottom() + 1, area.width() - 2, line)
        below.moveCenter(QPointF(frame.center().x(), below.center().y()))
        look.text(painter, below, first, weight="strong", align=CENTRE)
        look.text(painter, below.translated(0, line - 2), second, "muted", align=CENTRE)

    def _lines(self, look: Look, read: Read) -> tuple[str, str]:
        """Return `4 → 9` over how sure that was, or long names one over the other."""
        label, guess = self._classes[read.label], self._classes[read.guess]
        if not self._long:
            return f"{label} → {guess}", percent(round(read.confidence, 3))
        metrics, room = look.metrics("small", "strong"), int(self.tile_size().width() - 4)
        elide = Qt.TextElideMode.ElideRight
        return metrics.elidedText(label, elide, room), metrics.elidedText(f"→ {guess}", elide, room)

    @property
    def _long(self) -> bool:
        return any(len(name) > _BRIEF for name in self._classes)
