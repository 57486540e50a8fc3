"""The layers that the scene paints, from back to front, each over the whole window.

Few large items that copy images are an order of magnitude faster than an item per map. They all
paint in window coordinates and apply the camera themselves, so that Qt never has to move them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.views.parts.guard import Faults, painting, saved
from explorer.views.scene.moves import paint_marks
from explorer.views.scene.paint.artwork import paint_artwork
from explorer.views.scene.paint.highlight import paint_ribbons
from explorer.views.scene.paint.outputs import paint_outputs
from explorer.views.scene.state import SceneState

T = TypeVar("T")


class SceneItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph ships no types
    """Something that covers the window and paints a part of the scene's state.

    It is painted without a widget where lines have to stay lines, and words words.
    """

    def __init__(self, state: SceneState, depth: float) -> None:
        super().__init__()
        self.state = state
        self._area = QRectF(0, 0, 1, 1)
        self.setZValue(depth)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def set_area(self, area: QRectF) -> None:
        """Cover a window of another size."""
        self.prepareGeometryChange()
        self._area = area

    def boundingRect(self) -> QRectF:
        """Return the window's area."""
        return self._area


class Layers(SceneItem):
    """The one item that Qt knows: it paints the others, lowest first.

    What has nothing to paint then costs a call and not a visit of Qt's with all its questions.
    """

    def __init__(self, state: SceneState, layers: Sequence[SceneItem]) -> None:
        super().__init__(state, 0)
        self.layers = tuple(sorted(layers, key=lambda layer: layer.zValue()))
        self._faults = Faults()

    def set_area(self, area: QRectF) -> None:
        """Cover a window of another size."""
        super().set_area(area)
        for layer in self.layers:
            layer.set_area(area)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None
    ) -> None:
        """Paint all layers; one that fails is left out, and the rest of the scene lives on."""
        painter.save()
        for layer in self.layers:
            try:
                layer.paint(painter, option, widget)
            except Exception as error:
                painter.restore()
                painter.save()
                self._faults.log(layer, error)
        painter.restore()


class Kept(Generic[T]):
    """Keeps what takes long to make, for as long as its key stays the same.

    It is made when the same key comes a second time: the first may be another in the next frame.
    """

    def __init__(self) -> None:
        self._seen: object = None
        self._key: object = None
        self._made: T | None = None

    def get(self, key: object, make: Callable[[], T]) -> T | None:
        """Return what was made for a key, None if it was not worth making yet."""
        if key == self._key:
            return self._made
        if key != self._seen:
            self._seen = key
            return None
        self._made, self._key = make(), key
        return self._made


class Backdrop(SceneItem):
    """All that stands still: words, frames, flow, kernels and a frozen selection's ribbons."""

    def __init__(self, state: SceneState) -> None:
        super().__init__(state, 0)
        self._artwork: dict[bool, QPixmap] = {}  # of the empty state and of the other
        self._artwork_key: tuple[object, ...] = ()
        self._picture: Kept[QPixmap] = Kept()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None
    ) -> None:
        """Copy the picture, painting anew only what has changed."""
        state = self.state
        if widget is None:
            self._paint_artwork(painter)
            self._complete(painter)
            return
        ratio, size = painter.device().devicePixelRatioF(), self._area.size().toTuple()
        key = state.version, state.camera, ratio, size, state.invitation
        if key != self._artwork_key:
            self._artwork_key, self._artwork = key, {}
        if state.empty not in self._artwork:
            self._artwork[state.empty] = self._render(ratio)
        artwork = self._artwork[state.empty]
        shown = state.empty, state.frozen_place(), state.kernels_version
        picture = self._picture.get((key, shown), lambda: self._completed(artwork))
        painter.drawPixmap(0, 0, picture or artwork)
        if picture is None:  # while a network learns its kernels are others in every frame
            self._complete(painter)

    def _render(self, ratio: float) -> QPixmap:
        size = self._area.size()
        pixmap = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(self.state.theme.color("panel"))
        with painting(pixmap) as painter:
            self._paint_artwork(painter)
        return pixmap

    def _completed(self, artwork: QPixmap) -> QPixmap:
        """Return the artwork with what changes while a network learns, and frozen ribbons."""
        pixmap = artwork.copy()
        with painting(pixmap) as painter:
            self._complete(painter)
        return pixmap

    def _paint_artwork(self, painter: QPainter) -> None:
        with saved(painter):
            painter.setTransform(self.state.transform(), True)
            paint_artwork(painter, self.state.layout, self.state.theme, self.state.invited)

    def _complete(self, painter: QPainter) -> None:
        paint_kernels(painter, self.state)
        if self.state.selection is not None and self.state.frozen:
            paint_ribbons(painter, self.state, self.state.selection)


class Drawn(SceneItem):
    """A layer that is a function of the state."""

    def __init__(
        self, state: SceneState, depth: float, draw: Callable[[QPainter, SceneState], None]
    ) -> None:
        super().__init__(state, depth)
        self._draw = draw

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None
    ) -> None:
        """Let the function paint."""
        self._draw(painter, self.state)


class Maps(SceneItem):
    """All numbers that change with the drawing, as colours: maps, strips, logits and bars."""

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None
    ) -> None:
        """Copy every tile from its stage's image and write the outputs."""
        state = self.state
        before = painter.transform()
        painter.setTransform(state.transform(), True)
        for stage, image, blits in state.seen_blits():
            if stage.form != "bars":
                for target, source in blits:
                    painter.drawImage(target, image, source)
        if state.sees(state.layout.stages[-2:]):
            paint_outputs(painter, state, printed=widget is None)
        painter.setTransform(before)


def paint_moved_winners(painter: QPainter, state: SceneState) -> None:
    """Mark every moved winner on the map it was chosen from."""
    before = painter.transform()
    for (index, plane), marks in state.marked_moves.items():
        stage = state.layout.stages[index]
        tile = stage.tiles[plane]
        wide, high = tile.width / stage.columns, tile.height / stage.rows
        place = QTransform(wide, 0, 0, high, tile.x, tile.y)
        painter.setTransform(place * state.transform() * before)
        paint_marks(painter, marks, state.theme)
    painter.setTransform(before)


def paint_kernels(painter: QPainter, state: SceneState) -> None:
    """Copy every kernel to its place beside its map."""
    before = painter.transform()
    painter.setTransform(state.transform(), True)
    for image, blits in state.kernels.values():
        for target, source in blits:
            painter.drawImage(target, image, source)
    painter.setTransform(before)
