"""Connects the pad and the preparation under it to the session: ink in, pixels out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from explorer.views.pad.strokes import Strokes
from explorer.views.scene.selection_places import pad_box

if TYPE_CHECKING:
    from explorer.live.frame import Frame
    from explorer.live.session import Session
    from explorer.views.draw.preparation import PreparationPanel
    from explorer.views.pad.panel import PadPanel


class PadHost(QObject):
    """Keeps both panels and the session's drawing in step, and marks on them what is selected."""

    def __init__(
        self, panel: PadPanel, preparation: PreparationPanel, session: Session, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._panel, self._view, self._session = panel, preparation, session
        self._frame = session.frame
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
        session.frame_changed.connect(self._on_frame_changed)
        session.pen_changed.connect(panel.show_pen)
        session.history_changed.connect(panel.show_history)
        session.options_changed.connect(self._view.show_options)

    @Slot(object)
    def _on_frame_changed(self, frame: Frame) -> None:
        before, self._frame = self._frame, frame
        if frame.drawing is not None and frame.differs(before, "drawing"):
            self._panel.show_drawing(frame.drawing)
        if frame.preparation is not None and frame.differs(before, "preparation"):
            self._view.show_preparation(frame.preparation)
        if frame.differs(before, "selection"):
            self._view.pixels.show_selection(frame.selection)
        if frame.differs(before, "selection", "preparation"):
            self._panel.pad.show_marked(pad_box(frame.selection, frame.preparation))
