"""The soft lines and bands that show how data flows from stage to stage.

Bands join a map to the map computed from it alone; fans of lines show that a convolution looks
at all maps before it, and a dense layer at all units.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.layout.layout import SceneLayout, StageLayout
from explorer.views.scene.layout.places import rows_of_tiles, units_box

_MOST_LINES = 100  # a denser fan is a grey area: draw fewer
_STRANDS = 5  # sampled ends of a dense layer's edges

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Band:
    """A filled quadrilateral from the right side of one box to the left side of another."""

    start: Point
    start_bottom: Point
    end_bottom: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Strand:
    """A thin curve from one point to another, level at both ends."""

    start: Point
    end: Point


def flow(layout: SceneLayout) -> tuple[list[Band], list[list[Strand]]]:
    """Return the bands and the fans of strands of a whole scene in data-flow order."""
    bands: list[Band] = []
    fans: list[list[Strand]] = []
    for before, after in zip(layout.stages, layout.stages[1:], strict=False):
        if after.stage.kind in ("convolution", "dense"):
            fans.append(_fan(_ends(before), _starts(after)))
        elif after.stage.kind == "flatten":
            bands += [band(box, units) for box, units in _unrolled(before, after)]
        elif after.stage.kind == "unflatten":
            bands += [band(units, box) for box, units in _unrolled(after, before)]
        elif before.form == after.form == "strip":
            bands.append(band(before.tiles[0], after.tiles[0]))
        else:
            bands += _row_bands(before, after)
    return bands, fans


def band(left: Box, right: Box) -> Band:
    """Return the band between two boxes."""
    return Band(
        (left.right, left.y), (left.right, left.bottom), (right.x, right.bottom), (right.x, right.y)
    )


def _row_bands(before: StageLayout, after: StageLayout) -> list[Band]:
    rows = zip(rows_of_tiles(before), rows_of_tiles(after), strict=False)
    return [band(left, right) for (_, left), (_, right) in rows]


def _unrolled(maps: StageLayout, vector: StageLayout) -> Iterator[tuple[Box, Box]]:
    """Yield each row of maps with the units of a vector that stand for it."""
    each, total = maps.rows * maps.columns, vector.stage.shape[0]
    for first, box in rows_of_tiles(maps):
        last = min(total, (first + maps.sub_columns) * each)
        yield box, units_box(vector, first * each, last)


def _ends(stage: StageLayout) -> list[Point]:
    """Return the points at which edges leave a stage to the right."""
    if stage.form == "strip":
        return _along(stage.box.right, stage.box)
    return [(box.right, box.centre[1]) for _, box in rows_of_tiles(stage)]


def _starts(stage: StageLayout) -> list[Point]:
    """Return the points at which edges reach a stage from the left."""
    if stage.form == "strip":
        return _along(stage.box.x, stage.box)
    lefts = stage.kernels or stage.tiles
    return [(box.x, box.centre[1]) for box in lefts[:: stage.sub_columns]]


def _along(x: float, box: Box) -> list[Point]:
    step = box.height / _STRANDS
    return [(x, box.y + (i + 0.5) * step) for i in range(_STRANDS)]


def _fan(starts: list[Point], ends: list[Point]) -> list[Strand]:
    while len(starts) * len(ends) > _MOST_LINES:
        if len(starts) > len(ends):
            starts = _thinned(starts)
        else:
            ends = _thinned(ends)
    return [Strand(a, b) for a in starts for b in ends]


def _thinned(points: list[Point]) -> list[Point]:
    """Keep both outermost points and every other one between them."""
    kept = points[::2]
    return kept if len(points) % 2 else [*kept[:-1], points[-1]]
