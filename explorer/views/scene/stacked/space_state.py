"""What the stacked picture shows at this moment, shared by the items that paint it.

The colours of the numbers, the trace and the selection are the flat scene's own; only where they
stand is kept here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTransform

from explorer.network.cells import Region, Selection
from explorer.views.scene.layout.geometry import Box, around
from explorer.views.scene.layout.text import scene_type
from explorer.views.scene.stacked.labels import Label, Words, label_words, place
from explorer.views.scene.stacked.marks import Mark, region_marks
from explorer.views.scene.stacked.planes import Arrangement, Plane, Stack, painted_order
from explorer.views.scene.stacked.space import View
from explorer.views.scene.state import SceneState

SHADOW = 0.05  # of a unit, to the right and down


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """The kernel to the left of a plane: where it is in the plane's own (column, row)."""

    plane: Plane
    target: QRectF
    source: QRectF  # in the image of the kernels of its stage


class Piece(NamedTuple):
    """A plane ready to paint: `transform` takes (column, row) to the window.

    A tuple, because a hundred are made in every frame of a turn.
    """

    plane: Plane
    transform: QTransform
    target: QRectF
    source: QRectF  # in the image of its stage
    shadow: QRectF
    kernel: Beside | None


class SpaceState:
    """The arrangement, the view, and what follows from the two."""

    def __init__(self, scene: SceneState, arrangement: Arrangement) -> None:
        self.scene = scene
        self._arrangement, self._view = arrangement, View()
        self._pieces: list[Piece] = []
        self._labels: list[Label] | None = None
        self._style_version = -1
        self._words: list[Words] = []
        self._order: list[Plane] = []
        self._besides: list[tuple[QRectF, Beside | None]] = []  # shadow and kernel of each
        self.moving = False  # dragged or fanned out right now
        self.turning = False  # turned a moment ago
        self.version = 0  # counts changes of where anything stands

    @property
    def arrangement(self) -> Arrangement:
        """Where all planes stand in space."""
        return self._arrangement

    @property
    def view(self) -> View:
        """Where one looks from."""
        return self._view

    def show(self, arrangement: Arrangement, view: View) -> None:
        """Show another arrangement, or the same one from elsewhere."""
        if arrangement is not self._arrangement:
            self._order, self._besides = [], []
        self._arrangement, self._view = arrangement, view
        self._pieces, self._labels = [], None
        self.version += 1

    @property
    def pieces(self) -> list[Piece]:
        """All planes from back to front."""
        if not self._pieces:
            order = self.order
            if not self._besides:
                self._besides = [
                    (_shadow(plane), _beside(self._arrangement, plane)) for plane in order
                ]
            self._pieces = self._prepared(order, self._besides)
        return self._pieces

    @property
    def order(self) -> list[Plane]:
        """All planes from back to front, wherever one looks from."""
        if not self._order:
            self._order = painted_order(self._arrangement)
        return self._order

    def piece(self, plane: Plane) -> Piece:
        """Return one plane ready to paint."""
        beside = _shadow(plane), _beside(self._arrangement, plane)
        return self._prepared([plane], [beside])[0]

    @property
    def labels(self) -> list[Label]:
        """The labels of all stacks at their places."""
        if self._style_version != self.scene.version:
            self._style_version = self.scene.version
            style = scene_type(self.scene.theme)
            self._words = [label_words(s, style) for s in self.scene.layout.spec.stages]
            self._labels = None
        if self._labels is None:
            boxes = [self.stack_box(stack) for stack in self._arrangement.stacks]
            feet = [self._foot(stack) for stack in self._arrangement.stacks]
            self._labels = place(self._words, boxes, feet)
        return self._labels

    def stack_box(self, stack: Stack) -> Box:
        """Return the upright rectangle of the window around a stack and its kernels."""
        rows = [row for row in (stack.planes, stack.kernels) if row]
        ends = [plane for row in rows for plane in (row if stack.fanned else (row[0], row[-1]))]
        return around([self._plane_box(plane) for plane in ends])

    def _plane_box(self, plane: Plane) -> Box:
        (xx, xy), (_, yy), _ = self._view.axes()
        x, y = self._view.to_window((plane.x, plane.y, plane.z))
        wide, high = plane.columns * plane.width, plane.rows * plane.height
        return Box(x, y + min(0.0, wide * xy), wide * xx, high * yy + abs(wide * xy))

    def _foot(self, stack: Stack) -> tuple[float, float]:
        """Return the middle of the lower edge of a stack's nearest plane, or of a whole fan."""
        nearest = stack.planes[0]
        left, right, bottom = nearest.x, nearest.right, nearest.bottom
        if stack.fanned:
            right = max(plane.right for plane in stack.planes)
            bottom = max(plane.bottom for plane in stack.planes)
        ends = [self._view.to_window((x, bottom, nearest.z)) for x in (left, right)]
        return (ends[0][0] + ends[1][0]) / 2, max(y for _, y in ends)

    def label_at(self, x: float, y: float) -> int | None:
        """Return the index of the stage whose label is at a place of the window, else None."""
        for index, label in enumerate(self.labels):
            if label.box.grown(3).contains(x, y):
                return index
        return None

    def links(self, selection: Selection) -> list[tuple[Region, list[Mark]]]:
        """Return every region of a selection with its marks, in data-flow order.

        The cell itself is the last, or the first of those that it has a say in.
        """
        cell, spec = selection.cell, self.scene.layout.spec
        own = Region(cell.stage, cell.index, tuple(i + 1 for i in cell.index))
        field = self.scene.regions(selection)
        regions = (own, *field) if self.scene.forward else (*field, own)
        return [(r, region_marks(spec, self._arrangement, r)) for r in regions]

    def _prepared(
        self, planes: list[Plane], besides: list[tuple[QRectF, Beside | None]]
    ) -> list[Piece]:
        """Return the planes ready to paint; called in every frame of a turn, hence in one go."""
        view = self._view
        (xx, xy), (_, yy), (zx, zy) = view.axes()
        return [
            Piece(
                plane,
                QTransform(
                    xx * plane.width,
                    xy * plane.width,
                    0.0,
                    yy * plane.height,
                    view.x + plane.x * xx + plane.z * zx,
                    view.y + plane.x * xy + plane.y * yy + plane.z * zy,
                ),
                *_areas(plane.rows, plane.columns, plane.tile),
                *beside,
            )
            for plane, beside in zip(planes, besides, strict=True)
        ]


def _shadow(plane: Plane) -> QRectF:
    """Return the shadow of a plane in its own (column, row): a little to the right and down."""
    return QRectF(SHADOW / plane.width, SHADOW / plane.height, plane.columns, plane.rows)


def _beside(arrangement: Arrangement, plane: Plane) -> Beside | None:
    """Return the kernel of a plane, which stands as deep in space as the plane itself."""
    kernels = arrangement.stacks[plane.index].kernels
    if not kernels:
        return None
    kernel = kernels[plane.tile]
    x, y = (kernel.x - plane.x) / plane.width, (kernel.y - plane.y) / plane.height
    wide = kernel.columns * kernel.width / plane.width
    target = QRectF(x, y, wide, kernel.rows * kernel.height / plane.height)
    return Beside(kernel, target, _areas(kernel.rows, kernel.columns, kernel.tile)[1])


@lru_cache(maxsize=2048)
def _areas(rows: int, columns: int, tile: int) -> tuple[QRectF, QRectF]:
    """Return a plane's own area and its area in the image of its stage, in cells."""
    return QRectF(0, 0, columns, rows), QRectF(0, tile * rows, columns, rows)


def whole(plane: Plane) -> Mark:
    """Return the mark of a whole plane."""
    return Mark(plane, 0, 0, plane.rows, plane.columns)
