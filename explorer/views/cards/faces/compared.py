"""One map beside what its layer would make of it with another stride or kind of pooling.

Every picture has its own range of colours, written below it: a sum reaches further than a maximum.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from explorer.network.cells import Cell
from explorer.network.explanations import Alternative
from explorer.text import _, ngettext
from explorer.views.blocks.blocks import Block, Gap, Line, Spot
from explorer.views.blocks.grids import (
    Cells,
    Tile,
    largest_size,
    paint_frame,
    paint_tile,
    span_rect,
    tiles,
)
from explorer.views.blocks.scale_bar import paint_scale_bar, scale_bar_height
from explorer.views.cards.face import Context
from explorer.views.parts.brush import Look
from explorer.views.parts.number_text import MINUS, decimals, figure
from explorer.views.style.colormaps import Table

_GAP, _MOST, _LEAST_FRAME = 10, 84, 4.0
_NAMES = {  # what made a map
    None: _("stride {stride}"),
    "max": _("max"),
    "average": _("average"),
    "sum": _("sum"),
}


@dataclass(frozen=True, slots=True, eq=False)
class ComparedMap:
    """A map, its name and size, and the numbers at the ends of its colours.

    `framed` is the explained window. `own` marks what the network does.
    """

    name: str
    tile: Tile
    framed: Cells | None
    low: str
    high: str
    words: str
    own: bool

    @property
    def size(self) -> str:
        """How many rows and columns it has."""
        return f"{self.tile.rows} × {self.tile.columns}"


@dataclass(frozen=True, slots=True, eq=False)
class Compared(Block):
    """Up to four maps side by side, each with its legend below it."""

    entries: tuple[ComparedMap, ...]
    table: Table

    def height(self, look: Look, width: float) -> float:
        rows = -(-len(self.entries) // self._beside(look, width))
        return rows * self._step(look, width)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        line = look.line()
        for entry, rect in zip(self.entries, self._rects(look, width), strict=True):
            above = QRectF(rect.x(), rect.y() - 2 * line - look.px(2), width - rect.x(), line)
            weight = "strong" if entry.own else "normal"
            look.text(painter, above, entry.name, "text", weight=weight)
            look.text(painter, above.translated(0, line), entry.size, "muted")
            paint_tile(painter, look, rect, entry.tile)
            if entry.framed is not None:
                frame = span_rect(rect, entry.tile, entry.framed, look.px(_LEAST_FRAME))
                paint_frame(painter, look, frame, 1.5)
            bar = QRectF(rect.x(), rect.bottom() + 1, rect.width(), 0)
            paint_scale_bar(painter, look, bar, self.table, entry.low, entry.high)

    def spots(self, look: Look, width: float) -> list[Spot]:
        rects = self._rects(look, width)
        return [
            Spot(rect, entry.words, ("map", entry.name), framed=True)
            for entry, rect in zip(self.entries, rects, strict=True)
        ]

    def _beside(self, look: Look, width: float) -> int:
        """Return how many stand beside each other: all, or two where their titles would touch."""
        count, strong = len(self.entries), ("small", "strong")
        names = (look.width_of(entry.name, *strong) for entry in self.entries)
        widest = max(*names, *(look.width_of(entry.size) for entry in self.entries))
        return count if count * (widest + look.px(_GAP)) <= width + look.px(_GAP) else 2

    def _side(self, look: Look, width: float) -> float:
        count = self._beside(look, width)
        return float(int(min(look.px(_MOST), (width - (count - 1) * look.px(_GAP)) / count)))

    def _step(self, look: Look, width: float) -> float:
        """Return how high a map with its title and its colours is."""
        return self._side(look, width) + 2 * look.line() + scale_bar_height(look) + look.px(3)

    def _rects(self, look: Look, width: float) -> list[QRectF]:
        side, top = self._side(look, width), 2 * look.line() + look.px(2)
        count, step_down = self._beside(look, width), self._step(look, width)
        across = max(side + look.px(_GAP), width / count if count == 2 else 0.0)
        rects = []
        for index, entry in enumerate(self.entries):
            down, right = divmod(index, count)
            tile = entry.tile
            step = side / max(tile.rows, tile.columns)
            wide, tall = round(step * tile.columns), round(step * tile.rows)
            rects.append(QRectF(1 + right * across, top + down * step_down, wide, tall))
        return rects


def compare_map(
    context: Context,
    cell: Cell,
    window: Cells,
    others: tuple[Alternative, ...],
    own: bool = False,
) -> list[Block]:
    """Return the map of a cell beside what is made of it, each with its own colours.

    `window` is the explained one in that map; `own` is whether the map itself is the network's.
    """
    stage, plane = cell.stage, cell.index[0]
    tile = context.picture(stage, plane)
    if tile is None or not others:
        return []
    family = context.family(stage)
    signed, table = family.signed, context.maps.signed if family.signed else context.maps.ramp
    if family.quantity == "pixels":
        signed, table = False, context.pixel_table(plane)
    rows, columns = tile.values.shape
    top, left, bottom, right = window
    cut = (max(0, top), max(0, left), min(rows, bottom), min(columns, right))
    framed = cut if cut[0] < cut[2] and cut[1] < cut[3] else None
    entries = [_name_ends(stage, tile, framed, signed, own)]
    for other in others:
        (tile,) = tiles(other.values[None], table, largest_size(other.values), signed)
        framed = None if other.at is None else (*other.at, other.at[0] + 1, other.at[1] + 1)
        name = _NAMES[other.kind].format(stride=other.stride)
        entries.append(_name_ends(name, tile, framed, signed, other.own))
    return [Compared(tuple(entries), table)]


def compare_stride(context: Context, cell: Cell, other: Alternative) -> list[Block]:
    """Return a map of a convolution beside what another stride makes of it; nothing for its own."""
    _plane, row, column = cell.index
    here = (row, column, row + 1, column + 1)
    compared = [] if other.own else compare_map(context, cell, here, (other,), own=True)
    if not compared:
        return []
    size = _("stride {stride}: {rows} × {columns} values per map")
    if other.values.shape != other.usual:
        size = _(
            "stride {stride}: {rows} × {columns} values per map "
            "instead of {usual_rows} × {usual_columns}"
        )
    sizes = zip(("rows", "columns"), other.values.shape, strict=True)
    usual = zip(("usual_rows", "usual_columns"), other.usual, strict=True)
    size = size.format(stride=other.stride, **dict((*sizes, *usual)))
    return [*compared, Gap(2), Line(size, color="text"), describe_overlap(other), Gap(4)]


def describe_overlap(other: Alternative) -> Line:
    """Return how the windows of a stride lie to each other, and whether it skips this one."""
    count = abs(other.shared)
    text = _("Windows lie side by side: every value is looked at once.")
    if other.shared > 0:
        text = ngettext(
            "Neighbouring windows share a row and a column.",
            "Neighbouring windows share {count} rows and columns.",
            count,
        )
    elif other.shared < 0:
        text = ngettext(
            "Between windows a row and a column are never looked at.",
            "Between windows {count} rows and columns are never looked at.",
            count,
        )
    sentences = [text.format(count=count)]
    if other.at is None:
        sentences.append(_("This window is skipped."))
    return Line(" ".join(sentences))


def _name_ends(name: str, tile: Tile, framed: Cells | None, signed: bool, own: bool) -> ComparedMap:
    """Return a map with the numbers at the ends of its colours, signed ones on both sides of 0."""
    limit = largest_size(tile.values)
    high = figure(limit, decimals([limit]))
    low = f"{MINUS}{high}" if signed else "0"
    words = _("{title}: {low} to {high}")
    if own:
        words = _("{title}: {low} to {high}, as the network does it")
    words = words.format(title=name, low=low, high=high)
    return ComparedMap(name, tile, framed, low, high, words, own)
