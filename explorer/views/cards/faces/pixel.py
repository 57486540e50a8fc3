"""The card of an input pixel: its value in every usual unit, and its part of the pad."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from explorer.digits.drawing import PAD, Box
from explorer.digits.prepare import Preparation
from explorer.network.cells import Cell
from explorer.network.explanations import InputExplanation
from explorer.views.blocks.blocks import Block, Gap
from explorer.views.blocks.grids import Tile
from explorer.views.cards.face import Context, Face
from explorer.views.cards.foot import foot
from explorer.views.cards.windows import Window
from explorer.views.parts.brush import Look
from explorer.views.parts.figures import bracketed, figure

_PAD_SIDE = 130
_AROUND = 2  # neighbours shown on each side
_CELL = 26


@dataclass(frozen=True, slots=True, eq=False)
class PadArea(Block):
    """The pad with the network's grid where it lies on it, and one pixel's area framed."""

    tile: Tile
    grid: Box  # x0, y0, x1, y1 on the pad
    area: Box
    facts: tuple[tuple[str, str], ...]

    def height(self, look: Look, width: float) -> float:
        return look.px(_PAD_SIDE) + 2

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        side = look.px(_PAD_SIDE)
        pad = QRectF(1, 1, side, side)
        painter.fillRect(pad, look.color("field"))
        painter.save()
        painter.setClipRect(pad)
        target = _on(pad, self.grid)
        painter.drawImage(target, self.tile.image, QRectF(self.tile.image.rect()))
        painter.setPen(QPen(look.color("muted", 130), 1))
        painter.drawRect(target)
        frame = _on(pad, self.area)
        more = max(0.0, (look.px(7) - frame.width()) / 2)
        painter.setPen(QPen(look.color("selection"), 2))
        painter.drawRect(frame.adjusted(-more, -more, more, more))
        painter.restore()
        painter.setPen(look.pen("border"))
        painter.drawRect(pad.adjusted(-0.5, -0.5, 0.5, 0.5))
        look.facts(painter, pad.right() + look.px(16), width, self.facts)


def face(explanation: InputExplanation, context: Context) -> Face:
    """Return what the card of an input pixel says."""
    value = figure(explanation.value, 3)
    normalised = (explanation.mean, explanation.std) != (0, 1)
    blocks: list[Block] = [_neighbourhood(explanation, context, normalised)]
    area = _pad_area(explanation, context.preparation, context)
    if area is not None:
        blocks += [Gap(12), area]
    return Face(
        context.title(explanation.cell),
        value,
        "normalised" if normalised else _scale(explanation, context),
        blocks,
        foot(_parts(explanation, normalised), explanation, value),
    )


def _scale(explanation: InputExplanation, context: Context) -> str:
    """Return what the numbers from 0 to 1 count."""
    if not context.colour:
        return "0 is paper, 1 is full ink"
    name = context.channel_name(explanation.cell.stage, explanation.cell.index[0])
    return f"0 is no {name}, 1 is full {name}"


def _neighbourhood(explanation: InputExplanation, context: Context, normalised: bool) -> Window:
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
    facts = [
        ("pixel", "label"),
        (f"{figure(255 * explanation.pixel, 0)} of 255", "strong"),
        (f"{figure(explanation.pixel, 3)} of 1", "text"),
    ]
    if normalised:
        facts.append((f"{figure(explanation.value, 3)} normalised", "text"))
    return Window(tile, 0, (_AROUND, _AROUND), tuple(cells), tuple(facts), _CELL)


def _pad_area(
    explanation: InputExplanation, preparation: Preparation | None, context: Context
) -> PadArea | None:
    tile = context.picture("input", explanation.cell.index[0])
    if preparation is None or tile is None or preparation.pixels.shape[1:] != tile.values.shape:
        return None
    _, row, column = explanation.cell.index
    x0, y0, x1, y1 = area = preparation.pad_area(row, column)
    last = preparation.pad_area(tile.rows - 1, tile.columns - 1)
    grid = (*preparation.pad_area(0, 0)[:2], *last[2:])
    facts = (
        ("average of this part of the pad", "label"),
        (f"{figure(x1 - x0, 1)} × {figure(y1 - y0, 1)} pad pixels", "strong"),
        (f"x from {figure(x0, 1)} to {figure(x1, 1)}", "text"),
        (f"y from {figure(y0, 1)} to {figure(y1, 1)}", "text"),
        ("the frame is the network's grid", "label"),
    )
    return PadArea(tile, grid, area, facts)


def _parts(explanation: InputExplanation, normalised: bool) -> list[tuple[str, str]]:
    if not normalised:
        level = figure(255 * explanation.pixel, 0)
        return [(f"{level} / 255", "number")]
    pixel, mean = figure(explanation.pixel, 3), bracketed(explanation.mean, 3)
    return [(f"({pixel} − {mean}) / {figure(explanation.std, 3)}", "number")]


def _on(pad: QRectF, box: Box) -> QRectF:
    scale = pad.width() / PAD
    x0, y0, x1, y1 = (scale * value for value in box)
    return QRectF(pad.x() + x0, pad.y() + y0, x1 - x0, y1 - y0)
