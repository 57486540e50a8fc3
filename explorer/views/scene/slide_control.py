"""Joins the slide to the scene: its player, its bar, and the cover over what it has not reached."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from explorer.network.cells import Cell, Selection
from explorer.views.scene.slide.slide import Place, covered, slides
from explorer.views.scene.slide.slide_bar import SlideBar
from explorer.views.scene.slide.slide_player import SlidePlayer
from explorer.views.scene.state import SceneState


class SlideControl(QObject):
    """Emits `arrived(Cell)` for every cell that the kernel comes to, and `shown()` to repaint.

    `offered(bool)` is whether there is anything to slide over: a frozen cell of a convolution
    or a pooling.
    """

    arrived = Signal(object)
    shown = Signal()
    offered = Signal(bool)

    def __init__(self, state: SceneState, bar: SlideBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state, self._bar = state, bar
        self._offers = False
        self.player = SlidePlayer(self)
        self.player.arrived.connect(self.arrived)
        self.player.moved.connect(self._on_moved)
        self.player.playing_changed.connect(bar.show_playing)
        bar.play_requested.connect(self.player.toggle)
        bar.step_requested.connect(self.player.step)
        bar.stack_requested.connect(self.player.stack)
        bar.seek_requested.connect(self.player.seek)
        bar.speed_requested.connect(self.player.set_speed)

    def show_selection(self, selection: Selection | None, frozen: bool) -> None:
        """Offer the slide for a frozen cell of a convolution or a pooling, else end it."""
        spec = self._state.layout.spec
        possible = frozen and selection is not None and slides(spec.stage(selection.cell.stage))
        if possible and selection is not None:
            self.player.show_cell(spec, selection.cell)
            self._show_place()
        elif self._offers:
            self.player.leave()
        if possible != self._offers:
            self._offers = possible
            self.offered.emit(possible)

    def begin(self) -> None:
        """Play or pause; begin with the first map that is slid over if none is selected."""
        if self._selected_map():
            self.player.toggle()

    def stack(self) -> None:
        """Let the maps appear one by one, or pause; as `begin` if none is selected."""
        if self._selected_map():
            self.player.stack()

    def _selected_map(self) -> bool:
        """Select the first map that is slid over if none is; return whether there is one."""
        if self.player.place is None:
            spec = self._state.layout.spec
            stage = next((stage for stage in spec.stages if slides(stage)), None)
            if stage is None or self._state.trace is None:
                return False
            self.arrived.emit(Cell(stage.name, (0, 0, 0)))
        return True

    @Slot(object)
    def _on_moved(self, place: Place | None) -> None:
        spec = self._state.layout.spec
        sliding = place is not None and self.player.sliding
        self._state.covered = covered(spec, place) if sliding and place is not None else None
        self._show_place()
        self.shown.emit()

    def _show_place(self) -> None:
        place = self.player.place
        if place is not None:
            self._bar.show_place(self._state.layout.spec, place, self.player.sliding)
