"""A pooling window, large: every value a number, the winner framed and marked."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from explorer.network.cells import Cell
from explorer.views.blocks.blocks import Block, Spot
from explorer.views.blocks.grids import Tile, cell_rect, paint_tile
from explorer.views.parts.brush import CENTRE, Look
from explorer.views.parts.figures import figure

_CELL, _MOST_WIDE = 58, 156


@dataclass(frozen=True, slots=True, eq=False)
class Window(Block):
    """A window with its cells outside the padding as (row, column, words, cell).

    `winner` is framed. `facts` are the lines beside it, `side` the largest size of a cell.
    """

    tile: Tile
    places: int
    winner: tuple[int, int] | None
    cells: tuple[tuple[int, int, str, Cell], ...]
    facts: tuple[tuple[str, str], ...]
    side: int = _CELL

    def height(self, look: Look, width: float) -> float:
        return max(self._rect(look, width).height() + look.px(4), look.facts_height(self.facts))

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        rect, tile = self._rect(look, width), self.tile
        paint_tile(painter, look, rect, tile)
        size = self._size(look, rect.width() / tile.columns)
        bright = tile.bright().tolist()
        for row, column, _, _ in self.cells:
            place = cell_rect(rect, tile, row, column)
            painter.setPen(look.pen("panel"))
            painter.drawRect(place.adjusted(-0.5, -0.5, -0.5, -0.5))
            painter.setFont(look.font(size, "medium" if self.winner == (row, column) else "normal"))
            painter.setPen(look.on(bright[row][column]))
            text = figure(float(tile.values[row, column]), self.places)
            painter.drawText(place, CENTRE, text)
        if self.winner is not None:
            self._paint_winner(painter, look, cell_rect(rect, tile, *self.winner))
        look.facts(painter, rect.right() + look.px(16), width, self.facts)

    def spots(self, look: Look, width: float) -> list[Spot]:
        rect = self._rect(look, width)
        return [
            Spot(
                cell_rect(rect, self.tile, row, column),
                words,
                ("window", row, column),
                cell,
                framed=True,
            )
            for row, column, words, cell in self.cells
        ]

    def _size(self, look: Look, wide: float) -> str:
        """Return the largest font in which every number fits into its cell."""
        ends = float(self.tile.values.min()), float(self.tile.values.max())
        longest = max((figure(end, self.places) for end in ends), key=len)
        for size in ("body", "small"):
            if look.width_of(longest, size, "medium") + look.px(8) <= wide:
                return size
        return "tiny"

    def _paint_winner(self, painter: QPainter, look: Look, place: QRectF) -> None:
        """Frame a cell and tick its corner, so that it is known without its colour."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = place.adjusted(1, 1, -1.5, -1.5)
        for meaning, width in (("panel", 4.5), ("selection", 2.5)):  # a rim: cells have any colour
            painter.setPen(QPen(look.color(meaning), width * look.scale))
            painter.drawRect(frame)
        side = place.width() * 0.24
        corner = place.topRight()
        painter.setPen(QPen(look.color("selection"), 0))
        painter.setBrush(look.color("selection"))
        painter.drawPolygon(
            QPolygonF([corner, corner - QPointF(side, 0), corner + QPointF(0, side)])
        )
        painter.restore()

    def _rect(self, look: Look, width: float) -> QRectF:
        cells = max(self.tile.rows, self.tile.columns)
        side = min(look.px(self.side), float(look.px(_MOST_WIDE) // cells))
        return QRectF(1, 1, side * self.tile.columns, side * self.tile.rows)
