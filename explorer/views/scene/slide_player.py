"""Moves a slide along in time, on the orders of its bar, and covers what it has not reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from explorer.network.cells import Cell, Selection
from explorer.network.spec import Spec
from explorer.views.scene.slide.slide import (
    FASTEST,
    SLOWEST,
    Place,
    cell_of,
    count,
    covered,
    maps,
    next_phase,
    place_of,
    places,
    slides,
)
from explorer.views.scene.slide.slide_bar import USUAL_SPEED, SlideBar
from explorer.views.scene.state import SceneState

_MAP_MS = 500  # for each map of a stack


class SlidePlayer(QObject):
    """Plays over the map of one cell at a time.

    Emits `moved(Place | None)` whenever it is somewhere else, None once the whole map is done or
    the slide was stopped; `arrived(Cell)` when the kernel is at another cell; and `offered(bool)`
    when there is something to slide over, a frozen cell of a convolution or a pooling, or no more.
    """

    moved = Signal(object)
    arrived = Signal(object)
    offered = Signal(bool)

    def __init__(self, state: SceneState, bar: SlideBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state, self._bar = state, bar
        self._offers = False
        self._spec: Spec | None = None
        self._place: Place | None = None  # where the selected cell is computed
        self._sliding = False  # whether cells are covered
        self._ahead: Iterator[Place] = iter(())
        self._reduced = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._advance)
        self.set_speed(USUAL_SPEED)
        bar.play.clicked.connect(self.toggle)
        bar.step.clicked.connect(self.step)
        bar.stack.clicked.connect(self.stack)
        bar.place.value_requested.connect(self.seek)
        bar.speed.value_requested.connect(self.set_speed)

    @property
    def place(self) -> Place | None:
        """Where the kernel is, or None while there is nothing to slide over."""
        return self._place

    @property
    def sliding(self) -> bool:
        """Whether a slide is under way, playing or not."""
        return self._sliding

    @property
    def playing(self) -> bool:
        """Whether it moves by itself."""
        return self._timer.isActive()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Let Play go on by a whole row at a time, and only when asked."""
        self._reduced = reduced
        if reduced:
            self.pause()

    @Slot(float)
    def set_speed(self, speed: float) -> None:
        """Move so many cells per second, 1 to 60."""
        self._cell_ms = round(1000 / min(FASTEST, max(SLOWEST, speed)))
        if not (self.playing and self._place is not None and self._place.stacking):
            self._timer.setInterval(self._cell_ms)

    def show_selection(self, selection: Selection | None, frozen: bool) -> None:
        """Offer the slide for a frozen cell of a convolution or a pooling, else end it."""
        spec = self._state.layout.spec
        possible = frozen and selection is not None and slides(spec.stage(selection.cell.stage))
        if possible and selection is not None:
            self.show_cell(spec, selection.cell)
        elif self._offers:
            self.leave()
        if possible != self._offers:
            self._offers = possible
            self.offered.emit(possible)

    def show_cell(self, spec: Spec, cell: Cell) -> None:
        """Take note of the selected cell; one that the slide itself selected changes nothing."""
        place = place_of(spec, cell)
        here = self._place
        map_here = here and (here.stage, here.tile)
        if self._spec is not spec or map_here != (place.stage, place.tile):
            self.stop()
        elif here is not None and here.at == place.at:
            return
        self._spec, self._place = spec, place
        if self.playing:
            self._ahead = places(spec, place)
        self._show(place)

    def leave(self) -> None:
        """Forget the cell: there is nothing to slide over any more."""
        self.stop()
        self._place = None

    @Slot()
    def toggle(self) -> None:
        """Play or pause, by a row with reduced motion; begin with the first map if none is."""
        if self.playing:
            self.pause()
        else:
            self._select_map()
            self.play()

    def play(self) -> None:
        """Start from the first cell, or go on where it was paused."""
        if self._spec is None or self._place is None:
            return
        if not self._sliding or self._place.at == count(self._spec, self._place.stage) - 1:
            self._go(Place(self._place.stage, self._place.tile, 0))
        elif self._place.stacking:
            self._go(replace(self._place, stacking=False))
        elif self._reduced:
            self._go(next(places(self._spec, self._place, by_row=True)))
            return
        if not self._reduced:
            self._ahead = places(self._spec, self._place)
            self._timer.start(self._cell_ms)
            self._bar.show_playing(True)

    @Slot()
    def stack(self) -> None:
        """Let one whole map after the other appear, or pause; with reduced motion the next one."""
        self._select_map()
        if self._spec is None or self._place is None:
            return
        going, played = self._sliding and self._place.stacking, self.playing
        self.pause()
        if going and played:
            return
        following = next(maps(self._spec, self._place), None) if going else None
        if following is None:
            self._go(replace(self._place, tile=0, phase="sum", stacking=True))
        elif self._reduced:
            self._go(following)
        if not self._reduced:
            self._ahead = maps(self._spec, self._place)
            self._timer.start(_MAP_MS)
            self._bar.show_playing(True)

    def pause(self) -> None:
        """Stay where it is."""
        if self.playing:
            self._timer.stop()
            self._bar.show_playing(False)

    @Slot()
    def step(self) -> None:
        """Do the next of the four things: place, multiply, sum, move on."""
        self.pause()
        if self._spec is None or self._place is None:
            return
        if not self._sliding or self._place.stacking:
            self._go(Place(self._place.stage, self._place.tile, self._place.at, "place"))
            return
        following = next_phase(self._spec, self._place)
        if following is None:
            self.stop()
        else:
            self._go(following)

    @Slot(float)
    def seek(self, at: float) -> None:
        """Go to the `at`-th cell of the map."""
        if self._spec is not None and self._place is not None:
            last = count(self._spec, self._place.stage) - 1
            self._go(Place(self._place.stage, self._place.tile, min(max(round(at), 0), last)))
            self._ahead = places(self._spec, self._place)

    def stop(self) -> None:
        """End the slide: the whole map is seen again."""
        self.pause()
        if self._sliding:
            self._sliding = False
            self._show(None)

    def _select_map(self) -> None:
        """Select the first map that is slid over if none is."""
        stages = self._state.layout.spec.stages
        stage = next((stage for stage in stages if slides(stage)), None)
        if self._place is None and stage is not None and self._state.trace is not None:
            self.arrived.emit(Cell(stage.name, (0, 0, 0)))

    def _show(self, place: Place | None) -> None:
        """Cover what has not been reached at a place, and let the bar show where that is."""
        assert self._spec is not None
        sliding = self._sliding and place is not None
        self._state.covered = covered(self._spec, place) if sliding and place is not None else None
        if self._place is not None:
            self._bar.show_place(self._spec, self._place, self._sliding)
        self.moved.emit(place)

    def _go(self, place: Place) -> None:
        assert self._spec is not None
        before, began = self._place, not self._sliding
        self._place, self._sliding = place, True
        self._show(place)
        if began or before is None or (before.tile, before.at) != (place.tile, place.at):
            self.arrived.emit(cell_of(self._spec, place))

    def _advance(self) -> None:
        place = next(self._ahead, None)
        if place is None:
            self.stop()
        else:
            self._go(place)
