"""Connects the explanation beside a scene to what is selected in it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from explorer.live.frame import Frame
from explorer.live.selecting import Selecting
from explorer.network.cells import Cell
from explorer.views.cards.card import ExplanationCard
from explorer.views.cards.exports import CardExports
from explorer.views.scene.scene_view import SceneView


class CardHost(QObject):
    """Owns the explanation; whoever shows the scene puts its `card` beside it."""

    def __init__(self, scene: SceneView, session: Selecting) -> None:
        super().__init__(scene)
        self._scene, self._session = scene, session
        self.card = ExplanationCard()
        self._frame = Frame(session.frame.spec)
        self.exports = CardExports(self.card, session)
        self.card.cell_requested.connect(session.freeze)
        self.card.temperature_changed.connect(session.set_temperature)
        self.card.stride_chosen.connect(session.set_stride)
        self.card.comparison_requested.connect(self._on_comparison_requested)
        self.card.closed.connect(self._on_closed)
        self.card.term_hovered.connect(scene.show_pointed)
        scene.cell_hovered.connect(self.card.show_hovered)
        scene.field_turned.connect(self._on_field_turned)

    def show_frame(self, frame: Frame) -> None:
        """Explain what is selected in a moment, which the scene shows already."""
        before, self._frame = self._frame, frame
        self.card.show_trace(frame.trace, frame.preparation)
        selection = self._scene.selection
        if frame.explanation is not None and selection is not None and not selection.forward:
            if frame.differs(before, "explanation") or self.card.face is None:
                self.card.show_explanation(frame.explanation)
        elif selection is not None or before.selection is not None:
            self.card.show_selection(selection, frame.frozen)

    @Slot()
    def _on_field_turned(self) -> None:
        self.show_frame(self._frame)

    @Slot(int, int)
    def _on_comparison_requested(self, label: int, rival: int) -> None:
        selection = self._frame.selection
        if selection is not None and selection.cell.stage == "probabilities":
            self._session.freeze(Cell("logits", (label,)))
        self._session.set_rival(rival if rival >= 0 else None)

    @Slot()
    def _on_closed(self) -> None:
        self._session.release()
        self._scene.canvas.setFocus()
