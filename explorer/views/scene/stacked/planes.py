"""Where every plane of the stacked picture stands in space, computed from the shapes alone.

One unit is the side of the largest map. Each stage is a stack of equal planes, one behind the
other, or, fanned out, side by side; a vector is one upright column of cells.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil, log

import numpy as np
from numpy.typing import NDArray

from explorer.views.scene.layout.columns import Form
from explorer.views.scene.layout.layout import SceneLayout, StageLayout
from explorer.views.scene.stacked.camera import View

_SHRINK = 0.62  # how strongly smaller maps look smaller: 0 all alike, 1 true to their size
_LOOSEST = 1.0  # planes of a stack stand at most so many of their sides apart
_GAPS = {"convolution": 0.2, "dense": 0.24}  # before a stage, by its kind
_GAP, _CLOSE = 0.14, 0.1
_KERNEL, _KERNEL_GAP = 0.3, 0.06  # widest kernel; between it and its map
_ASIDE = 0.12  # how far a fan stands off the stack before it, in depths
_AIR = 0.1  # between planes side by side, in sides
TALL = 2.5  # the height of the columns of vectors
_ROW = 0.24  # the height of an output
_LOGIT, _BAR = 0.44, 0.4  # the width of a logit and of the track of a bar
_LETTER, _LONGEST, _PERCENT = 0.062, 0.8, 0.3  # room for words beside the bars
_DEPTHS = tuple(0.5 + 0.25 * i for i in range(22))
_DEPTH_COUNTS = 0.3  # what a stack that opens wider is worth against larger planes


@dataclass(frozen=True, slots=True)
class Plane:
    """A picture of `rows` x `columns` cells that faces along z; (x, y, z) is its top left corner.

    `index` is the stage's place in the network, `tile` the map's in its stage, whose `kernel` it
    may be; `width` and `height` are those of one cell.
    """

    index: int
    tile: int
    rows: int
    columns: int
    x: float
    y: float
    z: float
    width: float
    height: float
    kernel: bool = False

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.columns * self.width

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.rows * self.height


@dataclass(frozen=True, slots=True)
class Stack:
    """The planes of one stage, the nearest first; `fanned` where they stand side by side.

    A convolution has a plane of `kernels` to the left of each, as deep in space.
    """

    form: Form
    planes: tuple[Plane, ...]
    fanned: bool = False
    right: float = 0.0  # where the words beside it end
    kernels: tuple[Plane, ...] = ()

    @property
    def foldable(self) -> bool:
        """Whether there is more than one plane to fan out."""
        return len(self.planes) > 1


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """All stacks in data-flow order."""

    stacks: tuple[Stack, ...]

    def corners(self) -> list[tuple[float, float, float]]:
        """Return points whose hull holds everything."""
        return [
            (x, y, plane.z)
            for stack in self.stacks
            for plane in (*stack.planes, *stack.kernels)
            for x in (plane.x, max(plane.right, stack.right))
            for y in (plane.y, plane.bottom)
        ]


def fitted(arrangement: Arrangement, view: View, width: float, height: float) -> View:
    """Return the view from the same side that shows everything in `width` x `height` pixels."""
    points = _corners(arrangement) @ np.array(replace(view, scale=1.0).axes())
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    scale = max(10.0, min(width / max(right - left, 1e-6), height / max(bottom - top, 1e-6)))
    x = width / 2 - scale * (left + right) / 2
    return replace(view, scale=scale, x=x, y=height / 2 - scale * (top + bottom) / 2)


@lru_cache(maxsize=2)
def _corners(arrangement: Arrangement) -> NDArray[np.float64]:
    """Return the corners (count, 3) of an arrangement, which stays the same while one turns it."""
    return np.array(arrangement.corners())


def best_depth(layout: SceneLayout, width: float, height: float) -> float:
    """Return how deep to make the stacks for a window: planes far apart, yet large."""

    def worth(depth: float) -> float:
        arrangement = arrange(layout, depth)
        return log(fitted(arrangement, View(), width, height).scale) + _DEPTH_COUNTS * log(depth)

    return max(_DEPTHS, key=worth)


def arrange(layout: SceneLayout, depth: float, fanned: Collection[str] = ()) -> Arrangement:
    """Return the arrangement with stacks up to `depth` units deep, around the origin.

    The stages named in `fanned` stand with their planes side by side.
    """
    largest = max(max(s.rows, s.columns) for s in layout.stages if s.form == "maps")
    stacks, x = [], 0.0
    for index, stage in enumerate(layout.stages):
        x += _gap(stage) if index else 0.0
        stack = _stack(stage, index, largest, depth, stage.stage.name in fanned)
        x += _ASIDE * depth if stack.fanned and index else 0.0
        if stage.form == "bars":
            x += min(_LONGEST, 0.1 + _LETTER * max(map(len, layout.spec.classes)))
        width = max(stack.right, max(p.right for p in stack.planes))
        stacks.append(_moved(stack, x))
        x += width
    return Arrangement(tuple(_moved(stack, -x / 2) for stack in stacks))


def blend(before: Arrangement, after: Arrangement, share: float) -> Arrangement:
    """Return the arrangement on the way between two of the same network, `share` 0 to 1."""

    def between(one: Plane, other: Plane) -> Plane:
        values = {
            name: getattr(one, name) + share * (getattr(other, name) - getattr(one, name))
            for name in ("x", "y", "z", "width", "height")
        }
        return replace(other, **values)

    stacks = []
    for one, other in zip(before.stacks, after.stacks, strict=True):
        planes = zip(one.planes, other.planes, strict=True)
        kernels = zip(one.kernels, other.kernels, strict=True)
        right = one.right + share * (other.right - one.right)
        moved = (tuple(between(*pair) for pair in pairs) for pairs in (planes, kernels))
        stacks.append(Stack(other.form, next(moved), other.fanned, right, next(moved)))
    return Arrangement(tuple(stacks))


@lru_cache(maxsize=2)
def painted_order(arrangement: Arrangement) -> tuple[Plane, ...]:
    """Return all planes from back to front, a kernel before its map.

    Parallel planes hide each other by depth alone.
    """
    planes = [
        plane
        for stack in arrangement.stacks
        for at, own in enumerate(stack.planes)
        for plane in (*stack.kernels[at : at + 1], own)
    ]
    return tuple(sorted(planes, key=lambda plane: -plane.z))


def _gap(stage: StageLayout) -> float:
    kind = stage.stage.kind
    if kind == "probabilities" or (kind == "activation" and not stage.stage.spatial):
        return _CLOSE
    return _GAPS.get(kind, _GAP)


def _stack(stage: StageLayout, index: int, largest: int, depth: float, fanned: bool) -> Stack:
    if stage.form == "maps":
        return _maps(stage, index, largest, depth, fanned)
    rows, columns = (len(stage.tiles), 1) if stage.form != "strip" else (stage.rows, stage.columns)
    if stage.form == "strip":
        high = min(0.09, TALL / rows)
        wide = max(high, 0.1 / columns)
    else:
        high = min(_ROW, TALL / rows)
        wide = _LOGIT if stage.form == "rows" else _BAR
    plane = Plane(index, 0, rows, columns, 0.0, -high * rows / 2, 0.0, wide, high)
    right = plane.right + _PERCENT if stage.form == "bars" else 0.0
    return Stack(stage.form, (plane,), right=right)


def _maps(stage: StageLayout, index: int, largest: int, depth: float, fanned: bool) -> Stack:
    count, side = len(stage.tiles), max(stage.rows, stage.columns)
    cell = (side / largest) ** _SHRINK / side
    wide, high = stage.columns * cell, stage.rows * cell

    def plane(tile: int, x: float, y: float, z: float) -> Plane:
        return Plane(index, tile, stage.rows, stage.columns, x, y - high / 2, z, cell, cell)

    def kernel(beside: Plane) -> Plane:
        x, y = beside.x - across_kernel, beside.y + high / 2 - tall * small / 2
        return Plane(index, beside.tile, tall, broad, x, y, beside.z, small, small, True)

    grid = stage.kernel_grid
    tall, broad = (grid.cells_high, grid.cells_wide) if grid is not None else (1, 1)
    small = min(_KERNEL / broad, 0.9 * high / tall)
    across_kernel = broad * small + _KERNEL_GAP if grid is not None else 0.0
    if fanned:
        pitch = (1 + _AIR) * high
        lines = min(count, max(1, int(max(TALL, 0.7 * depth) / pitch)))
        across = ceil(count / lines)
        lines, front = ceil(count / across), -depth / 2  # nothing stands before it
        planes = [
            plane(
                i,
                across_kernel + (i % across) * ((1 + _AIR) * wide + across_kernel),
                (i // across - (lines - 1) / 2) * pitch,
                front,
            )
            for i in range(count)
        ]
    else:
        step = min(depth / max(1, count - 1), _LOOSEST * high)
        first = -step * (count - 1) / 2
        planes = [plane(i, across_kernel, 0.0, first + i * step) for i in range(count)]
    kernels = tuple(map(kernel, planes)) if grid is not None else ()
    return Stack("maps", tuple(planes), fanned, kernels=kernels)


def _moved(stack: Stack, x: float) -> Stack:
    planes, kernels = (
        tuple(replace(plane, x=plane.x + x) for plane in group)
        for group in (stack.planes, stack.kernels)
    )
    return replace(stack, planes=planes, right=stack.right + x, kernels=kernels)
