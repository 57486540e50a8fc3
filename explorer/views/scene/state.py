"""What the scene shows at this moment, shared by the items that paint it.

Only the canvas changes it; the items read it. Images look at the mosaic's memory, so a new trace
needs no new images.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPolygonF, QTransform

from explorer.network.cells import Cell, Region, Selection
from explorer.network.fields import projective_field
from explorer.network.records import Trace, Weights
from explorer.text import _
from explorer.views.scene.derived import Derived
from explorer.views.scene.edges import Edge
from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.layout.headers import Type
from explorer.views.scene.layout.layout import SceneLayout, StageLayout
from explorer.views.scene.mosaic import Mosaic, kernel_words
from explorer.views.scene.moves import Marks, marks_of
from explorer.views.scene.pixels import PixelStyle, plane_tables
from explorer.views.scene.scales import Scope, kernel_reaches
from explorer.views.scene.slide.slide import Covered
from explorer.views.scene.zoom import Camera
from explorer.views.style.theme import SMALL, Theme

Blits = list[tuple[QRectF, QRectF]]  # where to, where from
Rect = tuple[int, int, int, int]  # left, top, right, bottom in pixels of the window

INVITATION = (_("Draw a digit:"), _("every map"), _("follows the pen"))


def scene_type(theme: Theme) -> Type:
    """Return the sizes of titles and small text for a theme; needs a QGuiApplication."""

    @lru_cache(maxsize=1024)
    def measure(text: str, size: int, bold: bool) -> float:
        font = theme.font(SMALL, QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        font.setPixelSize(size)
        return float(QFontMetricsF(font).horizontalAdvance(text))

    return Type(theme.size(SMALL + 1), theme.size(SMALL), measure)


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """The outlines in one stage, as the rectangles that a pen draws, and where it lies."""

    left: int
    right: int
    rects: list[QRectF]


@dataclass(frozen=True, slots=True, eq=False)
class Trail:
    """The marks of one selection, all in pixels of the window.

    `field` and `fine` are outlined one pixel wide, `strong` two. `ribbons` are those of a cell
    under the mouse and lie between the two columns `band`; a frozen one has them in the backdrop.
    `areas` together hold everything.
    """

    field: list[Outlines]
    fine: list[Outlines]
    strong: list[Outlines]
    ribbons: list[QPolygonF]
    band: tuple[int, int]
    areas: list[Rect]


class SceneState:
    """The layout, the camera, the colours of the numbers and what is selected."""

    def __init__(self, theme: Theme, layout: SceneLayout) -> None:
        self.theme = theme
        self.camera = Camera()
        self.pixels = PixelStyle()
        self.trace: Trace | None = None
        self.invitation: tuple[str, ...] = INVITATION  # lines, while there is no number
        self.weights: Mapping[str, Weights] = {}
        self.derived: Derived | None = None  # what is shown in place of values
        self.moves: dict[tuple[int, int], Marks] = {}  # by (stage, map)
        self.marked: tuple[str, ...] = ()  # poolings whose winners are marked
        self.kernel_reaches: dict[str, NDArray[np.float32]] = {}  # (filters,), of derived numbers
        self._scope: Scope = "layer"
        self.selection: Selection | None = None
        self.frozen = False
        self.covered: Covered | None = None  # while a kernel slides
        self.pointed: Cell | None = None  # a term of the card that the mouse is on
        self.forward_chosen = False  # by the switch; Shift turns it around
        self.forward = False  # show where a number goes rather than where it comes from
        self.edges: tuple[Edge, ...] = ()  # of the selected unit
        self.edge: Edge | None = None  # the one under the mouse
        self.edge_quantity = ""  # what the edges show in place of contributions
        self.trail: Trail | None = None  # of the selection that `trail_key` was worked out for
        self.trail_key: object = None
        self.part: Rect | None = None  # of the window that is being painted; None: all of it
        self.exposed: Box | None = None  # the same part of the scene
        self.version = 0  # counts changes of what stands still: layout, theme
        self.kernels_version = 0  # counts how often the kernels were painted
        self.kernels: dict[str, tuple[QImage, Blits]] = {}
        self.kernel_words: dict[str, NDArray[np.uint32]] = {}  # (filters, rows, columns)
        self.set_layout(layout)

    def set_layout(self, layout: SceneLayout) -> None:
        """Show another layout, of the same or of another spec."""
        self.layout = layout
        self.version += 1
        self.mosaic = Mosaic(layout.spec, [_grid(stage) for stage in layout.stages])
        self._color()
        self.images = [_stage_image(self.mosaic, i, s) for i, s in enumerate(layout.stages)]
        self.blits = [_stage_blits(stage) for stage in layout.stages]

    def set_theme(self, theme: Theme) -> None:
        """Take all colours from a theme."""
        self.theme = theme
        self.version += 1
        self._color()

    def set_pixels(self, style: PixelStyle) -> None:
        """Draw and count the pixels of the input another way."""
        self.pixels = style
        self.version += 1
        self._color()

    def set_weights(self, weights: Mapping[str, Weights]) -> None:
        """Show the kernels of these weights; nothing to do if they are the ones shown."""
        if weights is not self.weights:
            self.weights = weights
            if self.derived is None:
                self._paint_kernels()

    def set_derived(self, derived: Derived | None, scope: Scope) -> None:
        """Show the kernels of other numbers than weights, with the ranges of a scope."""
        before, was = self.shown_weights, self._scope
        if derived is not self.derived:
            self.moves = marks_of(derived)
        self.derived, self._scope = derived, scope
        if before is not self.shown_weights or (derived is not None and was != scope):
            self._paint_kernels()

    @property
    def shown_weights(self) -> Mapping[str, Weights]:
        """What the kernels show: weights, or what is shown in their place."""
        return self.weights if self.derived is None else self.derived.weights

    @property
    def marked_moves(self) -> dict[tuple[int, int], Marks]:
        """The moved winners of the poolings that are marked, by (stage, map)."""
        stages = self.layout.spec.stages
        return {at: m for at, m in self.moves.items() if stages[at[0] + 1].name in self.marked}

    @property
    def shows_values(self) -> bool:
        """Whether maps and vectors show their values, and nothing in place of them."""
        return self.derived is None or self.derived.stages is None

    @property
    def empty(self) -> bool:
        """Whether there are no numbers at all to show in the maps."""
        return self.trace is None and self.shows_values

    @property
    def invited(self) -> tuple[str, ...]:
        """The lines that stand below the input now."""
        return self.invitation if self.empty else ()

    @property
    def colored(self) -> tuple[int, int, int]:
        """What is another one whenever a number may have another colour or stand elsewhere."""
        return self.version, self.mosaic.revision, self.kernels_version

    def numbers(self, index: int) -> NDArray[np.float32] | None:
        """Return the numbers that a stage shows, in its shape; None if there are none.

        Pixels count as in their style.
        """
        if self.derived is not None and self.derived.stages is not None:
            return self.derived.stages[index]
        if self.trace is None:
            return None
        if index == 0:
            return self.pixels.numbers(self.trace.pixels)
        return self.trace.stages[index].values

    def frozen_place(self) -> tuple[Cell, tuple[Region, ...], str] | None:
        """Return what a frozen selection marks, which stays the same while its value changes.

        The last part is the stage from which edges, and so no ribbons, lead to the cell.
        """
        if self.selection is None or not self.frozen:
            return None
        edges_from = self.edges[0].term.source.stage if self.edges else ""
        return self.selection.cell, self.regions(self.selection), edges_from

    def regions(self, selection: Selection) -> tuple[Region, ...]:
        """Return the field to show, the receptive or the projective one, in data-flow order."""
        if self.forward:
            return projective_field(self.layout.spec, selection.cell)
        return selection.fields

    def pointed_edge(self) -> Edge | None:
        """Return the edge under the mouse, or the one whose term is pointed at elsewhere."""
        if self.edge is not None or self.pointed is None:
            return self.edge
        ends = ((e, (e.term.source, e.term.origin)) for e in self.edges)
        return next((edge for edge, cells in ends if self.pointed in cells), None)

    def sees(self, stages: Iterable[StageLayout]) -> bool:
        """Return whether the part being painted shows anything of some stages."""
        part = self.exposed
        return part is None or any(part.overlaps(stage.box) for stage in stages)

    def seen_blits(self) -> Iterator[tuple[StageLayout, QImage, Blits]]:
        """Yield every stage of which something is being painted, with the copies that show it."""
        part = self.exposed
        for stage, image, blits in zip(self.layout.stages, self.images, self.blits, strict=True):
            if part is None:
                yield stage, image, blits
            elif part.overlaps(stage.box):
                rect = to_rect(part)
                yield stage, image, [blit for blit in blits if rect.intersects(blit[0])]

    def transform(self) -> QTransform:
        """Return the camera as a transform of the painter."""
        camera = self.camera
        return QTransform(camera.scale, 0, 0, camera.scale, camera.x, camera.y)

    def on_window(self, box: Box) -> QRectF:
        """Return where a box of the scene appears in the window."""
        x, y = self.camera.to_window(box.x, box.y)
        return QRectF(x, y, box.width * self.camera.scale, box.height * self.camera.scale)

    def _color(self) -> None:
        maps, blank = self.theme.colormaps, _word(self.theme.color("panel"))
        colour = self.layout.spec.input_shape[0] == 3
        planes = plane_tables(self.pixels, maps.ink) if colour else ()
        self.mosaic.set_colormaps(maps, blank, self.pixels.table(maps.ink), planes)
        self._paint_kernels()

    def _paint_kernels(self) -> None:
        self.kernels_version += 1
        self.kernels, self.kernel_words = {}, {}
        weights = self.shown_weights
        self.kernel_reaches = kernel_reaches(weights, self._scope) if self.derived else {}
        for stage in self.layout.stages:
            name = stage.stage.name
            if name not in weights or stage.kernel_grid is None:
                continue
            words = kernel_words(
                weights[name],
                stage.kernel_grid,
                self.theme.colormaps,
                _word(self.theme.color("panel")),
                self.kernel_reaches.get(name),
            )
            filters, rows, columns = words.shape
            self.kernel_words[name] = words
            self.kernels[name] = (
                _image(words, filters * rows, columns),
                _blits(stage.kernels, rows, columns),
            )


def _grid(stage: StageLayout) -> tuple[int, int]:
    """Return the rows and columns of a map's picture, or of a whole vector's."""
    if stage.form in ("rows", "bars"):
        return len(stage.tiles), 1
    return stage.rows, stage.columns


def _stage_image(mosaic: Mosaic, index: int, stage: StageLayout) -> QImage:
    height = len(stage.tiles) * stage.rows
    return _image(mosaic.stage_words(index), height, stage.columns)


def _stage_blits(stage: StageLayout) -> Blits:
    return _blits(stage.tiles, stage.rows, stage.columns)


def _blits(boxes: tuple[Box, ...], rows: int, columns: int) -> Blits:
    return [(to_rect(box), QRectF(0, i * rows, columns, rows)) for i, box in enumerate(boxes)]


def to_rect(box: Box) -> QRectF:
    """Return a box as Qt's rectangle."""
    return QRectF(box.x, box.y, box.width, box.height)


def _image(words: NDArray[np.uint32], height: int, width: int) -> QImage:
    """Return an image over the words' own memory, which must outlive it."""
    return QImage(words.data, width, height, 4 * width, QImage.Format.Format_RGB32)


def _word(color: QColor) -> int:
    return int(color.rgb()) & 0xFFFFFFFF
