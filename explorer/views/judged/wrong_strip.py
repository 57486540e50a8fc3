"""The surest mistakes in rows: the image, what it is and what it was taken for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter

from explorer.text import _
from explorer.views.parts.brush import CENTRE, LEFT, Look
from explorer.views.parts.number_text import percent
from explorer.views.parts.painting import Thumbnails
from explorer.views.parts.tiles import TileRows

if TYPE_CHECKING:  # it brings torch
    from explorer.training.record.validation import Wrong

_SIDE, _GAP, _BRIEF = 48, 10, 3


class WrongStrip(TileRows):
    """Emits `sample_requested(int)` with the place of the image that was clicked in its data."""

    sample_requested = Signal(int)
    hovers = False

    def __init__(self) -> None:
        super().__init__(
            _("Wrong digits"),
            _("The mistakes the network is surest of; click one to see it in the network."),
            _("A cell of the matrix shows only its own. Arrow keys move, Enter takes one."),
        )
        self._all: tuple[Wrong, ...] = ()
        self._classes: tuple[str, ...] = ()
        self._only: tuple[int, int] | None = None
        self._pictures: Thumbnails | None = None

    @property
    def shown(self) -> tuple[Wrong, ...]:
        """The mistakes in the strip, those of the chosen pair of classes only if there is one."""
        if self._only is None:
            return self._all
        return tuple(w for w in self._all if (w.label, w.guess) == self._only)

    def show_wrong(
        self,
        wrong: tuple[Wrong, ...],
        classes: tuple[str, ...],
        images: NDArray[np.uint8] | None,
    ) -> None:
        """Show mistakes whose `image` is a place in `images` uint8 (n, c, h, w)."""
        self._all, self._classes = wrong, classes
        self._pictures = None if images is None else Thumbnails(images)
        self.show_only(self._only)

    def show_only(self, pair: tuple[int, int] | None) -> None:
        """Show the mistakes of one true class and guess, or all."""
        self._only = pair
        self.hot = 0 if self.shown else None
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
        wrong = self.shown[tile]
        label, guess = self._classes[wrong.label], self._classes[wrong.guess]
        text = _("{label} read as {guess}, {share} sure")
        return text.format(label=label, guess=guess, share=percent(wrong.confidence))

    def choose(self, tile: int) -> None:
        self.point_at(tile)
        self.sample_requested.emit(self.shown[tile].image)

    def paint_empty(self, painter: QPainter, look: Look) -> None:
        text = _("none of them among the surest") if self._all else _("no mistake")
        line = QRectF(0, 0, self.width(), self.tile_size().height())
        look.text(painter, line, text if self._classes else "", "muted", align=LEFT)

    def ring_area(self) -> QRectF:
        return super().ring_area().adjusted(0, 0, -4, 0)

    def paint_tile(self, painter: QPainter, look: Look, tile: int, area: QRectF) -> None:
        wrong, side, line = self.shown[tile], look.px(_SIDE), look.line("small")
        left = area.x() + 1 + ((area.width() - side) / 2 - 5 if self._long else 0)
        frame = QRectF(left, area.y() + 2, side, side)
        painter.fillRect(frame, look.color("field"))
        if self._pictures is not None and 0 <= wrong.image < self._pictures.count:
            self._pictures.paint(painter, look, wrong.image, frame)
        first, second = self._lines(look, wrong)
        below = QRectF(frame.x() - 4, frame.bottom() + 1, area.width() - 2, line)
        below.moveCenter(QPointF(frame.center().x(), below.center().y()))
        look.text(painter, below, first, weight="strong", align=CENTRE)
        look.text(painter, below.translated(0, line - 2), second, "muted", align=CENTRE)

    def _lines(self, look: Look, wrong: Wrong) -> tuple[str, str]:
        """Return `4 → 9` over how sure that was, or long names one over the other."""
        label, guess = self._classes[wrong.label], self._classes[wrong.guess]
        if not self._long:
            return f"{label} → {guess}", percent(round(wrong.confidence, 3))
        metrics, room = look.metrics("small", "strong"), int(self.tile_size().width() - 4)
        elide = Qt.TextElideMode.ElideRight
        return metrics.elidedText(label, elide, room), metrics.elidedText(f"→ {guess}", elide, room)

    @property
    def _long(self) -> bool:
        return any(len(name) > _BRIEF for name in self._classes)
