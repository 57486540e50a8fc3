"""Connects the panel for trying other choices to the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from explorer.live.frame import Frame

if TYPE_CHECKING:
    from explorer.live.session import Session
    from explorer.views.what_if.panel import WhatIfPanel


class WhatIfHost(QObject):
    """Brings what is tried to the session, and what that did back to the panel."""

    def __init__(self, panel: WhatIfPanel, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._panel, self._frame = panel, session.frame
        what_if = session.what_if
        panel.exchange_requested.connect(session.exchange)
        panel.move_requested.connect(session.move_pixels)
        panel.restore_requested.connect(session.restore_original)
        panel.measure_requested.connect(what_if.measure)
        panel.cancel_requested.connect(what_if.cancel)
        what_if.offered.connect(panel.show_spec)
        what_if.exchanged.connect(panel.show_kinds)
        what_if.shifted.connect(panel.show_shift)
        what_if.measured.connect(panel.show_accuracy)
        session.frame_changed.connect(self._on_frame_changed)
        panel.show_spec(what_if.original or session.spec)
        panel.show_kinds(what_if.kinds)
        panel.show_shift(*what_if.shift)

    @Slot(object)
    def _on_frame_changed(self, frame: Frame) -> None:
        before, self._frame = self._frame, frame
        if frame.differs(before, "exchange"):
            self._panel.show_comparison(frame.exchange)
        if frame.differs(before, "shift"):
            self._panel.show_shift_comparison(frame.shift)
