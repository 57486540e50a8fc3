"""What the stacked picture shows at this moment, and where its labels are.

The colours of the numbers, the trace and the selection are the flat scene's own; only where they
stand is kept here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QTransform

from explorer.network.cells import Region, Selection
from explorer.network.spec import Stage
from explorer.views.scene.layout.geometry import Box, around
from explorer.views.scene.layout.headers import Type, words
from explorer.views.scene.stacked.camera import View
from explorer.views.scene.stacked.marks import PlaneMark, region_marks
from explorer.views.scene.stacked.planes import Arrangement, Plane, Stack, painted_order
from explorer.views.scene.state import SceneState, scene_type
from explorer.views.scene.trail import path_of

_BELOW = 9.0  # pixels under the lowest corner of the stack
_APART = 8.0
_STEP = 4.0
_SIGN = 12.0  # behind the name of a stage that can be fanned out

ImageKey = tuple[int, bool]  # a stage, and whether its kernels are meant


class Piece(NamedTuple):
    """A plane ready to paint: `transform` takes (column, row) to the window.

    A tuple, because a hundred are made in every frame of a turn.
    """

    plane: Plane
    transform: QTransform
    target: QRectF
    source: QRectF  # in the image of its stage, or of its kernels


@dataclass(frozen=True, slots=True)
class LabelText:
    """The lines of a label and how large it is, before it has a place."""

    lines: tuple[str, ...]
    title_width: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Label:
    """A label at its place in the window; `foot` is the point of its stack that it belongs to.

    One that is `held` would be out of sight at its own place.
    """

    text: LabelText
    box: Box
    foot: tuple[float, float]
    held: bool = False


def label_text(stage: Stage, style: Type) -> LabelText:
    """Return the name and the shape of a stage."""
    title, shape = words(stage)[:2]
    lines = (title[-1] if len(stage.shape) == 1 else title[0], shape[0])
    sign = _SIGN if stage.spatial and stage.shape[0] > 1 else 0.0
    title_width = style.measure(lines[0], style.title, True)
    wide = max(title_width + 2 * sign, style.measure(lines[1], style.small, False))
    return LabelText(lines, title_width, wide, style.height(2))


def place(
    texts: Sequence[LabelText], boxes: Sequence[Box], feet: Sequence[tuple[float, float]]
) -> list[Label]:
    """Return each label under its foot, moved down where it would touch others or a stack.

    `boxes` are the outlines of the stacks in the window.
    """
    placed: list[Label] = []
    for at, (text, (x, y)) in enumerate(zip(texts, feet, strict=True)):
        box = Box(x - text.width / 2, y + _BELOW, text.width, text.height)
        left, right = box.x - _APART / 2, box.right + _APART / 2
        near = [*(label.box for label in placed), *boxes[:at], *boxes[at + 1 :]]
        others = [o for o in near if o.x < right and left < o.x + o.width]
        placed.append(Label(text, _lowered(box, others), (x, y)))
    return placed


def hold(labels: Sequence[Label], boxes: Sequence[Box], window: Box) -> list[Label]:
    """Return labels with those of stacks in sight moved into the window, above one another."""
    held: list[Label] = []
    for label, box in zip(labels, boxes, strict=True):
        own = label.box
        x = max(0.0, min(own.x, window.width - own.width))
        y = max(0.0, min(own.y, window.height - own.height))
        if (x, y) != (own.x, own.y) and box.overlaps(window):
            others = [other.box for other in [*labels, *held] if other is not label]
            free = Box(x, y, own.width, own.height)
            while hit := next((other for other in others if other.overlaps(free)), None):
                free = Box(x, hit.y - own.height, own.width, own.height)
            label = replace(label, box=free, held=True)
        held.append(label)
    return held


def _lowered(box: Box, others: Sequence[Box]) -> Box:
    """Return the box below whatever it overlaps, all of it sharing columns of the window."""
    top = box.y
    for _attempt in range(12):
        bottom = top + box.height
        hit = [o.y + o.height for o in others if o.y < bottom and top < o.y + o.height]
        if not hit:
            break
        top = max(hit) + _STEP
    return Box(box.x, top, box.width, box.height)


class SpaceState:
    """The arrangement, the view, and what follows from the two."""

    def __init__(self, scene: SceneState, arrangement: Arrangement) -> None:
        self.scene = scene
        self.arrangement, self.view = arrangement, View()  # changed by `show`
        self.window = Box(0, 0, 1, 1)  # what is seen; changed before `show`
        self._pieces: list[Piece] = []
        self._labels: list[Label] | None = None
        self._style_version = -1
        self._texts: list[LabelText] = []
        self.moving = False  # dragged or fanned out right now
        self.turning = False  # turned a moment ago
        self.version = 0  # counts changes of where anything stands

    def show(self, arrangement: Arrangement, view: View) -> None:
        """Show another arrangement, or the same one from elsewhere."""
        self.arrangement, self.view = arrangement, view
        self._pieces, self._labels = [], None
        self.version += 1

    @property
    def pieces(self) -> list[Piece]:
        """All planes from back to front."""
        if not self._pieces:
            self._pieces = list(map(self.piece, painted_order(self.arrangement)))
        return self._pieces

    def piece(self, plane: Plane) -> Piece:
        """Return one plane ready to paint."""
        view = self.view
        (xx, xy), (_, yy), (zx, zy) = view.axes()
        x = view.x + plane.x * xx + plane.z * zx
        y = view.y + plane.x * xy + plane.y * yy + plane.z * zy
        wide, high = plane.width, plane.height
        transform = QTransform(xx * wide, xy * wide, 0.0, yy * high, x, y)
        return Piece(plane, transform, *_areas(plane.rows, plane.columns, plane.tile))

    @property
    def bars(self) -> int:
        """The place of the stage that is painted as bars; an auto-encoder has none: -1."""
        stacks = self.arrangement.stacks
        return len(stacks) - 1 if stacks[-1].form == "bars" else -1

    def images(self) -> dict[ImageKey, QImage]:
        """Return the images of all stages but the bars, and of all kernels that are known."""
        spec, bars = self.scene.layout.spec, self.bars
        images = {(i, False): im for i, im in enumerate(self.scene.images) if i != bars}
        kernels = self.scene.kernels.items()
        return images | {(spec.index(name), True): image for name, (image, _) in kernels}

    @property
    def labels(self) -> list[Label]:
        """The labels of all stacks at their places."""
        if self._style_version != self.scene.version:
            self._style_version = self.scene.version
            style = scene_type(self.scene.theme)
            self._texts = [label_text(s, style) for s in self.scene.layout.spec.stages]
            self._labels = None
        if self._labels is None:
            boxes = [self.stack_box(stack) for stack in self.arrangement.stacks]
            feet = [self._foot(stack) for stack in self.arrangement.stacks]
            self._labels = hold(place(self._texts, boxes, feet), boxes, self.window)
        return self._labels

    def stack_box(self, stack: Stack) -> Box:
        """Return the upright rectangle of the window around a stack and its kernels."""
        rows = [row for row in (stack.planes, stack.kernels) if row]
        ends = [plane for row in rows for plane in (row if stack.fanned else (row[0], row[-1]))]
        return around([self._plane_box(plane) for plane in ends])

    def _plane_box(self, plane: Plane) -> Box:
        (xx, xy), (_, yy), _ = self.view.axes()
        x, y = self.view.to_window((plane.x, plane.y, plane.z))
        wide, high = plane.columns * plane.width, plane.rows * plane.height
        return Box(x, y + min(0.0, wide * xy), wide * xx, high * yy + abs(wide * xy))

    def _foot(self, stack: Stack) -> tuple[float, float]:
        """Return the middle of the lower edge of a stack's nearest plane, or of a whole fan."""
        nearest = stack.planes[0]
        left, right, bottom = nearest.x, nearest.right, nearest.bottom
        if stack.fanned:
            right = max(plane.right for plane in stack.planes)
            bottom = max(plane.bottom for plane in stack.planes)
        ends = [self.view.to_window((x, bottom, nearest.z)) for x in (left, right)]
        return (ends[0][0] + ends[1][0]) / 2, max(y for _, y in ends)

    def label_at(self, x: float, y: float) -> int | None:
        """Return the index of the stage whose label is at a place of the window, else None."""
        found = (i for i, label in enumerate(self.labels) if label.box.grown(3).contains(x, y))
        return next(found, None)

    def links(self, selection: Selection) -> list[tuple[Region, list[PlaneMark]]]:
        """Return every region of a selection with its marks, in data-flow order.

        The cell itself is the last, or the first of those that it flows into.
        """
        spec, arrangement = self.scene.layout.spec, self.arrangement
        return [(r, region_marks(spec, arrangement, r)) for r in path_of(self.scene, selection)]


@lru_cache(maxsize=2048)
def _areas(rows: int, columns: int, tile: int) -> tuple[QRectF, QRectF]:
    """Return a plane's own area and its area in the image of its stage, in cells."""
    return QRectF(0, 0, columns, rows), QRectF(0, tile * rows, columns, rows)
