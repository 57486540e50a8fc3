"""A map or the input as a small picture with one part of it framed, and facts beside it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from explorer.network.cells import Cell
from explorer.views.blocks.blocks import Block, Spot
from explorer.views.blocks.grids import Tile, cell_rect, paint_tile
from explorer.views.parts.brush import Look

_SIDE = 96
_LEAST_FRAME = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Picture(Block):
    """A tile with the box `framed` (row0, column0, row1, column1), without the last.

    `facts` are (text, role), role "label", "text" or "strong"; `words` and `cell` describe the
    picture as a spot.
    """

    tile: Tile
    framed: tuple[int, int, int, int] | None
    facts: tuple[tuple[str, str], ...]
    words: str
    cell: Cell | None = None
    side: int = _SIDE

    def height(self, look: Look, width: float) -> float:
        return max(self._rect(look).height() + look.px(2), look.facts_height(self.facts))

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        rect = self._rect(look)
        paint_tile(painter, look, rect, self.tile)
        if self.framed is not None:
            self._paint_frame(painter, look, rect, self.framed)
        look.facts(painter, rect.right() + look.px(16), width, self.facts)

    def spots(self, look: Look, width: float) -> list[Spot]:
        if self.cell is None:
            return []
        return [Spot(self._rect(look), self.words, ("picture", self.cell), self.cell, framed=True)]

    def _paint_frame(
        self, painter: QPainter, look: Look, rect: QRectF, box: tuple[int, int, int, int]
    ) -> None:
        first = cell_rect(rect, self.tile, box[0], box[1])
        last = cell_rect(rect, self.tile, box[2] - 1, box[3] - 1)
        frame = first.united(last)
        more = max(0.0, (look.px(_LEAST_FRAME) - frame.width()) / 2)
        frame.adjust(-more - 0.5, -more - 0.5, more, more)
        painter.setPen(QPen(look.color("panel"), 4))
        painter.drawRect(frame)
        painter.setPen(QPen(look.color("selection"), 2))
        painter.drawRect(frame)

    def _rect(self, look: Look) -> QRectF:
        cells = max(self.tile.rows, self.tile.columns)
        step = look.px(self.side) / cells
        step = float(int(step)) if step >= 2 else step
        origin = QPointF(1, 1)
        return QRectF(
            origin.x(), origin.y(), round(step * self.tile.columns), round(step * self.tile.rows)
        )
