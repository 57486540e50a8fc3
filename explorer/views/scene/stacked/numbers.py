"""The numbers in the cells of planes that are large enough: upright, however the planes stand.

The rows of all planes rise or fall alike, so in a window slanted back by that slope every plane is
an upright rectangle. There the numbers of a plane are gathered at once; cells behind a nearer
plane are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.numbers.numerals import (
    LEAST_HEIGHT,
    LEAST_WIDTH,
    CellBlock,
    NumberStyle,
    NumberWriter,
    Strip,
)
from explorer.views.scene.paint.cell_numbers import Grids, kernel_grids, style_of, tile_grids
from explorer.views.scene.stacked.planes import Plane, painted_order
from explorer.views.scene.stacked.space_state import SpaceState

Key = tuple[int, int, bool]  # stage, map, whether it is the kernel beside it
_Seen = tuple[slice, slice]  # the rows and columns of a plane that touch the window
_ROOM = 0.9  # of a cell's height; its corners are cut by the slope


class PlaneNumbers:
    """Keeps what was written until a number, a colour or the view changes."""

    def __init__(self, space: SpaceState) -> None:
        self._space, self._writer = space, NumberWriter()
        self._key: tuple[object, ...] = ()
        self._strips: dict[Key, Strip] = {}

    def strips(self, width: float, height: float, ratio: float) -> Mapping[Key, Strip]:
        """Return the numbers of every plane that has room for them, with their places."""
        space, scene = self._space, self._space.scene
        if space.moving or not legible(space):
            return {}
        key = (scene.colored, space.version, width, height, ratio)
        if key != self._key:
            self._key = key
            self._strips = dict(_Writer(space, self._writer, (width, height), ratio).written())
        return self._strips


def legible(space: SpaceState) -> bool:
    """Return whether any map, vector or kernel has cells with room for a number."""
    stacks = [s for s in space.arrangement.stacks if s.form in ("maps", "strip")]
    firsts = (group[0] for s in stacks for group in (s.planes, s.kernels) if group)
    return any(_roomy(space, plane) for plane in firsts)


def _roomy(space: SpaceState, plane: Plane) -> bool:
    (xx, _), (_, yy), _ = space.view.axes()
    return xx * plane.width >= LEAST_WIDTH and yy * plane.height >= LEAST_HEIGHT


class _Writer:
    """Writes the numbers of all planes once, the nearest first."""

    def __init__(
        self, space: SpaceState, writer: NumberWriter, window: tuple[float, float], ratio: float
    ) -> None:
        self._space, self._writer, self._window, self._ratio = space, writer, window, ratio
        (xx, xy), _, _ = space.view.axes()
        self._slope = xy / xx
        self._nearer: list[Box] = []
        self._grids: dict[tuple[int, bool], Grids | None] = {}
        self._styles: dict[tuple[int, bool], NumberStyle | None] = {}

    def written(self) -> list[tuple[Key, Strip]]:
        """Return the numbers of every plane by its key."""
        found = []
        for plane in reversed(painted_order(self._space.arrangement)):
            strip = self._write(plane)
            if strip is not None:
                found.append(((plane.index, plane.tile, plane.kernel), strip))
        return found

    def _write(self, plane: Plane) -> Strip | None:
        box = self._box(plane)
        seen = self._seen(plane, box)
        if seen is None:
            return None
        nearer, self._nearer = self._nearer, [*self._nearer, box]
        if not _roomy(self._space, plane):
            return None
        hidden = _hidden(box, plane, seen, nearer)
        block = None if hidden.all() else self._block(plane, box, seen)
        if block is None:
            return None
        theme = self._space.scene.theme
        return self._writer.slanted(block, theme, self._ratio, self._slope, hidden)

    def _box(self, plane: Plane) -> Box:
        """Return a plane's rectangle in the slanted window."""
        (xx, _), (_, yy), _ = self._space.view.axes()
        x, y = self._space.view.to_window((plane.x, plane.y, plane.z))
        wide, high = xx * plane.width * plane.columns, yy * plane.height * plane.rows
        return Box(x, y - self._slope * x, wide, high)

    def _seen(self, plane: Plane, box: Box) -> _Seen | None:
        width, height = self._window
        wide, high = box.width / plane.columns, box.height / plane.rows
        left, right = max(0, floor(-box.x / wide)), min(plane.columns, ceil((width - box.x) / wide))
        if left >= right:
            return None
        lifts = [self._slope * (box.x + wide * column) for column in (left, right)]
        top = max(0, floor((-max(lifts) - box.y) / high))
        bottom = min(plane.rows, ceil((height - min(lifts) - box.y) / high))
        return (slice(top, bottom), slice(left, right)) if top < bottom else None

    def _block(self, plane: Plane, box: Box, seen: _Seen) -> CellBlock | None:
        place = plane.index, plane.kernel
        wide, high = box.width / plane.columns, box.height / plane.rows
        if place not in self._grids:
            scene = self._space.scene
            stage = scene.layout.stages[plane.index]
            grids = (
                kernel_grids(scene, stage)
                if plane.kernel
                else tile_grids(scene, plane.index, stage)
            )
            self._grids[place], self._styles[place] = grids, None
            if grids is not None:
                pixels = plane.index == 0
                self._styles[place] = style_of(scene, grids[0], wide, _ROOM * high, pixels)
        grids, style = self._grids[place], self._styles[place]
        if grids is None or style is None:
            return None
        rows, columns = seen
        return CellBlock(
            style,
            grids[0][plane.tile, rows, columns],
            grids[1][plane.tile, rows, columns],
            box.x + wide * np.arange(columns.start, columns.stop + 1, dtype=np.float64),
            box.y + high * np.arange(rows.start, rows.stop + 1, dtype=np.float64),
        )


def _hidden(box: Box, plane: Plane, seen: _Seen, nearer: list[Box]) -> NDArray[np.bool_]:
    """Return which of the seen cells have their middle behind one of the nearer planes."""
    wide, high = box.width / plane.columns, box.height / plane.rows
    x = box.x + wide * (np.arange(seen[1].start, seen[1].stop) + 0.5)
    y = box.y + high * (np.arange(seen[0].start, seen[0].stop) + 0.5)
    hidden = np.zeros((len(y), len(x)), np.bool_)
    for other in nearer:
        if other.overlaps(box):
            left, right = np.searchsorted(x, (other.x, other.right))
            top, bottom = np.searchsorted(y, (other.y, other.bottom))
            hidden[top:bottom, left:right] = True
    return hidden
