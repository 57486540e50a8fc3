"""The card of an input pixel: its value in every usual unit, and its part of the pad."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from explorer.digits.drawing import PAD, Box
from explorer.network.cells import Cell
from explorer.network.explanations import InputExplanation
from explorer.text import _
from explorer.views.blocks.blocks import Block, Gap
from explorer.views.blocks.grids import Tile
from explorer.views.blocks.pictures import Facts, NumberWindow, PictureBlock
from explorer.views.cards.face import Context, Face, close_sum
from explorer.views.parts.brush import Look
from explorer.views.parts.number_text import bracketed, decimals, figure
from explorer.views.parts.printed import places_giving

_PAD_SIDE = 130
_AROUND = 2  # neighbours shown on each side
_CELL = 26
_PLACES = 3


@dataclass(frozen=True, slots=True, eq=False)
class PadArea(PictureBlock):
    """The pad with the network's grid where it lies on it, and one pixel's area framed."""

    tile: Tile
    grid: Box  # x0, y0, x1, y1 on the pad
    area: Box
    facts: Facts

    def rect(self, look: Look, width: float) -> QRectF:
        return QRectF(1, 1, look.px(_PAD_SIDE), look.px(_PAD_SIDE))

    def paint_picture(self, painter: QPainter, look: Look, rect: QRectF) -> None:
        painter.fillRect(rect, look.color("field"))
        painter.save()
        painter.setClipRect(rect)
        target = _on(rect, self.grid)
        painter.drawImage(target, self.tile.image, QRectF(self.tile.image.rect()))
        painter.setPen(QPen(look.color("muted", 130), 1))
        painter.drawRect(target)
        frame = _on(rect, self.area)
        more = max(0.0, (look.px(7) - frame.width()) / 2)
        painter.setPen(QPen(look.color("selection"), 2))
        painter.drawRect(frame.adjusted(-more, -more, more, more))
        painter.restore()
        painter.setPen(look.pen("border"))
        painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))


def build_pixel(explanation: InputExplanation, context: Context) -> Face:
    """Return the card of an input pixel."""
    places = max(_PLACES, decimals([explanation.value]))
    value = figure(explanation.value, places)
    normalised = (explanation.mean, explanation.std) != (0, 1)
    blocks: list[Block] = [_neighbourhood(explanation, context, normalised)]
    area = _pad_area(explanation, context)
    if area is not None:
        blocks += [Gap(12), area]
    formula = _formula(explanation, normalised, places)
    return Face(
        context.title(explanation.cell),
        value,
        _("normalised") if normalised else _scale(explanation, context),
        blocks,
        close_sum([(formula, "number")], explanation, value),
    )


def _formula(explanation: InputExplanation, normalised: bool, places: int) -> str:
    """Return what the value was computed from, which gives it as printed."""
    value, level = explanation.value, 255 * explanation.pixel
    if not normalised:
        counts = places_giving(lambda x: x / 255, [level], [0], value, places)
        return f"{figure(level, counts[0])} / 255"
    numbers = explanation.pixel, explanation.mean, explanation.std
    counts = places_giving(lambda x, m, s: (x - m) / s, numbers, (_PLACES,) * 3, value, places)
    pixel, _mean, std = map(figure, numbers, counts)
    return f"({pixel} − {bracketed(explanation.mean, counts[1])}) / {std}"


def _scale(explanation: InputExplanation, context: Context) -> str:
    """Return what the numbers from 0 to 1 count."""
    if not context.colour:
        return _("0 is paper, 1 is full ink")
    name = context.channel_name(explanation.cell.stage, explanation.cell.index[0])
    return _("0 is no {colour}, 1 is full {colour}").format(colour=name)


def _neighbourhood(
    explanation: InputExplanation, context: Context, normalised: bool
) -> NumberWindow:
    """Return the pixel in the middle of its neighbours, as 0 to 255."""
    plane, row, column = explanation.cell.index
    if context.trace is None:
        pixels = np.full((1, 1), explanation.pixel, np.float32)
        row, column = 0, 0
    else:
        pixels = context.trace.pixels[plane]
    rows, columns = (np.arange(i - _AROUND, i + _AROUND + 1) for i in (row, column))
    high, wide = pixels.shape
    inside = ((rows >= 0) & (rows < high))[:, None] & ((columns >= 0) & (columns < wide))
    levels = 255 * pixels[np.ix_(rows.clip(0, high - 1), columns.clip(0, wide - 1))]
    tile = context.ink(levels, 255, None if inside.all() else ~inside, plane)
    cells = []
    for y, x in np.argwhere(inside).tolist():
        cell = Cell("input", (plane, int(rows[y]), int(columns[x])))
        cells.append((y, x, f"{context.title(cell)}: {figure(float(levels[y, x]), 0)}", cell))
    level, share = figure(255 * explanation.pixel, 0), figure(explanation.pixel, _PLACES)
    facts: Facts = (
        (_("pixel"), "label"),
        (_("{level} of 255").format(level=level), "strong"),
        (_("{share} of 1").format(share=share), "text"),
    )
    if normalised:
        number = _("{number} normalised").format(number=figure(explanation.value, _PLACES))
        facts = (*facts, (number, "text"))
    return NumberWindow(tile, 0, (_AROUND, _AROUND), tuple(cells), facts, _CELL)


def _pad_area(explanation: InputExplanation, context: Context) -> PadArea | None:
    tile = context.picture("input", explanation.cell.index[0])
    preparation = context.preparation
    if preparation is None or tile is None or preparation.pixels.shape[1:] != tile.values.shape:
        return None
    _plane, row, column = explanation.cell.index
    x0, y0, x1, y1 = area = preparation.pad_area(row, column)
    last = preparation.pad_area(tile.rows - 1, tile.columns - 1)
    grid = (*preparation.pad_area(0, 0)[:2], *last[2:])
    size = _("{width:.1f} × {height:.1f} pad pixels").format(width=x1 - x0, height=y1 - y0)
    across = _("x from {start} to {stop}").format(start=figure(x0, 1), stop=figure(x1, 1))
    down = _("y from {start} to {stop}").format(start=figure(y0, 1), stop=figure(y1, 1))
    facts = (
        (_("average of this part of the pad"), "label"),
        (size, "strong"),
        (across, "text"),
        (down, "text"),
        (_("the frame is the network's grid"), "label"),
    )
    return PadArea(tile, grid, area, facts)


def _on(pad: QRectF, box: Box) -> QRectF:
    scale = pad.width() / PAD
    x0, y0, x1, y1 = (scale * value for value in box)
    return QRectF(pad.x() + x0, pad.y() + y0, x1 - x0, y1 - y0)
