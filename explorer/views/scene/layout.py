"""Where everything in the network scene stands, computed from the tensor shapes alone.

Stages follow each other from left to right as the data flows. `arrange` knows no window and no
weights: given a spec and a size it returns rectangles, which one half of the scene paints and
the other half searches for the cell under the mouse.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from explorer.network.spec import Spec, Stage
from explorer.views.scene.geometry import Box, around, snap
from explorer.views.scene.headers import Column, Header, Type, least_width, place
from explorer.views.scene.sizes import solve
from explorer.views.scene.strips import strip
from explorer.views.scene.tiles import KERNEL_GAP, SUB_GAP, KernelGrid, MapStage, Size

Form = Literal["maps", "strip", "rows", "bars"]
MARGIN = 14.0
_LOOSEST = 1.95  # rows of tiles are at most this many tile heights apart
_ROOMY = 75.0  # widths, in heights of small text, from which on percentages are written out
_HEADERS = 0.72  # share of the width up to which every column is as wide as its header
_STAGGERED = 0.55  # the share of its header's width that a column gets beyond that: two rows
_WIDEST_STRIP = 0.07  # of the width
_WIDEST_GAPS = 2.4  # how far the gaps may stretch when width is left over


@dataclass(frozen=True, slots=True)
class StageLayout:
    """One stage: its `tiles` and how each is divided into cells.

    maps: one tile per map, `rows` x `columns` cells; strip: a single tile with all units row by
    row; rows, bars: one tile per unit with one cell. `kernels` has one box per map of a
    convolution. `tracks` are the boxes in which bars grow. `box` is the smallest around all.
    """

    stage: Stage
    form: Form
    box: Box
    tiles: tuple[Box, ...]
    rows: int
    columns: int
    header: Header
    sub_columns: int = 1
    kernels: tuple[Box, ...] = ()
    kernel_grid: KernelGrid | None = None
    tracks: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class SceneLayout:
    """The whole picture: `width` x `height` pixels, stages in data-flow order.

    `body` is the area below the headers; `type` the text sizes that were planned with.
    """

    spec: Spec
    width: float
    height: float
    body: Box
    type: Type
    stages: tuple[StageLayout, ...]

    def stage(self, name: str) -> StageLayout:
        """Return the layout of the stage called `name`; raises KeyError."""
        return self.stages[self.spec.index(name)]


@dataclass(frozen=True, slots=True)
class _Draft:
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


def arrange(
    spec: Spec, width: float, height: float, style: Type, ratio: float = 1.0
) -> SceneLayout:
    """Return the layout of `spec` for a window of `width` x `height` pixels.

    A network too large for the window gets a layout larger than it; zooming out shows it whole.
    """
    head = style.height(3)
    layout = _arrange(spec, width, height, head, style, ratio)
    needed = max(s.header.box.bottom for s in layout.stages) - MARGIN
    if needed > head + 1:
        layout = _arrange(spec, width, height, needed, style, ratio)
    return layout


def _arrange(
    spec: Spec, width: float, height: float, head: float, style: Type, ratio: float
) -> SceneLayout:
    top = snap(MARGIN + head + 12, ratio)
    body = Box(MARGIN, top, width - 2 * MARGIN, max(120.0, height - MARGIN - top))
    gaps = _gaps(spec, width)
    vectors = {
        s.name: _vector_draft(spec, i, body, style, ratio)
        for i, s in enumerate(spec.stages)
        if not s.spatial
    }
    room = body.width - sum(gaps) - sum(d.slot for d in vectors.values())
    maps = _map_drafts(spec, room, body, style, ratio)
    drafts = [maps[s.name] if s.spatial else vectors[s.name] for s in spec.stages]
    return _assemble(spec, drafts, gaps, body, style, ratio)


def _assemble(
    spec: Spec, drafts: list[_Draft], gaps: list[float], body: Box, style: Type, ratio: float
) -> SceneLayout:
    used = sum(d.slot for d in drafts)
    stretch = min(_WIDEST_GAPS, max(1.0, (body.width - used) / max(1.0, sum(gaps))))
    gaps = [gap * stretch for gap in gaps]
    total = used + sum(gaps)
    x = body.x + max(0.0, (body.width - total) / 2)
    lefts = []
    for draft, gap in zip(drafts, [*gaps, 0.0], strict=True):
        lefts.append(snap(x + (draft.slot - draft.width) / 2, ratio))
        x += draft.slot + gap
    moved = [_moved(draft, left) for draft, left in zip(drafts, lefts, strict=True)]
    right = max(body.right, max(m.right for m in moved)) + MARGIN
    headers = place(_columns(drafts, moved, right), MARGIN, right - 2, style)
    stages = tuple(
        _stage_layout(draft, left, box, header)
        for draft, left, box, header in zip(drafts, lefts, moved, headers, strict=True)
    )
    lowest = max(s.box.bottom for s in stages)
    bottom = lowest if lowest > body.bottom + 1 else body.bottom  # snapping may add a pixel
    return SceneLayout(spec, right, bottom + MARGIN, body, style, stages)


def _columns(drafts: list[_Draft], boxes: list[Box], right: float) -> list[Column]:
    edges = [0.0]
    edges += [(a.right + b.x) / 2 for a, b in itertools.pairwise(boxes)]
    edges.append(right)
    columns = []
    for at, (draft, box) in enumerate(zip(drafts, boxes, strict=True)):
        middle = box.centre[0]
        slot = 2 * min(middle - edges[at], edges[at + 1] - middle) - 6
        columns.append(Column(draft.stage, box, slot))
    return columns


def _moved(draft: _Draft, left: float) -> Box:
    return _shift(around([*draft.tiles, *draft.kernels]), left)


def _stage_layout(draft: _Draft, left: float, box: Box, header: Header) -> StageLayout:
    return StageLayout(
        draft.stage,
        draft.form,
        box,
        tuple(_shift(b, left) for b in draft.tiles),
        draft.rows,
        draft.columns,
        header,
        draft.size.sub_columns if draft.size else 1,
        tuple(_shift(b, left) for b in draft.kernels),
        draft.size.kernel if draft.size else None,
        tuple(_shift(b, left) for b in draft.tracks),
    )


def _shift(box: Box, x: float) -> Box:
    return Box(box.x + x, box.y, box.width, box.height)


def _gaps(spec: Spec, width: float) -> list[float]:
    """Return the distances between the stages: wide where many edges cross."""
    base = min(20.0, max(8.0, 0.0135 * width))
    return [base * _spread(stage) for stage in spec.stages[1:]]


def _spread(after: Stage) -> float:
    """Return how much wider than usual the gap before a stage is."""
    if after.kind == "probabilities" or (after.kind == "activation" and not after.spatial):
        return 0.6
    return 1.8 if after.kind in ("convolution", "dense") else 1.0


def _groups(spec: Spec) -> list[int]:
    """Return for each stage the number of the convolution it follows; 0 for the input."""
    groups, group = [], 0
    for stage in spec.stages:
        group += stage.kind == "convolution"
        groups.append(group)
    return groups


def _map_drafts(spec: Spec, room: float, body: Box, style: Type, ratio: float) -> dict[str, _Draft]:
    groups = _groups(spec)
    found = [(s, g) for s, g in zip(spec.stages, groups, strict=True) if s.spatial]
    headers = sum(least_width(stage, style) for stage, _ in found)
    crowding = 1.0 if headers < _HEADERS * room else _STAGGERED
    wanted = [_map_stage(stage, group, crowding, style) for stage, group in found]
    sizes = solve(wanted, room, body.height, ratio)
    tallest: dict[int, float] = {}
    for want, size in zip(wanted, sizes, strict=True):
        tallest[want.group] = max(tallest.get(want.group, 0.0), want.rows * size.cell)
    return {
        stage.name: _map_draft(stage, want, size, tallest[want.group], body, ratio)
        for (stage, _), want, size in zip(found, wanted, sizes, strict=True)
    }


def _map_stage(stage: Stage, group: int, crowding: float, style: Type) -> MapStage:
    maps, rows, columns = stage.shape
    convolves = stage.kind == "convolution"
    kernel = getattr(stage.layer, "kernel", 0) if convolves else 0
    slices = stage.input_shape[0] if convolves else 0
    least = crowding * least_width(stage, style)
    return MapStage(maps, rows, columns, slices, kernel, group, least, stage.kind == "input")


def _map_draft(
    stage: Stage, want: MapStage, size: Size, tallest: float, body: Box, ratio: float
) -> _Draft:
    wide, high = want.columns * size.cell, want.rows * size.cell
    kernel_wide = size.kernel.cells_wide * size.kernel.cell if size.kernel else 0.0
    kernel_high = size.kernel.cells_high * size.kernel.cell if size.kernel else 0.0
    beside = kernel_wide + KERNEL_GAP if size.kernel else 0.0
    loosest = tallest + 8 if want.single else _LOOSEST * tallest
    centres = _centres(ceil(want.maps / size.sub_columns), tallest, body, loosest)
    tiles, kernels = [], []
    for i in range(want.maps):
        row, column = divmod(i, size.sub_columns)
        x = snap(column * (beside + wide + SUB_GAP), ratio)
        tiles.append(Box(x + beside, snap(centres[row] - high / 2, ratio), wide, high))
        if size.kernel:
            y = snap(centres[row] - kernel_high / 2, ratio)
            kernels.append(Box(x, y, kernel_wide, kernel_high))
    slot = max(want.least, size.width)
    return _Draft(
        stage, "maps", size.width, slot, tuple(tiles), want.rows, want.columns, size, tuple(kernels)
    )


def _centres(rows: int, tallest: float, body: Box, loosest: float) -> list[float]:
    """Return the middle of each row, spread over the body's height without losing touch."""
    if rows == 1:
        return [body.centre[1]]
    pitch = min((body.height - tallest) / (rows - 1), loosest)
    first = body.centre[1] - pitch * (rows - 1) / 2
    return [first + i * pitch for i in range(rows)]


def _vector_draft(spec: Spec, index: int, body: Box, style: Type, ratio: float) -> _Draft:
    stage = spec.stages[index]
    if index >= len(spec.stages) - 2:
        return _output_draft(spec, stage, body, style, ratio)
    step = stage.input_shape[-1] if stage.kind == "flatten" else 1
    grid = strip(stage.shape[0], body.height, _WIDEST_STRIP * body.width, ratio, step)
    box = Box(0.0, snap(body.centre[1] - grid.height / 2, ratio), grid.width, grid.height)
    return _Draft(stage, "strip", grid.width, grid.width, (box,), grid.rows, grid.columns)


def _output_draft(spec: Spec, stage: Stage, body: Box, style: Type, ratio: float) -> _Draft:
    units, unit = stage.shape[0], style.small / 11
    pitch = min(body.height / units, 38 * unit)
    high = snap(min(24 * unit, 0.8 * pitch), ratio)
    centres = [body.centre[1] + pitch * (i - (units - 1) / 2) for i in range(units)]
    logits = stage.kind == "dense"
    name = _name_width(spec.classes, style)
    roomy = body.width > _ROOMY * style.small
    bar = snap((46.0 if roomy else 36.0) * unit, ratio)
    number = style.measure("−0.000" if logits else "100.0", style.small, False) + 6
    number *= logits or roomy  # a narrow scene leaves the percentages to the answer panel
    wide = snap(number if logits else name + bar + number, ratio)
    tiles = tuple(Box(0.0, snap(c - high / 2, ratio), wide, high) for c in centres)
    tracks = [Box(name, snap(c - 4 * unit, ratio), bar, snap(8 * unit, ratio)) for c in centres]
    return _Draft(
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
