"""What the stacked picture shows at this moment, shared by the items that paint it.

The colours of the numbers, the trace and the selection are the flat scene's own; only where they
stand is kept here.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTransform

from explorer.network.cells import Region, Selection
from explorer.views.scene.geometry import Box, around
from explorer.views.scene.stacked.labels import Label, label_words, place
from explorer.views.scene.stacked.marks import Mark, outline, region_marks
from explorer.views.scene.stacked.planes import Arrangement, Plane, Stack, painted_order
from explorer.views.scene.stacked.space import View
from explorer.views.scene.state import SceneState
from explorer.views.scene.text import scene_type


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A plane ready to paint: `transform` takes (column, row) to the window."""

    plane: Plane
    transform: QTransform
    target: QRectF
    source: QRectF  # in the image of its stage


class SpaceState:
    """The arrangement, the view, and what follows from the two."""

    def __init__(self, scene: SceneState, arrangement: Arrangement) -> None:
        self.scene = scene
        self._arrangement, self._view = arrangement, View()
        self._pieces: list[Piece] = []
        self._labels: list[Label] | None = None
        self._style_version = -1
        self._order: list[Plane] = []
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
            self._order = []
        self._arrangement, self._view = arrangement, view
        self._pieces, self._labels = [], None
        self.version += 1

    @property
    def pieces(self) -> list[Piece]:
        """All planes from back to front."""
        if not self._pieces:
            self._order = self._order or painted_order(self._arrangement)
            self._pieces = [self._piece(plane) for plane in self._order]
        return self._pieces

    @property
    def labels(self) -> list[Label]:
        """The labels of all stacks at their places."""
        if self._labels is None or self._style_version != self.scene.version:
            self._style_version = self.scene.version
            style = scene_type(self.scene.theme)
            stages = self.scene.layout.spec.stages
            boxes = [self.stack_box(stack) for stack in self._arrangement.stacks]
            feet = [self._foot(stack) for stack in self._arrangement.stacks]
            self._labels = place([label_words(s, style) for s in stages], boxes, feet)
        return self._labels

    def stack_box(self, stack: Stack) -> Box:
        """Return the upright rectangle of the window around a stack."""
        ends = (stack.planes[0], stack.planes[-1])
        if stack.fanned:
            ends = stack.planes  # type: ignore[assignment]
        return around([_box(outline(self._view, whole(p)).boundingRect()) for p in ends])

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

    def _piece(self, plane: Plane) -> Piece:
        (xx, xy), (_, yy), _ = self._view.axes()
        x, y = self._view.to_window((plane.x, plane.y, plane.z))
        wide, high = plane.width, plane.height
        transform = QTransform(xx * wide, xy * wide, 0.0, yy * high, x, y)
        target = QRectF(0, 0, plane.columns, plane.rows)
        return Piece(plane, transform, target, target.translated(0, plane.tile * plane.rows))


def whole(plane: Plane) -> Mark:
    """Return the mark of a whole plane."""
    return Mark(plane, 0, 0, plane.rows, plane.columns)


def _box(rect: QRectF) -> Box:
    return Box(rect.x(), rect.y(), rect.width(), rect.height())
