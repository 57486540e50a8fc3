"""Connects the pad and the preparation under it to the session: ink in, pixels out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from explorer.views.pad.strokes import Strokes
from explorer.views.scene.selection_places import pad_box

if TYPE_CHECKING:
    from explorer.digits.prepare import Preparation
    from explorer.live.session import Session
    from explorer.network.cells import Selection
    from explorer.views.draw.preparation import PreparationPanel
    from explorer.views.pad.panel import PadPanel


class PadHost(QObject):
    """Keeps both panels and the session's drawing in step, and marks on them what is selected."""

    def __init__(
        self, panel: PadPanel, preparation: PreparationPanel, session: Session, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._panel, self._view, self._session = panel, preparation, session
        self._preparation: Preparation | None = None
        self._selection: Selection | None = None
        self._strokes = Strokes(panel.pad, session, self)
        self._take_intents()
        self._show_facts()

    def _take_intents(self) -> None:
        session, panel, pixels = self._session, self._panel, self._view.pixels
        panel.eraser_requested.connect(session.set_eraser)
        panel.undo_requested.connect(session.undo)
        panel.redo_requested.connect(session.redo)
        panel.clear_requested.connect(session.clear)
        panel.width_requested.connect(session.set_pen_width)
        panel.softness_requested.connect(session.set_softness)
        panel.shift_requested.connect(session.set_shift)
        panel.turn_requested.connect(session.set_turn)
        panel.thicken_requested.connect(session.set_thicken)
        panel.sample_requested.connect(session.place_sample)
        panel.polarity_requested.connect(session.flip_polarity)
        self._view.options_requested.connect(session.set_options)
        pixels.cell_hovered.connect(session.hover)
        pixels.cell_clicked.connect(session.freeze)

    def _show_facts(self) -> None:
        session, panel = self._session, self._panel
        session.drawing_changed.connect(panel.show_drawing)
        session.pen_changed.connect(panel.show_pen)
        session.history_changed.connect(panel.show_history)
        session.prepared.connect(self._on_prepared)
        session.options_changed.connect(self._view.show_options)
        session.selection_changed.connect(self._on_selection_changed)

    @Slot(object)
    def _on_prepared(self, preparation: Preparation) -> None:
        self._preparation = preparation
        self._view.show_preparation(preparation)
        if self._selection is not None:
            self._panel.pad.show_marked(pad_box(self._selection, preparation))

    @Slot(object, bool)
    def _on_selection_changed(self, selection: Selection | None, _frozen: bool) -> None:
        self._selection = selection
        self._view.pixels.show_selection(selection)
        self._panel.pad.show_marked(pad_box(selection, self._preparation))
