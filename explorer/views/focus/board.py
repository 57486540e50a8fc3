"""What the focus shows of one cell: the map before, the operation in blocks, the map after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from explorer.network.cells import Cell, Selection
from explorer.network.explanations import (
    ConvolutionExplanation,
    DenseExplanation,
    Explanation,
    PoolingExplanation,
)
from explorer.network.records import Trace
from explorer.text import _
from explorer.views.blocks.grids import Cells, Tile, largest_size, tiles
from explorer.views.cards.face import Context, Face
from explorer.views.cards.faces.build import build_face
from explorer.views.parts.number_text import decimals

_MOST_COLUMNS = 16  # of a vector that was never a map


@dataclass(frozen=True, slots=True, eq=False)
class LargePicture:
    """A map, or a vector row by row, with some cells `framed`.

    `places` are the decimals of its numbers; `plane` is the map's index, None for a vector.
    """

    stage: str
    plane: int | None
    caption: str
    tile: Tile
    framed: Cells | None
    places: int

    def cell(self, row: int, column: int) -> Cell | None:
        """Return the network's cell at a place of the picture; None where a vector has ended."""
        if self.plane is not None:
            return Cell(self.stage, (self.plane, row, column))
        index = row * self.tile.columns + column
        padded = self.tile.padded
        return None if padded is not None and padded[row, column] else Cell(self.stage, (index,))


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """`before` is None where nothing is before: the input's pixels come from the pad."""

    before: LargePicture | None
    face: Face
    after: LargePicture


def build_board(explanation: Explanation, selection: Selection, context: Context) -> Board:
    """Return the board of a cell; `context.trace` must be there.

    Of a convolution the channel that adds most is open if none was chosen.
    """
    if isinstance(explanation, ConvolutionExplanation) and context.opened is None:
        context = replace(context, opened=int(explanation.order[0]))
    trace, cell = context.trace, explanation.cell
    assert trace is not None
    here = cell.index[1:] if len(cell.index) == 3 else cell.index
    after = _picture(context, trace, cell.stage, cell.index[0], _framed(trace, cell.stage, here))
    return Board(_before(explanation, selection, context), build_face(explanation, context), after)


def _before(
    explanation: Explanation, selection: Selection, context: Context
) -> LargePicture | None:
    """Return what the operation reads, the cells that it takes framed."""
    trace, at = context.trace, selection.cell.stage
    assert trace is not None
    index = trace.spec.index(at)
    if index == 0:
        return None
    source = trace.spec.stages[index - 1]
    plane, framed = 0, None
    match explanation:
        case ConvolutionExplanation(rows=rows, columns=columns):
            plane = context.opened or 0
            framed = _span(rows, columns, source.shape[1:])
        case PoolingExplanation(rows=rows, columns=columns):
            plane = explanation.cell.index[0]
            framed = _span(rows, columns, source.shape[1:])
        case DenseExplanation():
            framed = None  # all of them
        case _:
            origin = getattr(explanation, "origin", Cell(source.name, explanation.cell.index))
            plane = origin.index[0]
            here = origin.index[1:] if len(origin.index) == 3 else origin.index
            framed = _framed(trace, source.name, here)
    return _picture(context, trace, source.name, plane, framed)


def _picture(
    context: Context, trace: Trace, stage: str, plane: int, framed: Cells | None
) -> LargePicture:
    values = trace.stage(stage).values
    places = decimals(values[plane] if values.ndim == 3 else values)
    if values.ndim == 3:
        tile = context.picture(stage, plane)
        assert tile is not None
        caption = _("{stage} · {plane}").format(
            stage=stage, plane=context.channel_name(stage, plane)
        )
        return LargePicture(stage, plane, caption, tile, framed, places)
    caption = _("{stage} · {count} units").format(stage=stage, count=len(values))
    return LargePicture(stage, None, caption, _vector(context, trace, stage), framed, places)


def _vector(context: Context, trace: Trace, stage: str) -> Tile:
    """Return a vector row by row; what was flattened keeps the rows of its maps."""
    values, columns = trace.stage(stage).values, columns_of(trace, stage)
    rows = ceil(len(values) / columns)
    cells = np.zeros(rows * columns, np.float32)
    cells[: len(values)] = values
    ended = (np.arange(rows * columns) >= len(values)).reshape(rows, columns)
    family = context.family(stage)
    table = context.maps.signed if family.signed else context.maps.ramp
    stack = cells.reshape(1, rows, columns)
    return tiles(stack, table, largest_size(values), family.signed, ended)[0]


def columns_of(trace: Trace, stage: str) -> int:
    """Return how many units of a vector stand in a row."""
    spec = trace.spec
    at, count = spec.index(stage), trace.stage(stage).values.size
    shape = spec.stages[at].input_shape
    if len(shape) == 3:
        side: int = shape[2]
        return side * max(1, round(sqrt(count / side**2)))
    if at >= len(spec.stages) - 2:
        return 1  # the outputs: one below the other, as the classes are listed
    return min(_MOST_COLUMNS, ceil(sqrt(count)))


def _framed(trace: Trace, stage: str, index: tuple[int, ...]) -> Cells:
    if len(index) == 2:
        row, column = index
    else:
        row, column = divmod(index[0], columns_of(trace, stage))
    return (row, column, row + 1, column + 1)


def _span(
    rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, ...]
) -> Cells | None:
    """Return the window of an operation, as far as it lies in the map."""
    top, left = max(0, int(rows[0])), max(0, int(columns[0]))
    bottom, right = min(shape[0], int(rows[-1]) + 1), min(shape[1], int(columns[-1]) + 1)
    return (top, left, bottom, right) if top < bottom and left < right else None
