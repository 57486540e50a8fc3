"""What is painted of a loss: the image with what is known of it, and the losses of the batch."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.network.records import Floats
from explorer.text import _, ngettext
from explorer.views.blocks.blocks import Block, Spot
from explorer.views.blocks.grids import Tile, paint_tile
from explorer.views.blocks.pictures import Facts
from explorer.views.parts.brush import RIGHT, Look
from explorer.views.parts.number_text import significant
from explorer.views.parts.painting import ink_colors

_SIDE, _APART = 64, 12  # pixels of a picture, and to the next
_BESIDE = 16  # pixels between the pictures and their facts
_HIGH = 52  # pixels of the batch's losses


@dataclass(frozen=True, eq=False)
class ImageBlock(Block):
    """Ink in 0 to 1 (c, h, w) as pictures side by side, each with its caption if there are any.

    Where the facts are too long to stand beside them they stand below.
    """

    images: tuple[np.ndarray, ...]
    captions: tuple[str, ...]
    facts: Facts

    def height(self, look: Look, width: float) -> float:
        place = self._facts_at(look, width)
        high = place.y() + look.facts_size(self.facts, width - place.x())[1]
        return max(self._rect(look).height() + look.px(2), high)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        rect, side = self._rect(look), look.px(_SIDE)
        for at, image in enumerate(self.images):
            ink = np.clip(np.nan_to_num(image, nan=0.0), 0, 1).astype(np.float32)
            tile = Tile(ink[0], ink_colors(ink, look.maps.ink))
            scale = side / max(tile.rows, tile.columns)
            x = rect.x() + at * look.px(_SIDE + _APART)
            frame = QRectF(x, rect.y(), tile.columns * scale, tile.rows * scale)
            paint_tile(painter, look, frame, tile)
            if self.captions:
                below = QRectF(x, frame.bottom() + 1, side + look.px(8), look.line())
                look.text(painter, below, self.captions[at], "muted")
        place = self._facts_at(look, width)
        painter.translate(0, place.y())
        look.facts(painter, place.x(), width, self.facts)
        painter.translate(0, -place.y())

    def _rect(self, look: Look) -> QRectF:
        wide = len(self.images) * look.px(_SIDE + _APART) - look.px(_APART)
        return QRectF(1, 1, wide, look.px(_SIDE + 3) + (look.line() if self.captions else 0))

    def _facts_at(self, look: Look, width: float) -> QPointF:
        """Return where the facts begin: beside the pictures or, without room for them, below."""
        rect = self._rect(look)
        left = rect.right() + look.px(_BESIDE)
        beside = left + look.facts_size(self.facts, width)[0] <= width
        return QPointF(left, 0) if beside else QPointF(0, rect.bottom())


@dataclass(frozen=True, slots=True, eq=False)
class BatchLosses(Block):
    """The losses (n,) of a batch in its order, their mean as a line, the chosen one marked.

    Where they are many, a bar is the largest of some. Numbers that are not finite have no bar.
    """

    losses: Floats
    mean: float
    chosen: int

    def height(self, look: Look, width: float) -> float:
        return look.px(_HIGH) + look.px(6)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        area, words = self._area(look, width), self._mean_words
        painter.fillRect(area, look.color("field"))
        top = float(self.losses.max(initial=0.0, where=np.isfinite(self.losses)))
        if top <= 0:
            return
        bars = strongest(self.losses, int(area.width() // 2))
        step, mine = area.width() / len(bars), self.chosen * len(bars) // len(self.losses)
        for at, value in enumerate(bars):
            high = area.height() * value / top
            color = look.color("text") if at == mine else look.color("accent", 170)
            left = area.x() + at * step
            painter.fillRect(QRectF(left, area.bottom() - high, max(1.0, step - 1), high), color)
        line = look.line()
        right = QRectF(area.right(), 0, width - area.right() - look.px(4), line)
        look.text(painter, right, significant(top, 3), "muted", align=RIGHT)
        if 0 <= self.mean <= top:
            y = area.bottom() - area.height() * self.mean / top
            painter.setPen(QPen(look.color("text"), 1, Qt.PenStyle.DashLine))
            ends = (QPointF(x, round(y) + 0.5) for x in (area.x(), area.right()))
            painter.drawLine(*ends)
            right.translate(0, max(line, y - line / 2))
            look.text(painter, right, words, "text", align=RIGHT)

    def spots(self, look: Look, width: float) -> list[Spot]:
        count = len(self.losses)
        words = ngettext(
            "The loss of the batch's {count} image: {most}",
            "The losses of the batch's {count} images, up to {most}; their mean is {mean}",
            count,
        )
        most = significant(float(self.losses.max()))
        words = words.format(count=count, most=most, mean=significant(self.mean))
        return [Spot(self._area(look, width), words, "losses", stop=False)]

    def _area(self, look: Look, width: float) -> QRectF:
        """Return where the bars are; the numbers have the room at the right end."""
        numbers = look.width_of(self._mean_words) + look.px(10)
        return QRectF(0, look.px(3), width - numbers, look.px(_HIGH))

    @property
    def _mean_words(self) -> str:
        return _("mean {loss}").format(loss=significant(self.mean, 3))


def strongest(values: Floats, most: int) -> list[float]:
    """Return at most so many numbers: the largest finite one of each run of neighbours."""
    finite = np.where(np.isfinite(values), values, 0.0)
    count = max(1, min(most, len(finite)))
    edges = np.arange(count) * len(finite) // count
    return [float(value) for value in np.maximum.reduceat(finite, edges)]
