"""Puts the explanation card beside the frozen cell and connects it to the session."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSizeF, Qt, Slot

from explorer.live.frame import Frame
from explorer.live.selecting import Selecting
from explorer.network.cells import Cell
from explorer.views.cards.card import ExplanationCard
from explorer.views.cards.exports import CardExports
from explorer.views.cards.placing import overlap, place_card
from explorer.views.scene.scene_view import SceneView

_MARGIN = 16


class CardHost(QObject):
    """Owns the card that floats over the scene; never lets it cover the cell it explains."""

    def __init__(self, scene: SceneView, session: Selecting) -> None:
        super().__init__(scene)
        self._scene, self._session = scene, session
        self.card = ExplanationCard(scene.canvas)
        self.card.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._frame = session.frame
        self.card.show_trace(session.frame.trace, session.frame.preparation)
        session.frame_changed.connect(self._on_frame_changed)
        self.card.cell_requested.connect(session.freeze)
        self.card.temperature_changed.connect(session.set_temperature)
        self.card.stride_chosen.connect(session.set_stride)
        self.card.comparison_requested.connect(self._on_comparison_requested)
        self.card.closed.connect(self._on_closed)
        self.exports = CardExports(self.card, session)
        self.card.size_changed.connect(self.place)
        self.card.term_hovered.connect(scene.show_pointed)
        scene.cell_hovered.connect(self.card.show_hovered)
        scene.view_changed.connect(self.place)
        scene.canvas_switched.connect(self._on_canvas_switched)

    @Slot()
    def place(self) -> None:
        """Move the card to the best place beside the cell as the scene shows it now."""
        canvas, card, cell = self._scene.canvas, self.card, self._frozen
        card.set_room(canvas.height() - _MARGIN)
        if cell is None or card.isHidden():
            return
        size, viewport, maps = QSizeF(card.size()), QRectF(canvas.rect()), canvas.map_rects()
        place = None
        if self._scene.slide.sliding and maps:  # beside the whole map it need not move
            place = place_card(maps[0], maps, size, viewport)
        if place is None or overlap(QRectF(place, size), maps[0]):
            place = place_card(canvas.cell_rect(cell), canvas.selection_rects(), size, viewport)
        card.move(round(place.x()), round(place.y()))

    @property
    def _frozen(self) -> Cell | None:
        """The cell that was clicked, None where none is."""
        selection = self._frame.selection
        return selection.cell if selection is not None and self._frame.frozen else None

    @Slot(object)
    def _on_frame_changed(self, frame: Frame) -> None:
        before, self._frame = self._frame, frame
        self.card.show_trace(frame.trace, frame.preparation)
        if frame.differs(before, "explanation"):
            self.card.show_explanation(frame.explanation)
            self.place()

    @Slot()
    def _on_canvas_switched(self) -> None:
        """Float over the picture that is seen now."""
        hidden = self.card.isHidden()
        self.card.setParent(self._scene.canvas)
        self.card.setVisible(not hidden)
        self.place()

    @Slot(int, int)
    def _on_comparison_requested(self, label: int, rival: int) -> None:
        cell = self._frozen
        if cell is not None and cell.stage == "probabilities":
            self._session.freeze(Cell("logits", (label,)))
        self._session.set_rival(rival if rival >= 0 else None)

    @Slot()
    def _on_closed(self) -> None:
        self._session.release()
        self._scene.canvas.setFocus()
