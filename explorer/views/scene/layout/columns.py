"""The columns of the scene before they stand anywhere: what each stage is drawn as, how large.

All boxes here have the right y; their x counts from the left edge of the column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from explorer.network.spec import Spec, Stage
from explorer.views.scene.layout.geometry import Box, snap
from explorer.views.scene.layout.headers import Type, least_width
from explorer.views.scene.layout.sizes import solve
from explorer.views.scene.layout.strips import strip
from explorer.views.scene.layout.tiles import KERNEL_GAP, SUB_GAP, MapStage, Size

Form = Literal["maps", "strip", "rows", "bars"]
_LOOSEST = 1.95  # rows of tiles are at most this many tile heights apart
_ROOMY = 75.0  # widths, in heights of small text, from which on bars are long
_HEADERS = 0.72  # share of the width up to which every column is as wide as its header
_STAGGERED = 0.55  # the share of its header's width that a column gets beyond that: two rows
_WIDEST_STRIP = 0.07  # of the width


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a layout is made for: the `body` below the headers, text sizes, device pixels.

    `type` is for the outputs, `heads` for the headers.
    """

    body: Box
    type: Type
    heads: Type
    ratio: float


@dataclass(frozen=True, slots=True)
class Draft:
    """A column before it has its x: its form, its width and its parts."""

    stage: Stage
    form: Form
    width: float
    slot: float
    tiles: tuple[Box, ...]
    rows: int = 1
    columns: int = 1
    size: Size | None = None
    kernels: tuple[Box, ...] = ()
    tracks: tuple[Box, ...] = ()


def gaps_of(spec: Spec, width: float) -> list[float]:
    """Return the distances between the stages: wide where many edges cross."""
    base = min(20.0, max(7.0, 0.0165 * width - 4))
    return [base * _spread(stage) for stage in spec.stages[1:]]


def _spread(after: Stage) -> float:
    """Return how much wider than usual the gap before a stage is."""
    if after.kind == "probabilities" or (after.kind == "activation" and not after.spatial):
        return 0.6
    return 1.8 if after.kind in ("convolution", "dense") else 1.0


def _groups(spec: Spec) -> list[int]:
    """Return for each stage the number of the convolution it follows; the input is of the first."""
    groups, group = [], 0
    for stage in spec.stages:
        group += stage.kind == "convolution"
        groups.append(max(1, group))
    return groups


def map_drafts(spec: Spec, room: float, page: Bounds) -> dict[str, Draft]:
    """Return the columns of all stages of maps, which share `room` pixels of width."""
    groups = _groups(spec)
    found = [(s, g) for s, g in zip(spec.stages, groups, strict=True) if s.spatial]
    headers = sum(least_width(stage, page.heads) for stage, _ in found)
    crowding = 1.0 if headers < _HEADERS * room else _STAGGERED
    wanted = [_map_stage(stage, group, crowding, page.heads) for stage, group in found]
    sizes = solve(wanted, room, page.body.height, page.ratio)
    tallest: dict[int, float] = {}
    for want, size in zip(wanted, sizes, strict=True):
        tallest[want.group] = max(tallest.get(want.group, 0.0), want.rows * size.cell)
    return {
        stage.name: _map_draft(stage, want, size, tallest[want.group], page)
        for (stage, _), want, size in zip(found, wanted, sizes, strict=True)
    }


def _map_stage(stage: Stage, group: int, crowding: float, style: Type) -> MapStage:
    maps, rows, columns = stage.shape
    convolves = stage.kind == "convolution"
    kernel = getattr(stage.layer, "kernel", 0) if convolves else 0
    slices = stage.input_shape[0] if convolves else 0
    least = crowding * least_width(stage, style)
    return MapStage(maps, rows, columns, slices, kernel, group, least, stage.kind == "input")


def _map_draft(stage: Stage, want: MapStage, size: Size, tallest: float, page: Bounds) -> Draft:
    ratio = page.ratio
    wide, high = want.columns * size.cell, want.rows * size.cell
    kernel_wide = size.kernel.cells_wide * size.kernel.cell if size.kernel else 0.0
    kernel_high = size.kernel.cells_high * size.kernel.cell if size.kernel else 0.0
    beside = kernel_wide + KERNEL_GAP if size.kernel else 0.0
    loosest = tallest + 8 if want.single else _LOOSEST * tallest
    centres = _centres(ceil(want.maps / size.sub_columns), tallest, page.body, loosest)
    tiles, kernels = [], []
    for i in range(want.maps):
        row, column = divmod(i, size.sub_columns)
        x = snap(column * (beside + wide + SUB_GAP), ratio)
        tiles.append(Box(x + beside, snap(centres[row] - high / 2, ratio), wide, high))
        if size.kernel:
            y = snap(centres[row] - kernel_high / 2, ratio)
            kernels.append(Box(x, y, kernel_wide, kernel_high))
    slot = max(want.least, size.width)
    return Draft(
        stage, "maps", size.width, slot, tuple(tiles), want.rows, want.columns, size, tuple(kernels)
    )


def _centres(rows: int, tallest: float, body: Box, loosest: float) -> list[float]:
    """Return the middle of each row, spread over the body's height without losing touch."""
    if rows == 1:
        return [body.centre[1]]
    pitch = min((body.height - tallest) / (rows - 1), loosest)
    first = body.centre[1] - pitch * (rows - 1) / 2
    return [first + i * pitch for i in range(rows)]


def vector_draft(spec: Spec, index: int, page: Bounds) -> Draft:
    """Return the column of a vector: a strip, or rows and bars for the two outputs."""
    body, ratio = page.body, page.ratio
    stage = spec.stages[index]
    if index >= len(spec.stages) - 2:
        return _output_draft(spec, stage, page)
    step = stage.input_shape[-1] if stage.kind == "flatten" else 1
    grid = strip(stage.shape[0], body.height, _WIDEST_STRIP * body.width, ratio, step)
    box = Box(0.0, snap(body.centre[1] - grid.height / 2, ratio), grid.width, grid.height)
    return Draft(stage, "strip", grid.width, grid.width, (box,), grid.rows, grid.columns)


def _output_draft(spec: Spec, stage: Stage, page: Bounds) -> Draft:
    body, style, ratio = page.body, page.type, page.ratio
    units, unit = stage.shape[0], style.small / 11
    pitch = min(body.height / units, 38 * unit)
    high = snap(min(24 * unit, 0.8 * pitch), ratio)
    centres = [body.centre[1] + pitch * (i - (units - 1) / 2) for i in range(units)]
    logits = stage.kind == "dense"
    name = _name_width(spec.classes, style)
    roomy = body.width > _ROOMY * style.small
    bar = snap((46.0 if roomy else 22.0) * unit, ratio)
    number = style.measure("−00.00" if logits else "100.0", style.small, True) + (
        4 if logits else 12
    )
    wide = snap(number if logits else name + bar + number, ratio)
    tiles = tuple(Box(0.0, snap(c - high / 2, ratio), wide, high) for c in centres)
    tracks = [Box(name, snap(c - 4 * unit, ratio), bar, snap(8 * unit, ratio)) for c in centres]
    return Draft(
        stage,
        "rows" if logits else "bars",
        wide,
        wide,
        tiles,
        tracks=() if logits else tuple(tracks),
    )


def _name_width(names: Sequence[str], style: Type) -> float:
    widest = max(style.measure(name, style.small, True) for name in names)
    return float(ceil(min(widest, 6.5 * style.small))) + 8
