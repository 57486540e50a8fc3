"""The four things that the scene paints, from back to front, each over the whole window.

Few large items that copy images are an order of magnitude faster than an item per map. They all
paint in window coordinates and apply the camera themselves, so that Qt never has to move them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.views.parts.guard import Faults, painting
from explorer.views.scene.layout.layout import StageLayout
from explorer.views.scene.numbers.glyphs import Glyphs
from explorer.views.scene.paint.artwork import NAME_FLAGS, name_area, paint_artwork, short_name
from explorer.views.scene.paint.highlight import (
    paint_boxes,
    paint_last_ribbons,
    paint_pointed,
    paint_ribbons,
    paint_veil,
)
from explorer.views.scene.paint.outputs import logit_text, paint_derived, readable
from explorer.views.scene.state import SceneState, to_rect
from explorer.views.style.theme import SMALL, Theme


class SceneItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph ships no types
    """Something that covers the window and paints a part of the scene's state."""

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

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget) -> None:
        """Paint all layers; one that fails is left out, and the rest of the scene lives on."""
        painter.save()
        for layer in self.layers:
            try:
                layer.paint(painter, option, widget)
            except Exception as error:
                painter.restore()
                painter.save()
                self._faults.tell(layer, error)
        painter.restore()


class Backdrop(SceneItem):
    """All that stands still: words, frames, flow, kernels and a frozen selection's way."""

    def __init__(self, state: SceneState) -> None:
        super().__init__(state, 0)
        self._artwork: dict[bool, QPixmap] = {}  # of the empty state and of the other
        self._artwork_key: tuple[object, ...] = ()
        self._picture = QPixmap()
        self._picture_key: tuple[object, ...] = ()
        self._seen_key: tuple[object, ...] = ()
        self._kept: object = None

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget) -> None:
        """Copy the picture, painting anew only what has changed."""
        ratio = painter.device().devicePixelRatioF()
        state = self.state
        key = (
            *(state.version, state.camera, ratio, self._area.size().toTuple()),
            state.invitation,
        )
        if key != self._artwork_key:
            self._artwork_key, self._artwork, self._picture_key, self._seen_key = key, {}, (), ()
        empty = state.empty
        picture_key = (empty, state.frozen_place(), id(state.kernels))
        if empty not in self._artwork:
            self._artwork[empty] = self._render(ratio)
        if picture_key == self._picture_key:
            painter.drawPixmap(0, 0, self._picture)
        elif picture_key == self._seen_key:
            self._picture_key, self._picture = picture_key, self._completed(self._artwork[empty])
            painter.drawPixmap(0, 0, self._picture)
        else:  # while a network learns its kernels are others in every frame
            self._seen_key, self._picture_key = picture_key, ()
            self._kept = state.kernels  # alive it keeps its id
            painter.drawPixmap(0, 0, self._artwork[empty])
            self._complete(painter)

    def _render(self, ratio: float) -> QPixmap:
        size = self._area.size()
        pixmap = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(self.state.theme.color("panel"))
        with painting(pixmap) as painter:
            painter.setTransform(self.state.transform(), True)
            paint_artwork(painter, self.state.layout, self.state.theme, self.state.invited)
        return pixmap

    def _completed(self, artwork: QPixmap) -> QPixmap:
        """Return the artwork with what changes while a network learns, and a frozen way."""
        pixmap = artwork.copy()
        with painting(pixmap) as painter:
            self._complete(painter)
        return pixmap

    def _complete(self, painter: QPainter) -> None:
        paint_kernels(painter, self.state)
        if self.state.selection is not None and self.state.frozen:
            paint_ribbons(painter, self.state, self.state.selection)


class Ribbons(SceneItem):
    """The amber way of the cell under the mouse, behind the maps so that it hides no number."""

    def __init__(self, state: SceneState) -> None:
        super().__init__(state, 1)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget) -> None:
        """Paint the ribbons to the cell."""
        if not self.state.frozen:
            paint_last_ribbons(painter, self.state)


class Maps(SceneItem):
    """All numbers that change with the drawing, as colours: maps, strips, logits and bars."""

    def __init__(self, state: SceneState) -> None:
        super().__init__(state, 2)
        self._digits: Glyphs | None = None
        self._digits_key: tuple[Theme, float] | None = None

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget) -> None:
        """Copy every tile from its stage's image and write the outputs."""
        state = self.state
        before = painter.transform()
        painter.setTransform(state.transform(), True)
        for stage, image, blits in state.seen_blits():
            if stage.form != "bars":
                for target, source in blits:
                    painter.drawImage(target, image, source)
        if state.sees(state.layout.stages[-2:]):
            self._paint_numbers(painter)
        painter.setTransform(before)

    def _paint_numbers(self, painter: QPainter) -> None:
        state = self.state
        if state.derived is not None and state.derived.stages is not None:
            paint_derived(painter, state, self._glyphs(painter))
        elif state.trace is not None and not state.trace.spec.reconstructs:
            self._paint_outputs(painter)

    def _paint_outputs(self, painter: QPainter) -> None:
        logits, bars = self.state.layout.stages[-2:]
        written = bars.tiles[0].height >= 0.9 * self.state.layout.type.small
        if written:
            self._paint_logits(painter, logits, self._glyphs(painter))
        self._paint_bars(painter, bars, self._glyphs(painter) if written else None)

    def _glyphs(self, painter: QPainter) -> Glyphs:
        """Return the ready-made digits, made anew for another theme or screen."""
        key = (self.state.theme, painter.device().devicePixelRatioF())
        if self._digits is None or key != self._digits_key:
            self._digits, self._digits_key = Glyphs(*key), key
        return self._digits

    def _paint_logits(self, painter: QPainter, stage: StageLayout, glyphs: Glyphs) -> None:
        state = self.state
        assert state.trace is not None
        words = state.mosaic.stage_words(len(state.layout.stages) - 2).tolist()
        scaled = state.camera.scale != 1
        for box, value, word in zip(stage.tiles, state.trace.logits.tolist(), words, strict=True):
            x, y = box.centre
            text, color = logit_text(value), readable(word)
            glyphs.write(painter, text, x, y, color, "centre", False, scaled)

    def _paint_bars(self, painter: QPainter, stage: StageLayout, glyphs: Glyphs | None) -> None:
        state = self.state
        assert state.trace is not None
        theme, top = state.theme, state.trace.prediction
        accent, quiet = theme.color("accent"), theme.color("muted")
        for at, value in enumerate(state.trace.probabilities.tolist()):
            tile, track = stage.tiles[at], stage.tracks[at]
            # As bright as it is probable; what a diverged network says is no number.
            glow = round(255 * value) if isfinite(value) else 0
            if glow:
                painter.fillRect(to_rect(tile.grown(1)), theme.color("accent_soft", glow))
            color = accent if at == top else quiet
            wide = max(1.0, value * track.width)
            painter.fillRect(QRectF(track.x, track.y, wide, track.height), color)
        if glyphs is not None:
            self._paint_top_name(painter, stage, top, glyphs)
            self._paint_top_share(painter, stage, top, glyphs)

    def _paint_top_share(
        self, painter: QPainter, stage: StageLayout, top: int, glyphs: Glyphs
    ) -> None:
        """Write the winner's percentage; the answer's panel has those of all classes."""
        state, tile, track = self.state, stage.tiles[top], stage.tracks[top]
        if state.trace is not None and tile.right - track.right > 2 * track.height:
            percent = f"{100 * float(state.trace.probabilities[top]):.1f}"
            color = state.theme.color("accent")
            scaled, (x, y) = state.camera.scale != 1, (tile.right - 4, tile.centre[1])
            glyphs.write(painter, percent, x, y, color, "right", True, scaled)

    def _paint_top_name(
        self, painter: QPainter, stage: StageLayout, top: int, glyphs: Glyphs
    ) -> None:
        state, tile, track = self.state, stage.tiles[top], stage.tracks[top]
        known = state.layout.spec.classes[top]
        if len(known) == 1 and known.isdecimal() and known.isascii():
            scaled, (x, y) = state.camera.scale != 1, (track.x - 6, tile.centre[1])
            color = state.theme.color("accent")
            glyphs.write(painter, known, x, y, color, "right", True, scaled)
            return
        painter.setFont(state.theme.font(SMALL, QFont.Weight.DemiBold))
        painter.setPen(state.theme.color("accent"))
        name = short_name(known, tile, track, state.layout)
        painter.drawText(name_area(tile, track), NAME_FLAGS, name)


class Overlay(SceneItem):
    """The outlines of a selection, and the veil over everything that it does not concern."""

    def __init__(self, state: SceneState) -> None:
        super().__init__(state, 3)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget) -> None:
        """Paint veil and outlines."""
        selection = self.state.selection
        if selection is None:
            return
        if self.state.frozen:
            paint_veil(painter, self.state, selection)
        paint_boxes(painter, self.state)
        if self.state.pointed is not None:
            paint_pointed(painter, self.state, self.state.pointed)


def paint_kernels(painter: QPainter, state: SceneState) -> None:
    """Copy every kernel to its place beside its map."""
    before = painter.transform()
    painter.setTransform(state.transform(), True)
    for image, blits in state.kernels.values():
        for target, source in blits:
            painter.drawImage(target, image, source)
    painter.setTransform(before)
