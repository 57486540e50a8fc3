"""One map beside what its layer would make of it with another stride or kind of pooling.

Every picture has its own range of colours, written below it: a sum reaches further than a maximum.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from explorer.network.cells import Cell
from explorer.network.explanations import Alternative
from explorer.views.blocks.blocks import Block, Gap, Line, Spot
from explorer.views.blocks.grids import Tile, cell_rect, paint_tile, tiles
from explorer.views.cards.face import Context
from explorer.views.parts.brush import CENTRE, LEFT, RIGHT, Look
from explorer.views.parts.figures import MINUS, decimals, figure
from explorer.views.style.colormaps import Table

_GAP, _MOST, _LEAST_FRAME = 10, 84, 4.0
_BAR = 4

Frame = tuple[int, int, int, int]  # row0, column0, row1, column1, without the last


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A map, its name and the numbers at the ends of its colours.

    `framed` is the explained window. `own` marks what the network does.
    """

    title: str
    tile: Tile
    framed: Frame | None
    low: str
    high: str
    words: str
    own: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Compared(Block):
    """Up to four maps side by side, each with its legend below it."""

    entries: tuple[Entry, ...]
    signed: bool
    table: Table

    def height(self, look: Look, width: float) -> float:
        return self._side(look, width) + 2 * look.line("tiny") + look.px(_BAR + 10)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        for entry, rect in zip(self.entries, self._rects(look, width), strict=True):
            self._paint(painter, look, entry, rect)

    def spots(self, look: Look, width: float) -> list[Spot]:
        rects = self._rects(look, width)
        return [
            Spot(rect, entry.words, ("map", entry.title), framed=True)
            for entry, rect in zip(self.entries, rects, strict=True)
        ]

    def _paint(self, painter: QPainter, look: Look, entry: Entry, rect: QRectF) -> None:
        line = look.line("tiny")
        above = QRectF(rect.x(), 0, rect.width() + look.px(_GAP), line)
        weight = "strong" if entry.own else "normal"
        look.text(painter, above, entry.title, "text", "tiny", weight)
        paint_tile(painter, look, rect, entry.tile)
        if entry.framed is not None:
            self._paint_frame(painter, look, rect, entry)
        bar = QRectF(rect.x(), rect.bottom() + look.px(4), rect.width(), look.px(_BAR))
        self._paint_bar(painter, look, bar)
        below = QRectF(rect.x(), bar.bottom() + look.px(1), rect.width(), line)
        look.text(painter, below, entry.low, "muted", "tiny", align=LEFT)
        look.text(painter, below, entry.high, "muted", "tiny", align=RIGHT)
        if self.signed:
            look.text(painter, below, "0", "muted", "tiny", align=CENTRE)

    def _paint_bar(self, painter: QPainter, look: Look, bar: QRectF) -> None:
        shades = np.linspace(-1.0 if self.signed else 0.0, 1.0, 64, dtype=np.float32)[None, None]
        (tile,) = tiles(shades, self.table, 1.0, self.signed)
        paint_tile(painter, look, bar, tile)

    def _paint_frame(self, painter: QPainter, look: Look, rect: QRectF, entry: Entry) -> None:
        assert entry.framed is not None
        top, left, bottom, right = entry.framed
        frame = cell_rect(rect, entry.tile, top, left)
        frame = frame.united(cell_rect(rect, entry.tile, bottom - 1, right - 1))
        more = max(0.0, (look.px(_LEAST_FRAME) - frame.width()) / 2)
        frame.adjust(-more, -more, more, more)
        for meaning, width in (("panel", 3.5), ("selection", 1.5)):  # a rim: cells have any colour
            painter.setPen(QPen(look.color(meaning), width))
            painter.drawRect(frame)

    def _side(self, look: Look, width: float) -> float:
        count = max(3, len(self.entries))
        return float(int(min(look.px(_MOST), (width - (count - 1) * look.px(_GAP)) / count)))

    def _rects(self, look: Look, width: float) -> list[QRectF]:
        side, top = self._side(look, width), look.line("tiny") + look.px(2)
        rects = []
        for index, entry in enumerate(self.entries):
            tile = entry.tile
            step = side / max(tile.rows, tile.columns)
            wide, high = round(step * tile.columns), round(step * tile.rows)
            rects.append(QRectF(1 + index * (side + look.px(_GAP)), top, wide, high))
        return rects


def before_and_after(
    context: Context,
    source: str,
    plane: int,
    window: Frame,
    others: tuple[Alternative, ...],
) -> list[Block]:
    """Return the map that is looked at and what is made of it, each with its own colours.

    `window` is the explained one, in the map of `source`.
    """
    before = context.picture(source, plane)
    if before is None or not others:
        return []
    rows, columns = before.values.shape
    scale = _Scale.of(context, source, plane)
    first = scale.entry(f"{source} {rows} × {columns}", before, _inside(window, rows, columns))
    entries = (first, *(_made(scale, other) for other in others))
    return [Compared(entries, scale.signed, scale.table)]


def other_stride(context: Context, cell: Cell, other: Alternative) -> list[Block]:
    """Return a map of a convolution beside what another stride makes of it; nothing for its own."""
    stage, (plane, row, column) = cell.stage, cell.index
    usual = context.picture(stage, plane)
    if other.own or usual is None:
        return []
    rows, columns = usual.values.shape
    scale = _Scale.of(context, stage, plane)
    here = (row, column, row + 1, column + 1)
    first = scale.entry(f"{stage} {rows} × {columns}", usual, here, own=True)
    entries = (first, _made(scale, other))
    return [Compared(entries, scale.signed, scale.table), Gap(2), *stride_lines(other), Gap(4)]


def stride_lines(other: Alternative) -> list[Block]:
    """Return what a stride does to the size of a map and to the windows, in words."""
    (rows, columns), usual = other.values.shape, other.usual
    size = f"{rows} × {columns} values per map"
    if (rows, columns) != usual:
        size += f" instead of {usual[0]} × {usual[1]}"
    return [Line(f"stride {other.stride}: {size}", color="text"), overlap(other)]


def overlap(other: Alternative) -> Line:
    """Return how the windows of a stride lie to each other, and whether it skips this one."""
    skipped = " This window is skipped." if other.at is None else ""
    return Line(f"{_overlap(other.shared)}{skipped}")


def _overlap(shared: int) -> str:
    lines = "a row and a column" if abs(shared) == 1 else f"{abs(shared)} rows and columns"
    if shared > 0:
        return f"Neighbouring windows share {lines}."
    if shared < 0:
        return f"Between windows {lines} are never looked at."
    return "Windows lie side by side: every value is looked at once."


@dataclass(frozen=True, slots=True)
class _Scale:
    """The colours of a quantity: signed ones run both ways from zero."""

    signed: bool
    table: Table

    @staticmethod
    def of(context: Context, stage: str, plane: int) -> _Scale:
        family, maps = context.family(stage), context.maps
        if family.quantity == "pixels":
            return _Scale(False, context.pixel_table(plane))
        return _Scale(family.signed, maps.signed if family.signed else maps.ramp)

    def entry(self, title: str, tile: Tile, framed: Frame | None, own: bool = False) -> Entry:
        limit = _limit(tile.values)
        high = figure(limit, decimals([limit]))
        low = f"{MINUS}{high}" if self.signed else "0"
        network = ", as the network does it" if own else ""
        return Entry(title, tile, framed, low, high, f"{title}: {low} to {high}{network}", own)


def _made(scale: _Scale, other: Alternative) -> Entry:
    (tile,) = tiles(other.values[None], scale.table, _limit(other.values), scale.signed)
    rows, columns = other.values.shape
    name = other.kind or f"stride {other.stride},"
    framed = None if other.at is None else (*other.at, other.at[0] + 1, other.at[1] + 1)
    return scale.entry(f"{name} {rows} × {columns}", tile, framed, other.own)


def _limit(values: NDArray[np.float32]) -> float:
    return float(max(values.max(initial=0.0), -values.min(initial=0.0)))


def _inside(window: Frame, rows: int, columns: int) -> Frame | None:
    top, left, bottom, right = window
    cut = (max(0, top), max(0, left), min(rows, bottom), min(columns, right))
    return cut if cut[0] < cut[2] and cut[1] < cut[3] else None
