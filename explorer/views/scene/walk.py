"""Walking through the network with the keyboard: from one cell to the next."""

from __future__ import annotations

from typing import Literal

from explorer.network.cells import Cell
from explorer.network.spec import Spec, Stage

Direction = Literal[
    "left", "right", "up", "down", "previous-map", "next-map", "previous-stage", "next-stage"
]
_STEPS = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}


def first_cell(spec: Spec) -> Cell:
    """Return where a walk begins: the middle of the input."""
    return _middle(spec.stages[0])


def walk(spec: Spec, cell: Cell, direction: Direction, columns: int = 1) -> Cell:
    """Return the neighbour of a cell; at an edge the cell itself.

    Maps wrap neither around nor into each other. In a vector drawn with `columns` cells a row,
    up and down move by a row and the maps' keys by a row too. A change of stage keeps the map
    and the relative position where the other stage has them.
    """
    stage = spec.stage(cell.stage)
    if direction in ("previous-stage", "next-stage"):
        index = spec.index(cell.stage) + (1 if direction == "next-stage" else -1)
        return _transfer(stage, cell, spec.stages[min(max(index, 0), len(spec.stages) - 1)])
    if stage.spatial:
        return _walk_map(stage, cell, direction)
    return _walk_vector(stage, cell, direction, columns)


def _walk_map(stage: Stage, cell: Cell, direction: Direction) -> Cell:
    index, row, column = cell.index
    if direction in ("previous-map", "next-map"):
        index += 1 if direction == "next-map" else -1
    else:
        down, right = _STEPS[direction]
        row, column = row + down, column + right
    return Cell(stage.name, _clipped((index, row, column), stage.shape))


def _walk_vector(stage: Stage, cell: Cell, direction: Direction, columns: int) -> Cell:
    down, right = _STEPS.get(direction, (1 if direction == "next-map" else -1, 0))
    unit = cell.index[0] + down * columns + right
    return Cell(stage.name, (unit,)) if 0 <= unit < stage.shape[0] else cell


def _transfer(old: Stage, cell: Cell, new: Stage) -> Cell:
    if len(old.shape) != len(new.shape):
        return _middle(new)
    scaled = [
        int((i + 0.5) * n / o) for i, n, o in zip(cell.index, new.shape, old.shape, strict=True)
    ]
    if new.spatial and new.shape[0] >= old.shape[0]:
        scaled[0] = cell.index[0]
    return Cell(new.name, _clipped(tuple(scaled), new.shape))


def _middle(stage: Stage) -> Cell:
    if not stage.spatial:
        return Cell(stage.name, (0,))
    return Cell(stage.name, (0, stage.shape[1] // 2, stage.shape[2] // 2))


def _clipped(index: tuple[int, ...], shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(min(max(i, 0), n - 1) for i, n in zip(index, shape, strict=True))
