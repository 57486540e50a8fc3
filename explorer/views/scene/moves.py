"""The marks of winners that moved: where max pooling chooses another cell of a window now.

Each mark goes from the old winner to a dot in the new one. Everything is in units of cells of one
map, so that the flat and the stacked picture draw the same lines through their own transforms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.views.scene.derived import Derived
from explorer.views.style.theme import Theme

_FRAMED = 14.0  # pixels of a cell from which on frames show more than a line
_INSET = 0.08  # of a frame, in cells


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """The moved winners of one map: a line from the old to the new one of each, and its end."""

    lines: list[QLineF]
    dots: list[QPointF]

    def frames(self) -> tuple[list[QRectF], list[QRectF]]:
        """Return frames inside the old and inside the new cells."""
        side, half = 1 - 2 * _INSET, 0.5 - _INSET
        ends = ((line.p1(), line.p2()) for line in self.lines)
        boxes = [[QRectF(p.x() - half, p.y() - half, side, side) for p in pair] for pair in ends]
        return [old for old, _ in boxes], [new for _, new in boxes]


def marks_of(derived: Derived | None) -> dict[tuple[int, int], Marks]:
    """Return the marks by (stage, map)."""
    found: dict[tuple[int, int], Marks] = {}
    for moves in derived.moved if derived is not None else ():
        for plane in np.unique(moves.planes).tolist():
            here = moves.planes == plane
            ends = zip(moves.before[here].tolist(), moves.after[here].tolist(), strict=True)
            found[moves.index, plane] = _marks(list(ends))
    return found


def paint_marks(painter: QPainter, marks: Marks, theme: Theme) -> None:
    """Draw the marks of one map; the painter's transform takes cells to the window."""
    color, cell = theme.color("text"), painter.transform().m11()
    pen = QPen(color, 1)
    pen.setCosmetic(True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if cell >= _FRAMED:
        old, new = marks.frames()
        painter.setPen(pen)
        painter.drawRects(new)
        pen.setDashPattern([2, 3])
        painter.setPen(pen)
        painter.drawRects(old)
        return
    painter.setPen(pen)
    painter.drawLines(marks.lines)
    dot = QPen(color, 2 if cell < 5 else 3)
    dot.setCosmetic(True)
    painter.setPen(dot)
    painter.drawPoints(marks.dots)


def _marks(ends: list[tuple[list[int], list[int]]]) -> Marks:
    dots = [QPointF(column + 0.5, row + 0.5) for _, (row, column) in ends]
    lines = [QLineF(c0 + 0.5, r0 + 0.5, c1 + 0.5, r1 + 0.5) for (r0, c0), (r1, c1) in ends]
    return Marks(lines, dots)
