"""Where an auto-encoder's input, code and drawing stand in a widget, and which number is where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor, prod

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from explorer.network.cells import Cell, Region
from explorer.network.spec import Spec, Stage

_GAP = 12.0
_IN_A_ROW = 2.1  # times as wide as high: all three side by side
_LEAST_BAR = 3.0  # a narrower bar could not be pointed at: cells in rows instead
_CODE_SHARE = 0.3  # of the height, below the pictures
_LONGEST_ROW = 24.0  # the largest side of one cell of the code


@dataclass(frozen=True, slots=True)
class StagePart:
    """One stage: its `area`, in which its numbers stand in `rows` and `columns`.

    A picture shows its channels on top of each other, bars fill the height of the area. Words
    over it have `room` pixels.
    """

    stage: Stage
    area: QRectF
    rows: int
    columns: int
    bars: bool = False
    room: float = 0.0

    def cell_at(self, place: QPointF) -> Cell | None:
        """Return the number under a point; of a colour picture that of the first channel."""
        area = self.area
        if not area.contains(place) or area.isEmpty():
            return None
        row = min(self.rows - 1, int((place.y() - area.y()) * self.rows / area.height()))
        column = min(self.columns - 1, int((place.x() - area.x()) * self.columns / area.width()))
        if self._pictured:
            return Cell(self.stage.name, (0, row, column))
        unit = row * self.columns + column
        shape = self.stage.shape
        if unit >= prod(shape):
            return None
        return Cell(self.stage.name, tuple(map(int, np.unravel_index(unit, shape))))

    def rect_of(self, region: Region) -> QRectF | None:
        """Return the rectangle around a region, None around all or nothing of the stage."""
        if region.empty or region.shape == self.stage.shape:
            return None
        if self._pictured:
            return self._box(*region.start[1:], *region.stop[1:])
        ends = region.start, tuple(i - 1 for i in region.stop)
        first, last = (int(np.ravel_multi_index(end, self.stage.shape)) for end in ends)
        (top, left), (bottom, right) = divmod(first, self.columns), divmod(last, self.columns)
        if top != bottom:
            left, right = 0, self.columns - 1
        return self._box(top, left, bottom + 1, right + 1)

    @property
    def _pictured(self) -> bool:
        return self.stage.kind in ("input", "reconstruction")

    def _box(self, top: int, left: int, bottom: int, right: int) -> QRectF:
        high, wide = self.area.height() / self.rows, self.area.width() / self.columns
        corner = self.area.topLeft() + QPointF(left * wide, top * high)
        return QRectF(corner.x(), corner.y(), (right - left) * wide, (bottom - top) * high)


@dataclass(frozen=True, slots=True)
class ReconstructionPlaces:
    """The three parts; each has a line of words above it, and `foot` is the line at the bottom."""

    given: StagePart
    code: StagePart
    drawn: StagePart
    foot: QRectF

    @property
    def parts(self) -> tuple[StagePart, StagePart, StagePart]:
        """All three in the order of the data."""
        return self.given, self.code, self.drawn


def places(spec: Spec, width: float, height: float, line: float) -> ReconstructionPlaces:
    """Return where everything stands; `line` is the height of a line of words."""
    code = spec.code
    assert code is not None
    foot = QRectF(0, height - line, width, line)
    room = max(1.0, height - 1.5 * line)
    if width >= _IN_A_ROW * height:
        side = max(1.0, min(room - line, 0.34 * (width - 2 * _GAP)))
        given = _picture(spec.stages[0], 0.0, line, side).area
        left = given.right() + _GAP
        wide = min(max(1.0, width - 2 * left), 2 * side)
        inside = QRectF(left, line, wide, given.height())
        x, rooms = round(left + wide + _GAP), (side, wide, side)
    else:
        side = max(1.0, min((width - _GAP) / 2, room - 2 * line - _CODE_SHARE * room))
        given = _picture(spec.stages[0], 0.0, line, side).area
        top = given.bottom() + 1.5 * line
        inside = QRectF(0, top, width, max(1.0, foot.y() - 0.5 * line - top))
        x = round(max(given.right() + _GAP, (width + _GAP) / 2))
        rooms = x - 4, width, width - x
    parts = (
        _picture(spec.stages[0], 0.0, line, side),
        _code(code, inside),
        _picture(spec.stages[-1], x, line, side),
    )
    first, second, third = (replace(p, room=r) for p, r in zip(parts, rooms, strict=True))
    return ReconstructionPlaces(first, second, third, foot)


def _picture(stage: Stage, x: float, y: float, side: float) -> StagePart:
    """Return a picture as large as fits into a square, its pixels whole where there is room."""
    _, rows, columns = stage.shape
    cell = side / max(rows, columns)
    cell = floor(cell) if cell >= 2 else cell
    return StagePart(stage, QRectF(x, y, cell * columns, cell * rows), rows, columns)


def _code(stage: Stage, area: QRectF) -> StagePart:
    """Return bars side by side where there is room for them, else rows of cells."""
    count = prod(stage.shape)
    if count * _LEAST_BAR <= area.width():
        return StagePart(stage, area, 1, count, bars=True)
    cell = min(_LONGEST_ROW, (area.width() * area.height() / count) ** 0.5)
    columns = max(1, ceil(area.width() / cell))
    rows = ceil(count / columns)
    cell = min(area.width() / columns, area.height() / rows)
    return StagePart(stage, QRectF(area.x(), area.y(), columns * cell, rows * cell), rows, columns)
