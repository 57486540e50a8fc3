"""From a place of the window to the cell under it, and from cells and regions to quadrilaterals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from explorer.network.cells import Cell, Region
from explorer.network.spec import Spec
from explorer.views.scene.stacked.camera import View
from explorer.views.scene.stacked.planes import Arrangement, Plane, painted_order


@dataclass(frozen=True, slots=True)
class PlaneMark:
    """Cells of one plane, from (top, left) up to but without (bottom, right)."""

    plane: Plane
    top: int
    left: int
    bottom: int
    right: int

    def corners(self) -> tuple[tuple[float, float, float], ...]:
        """Return its four corners in space, clockwise from the top left."""
        plane = self.plane
        x0, x1 = plane.x + self.left * plane.width, plane.x + self.right * plane.width
        y0, y1 = plane.y + self.top * plane.height, plane.y + self.bottom * plane.height
        return (x0, y0, plane.z), (x1, y0, plane.z), (x1, y1, plane.z), (x0, y1, plane.z)

    @property
    def whole(self) -> bool:
        """Whether the mark covers its plane."""
        return self == whole(self.plane)


def cell_at(spec: Spec, arrangement: Arrangement, view: View, x: float, y: float) -> Cell | None:
    """Return the cell seen at a place of the window, that of the nearest plane, else None."""
    for plane, row, column in _hit(arrangement, view, x, y):
        if not plane.kernel:
            return _cell(spec, plane, row, column)
    return None


def kernel_at(
    spec: Spec, arrangement: Arrangement, view: View, x: float, y: float
) -> tuple[str, int] | None:
    """Return the stage and the number of the kernel seen at a place of the window, else None."""
    for plane, _row, _column in _hit(arrangement, view, x, y):
        return (spec.stages[plane.index].name, plane.tile) if plane.kernel else None
    return None


def _hit(
    arrangement: Arrangement, view: View, x: float, y: float
) -> Iterator[tuple[Plane, int, int]]:
    """Yield the planes at a place of the window, the nearest first, with the row and column."""
    for plane in reversed(painted_order(arrangement)):
        across, down = view.to_plane(x, y, plane.z)
        column, row = (across - plane.x) / plane.width, (down - plane.y) / plane.height
        if 0 <= column < plane.columns and 0 <= row < plane.rows:
            yield plane, int(row), int(column)


def cell_mark(spec: Spec, arrangement: Arrangement, cell: Cell) -> PlaneMark:
    """Return where a cell is; raises KeyError for a stage that is not there."""
    planes = arrangement.stacks[spec.index(cell.stage)].planes
    if len(cell.index) == 3:
        tile, row, column = cell.index
        return PlaneMark(planes[tile], row, column, row + 1, column + 1)
    row, column = divmod(cell.index[0], planes[0].columns)
    return PlaneMark(planes[0], row, column, row + 1, column + 1)


def unit_sides(
    view: View, plane: Plane, units: NDArray[np.intp], right: bool
) -> NDArray[np.float64]:
    """Return where the middles of the units' right or left sides are in the window (units, 2)."""
    (xx, xy), (_, yy), (zx, zy) = view.axes()
    rows, columns = np.divmod(units, plane.columns)
    x = plane.x + (columns + right) * plane.width
    y = plane.y + (rows + 0.5) * plane.height
    return np.stack(
        [view.x + x * xx + plane.z * zx, view.y + x * xy + y * yy + plane.z * zy], axis=1
    )


def region_marks(spec: Spec, arrangement: Arrangement, region: Region) -> list[PlaneMark]:
    """Return a mark for every plane that a region of cells touches.

    In a vector a run of units is framed by the smallest rectangle of whole rows around it.
    """
    if region.empty:
        return []
    planes = arrangement.stacks[spec.index(region.stage)].planes
    if len(region.start) == 3:
        (first, top, left), (last, bottom, right) = region.start, region.stop
        return [PlaneMark(planes[i], top, left, bottom, right) for i in range(first, last)]
    columns = planes[0].columns
    top, left = divmod(region.start[0], columns)
    bottom, right = divmod(region.stop[0] - 1, columns)
    if top != bottom:
        left, right = 0, columns - 1
    return [PlaneMark(planes[0], top, left, bottom + 1, right + 1)]


def whole(plane: Plane) -> PlaneMark:
    """Return the mark of a whole plane."""
    return PlaneMark(plane, 0, 0, plane.rows, plane.columns)


def outline(view: View, mark: PlaneMark) -> QPolygonF:
    """Return the parallelogram of a mark in the window."""
    return QPolygonF([QPointF(*view.to_window(corner)) for corner in mark.corners()])


def bounds(view: View, mark: PlaneMark) -> QRectF:
    """Return the smallest upright rectangle of the window around a mark."""
    return outline(view, mark).boundingRect()


def beam(one: QPolygonF, other: QPolygonF) -> QPolygonF:
    """Return the silhouette of the prism between two parallelograms: their convex hull."""
    points = sorted({(p.x(), p.y()) for p in (*one.toList(), *other.toList())})
    lower, upper = _half_hull(points), _half_hull(points[::-1])
    return QPolygonF([QPointF(*p) for p in (*lower[:-1], *upper[:-1])])


def _half_hull(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return one side of the convex hull of sorted points (A. M. Andrew's monotone chain, 1979)."""
    hull: list[tuple[float, float]] = []
    for point in points:
        while len(hull) > 1 and _turn(hull[-2], hull[-1], point) <= 0:
            hull.pop()
        hull.append(point)
    return hull


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _cell(spec: Spec, plane: Plane, row: int, column: int) -> Cell | None:
    stage = spec.stages[plane.index]
    if stage.spatial:
        return Cell(stage.name, (plane.tile, row, column))
    unit = row * plane.columns + column
    return Cell(stage.name, (unit,)) if unit < stage.shape[0] else None
