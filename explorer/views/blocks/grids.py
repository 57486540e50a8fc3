"""A small array as coloured cells, with numbers where they are legible and padding hatched."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPen

from explorer.views.parts.brush import CENTRE, Look
from explorer.views.parts.number_text import figure, tight
from explorer.views.style.colormaps import Table, ramp_index, signed_index

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Cells = tuple[int, int, int, int]  # row0, column0, row1, column1, without the last
_LEAST_FOR_NUMBERS = 20.0  # pixels of a cell's side
_LIGHT = (np.arange(256) / 255) ** 2.2  # of a colour's component, as a screen gives it off
_EVEN = 0.185  # light of a ground on which dark and bright numbers stand out alike


class Tile:
    """An array (rows, columns) with its colours, ready to be painted any number of times.

    `limit` is the number at the end of the colour scale: signed quantities run from -limit to
    limit, others from 0. `padded` marks the cells that lie in the padding.
    """

    def __init__(
        self, values: Floats, words: NDArray[np.uint32], padded: Mask | None = None
    ) -> None:
        self.values = values
        self.padded = padded if padded is not None and padded.any() else None
        self._words = np.ascontiguousarray(words)  # the image does not own its memory
        self.rows, self.columns = words.shape
        self.image = QImage(
            self._words.data, self.columns, self.rows, 4 * self.columns, QImage.Format.Format_RGB32
        )

    def bright(self) -> Mask:
        """Return where dark text reads better than light text."""
        red, green, blue = (_LIGHT[self._words >> shift & 255] for shift in (16, 8, 0))
        bright: Mask = 0.2126 * red + 0.7152 * green + 0.0722 * blue > _EVEN
        return bright


def tiles(
    values: Floats, table: Table, limit: float, signed: bool, padded: Mask | None = None
) -> list[Tile]:
    """Return one tile for each array (rows, columns) of a stack (n, rows, columns)."""
    index = signed_index(values, limit) if signed else ramp_index(values, 0.0, limit)
    return [Tile(*both, padded) for both in zip(values, table[index], strict=True)]


def largest_size(values: Floats) -> float:
    """Return the largest number without its sign: the end of a scale of colours."""
    return float(max(values.max(initial=0.0), -values.min(initial=0.0)))


def paint_tile(painter: QPainter, look: Look, rect: QRectF, tile: Tile) -> None:
    """Paint an array as plain cells without numbers."""
    if painter.paintEngine().type() == QPaintEngine.Type.SVG:
        _paint_cells(painter, rect, tile)
    else:
        painter.drawImage(rect, tile.image, QRectF(tile.image.rect()))
    if tile.padded is not None:
        for place in padding_rects(rect, tile.padded):
            painter.fillRect(place, look.hatch)
    painter.setPen(look.pen("border"))
    painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))


def paint_numbers(
    painter: QPainter, look: Look, rect: QRectF, tile: Tile, places: int, gap: bool = True
) -> None:
    """Paint an array with the number in every cell that has room for it."""
    paint_tile(painter, look, rect, tile)
    wide = rect.width() / tile.columns
    if gap:
        _paint_lines(painter, look, rect, tile)
    write = fitting(look, tile.values, wide - look.px(3), places)
    if wide < look.px(_LEAST_FOR_NUMBERS) or write is None:
        return
    values, bright = tile.values.tolist(), tile.bright().tolist()
    painter.setFont(look.font("small"))
    for row, column in np.ndindex(tile.rows, tile.columns):
        if tile.padded is None or not tile.padded[row, column]:
            text = write(values[row][column])
            painter.setPen(look.on(bright[row][column], quiet=text == "0"))
            painter.drawText(cell_rect(rect, tile, row, column), CENTRE, text)


def fitting(look: Look, values: Floats, room: float, places: int) -> Callable[[float], str] | None:
    """Return how to write numbers so that the longest fits: with `places` decimals, or fewer.

    None where there is no room for a figure of the largest.
    """
    digit = look.width_of("0", "small")
    ends = float(values.min()), float(values.max())
    for kept in range(places, -1, -1):
        if 0 < max(map(abs, ends)) < 0.5 * 10.0**-kept:
            return None
        for write in (figure, tight):
            longest = max(len(write(end, kept)) for end in ends)
            if (longest - (0.5 if kept else 0)) * digit <= room:
                return partial(write, places=kept)
    return None


def padding_rects(rect: QRectF, padded: Mask) -> list[QRectF]:
    """Return where the padding of a grid lies, one rectangle for each run of cells in a row."""
    rows, columns = padded.shape
    wide, high = rect.width() / columns, rect.height() / rows
    found = []
    for row in range(rows):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], padded[row].astype(np.int8), [0]])))
        for start, stop in edges.reshape(-1, 2).tolist():
            left, top = rect.x() + start * wide, rect.y() + row * high
            found.append(QRectF(left, top, (stop - start) * wide, high))
    return found


def cell_rect(rect: QRectF, tile: Tile, row: int, column: int) -> QRectF:
    """Return where one cell of a tile lies."""
    wide, high = rect.width() / tile.columns, rect.height() / tile.rows
    return QRectF(rect.x() + column * wide, rect.y() + row * high, wide, high)


def span_rect(rect: QRectF, tile: Tile, cells: Cells, least: float = 0.0) -> QRectF:
    """Return where some cells of a tile lie, widened to `least` pixels."""
    row0, column0, row1, column1 = cells
    span = cell_rect(rect, tile, row0, column0)
    span = span.united(cell_rect(rect, tile, row1 - 1, column1 - 1))
    more = max(0.0, (least - span.width()) / 2)
    return span.adjusted(-more, -more, more, more)


def paint_frame(painter: QPainter, look: Look, rect: QRectF, width: float) -> None:
    """Frame what is selected; the frame has a rim, for the cells have any colour."""
    for meaning, wide in (("panel", width + 2), ("selection", width)):
        painter.setPen(QPen(look.color(meaning), wide))
        painter.drawRect(rect)


def _paint_cells(painter: QPainter, rect: QRectF, tile: Tile) -> None:
    """Paint one rectangle per cell: most programs blur a small image in an SVG file."""
    for row in range(tile.rows):
        for column in range(tile.columns):
            color = QColor.fromRgb(tile.image.pixel(column, row))
            painter.fillRect(cell_rect(rect, tile, row, column), color)


def _paint_lines(painter: QPainter, look: Look, rect: QRectF, tile: Tile) -> None:
    painter.setPen(look.pen("panel"))
    for column in range(1, tile.columns):
        x = rect.x() + round(column * rect.width() / tile.columns)
        painter.drawLine(QPointF(x, rect.y()), QPointF(x, rect.bottom()))
    for row in range(1, tile.rows):
        y = rect.y() + round(row * rect.height() / tile.rows)
        painter.drawLine(QPointF(rect.x(), y), QPointF(rect.right(), y))
