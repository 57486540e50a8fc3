"""Where everything in the network scene stands, computed from the tensor shapes alone.

Stages follow each other from left to right as the data flows. `arrange` knows no window and no
weights: given a spec and a size it returns rectangles, which one half of the scene paints and
the other half searches for the cell under the mouse.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from explorer.network.spec import Spec, Stage
from explorer.views.scene.layout.columns import (
    Bounds,
    Draft,
    Form,
    gaps_of,
    map_drafts,
    vector_draft,
)
from explorer.views.scene.layout.geometry import Box, around, snap
from explorer.views.scene.layout.headers import Column, Header, Type, place
from explorer.views.scene.layout.tiles import KernelGrid

MARGIN = 14.0
_LEAST_TEXT = 10  # pixels
_LEAST_SHARE = 0.65  # of its size that the text of a whole header keeps
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

    `body` is the area below the headers; `type` and `heads` are the text sizes of the outputs and
    of the headers that were planned with.
    """

    spec: Spec
    width: float
    height: float
    body: Box
    type: Type
    heads: Type
    stages: tuple[StageLayout, ...]

    def stage(self, name: str) -> StageLayout:
        """Return the layout of the stage called `name`; raises KeyError."""
        return self.stages[self.spec.index(name)]


def arrange(
    spec: Spec, width: float, height: float, style: Type, ratio: float = 1.0
) -> SceneLayout:
    """Return the layout of `spec` for a window of `width` x `height` pixels.

    Headers that would have to be cut are set in smaller text, or with large text, of which little
    would be left, lose all but the names. A network too large for the window
    gets a layout larger than it; zooming out shows it whole.
    """
    heads = style
    layout = _arrange(spec, (width, height), style, heads, ratio)
    while _cut(layout) and heads.small > _LEAST_TEXT:
        heads = heads.smaller(2)
        if heads.small < _LEAST_SHARE * style.small and heads.lines > 1:
            heads = style.named()
        layout = _arrange(spec, (width, height), style, heads, ratio)
    return layout


def _cut(layout: SceneLayout) -> bool:
    return any("…" in line for stage in layout.stages for line in stage.header.lines)


def _arrange(
    spec: Spec, window: tuple[float, float], style: Type, heads: Type, ratio: float
) -> SceneLayout:
    head = heads.height(heads.lines)
    layout = _below(spec, window, head, style, heads, ratio)
    needed = max(s.header.box.bottom for s in layout.stages) - MARGIN
    if needed > head + 1:
        layout = _below(spec, window, needed, style, heads, ratio)
    return layout


def _below(
    spec: Spec,
    window: tuple[float, float],
    head: float,
    style: Type,
    heads: Type,
    ratio: float,
) -> SceneLayout:
    """Return the layout with headers of a known height."""
    width, height = window
    top = snap(MARGIN + head + 12, ratio)
    body = Box(MARGIN, top, width - 2 * MARGIN, max(120.0, height - MARGIN - top))
    page = Bounds(body, style, heads, ratio)
    gaps = gaps_of(spec, width)
    stages = enumerate(spec.stages)
    vectors = {s.name: vector_draft(spec, i, page) for i, s in stages if not s.spatial}
    room = body.width - sum(gaps) - sum(d.slot for d in vectors.values())
    drafts = map_drafts(spec, room, page) | vectors
    return _assemble(spec, [drafts[s.name] for s in spec.stages], gaps, page)


def _assemble(spec: Spec, drafts: list[Draft], gaps: list[float], page: Bounds) -> SceneLayout:
    body, ratio = page.body, page.ratio
    used = sum(d.slot for d in drafts)
    stretch = min(_WIDEST_GAPS, max(1.0, (body.width - used) / max(1.0, sum(gaps))))
    gaps = [gap * stretch for gap in gaps]
    total = used + sum(gaps)
    x = body.x + max(0.0, (body.width - total) / 2)
    lefts = []
    for draft, gap in zip(drafts, [*gaps, 0.0], strict=True):
        lefts.append(snap(x + (draft.slot - draft.width) / 2, ratio))
        x += draft.slot + gap
    boxes = (around([*draft.tiles, *draft.kernels]) for draft in drafts)
    moved = [_shift(box, left) for box, left in zip(boxes, lefts, strict=True)]
    right = max(body.right, max(m.right for m in moved)) + MARGIN
    headers = place(_columns(drafts, moved, right), MARGIN, right - 2, page.heads)
    stages = tuple(
        _stage_layout(draft, left, box, header)
        for draft, left, box, header in zip(drafts, lefts, moved, headers, strict=True)
    )
    lowest = max(s.box.bottom for s in stages)
    bottom = lowest if lowest > body.bottom + 1 else body.bottom  # snapping may add a pixel
    return SceneLayout(spec, right, bottom + MARGIN, body, page.type, page.heads, stages)


def _columns(drafts: list[Draft], boxes: list[Box], right: float) -> list[Column]:
    edges = [0.0]
    edges += [(a.right + b.x) / 2 for a, b in itertools.pairwise(boxes)]
    edges.append(right)
    columns = []
    for at, (draft, box) in enumerate(zip(drafts, boxes, strict=True)):
        middle = box.centre[0]
        slot = 2 * min(middle - edges[at], edges[at + 1] - middle) - 6
        columns.append(Column(draft.stage, box, slot))
    return columns


def _stage_layout(draft: Draft, left: float, box: Box, header: Header) -> StageLayout:
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
