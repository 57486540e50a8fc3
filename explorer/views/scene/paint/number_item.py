"""The layer of the scene that writes numbers into the cells.

What was written is kept until a number, a colour or the view changes: pointing at another cell
copies it again without computing anything.
"""

from __future__ import annotations

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.views.scene.paint.cell_numbers import blocks, legible
from explorer.views.scene.paint.items import SceneItem
from explorer.views.scene.paint.scribe import Scribe, Strip
from explorer.views.scene.state import SceneState


class CellNumbers(SceneItem):
    """Writes the number of every cell that is large enough, in the colour that stands out."""

    def __init__(self, state: SceneState) -> None:
        super().__init__(state, 2.5)
        self._view: tuple[object, ...] = ()
        self._legible = False
        self._key: tuple[object, ...] = ()
        self._strips: list[Strip] = []
        self._scribe = Scribe()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None
    ) -> None:
        """Copy the numbers, written anew only when something has changed."""
        state = self.state
        view = (state.version, state.camera)
        if view != self._view:
            self._view, self._legible = view, legible(state)
        if not self._legible:
            return
        ratio = painter.device().devicePixelRatioF()
        shown = (state.trace, state.weights, state.pixels)
        key = (*map(id, shown[:2]), shown[2], state.mosaic.revision, state.version)
        key = (*key, state.camera, self._area.size().toTuple(), ratio)
        if key != self._key:
            self._key, self._kept = key, shown  # what is kept alive keeps its id
            self._strips = self._written(ratio)
        for place, image, _ in self._strips:
            painter.drawImage(place, image)

    def _written(self, ratio: float) -> list[Strip]:
        state, scribe = self.state, self._scribe
        found = blocks(state, self._area.width(), self._area.height())
        return [strip for block in found for strip in scribe.strips(block, state.theme, ratio)]
