"""Moves a slide along in time: play, pause, step, seek and stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from explorer.network.cells import Cell
from explorer.network.spec import Spec
from explorer.views.scene.slide.slide import (
    FASTEST,
    SLOWEST,
    Place,
    cell_of,
    count,
    maps,
    next_phase,
    place_of,
    places,
)

_MAP_MS = 500  # for each map of a stack


class SlidePlayer(QObject):
    """Plays over the map of one cell at a time.

    Emits `moved(Place | None)` whenever it is somewhere else, None once the whole map is done or
    the slide was stopped; `arrived(Cell)` when the kernel is at another cell; and
    `playing_changed(bool)`.
    """

    moved = Signal(object)
    arrived = Signal(object)
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spec: Spec | None = None
        self._place: Place | None = None  # where the selected cell is computed
        self._sliding = False  # whether cells are covered
        self._ahead: Iterator[Place] = iter(())
        self._reduced = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._advance)
        self.set_speed(12)

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

    def set_speed(self, speed: float) -> None:
        """Move so many cells per second, 1 to 60."""
        self._cell_ms = round(1000 / min(FASTEST, max(SLOWEST, speed)))
        if not (self.playing and self._place is not None and self._place.stacking):
            self._timer.setInterval(self._cell_ms)

    def show_cell(self, spec: Spec, cell: Cell) -> None:
        """Take note of the selected cell; one that the slide itself selected changes nothing."""
        place = place_of(spec, cell)
        here = self._place
        if self._spec is spec and here is not None and _same(here, place):
            return
        leaves = here is None or (here.stage, here.tile) != (place.stage, place.tile)
        if leaves or self._spec is not spec:
            self.stop()
        self._spec, self._place = spec, place
        if self.playing:
            self._ahead = places(spec, place)
        self.moved.emit(place)

    def leave(self) -> None:
        """Forget the cell: there is nothing to slide over any more."""
        self.stop()
        self._place = None

    @Slot()
    def toggle(self) -> None:
        """Play or pause; with reduced motion go on by a row."""
        if self.playing:
            self.pause()
        else:
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
            self.playing_changed.emit(True)

    @Slot()
    def stack(self) -> None:
        """Let one whole map after the other appear, or pause; with reduced motion the next one."""
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
            self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stay where it is."""
        if self.playing:
            self._timer.stop()
            self.playing_changed.emit(False)

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

    @Slot(int)
    def seek(self, at: int) -> None:
        """Go to the `at`-th cell of the map."""
        if self._spec is not None and self._place is not None:
            at = min(max(at, 0), count(self._spec, self._place.stage) - 1)
            self._go(Place(self._place.stage, self._place.tile, at))
            self._ahead = places(self._spec, self._place)

    def stop(self) -> None:
        """End the slide: the whole map is seen again."""
        self.pause()
        if self._sliding:
            self._sliding = False
            self.moved.emit(None)

    def _go(self, place: Place) -> None:
        assert self._spec is not None
        before, began = self._place, not self._sliding
        self._place, self._sliding = place, True
        self.moved.emit(place)
        if began or before is None or (before.tile, before.at) != (place.tile, place.at):
            self.arrived.emit(cell_of(self._spec, place))

    def _advance(self) -> None:
        place = next(self._ahead, None)
        if place is None:
            self.stop()
        else:
            self._go(place)


def _same(one: Place, other: Place) -> bool:
    return (one.stage, one.tile, one.at) == (other.stage, other.tile, other.at)
