"""The weights of a layer in one scale: click a cell, or walk with the keys, to choose a weight."""

from __future__ import annotations

from collections.abc import Callable
from math import floor

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from explorer.text import _
from explorer.views.blocks.grids import Tile, paint_numbers
from explorer.views.blocks.scale_bar import paint_scale_bar, scale_bar_height
from explorer.views.parts.brush import Look, Painted
from explorer.views.parts.number_text import MINUS, decimals, raised, significant
from explorer.views.parts.tiles import ARROWS, TileGrid
from explorer.views.style.theme import Theme
from explorer.views.train.step.weight_maps import Cells, Index, WeightMaps, arranged, colored

_NUMBERED = 26  # pixels of a cell from which on its number fits
_SCALE_WIDE = 200  # pixels of the scale bar at most
_GAP = 10  # pixels between before, change and after
_GROUPS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
Describe = Callable[[Index], str]


class WeightGrid(TileGrid[Index]):
    """A tile is a weight, by its index in the layer's array; the owner marks the chosen one.

    Cells have at most `largest` pixels and share a height of `most_high`, as long as each has one.
    """

    hovers, walk_chooses, tips = False, True, True

    def __init__(
        self, name: str, tip: str, *detail: str, largest: int = 14, most_high: int = 240
    ) -> None:
        keys = _("Arrow keys walk the weights, Page Up and Page Down the kernels or units.")
        super().__init__(name, tip, " ".join((*detail, keys)))
        self.title, self.limit = "", 0.0  # the limit is at the end of the scale
        self._largest, self._most_high = largest, most_high
        self._maps: WeightMaps | None = None
        self._only: tuple[int, int] | None = None
        self._cells: Cells = np.empty((0, 0), np.int32)
        self._size = 0
        self._words = np.empty((0, 0), np.uint32)
        self._image: QImage | None = None
        self._width = 0.0
        self._describe: Describe = str
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_weights(
        self,
        maps: WeightMaps,
        limit: float,
        title: str,
        describe: Describe,
        only: tuple[int, int] | None = None,
    ) -> None:
        """Show weights in a scale from -limit to limit under a title.

        `only` is the one group and slice to show. `describe` puts a weight and its number into
        words.
        """
        self._maps, self.limit, self.title, self._describe = maps, limit, title, describe
        self._only, self._image = only, None
        self.update()

    def fit(self, width: float) -> None:
        """Take a width; the height follows from it."""
        self._width, self._image, high = width, None, 1.0
        if self._maps is not None:
            most, largest = self.look.px(self._most_high), int(self.look.px(self._largest))
            self._cells, self._size = arranged(self._maps, width - 2, most, largest, self._only)
            high = self._top + len(self._cells) + 1 + scale_bar_height(self.look)
        self.setFixedSize(int(width), int(high + 0.99))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if self._width:
            self.fit(self._width)

    @property
    def weights_size(self) -> QSize:
        """The size that the weights take; it may be wider than the widget."""
        return QSize(self._cells.shape[1], self._cells.shape[0])

    @property
    def empty(self) -> bool:
        return self._maps is None

    def tile_at(self, point: QPointF) -> Index | None:
        x, y = floor(point.x() - 1), floor(point.y() - self._top)
        if self._maps is None or not (0 <= y < len(self._cells) and 0 <= x < len(self._cells[0])):
            return None
        return self._maps.index(int(self._cells[y, x]))

    def tile_area(self, tile: Index) -> QRectF:
        return self._area(self._cells == self._maps.cell(tile)) if self._maps else QRectF()

    def tile_beside(self, tile: Index | None, key: Qt.Key) -> Index | None:
        maps = self._maps
        if maps is None or (key not in ARROWS and key not in _GROUPS):
            return None
        here = maps.cell(tile or ())
        if key in _GROUPS:
            return maps.index(maps.in_group(here, _GROUPS[key]))
        return maps.index(maps.moved(here, *ARROWS[key]))

    def describe(self, tile: Index | None) -> str:
        return "" if tile is None else self._describe(tile)

    def paint_tiles(self, painter: QPainter, look: Look, exposed: QRectF) -> None:
        assert self._maps is not None
        numbered = self._only is not None and self._size >= look.px(_NUMBERED)
        if self.title:
            line = QRectF(0, 0, self.width(), look.line())
            power = unit_of(self.limit) if numbered else 0
            look.text(painter, line, titled(look, self.title, power, line.width()), "muted")
        area = QRectF(QPointF(1, self._top), self.weights_size)
        self._paint_weights(painter, look, self._maps, area, numbered)
        scale = QRectF(1, area.bottom() + 1, min(self.width() - 2.0, look.px(_SCALE_WIDE)), 0)
        if self.limit > 0:
            end = significant(self.limit, 3)
            paint_scale_bar(painter, look, scale, look.maps.signed, MINUS + end, end)
        else:
            scale.setHeight(look.line())
            look.text(painter, scale, _("all 0"), "muted")
        if self.chosen is not None:
            self._paint_chosen(painter, look, self._maps, self._maps.cell(self.chosen))

    def _paint_weights(
        self, painter: QPainter, look: Look, maps: WeightMaps, area: QRectF, numbered: bool
    ) -> None:
        if self._image is None:
            bad, panel = look.color("bad").rgb(), look.color("panel").rgb()
            words = colored(maps, look.maps.signed, self.limit, bad, panel)
            if numbered:
                self._words = np.ascontiguousarray(words[self._only])
            else:
                words = np.where(self._cells < 0, panel, words.reshape(-1)[self._cells])
                self._words = words.astype(np.uint32)
            high, wide = self._words.shape
            form = QImage.Format.Format_RGB32
            self._image = QImage(self._words.data, wide, high, 4 * wide, form)
        if numbered:
            values = maps.values[self._only] * np.float32(10) ** unit_of(self.limit)
            paint_numbers(painter, look, area, Tile(values, self._words), decimals(values))
        else:
            painter.drawImage(area, self._image, QRectF(self._image.rect()))

    def _paint_chosen(self, painter: QPainter, look: Look, maps: WeightMaps, cell: int) -> None:
        """Frame the chosen cell, and its slice where the cells are too small to be seen."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        thin = QPen(look.color("selection"), 1.5)
        if self._only is None and maps.values.shape[0] * maps.values.shape[1] > 1:
            first = cell - cell % maps.slice_cells
            in_slice = (self._cells >= first) & (self._cells < first + maps.slice_cells)
            painter.setPen(thin)
            painter.drawRect(self._area(in_slice).adjusted(-0.5, -0.5, 0.5, 0.5))
        area = self._area(self._cells == cell)
        grown = max(0.0, (look.px(3) - area.width()) / 2)
        area.adjust(-grown, -grown, grown, grown)
        for pen in (QPen(look.color("panel"), 3), thin):
            painter.setPen(pen)
            painter.drawRect(area)

    def _area(self, pixels: NDArray[np.bool_]) -> QRectF:
        """Return the rectangle around some pixels of the arrangement."""
        down, along = (np.flatnonzero(pixels.any(axis)) for axis in (1, 0))
        if not len(down):
            return QRectF()
        size = QSize(int(along[-1] - along[0]) + 1, int(down[-1] - down[0]) + 1)
        return QRectF(QPointF(1 + int(along[0]), self._top + int(down[0])), size)

    @property
    def _top(self) -> float:
        return self.look.line() + 2 if self.title else 1.0


class ChangeGrids(Painted, QWidget):
    """The same weights before, their change and after; emits `tile_chosen(index)`.

    They stand side by side, or below each other where that gets too high.
    """

    tile_chosen = Signal(object)

    def __init__(self, name: str, tip: str, *, largest: int, most_high: int) -> None:
        super().__init__()
        self._most_high, self._width = most_high, 0.0
        self._titles = (_("before"), _("change"), _("after"))
        scale = _("Before and after have one scale, the change its own.")
        self.parts = tuple(
            WeightGrid(part, tip, scale, largest=largest, most_high=most_high)
            for part in (_("{grid}: {part}").format(grid=name, part=t) for t in self._titles)
        )
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for part in self.parts:
            self._row.addWidget(part)
            part.tile_chosen.connect(self.tile_chosen)
        self._row.addStretch(1)

    def show_weights(
        self,
        maps: tuple[WeightMaps, ...],
        limits: tuple[float, float],
        describe: tuple[Describe, ...],
        only: tuple[int, int] | None = None,
    ) -> None:
        """Show before, change and after; `limits` are the ends of the weights' and the change's."""
        scales = (limits[0], limits[1], limits[0])
        rows = zip(self.parts, maps, scales, self._titles, describe, strict=True)
        for part, shown, limit, title, words in rows:
            part.show_weights(shown, limit, title, words, only)

    def show_chosen(self, index: Index | None) -> None:
        """Mark the chosen weight in all three."""
        for part in self.parts:
            part.show_chosen(index)

    def fit(self, width: float) -> None:
        """Take a width; the height follows from it."""
        self._width = width
        gap, first = int(self.look.px(_GAP)), self.parts[0]
        third = (int(width) - 2 * gap) // 3
        for part in self.parts:
            part.fit(third)
        most = 1.5 * self.look.px(self._most_high)
        beside = first.height() <= most and first.weights_size.width() <= third
        if not beside:
            for part in self.parts:
                part.fit(width)
        ways = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(ways[beside])
        self._row.setSpacing(gap if beside else gap // 2)
        self._row.activate()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for part in self.parts:  # how high they are decides how they stand
            part.set_theme(theme)
        if self._width:
            self.fit(self._width)


def titled(look: Look, title: str, power: int, width: float) -> str:
    """Return a title with the unit of the numbers below it, 10⁻ᵖ, as long as there is room.

    The numbers mean nothing without their unit: it goes last.
    """
    if not power:
        return title
    unit = f"10{raised(-power)}"
    forms = (_("{title}, in {unit}"), _("{title} · {unit}"), _("in {unit}"))
    texts = [form.format(title=title, unit=unit) for form in forms]
    return next((text for text in texts if look.width_of(text) <= width), texts[-1])


def unit_of(limit: float) -> int:
    """Return the power of ten that numbers up to a limit are multiplied with to be read: 0, 3, 6.

    Two figures are what a cell has room for.
    """
    power = 0
    while 0 < limit * 10**power < 0.01 * (10 if power else 1) and power < 30:
        power += 3
    return power
