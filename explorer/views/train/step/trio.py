"""Before, change and after of the same weights as three pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views.parts.brush import Look
from explorer.views.train.step.pictures import Pictures, Place
from explorer.views.train.step.weight_grid import Mosaic

_GAP = 10
_TITLES = ("before", "change", "after")


class Trio(QWidget):
    """Says `place_chosen(Place)`. Side by side, or below each other where that gets too high."""

    place_chosen = Signal(object)

    def __init__(self, name: str, tip: str, *, largest: int, most_high: int) -> None:
        super().__init__()
        self._largest, self._most_high = largest, most_high
        self.parts = tuple(
            Mosaic(f"{name}: {title}", tip, "Before and after have one scale, the change its own.")
            for title in _TITLES
        )
        for part in self.parts:
            part.setParent(self)
            part.place_chosen.connect(self.place_chosen)
        self._look: Look | None = None
        self._width = 0.0
        self._shape: tuple[int, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_pictures(
        self,
        pictures: tuple[Pictures, Pictures, Pictures],
        limits: tuple[float, float],
        says: Callable[[int, Place], str],
    ) -> None:
        """Show before, change and after; `limits` are the ends of the weights' and the change's.

        `says(part, place)` puts a number into words, part 0 to 2.
        """
        scales = (limits[0], limits[1], limits[0])
        for at, part in enumerate(self.parts):
            part.show_pictures(pictures[at], scales[at], _TITLES[at], _Says(says, at))
        shape = pictures[0].values.shape
        if shape != self._shape:
            self._shape = shape
            self._lay_out()
        else:
            self.update()

    def show_chosen(self, place: Place | None) -> None:
        """Mark the chosen weight in all three."""
        for part in self.parts:
            part.show_chosen(place)

    def fit(self, look: Look, width: float) -> None:
        """Take looks and the width; the height follows from them."""
        self._look, self._width = look, width
        self._lay_out()

    def _lay_out(self) -> None:
        look = self._look
        if look is None or not self._shape:
            return
        gap = int(look.px(_GAP))
        third = (int(self._width) - 2 * gap) // 3
        high, most = self._sized(look, third), look.px(self._most_high)
        beside = high <= 1.5 * most and self._inside(third)
        if not beside:
            high = self._sized(look, int(self._width))
        x = y = 0
        for part in self.parts:
            part.move(x, y)
            x, y = (x + third + gap, y) if beside else (x, y + part.height() + gap // 2)
        total = high if beside else y - gap // 2
        self.setFixedSize(int(self._width), total)

    def _sized(self, look: Look, width: int) -> int:
        for part in self.parts:
            part.lay_out(look, width, look.px(self._most_high), self._largest)
        return self.parts[0].height()

    def _inside(self, width: int) -> bool:
        layout = self.parts[0].arrangement
        return layout is not None and layout.size[0] <= width


class _Says:
    """Words for the places of one of three pictures."""

    def __init__(self, says: Callable[[int, Place], str], part: int) -> None:
        self._says, self._part = says, part

    def __call__(self, place: Place) -> str:
        return self._says(self._part, place)
