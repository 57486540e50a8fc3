"""Pictures with lines of facts beside them: a map with a part framed, a window full of numbers."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from explorer.network.cells import Cell
from explorer.views.blocks.blocks import Block, Spot
from explorer.views.blocks.grids import (
    Cells,
    Tile,
    cell_rect,
    fitting,
    paint_frame,
    paint_tile,
    span_rect,
)
from explorer.views.parts.brush import CENTRE, Look
from explorer.views.parts.number_text import figure

Facts = tuple[tuple[str, str], ...]  # text and role: "label", "text" or "strong"
_BETWEEN = 12  # pixels between a picture and its facts
_LEAST_FRAME = 5.0
_MOST_WIDE = 156  # pixels of a window of numbers


class PictureBlock(Block):
    """A picture at the left with `facts` beside it, or below where they would have to be broken."""

    facts: Facts

    def rect(self, look: Look, width: float) -> QRectF:
        """Return where the picture is."""
        raise NotImplementedError

    def paint_picture(self, painter: QPainter, look: Look, rect: QRectF) -> None:
        """Paint the picture."""
        raise NotImplementedError

    def height(self, look: Look, width: float) -> float:
        x, y = self._facts_at(look, width)
        high = y + look.facts_size(self.facts, width - x)[1]
        return max(self.rect(look, width).bottom() + look.px(4), high)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        self.paint_picture(painter, look, self.rect(look, width))
        x, y = self._facts_at(look, width)
        painter.translate(0, y)
        look.facts(painter, x, width, self.facts)
        painter.translate(0, -y)

    def _facts_at(self, look: Look, width: float) -> tuple[float, float]:
        """Return where the facts begin."""
        rect = self.rect(look, width)
        beside = rect.right() + look.px(_BETWEEN)
        if beside + look.facts_size(self.facts, width)[0] <= width + 1:
            return beside, 0.0
        return 0.0, rect.bottom() + look.px(4)


@dataclass(frozen=True, slots=True, eq=False)
class MapPicture(PictureBlock):
    """A map, or the input, with some of its cells `framed`.

    `words` and `cell` describe the picture as a spot; `side` is its size in pixels.
    """

    tile: Tile
    framed: Cells | None
    facts: Facts
    words: str
    cell: Cell | None = None
    side: int = 96

    def rect(self, look: Look, width: float) -> QRectF:
        step = min(look.px(self.side), width) / max(self.tile.rows, self.tile.columns)
        step = float(int(step)) if step >= 2 else step
        return QRectF(1, 1, round(step * self.tile.columns), round(step * self.tile.rows))

    def paint_picture(self, painter: QPainter, look: Look, rect: QRectF) -> None:
        paint_tile(painter, look, rect, self.tile)
        if self.framed is not None:
            frame = span_rect(rect, self.tile, self.framed, look.px(_LEAST_FRAME))
            paint_frame(painter, look, frame.adjusted(-0.5, -0.5, 0, 0), 2)

    def spots(self, look: Look, width: float) -> list[Spot]:
        if self.cell is None:
            return []
        rect = self.rect(look, width)
        return [Spot(rect, self.words, ("picture", self.cell), self.cell, framed=True)]


@dataclass(frozen=True, slots=True, eq=False)
class NumberWindow(PictureBlock):
    """A few cells, large, each with its number; the `winner` is framed and marked.

    `cells` are those outside the padding as (row, column, words, cell), `side` is the largest
    size of one in pixels.
    """

    tile: Tile
    places: int
    winner: tuple[int, int] | None
    cells: tuple[tuple[int, int, str, Cell], ...]
    facts: Facts
    side: int

    def rect(self, look: Look, width: float) -> QRectF:
        cells = max(self.tile.rows, self.tile.columns)
        side = min(look.px(self.side), float(min(look.px(_MOST_WIDE), width - 2) // cells))
        return QRectF(1, 1, side * self.tile.columns, side * self.tile.rows)

    def paint_picture(self, painter: QPainter, look: Look, rect: QRectF) -> None:
        tile = self.tile
        paint_tile(painter, look, rect, tile)
        write, size = self._writing(look, rect.width() / tile.columns)
        bright = tile.bright().tolist()
        for row, column, _words, _cell in self.cells:
            place = cell_rect(rect, tile, row, column)
            painter.setPen(look.pen("panel"))
            painter.drawRect(place.adjusted(-0.5, -0.5, -0.5, -0.5))
            painter.setFont(look.font(size, "medium" if self.winner == (row, column) else "normal"))
            painter.setPen(look.on(bright[row][column]))
            painter.drawText(place, CENTRE, write(float(tile.values[row, column])))
        if self.winner is not None:
            self._paint_winner(painter, look, cell_rect(rect, tile, *self.winner))

    def spots(self, look: Look, width: float) -> list[Spot]:
        rect = self.rect(look, width)
        found = []
        for row, column, words, cell in self.cells:
            place = cell_rect(rect, self.tile, row, column)
            found.append(Spot(place, words, ("window", row, column), cell, framed=True))
        return found

    def _writing(self, look: Look, wide: float) -> tuple[Callable[[float], str], str]:
        """Return how the numbers are written, and the size in which they fit into their cells."""
        values = self.tile.values
        longest = max((figure(end, self.places) for end in (values.min(), values.max())), key=len)
        if look.width_of(longest, "body", "medium") + look.px(8) <= wide:
            return partial(figure, places=self.places), "body"
        write = fitting(look, values, wide - look.px(3), self.places)
        return write or (lambda _value: ""), "small"

    def _paint_winner(self, painter: QPainter, look: Look, place: QRectF) -> None:
        """Frame a cell and mark its corner, so that it is known without its colour."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = place.adjusted(1, 1, -1.5, -1.5)
        for meaning, width in (("panel", 4.5), ("selection", 2.5)):  # a rim: cells have any colour
            painter.setPen(QPen(look.color(meaning), width * look.scale))
            painter.drawRect(frame)
        side, corner = place.width() * 0.24, place.topRight()
        painter.setPen(QPen(look.color("selection"), 0))
        painter.setBrush(look.color("selection"))
        triangle = [corner, corner - QPointF(side, 0), corner + QPointF(0, side)]
        painter.drawPolygon(QPolygonF(triangle))
        painter.restore()
