"""One input channel of a convolution: patch × kernel slice = products, small in a row or large."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, Qt

from explorer.network.cells import Cell, Region
from explorer.network.explanations import ConvolutionExplanation
from explorer.text import _
from explorer.views.blocks.bars import Axis, paint_bar
from explorer.views.blocks.blocks import Block, Spot
from explorer.views.blocks.grids import Tile, cell_rect, paint_numbers, paint_tile
from explorer.views.parts.brush import CENTRE, LEFT, RIGHT, Look
from explorer.views.parts.number_text import MINUS, figure
from explorer.views.parts.printed import factors

_SMALL = 46  # pixels of a small grid's side
_SIGN = 14  # room of × and =
_LETTER = 15  # room of R, G or B before the patch
_LARGEST_CELL = 40
_NUMBERED = 2  # small grids up to this size have room for numbers
_FLAT = 0.8  # height of a large cell: numbers are wider than high
_LEAST_CELL = 34  # pixels of a large cell's width: its number has two decimals


@dataclass(frozen=True, slots=True, eq=False)
class Channel:
    """What the blocks show of one channel.

    `letter` is R, G or B for a plane of a colour picture, else ''. `places` are the decimals of
    (patch, kernel, products), `total_text` is the partial sum with its sign.
    """

    explanation: ConvolutionExplanation
    index: int
    name: str
    letter: str
    patch: Tile
    kernel: Tile
    products: Tile
    axis: Axis
    places: tuple[int, int, int]
    total_text: str

    @property
    def total(self) -> float:
        """The partial sum."""
        return float(self.explanation.partial_sums[self.index])

    @property
    def strongest(self) -> tuple[int, int]:
        """The row and column of the largest product in size."""
        products = np.abs(self.explanation.products[self.index])
        row, column = divmod(int(products.argmax()), len(products))
        return row, column

    @property
    def region(self) -> Region:
        """The box of the map that the kernel lies on, its padding included."""
        rows, columns = self.explanation.rows, self.explanation.columns
        start = (self.index, int(rows[0]), int(columns[0]))
        stop = (self.index + 1, int(rows[-1]) + 1, int(columns[-1]) + 1)
        return Region(self.explanation.source, start, stop)

    def term(self, row: int, column: int) -> tuple[str, Cell | None]:
        """Return where a cell of the patch lies, in words and itself; None for the padding."""
        if not self.explanation.inside[row, column]:
            return _("padding"), None
        at = int(self.explanation.rows[row]), int(self.explanation.columns[column])
        place = _("row {row}, column {column}").format(row=at[0], column=at[1])
        return place, Cell(self.explanation.source, (self.index, *at))

    def formula(self, row: int, column: int) -> str:
        """Return one product as text, `0.85 × (−0.13) = −0.11`."""
        tiles = self.patch, self.kernel, self.products
        patch, kernel, product = (float(tile.values[row, column]) for tile in tiles)
        *least, places = self.places
        left, right = factors(patch, kernel, product, least, places)
        right = f"({right})" if right.startswith(MINUS) else right
        return f"{left} × {right} = {figure(product, places)}"


@dataclass(frozen=True, slots=True, eq=False)
class ChannelRow(Block):
    """A channel as three small grids, its partial sum and its bar; Enter enlarges it."""

    channel: Channel

    def height(self, look: Look, width: float) -> float:
        side = _side(look, self.channel.patch, width)
        return max(side, look.line("body") + look.line() + look.px(10)) + look.px(10)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        channel, top = self.channel, look.px(5)
        x = look.px(1)
        side = _side(look, channel.patch, width)
        if channel.letter:
            place = QRectF(
                0, top, look.px(_LETTER), side * channel.patch.rows / channel.patch.columns
            )
            look.text(painter, place, channel.letter, "muted", weight="strong")
            x = look.px(_LETTER)
        for tile, sign in ((channel.patch, "×"), (channel.kernel, "="), (channel.products, "")):
            rect = QRectF(x, top, side, side * tile.rows / tile.columns)
            if max(tile.rows, tile.columns) <= _NUMBERED:
                paint_numbers(painter, look, rect, tile, channel.places[-1])
            else:
                paint_tile(painter, look, rect, tile)
            x += side
            place = QRectF(x, top, look.px(_SIGN), rect.height())
            look.text(painter, place, sign, "muted", align=CENTRE)
            x += look.px(_SIGN)
        self._paint_sum(painter, look, QRectF(x, top, width - x, side))

    def spots(self, look: Look, width: float) -> list[Spot]:
        channel = self.channel
        _words, cell = channel.term(*channel.strongest)
        words = _(
            "{channel}: patch × kernel slice sums to {total}. Enter or a click enlarges it."
        ).format(channel=channel.name, total=channel.total_text)
        rect = QRectF(0, 1, width, self.height(look, width) - 2)
        key = ("channel", channel.index)
        return [Spot(rect, words, key, cell, channel.index, channel.region)]

    def _paint_sum(self, painter: QPainter, look: Look, room: QRectF) -> None:
        channel = self.channel
        line = QRectF(room.x(), room.y() - look.px(2), room.width(), look.line("body"))
        fits = look.width_of(channel.total_text, "body", "strong") <= room.width()
        size = "body" if fits else "small"
        look.text(painter, line, channel.total_text, "text", size, "strong", LEFT)
        name = QRectF(room.x(), line.bottom() - look.px(1), room.width(), look.line())
        look.text(painter, name, channel.name, "muted")
        _chevron(painter, look, QPointF(line.right() - look.px(4), name.center().y()), False)
        bar = QRectF(room.x(), name.bottom() + look.px(3), room.width() - look.px(2), look.px(6))
        paint_bar(painter, look, bar, channel.total, channel.axis)


@dataclass(frozen=True, slots=True, eq=False)
class ChannelLarge(Block):
    """A channel as three large grids in which every number can be read.

    `title` is whether it has a line to fold it up again: a lone channel has none.
    """

    channel: Channel
    title: bool
    captions: tuple[str, str, str]

    def height(self, look: Look, width: float) -> float:
        return self._rects(look, width)[-1].bottom() + look.px(8)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        channel = self.channel
        if self.title:
            self._paint_title(painter, look, width)
        *grids, note = self._rects(look, width)
        parts = (channel.patch, channel.kernel, channel.products)
        for rect, tile, places, words in zip(
            grids, parts, channel.places, self.captions, strict=True
        ):
            above = QRectF(rect.x(), rect.y() - look.line() - 1, width - rect.x(), look.line())
            look.text(painter, above, words, "muted")
            paint_numbers(painter, look, rect, tile, places)
        if grids[0].y() == grids[1].y():
            between = QRectF(grids[0].right(), grids[0].y(), look.px(22), grids[0].height())
            look.text(painter, between, "×", "muted", "body", align=CENTRE)
            between.moveTop(grids[2].y())
            look.text(painter, between, "=", "muted", "body", align=CENTRE)
        self._paint_note(painter, look, note, hot)

    def spots(self, look: Look, width: float) -> list[Spot]:
        channel, strongest, found = self.channel, self.channel.strongest, []
        if self.title:
            words = _("{channel}. Enter or a click folds it up.").format(channel=channel.name)
            rect = QRectF(0, 1, width, self._title_height(look) - 2)
            found.append(Spot(rect, words, ("channel", channel.index), None, channel.index))
        tiles = (channel.patch, channel.kernel, channel.products)
        for grid, tile in zip(self._rects(look, width), tiles, strict=False):
            for row, column in np.ndindex(tile.rows, tile.columns):
                words, cell = channel.term(row, column)
                text = f"{words}: {channel.formula(row, column)}"
                key, place = (
                    ("term", channel.index, row, column),
                    cell_rect(grid, tile, row, column),
                )
                stop = tile is channel.patch and (row, column) == strongest
                found.append(Spot(place, text, key, cell, framed=True, stop=stop))
        return found

    def _rects(self, look: Look, width: float) -> list[QRectF]:
        """Return where patch, kernel, products and the note stand: two by two, or in a column."""
        tile, between = self.channel.patch, look.px(22)
        beside = (width - between) / 2 >= tile.columns * look.px(_LEAST_CELL)
        room = float((width - between) // 2) if beside else width
        side = min(float(room // tile.columns), look.px(_LARGEST_CELL))
        wide, high = side * tile.columns, round(_FLAT * side) * tile.rows
        step = high + look.line() + look.px(4)
        left, top = max(wide, room) + between, self._title_height(look) + look.line()
        corners = [(0.0, top + at * step) for at in range(3)]
        note = QRectF(0, top + 3 * step, width, look.px(92))
        if beside:
            corners = [(0, top), (left, top), (0, top + step)]
            note = QRectF(left, top + step, width - left, max(high, look.px(92)))
        return [*(QRectF(x, y, wide, high) for x, y in corners), note]

    def _title_height(self, look: Look) -> float:
        return look.px(26) if self.title else 0.0

    def _paint_title(self, painter: QPainter, look: Look, width: float) -> None:
        line = QRectF(0, 0, width - look.px(4), self._title_height(look))
        look.text(painter, line, self.channel.name, "text", weight="strong")
        place = line.adjusted(0, 0, -look.px(14), 0)
        look.text(painter, place, self.channel.total_text, "text", "body", "strong", RIGHT)
        _chevron(painter, look, QPointF(line.right() - look.px(4), line.center().y()), True)

    def _paint_note(self, painter: QPainter, look: Look, note: QRectF, hot: Hashable) -> None:
        channel = self.channel
        line, y = look.line(), note.y()
        wide = note.width()
        look.text(
            painter, QRectF(note.x(), y - line, wide, line), _("added up, unrounded"), "muted"
        )
        place = QRectF(note.x(), y, wide, look.line("value"))
        look.text(painter, place, channel.total_text, "text", "value", "strong")
        lines, at = [(_("every term is 0"), "muted")], None
        if isinstance(hot, tuple) and hot[:2] == ("term", channel.index):
            at = hot[2:]
        if channel.products.values.any():
            row, column = at or channel.strongest
            lines = [
                (_("this term") if at else _("largest term"), "muted"),
                (channel.formula(row, column), "text"),
                (channel.term(row, column)[0], "muted"),
            ]
        y += look.line("value") + look.px(10)
        for number, (words, color) in enumerate(lines):
            look.text(painter, QRectF(note.x(), y + number * line, wide, line), words, color)


def _side(look: Look, tile: Tile, width: float) -> float:
    """Return the width of a small grid: whole pixels per cell."""
    cells = max(tile.rows, tile.columns)
    rest = 3 * look.px(_SIGN) + look.width_of("−00.00", "body", "strong") + look.px(10)
    most = min(look.px(_SMALL), (width - rest) / 3)
    return float(max(1, int(most) // cells) * tile.columns)


def _chevron(painter: QPainter, look: Look, centre: QPointF, open_: bool) -> None:
    """Paint a small angle that points down where something is unfolded, else right."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(look.color("muted"), 1.4 * look.scale)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.translate(centre)
    painter.scale(look.scale, look.scale)
    painter.rotate(90 if open_ else 0)
    painter.drawPolyline([QPointF(-1.5, -3), QPointF(1.5, 0), QPointF(-1.5, 3)])
    painter.restore()
