"""The words above each column of the scene, and where they go without touching each other.

Every line has a long and shorter forms; a column takes the longest that fits. Narrow neighbours
(dense layers and their activations) are staggered over two rows.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from explorer.network.spec import Activation, Convolution, Pooling, Stage, Upsampling
from explorer.text import _
from explorer.views.scene.layout.geometry import Box

Measure = Callable[[str, int, bool], float]  # text, pixel size, bold -> width in pixels
Variants = tuple[str, ...]  # longest first
AIR = 6.0  # least distance between two headers
_NUDGE = 9.0  # how far a header may leave the middle of its column


@dataclass(frozen=True, slots=True)
class Type:
    """The two text sizes of the scene, in pixels, how to measure a text, most lines of a header."""

    title: int
    small: int
    measure: Measure
    lines: int = 3

    def smaller(self, pixels: int) -> Type:
        """Return both sizes reduced."""
        return replace(self, title=self.title - pixels, small=self.small - pixels)

    def named(self) -> Type:
        """Return the same sizes for headers of a name alone."""
        return replace(self, lines=1)

    def height(self, lines: int) -> float:
        """Return the height of a header of a title and `lines` - 1 small lines."""
        return float(round(1.35 * self.title) + (lines - 1) * round(1.4 * self.small))


@dataclass(frozen=True, slots=True)
class Header:
    """Title, shape and parameters of a stage; `box` holds them, `tick` leads to the column.

    `tick` is (x, top, bottom) of a thin line for a header that another row separates from its
    column, else None.
    """

    lines: tuple[str, ...]
    box: Box
    tick: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column that wants a header: its stage, its box and the width free for text around it."""

    stage: Stage
    box: Box
    slot: float


def words(stage: Stage) -> tuple[Variants, ...]:
    """Return the lines of a stage's header, each from its longest to its shortest form."""
    lines = [_title(stage), _shape(stage)]
    if stage.parameters:
        count = f"{stage.parameters:,}"
        long, short = _("{count} parameters"), _("{count} params")
        lines.append((long.format_map({"count": count}), short.format_map({"count": count}), count))
    return tuple(lines)


def least_width(stage: Stage, style: Type) -> float:
    """Return the width of the header in its shortest form."""
    return _width([variants[-1] for variants in words(stage)[: style.lines]], style)


def place(columns: Sequence[Column], top: float, right: float, style: Type) -> list[Header]:
    """Return a header for every column, below `top` and between 0 and `right`.

    Stages with weights stand in the upper row; the others join them where there is room and go
    to a second row where there is not, activations first.
    """
    texts = [_fitting(column, style) for column in columns]
    boxes = [_centred(c, t, top, right, style) for c, t in zip(columns, texts, strict=True)]
    upper = [i for i, c in enumerate(columns) if _first_row(c.stage)]
    rest = [i for i in range(len(columns)) if i not in upper]
    lower: list[int] = []
    for i in sorted(rest, key=lambda i: columns[i].stage.kind == "activation"):
        (upper if _joins(i, upper, columns, boxes, right) else lower).append(i)
    drop = style.height(style.lines) + 2
    for i in lower:
        boxes[i] = Box(boxes[i].x, boxes[i].y + drop, boxes[i].width, boxes[i].height)
    for row in (sorted(upper), sorted(lower)):
        _push_apart(row, columns, boxes, right)
        _part(row, columns, texts, boxes, style)
    return [
        Header(tuple(texts[i]), boxes[i], _tick(i, columns, boxes, lower))
        for i in range(len(columns))
    ]


def elided(text: str, width: float, size: int, bold: bool, measure: Measure) -> str:
    """Return the text, shortened with an ellipsis where it is wider than `width`."""
    if measure(text, size, bold) <= width:
        return text
    while text and measure(text + "…", size, bold) > width:
        text = text[:-1].rstrip()
    return text + "…" if text else ""


def _title(stage: Stage) -> Variants:
    match stage.layer:
        case Convolution(kernel=kernel):
            return f"{stage.name} {kernel}×{kernel}", stage.name
        case Pooling(kind, size):
            return f"{stage.name} {kind} {size}×{size}", f"{stage.name} {kind}", stage.name
        case Upsampling(factor):
            return f"{stage.name} ×{factor}", stage.name
        case Activation(kind, called=str()):  # its name tells what it was
            return f"{stage.name} {kind}", kind
    if stage.kind == "reconstruction":
        return stage.name, _("picture")
    return (stage.name,)


def _shape(stage: Stage) -> Variants:
    numbers = [str(n) for n in stage.shape]
    if len(numbers) == 1:
        return (numbers[0],)
    return " × ".join(numbers), "×".join(numbers)


def _first_row(stage: Stage) -> bool:
    return stage.kind in ("input", "convolution", "dense")


def _fitting(column: Column, style: Type) -> list[str]:
    chosen = []
    for at, variants in enumerate(words(column.stage)[: style.lines]):
        size, bold = _look(at, style)
        fits = (v for v in variants if style.measure(v, size, bold) <= column.slot)
        chosen.append(next(fits, variants[-1]))
    return chosen


def _look(line: int, style: Type) -> tuple[int, bool]:
    return (style.title, True) if line == 0 else (style.small, False)


def _width(lines: list[str], style: Type) -> float:
    return max(style.measure(text, *_look(at, style)) for at, text in enumerate(lines))


def _centred(column: Column, lines: list[str], top: float, right: float, style: Type) -> Box:
    width = _width(lines, style)
    x = column.box.centre[0] - width / 2
    return Box(max(0.0, min(x, right - width)), top, width, style.height(len(lines)))


def _joins(
    at: int, row: list[int], columns: Sequence[Column], boxes: list[Box], right: float
) -> bool:
    """Return whether one more header fits into a row, after pushing neighbours apart."""
    trial, joined = list(boxes), sorted([*row, at])
    _push_apart(joined, columns, trial, right)
    pairs = itertools.pairwise(joined)
    return all(trial[a].right + AIR <= trial[b].x + 0.5 for a, b in pairs)


def _push_apart(row: list[int], columns: Sequence[Column], boxes: list[Box], right: float) -> None:
    """Move touching neighbours apart, each by `_NUDGE` from its column at most."""
    for _attempt in range(6):
        for a, b in itertools.pairwise(row):
            overlap = boxes[a].right + AIR - boxes[b].x
            if overlap > 0:
                for i, by in ((a, -overlap / 2), (b, overlap / 2)):
                    boxes[i] = _nudged(boxes[i], by, columns[i].box.centre[0], right)


def _nudged(box: Box, by: float, centre: float, right: float) -> Box:
    home = centre - box.width / 2
    x = min(max(box.x + by, home - _NUDGE), home + _NUDGE)
    return Box(max(0.0, min(x, right - box.width)), box.y, box.width, box.height)


def _part(
    row: list[int],
    columns: Sequence[Column],
    texts: list[list[str]],
    boxes: list[Box],
    style: Type,
) -> None:
    """Shorten what still overlaps: neighbours meet halfway between their columns."""
    for left, right in itertools.pairwise(row):
        if boxes[left].right + AIR <= boxes[right].x + 0.5:
            continue
        middle = (columns[left].box.centre[0] + columns[right].box.centre[0]) / 2
        for i in (left, right):
            room = 2 * abs(middle - columns[i].box.centre[0]) - AIR
            texts[i][:] = [
                elided(text, room, *_look(at, style), style.measure)
                for at, text in enumerate(texts[i])
            ]
            width = _width(texts[i], style)
            x = columns[i].box.centre[0] - width / 2
            boxes[i] = Box(x, boxes[i].y, width, boxes[i].height)


def _tick(
    at: int, columns: Sequence[Column], boxes: list[Box], lower: list[int]
) -> tuple[float, float, float] | None:
    column, box = columns[at], boxes[at]
    beneath = (boxes[i] for i in lower if i != at)
    if at in lower or not any(b.x < box.right and box.x < b.right for b in beneath):
        return None
    return column.box.centre[0], box.bottom + 3, column.box.y - 4
