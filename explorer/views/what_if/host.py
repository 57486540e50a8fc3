"""Puts the panel for trying other choices into a column and connects it to the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from explorer.views.what_if.panel import WhatIfPanel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from explorer.live.session import Session
    from explorer.views.answer.cell_panel import SelectionCard

_LEAST_FACE = 44  # pixels of the selection card's text: the cell's name and its value


class WhatIfHost(QObject):
    """Owns the panel; the selection card above it gives room."""

    def __init__(
        self, column: QVBoxLayout, card: SelectionCard, session: Session, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.panel = panel = WhatIfPanel()
        card.face.setMinimumHeight(_LEAST_FACE)
        column.addWidget(panel)
        what_if = session.what_if
        panel.exchange_requested.connect(session.exchange)
        panel.move_requested.connect(session.move_pixels)
        panel.restore_requested.connect(session.restore_original)
        panel.measure_requested.connect(what_if.measure)
        panel.cancel_requested.connect(what_if.cancel)
        what_if.offered.connect(panel.show_spec)
        what_if.exchanged.connect(panel.show_kinds)
        what_if.shifted.connect(panel.show_shift)
        what_if.compared.connect(panel.show_comparison)
        what_if.shift_compared.connect(panel.show_shift_comparison)
        what_if.measured.connect(panel.show_accuracy)
        panel.show_spec(what_if.original or session.spec)
        panel.show_kinds(what_if.kinds)
        panel.show_shift(*what_if.shift)
