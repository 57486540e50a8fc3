"""The two things that the stacked picture paints: what stands still, and the numbers."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.views.parts.guard import painting
from explorer.views.scene.numbers.glyphs import Glyphs
from explorer.views.scene.paint.items import SceneItem
from explorer.views.scene.stacked.edges import paint_edges
from explorer.views.scene.stacked.imprint import Imprint
from explorer.views.scene.stacked.letters import paint_letters
from explorer.views.scene.stacked.numbers import PlaneNumbers
from explorer.views.scene.stacked.painting import (
    paint_planes,
    paint_pointed,
    paint_selection,
    paint_shadows,
    paint_tracks,
)
from explorer.views.scene.stacked.space_state import SpaceState
from explorer.views.scene.stacked.stamps import Stamps
from explorer.views.scene.stacked.words import PlainWords, Words, paint_outputs
from explorer.views.style.theme import Theme


class Surroundings(SceneItem):
    """The panel, the words and the shadows.

    While the picture turns they are painted anew in every frame; once it stands still they are
    kept as a picture that later frames copy.
    """

    def __init__(self, space: SpaceState, stamps: Stamps) -> None:
        super().__init__(space.scene, 0)
        self._space, self._stamps = space, stamps
        self._picture = QPixmap()
        self._words = Words(space.scene.theme, space.scene.layout.type, 1.0)
        self._worded = (-1, 1.0)
        self._seen: tuple[object, ...] = ()
        self._kept: tuple[object, ...] = ()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget) -> None:
        """Copy the picture, or paint what changed."""
        ratio = painter.device().devicePixelRatioF()
        size = self._area.size().toTuple()
        frozen = self.state.frozen_place() is not None
        key = (self.state.version, self._space.version, ratio, size, frozen)
        if key == self._kept:
            painter.drawPixmap(0, 0, self._picture)
        elif key == self._seen:
            self._picture, self._kept = self._render(ratio), key
            painter.drawPixmap(0, 0, self._picture)
        else:
            self._seen = key
            self._paint(painter, self._area, moving=True)

    def _render(self, ratio: float) -> QPixmap:
        size = self._area.size() * ratio
        pixmap = QPixmap(round(size.width()), round(size.height()))
        pixmap.setDevicePixelRatio(ratio)
        with painting(pixmap) as painter:
            self._paint(painter, self._area)
        return pixmap

    def _paint(self, painter: QPainter, area: QRectF, moving: bool = False) -> None:
        worded = self.state.version, painter.device().devicePixelRatioF()
        if worded != self._worded:
            self._worded = worded
            self._words = Words(self.state.theme, self.state.layout.type, worded[1])
        self._paint_with(self._words, painter, area, moving)

    def print(self, painter: QPainter) -> None:
        """Paint it all with words that stay words."""
        words = PlainWords(self.state.theme, self.state.layout.type, 1.0)
        self._paint_with(words, painter, self._area)

    def _paint_with(
        self, words: Words, painter: QPainter, area: QRectF, moving: bool = False
    ) -> None:
        painter.fillRect(area, self.state.theme.color("panel"))
        words.paint_labels(painter, self._space)
        if self.state.frozen_place() is not None:
            return  # faded planes would let the shadows through
        if moving and self._stamps.ready():
            self._stamps.paint_shadows(painter)
        else:
            paint_shadows(painter, self._space)


class Planes(SceneItem):
    """All numbers as planes in space, the outputs in words, and what is selected."""

    def __init__(self, space: SpaceState, stamps: Stamps) -> None:
        super().__init__(space.scene, 1)
        self._space, self._stamps = space, stamps
        self._numbers, self._imprint = PlaneNumbers(space), Imprint(space)
        self._digits: Glyphs | None = None
        self._digits_key: tuple[Theme, float] | None = None
        self._names: Words | None = None
        self._names_key: tuple[int, float] | None = None

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget) -> None:
        """Paint planes, outputs and marks."""
        self._paint(painter, self._glyphs(painter), self._words(painter), kept=True)

    def print(self, painter: QPainter, glyphs: Glyphs) -> None:
        """Paint it all with digits that stay text, and words that stay words."""
        words = PlainWords(self.state.theme, self.state.layout.type, 1.0)
        self._paint(painter, glyphs, words, kept=False)

    def _paint(self, painter: QPainter, glyphs: Glyphs, words: Words, *, kept: bool) -> None:
        words.paint_names(painter, self._space)
        size, ratio = self._area.size(), painter.device().devicePixelRatioF()
        numbers = self._numbers.strips(size.width(), size.height(), ratio)
        if not (kept and not numbers and self._paint_kept(painter)):
            paint_planes(painter, self._space, numbers)
        paint_letters(painter, self._space)
        paint_outputs(painter, self._space, glyphs)
        if self.state.selection is not None:
            paint_edges(painter, self._space)
            paint_selection(painter, self._space, self.state.selection)
            if self.state.pointed is not None:
                paint_pointed(painter, self._space, self.state.pointed)

    def _paint_kept(self, painter: QPainter) -> bool:
        """Copy the planes as one picture; False where one is worth nothing, or not there yet."""
        state = self.state
        marked = state.covered is not None or bool(state.moves and state.winners)
        if marked or state.frozen_place() is not None:
            return False
        if self._imprint.ready(painter, self._area.size().toSize()):
            paint_tracks(painter, self._space)
            self._imprint.paint(painter)
        elif self._stamps.ready():
            self._stamps.paint(painter)
        else:
            return False
        return True

    def _words(self, painter: QPainter) -> Words:
        key = self.state.version, painter.device().devicePixelRatioF()
        if self._names is None or key != self._names_key:
            self._names = Words(self.state.theme, self.state.layout.type, key[1])
            self._names_key = key
        return self._names

    def _glyphs(self, painter: QPainter) -> Glyphs:
        key = (self.state.theme, painter.device().devicePixelRatioF())
        if self._digits is None or key != self._digits_key:
            self._digits, self._digits_key = Glyphs(*key), key
        return self._digits
