"""Decides whether the Draw page's scene shows the network or its difference to the original."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from explorer.network.cells import Selection

if TYPE_CHECKING:
    from explorer.live.session import Session
    from explorer.network.compare import Comparison
    from explorer.network.records import Trace
    from explorer.views.scene.scene_view import SceneView
    from explorer.views.what_if.panel import WhatIfPanel


class DifferenceHost(QObject):
    """Gives the scene what it is to show; each frame one of both, never one after the other.

    `selection_shown(Selection | None, bool)` carries the selected cell with the number that the
    scene shows there.
    """

    selection_shown = Signal(object, bool)

    def __init__(self, scene: SceneView, session: Session, panel: WhatIfPanel) -> None:
        super().__init__(scene)
        self._scene, self._session, self._panel = scene, session, panel
        self._comparison: Comparison | None = None
        self._selected: tuple[Selection | None, bool] = (None, False)
        session.traced.connect(self._on_traced)
        session.what_if.differed.connect(self._on_differed)
        session.selection_changed.connect(self._on_selection_changed)
        panel.difference_chosen.connect(self._on_difference_chosen)

    @Slot(object)
    def _on_traced(self, trace: Trace | None) -> None:
        coming = self._panel.shown.difference and self._session.what_if.active
        if trace is None or not coming:
            self._scene.show_trace(trace)

    @Slot(object)
    def _on_differed(self, comparison: Comparison | None) -> None:
        self._comparison = comparison
        if self._panel.shown.difference and comparison is not None:
            self._scene.show_difference(comparison)

    @Slot(bool)
    def _on_difference_chosen(self, difference: bool) -> None:
        if difference and self._comparison is not None:
            self._scene.show_difference(self._comparison)
        else:
            self._scene.show_trace(self._session.trace)
        self._say()

    @Slot(object, bool)
    def _on_selection_changed(self, selection: Selection | None, frozen: bool) -> None:
        self._selected = selection, frozen
        self._scene.show_selection(selection, frozen)
        self._say()

    def _say(self) -> None:
        selection, frozen = self._selected
        self.selection_shown.emit(self._scene.restated(selection), frozen)
