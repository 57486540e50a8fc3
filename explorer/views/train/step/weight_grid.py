"""All pictures of a layer in one scale: click a cell, or walk with the keys, to choose a weight."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from explorer.views.blocks.grids import Tile, paint_numbers
from explorer.views.parts.brush import Look
from explorer.views.parts.fields import focus_frame
from explorer.views.parts.figures import decimals
from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.train.step.pictures import Pictures, Place, Words, colored
from explorer.views.train.step.scale_bar import legend_height, paint_legend
from explorer.views.train.step.weight_layout import Layout, arrange
from explorer.views.train.step.writing import raised

_NUMBERED = 20  # pixels of a cell from which on its number fits
_WAYS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_JUMPS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class Mosaic(FocusRing, QWidget):
    """Says `place_chosen(Place)`. `say` puts a place and its number into words."""

    place_chosen = Signal(object)

    def __init__(self, name: str, tip: str, detail: str = "") -> None:
        super().__init__()
        self._look: Look | None = None
        self._title = ""
        self._pictures: Pictures | None = None
        self._limit = 0.0
        self._layout: Layout | None = None
        self._chosen: Place | None = None
        self._image: QImage | None = None
        self._words: Words | None = None
        self._say: Callable[[Place], str] = str
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        keys = "Arrow keys walk the weights, Page Up and Page Down the kernels or units."
        explain(self, name, tip, f"{detail} {keys}".strip())

    @property
    def chosen(self) -> Place | None:
        """The marked cell."""
        return self._chosen

    @property
    def arrangement(self) -> Layout | None:
        """How the pictures are laid out."""
        return self._layout

    def show_pictures(
        self, pictures: Pictures | None, limit: float, title: str, say: Callable[[Place], str]
    ) -> None:
        """Show pictures in a scale from -limit to limit under a title."""
        self._pictures, self._limit, self._title, self._say = pictures, limit, title, say
        self._image = None
        self.update()

    def show_chosen(self, place: Place | None) -> None:
        """Mark the chosen weight."""
        if place != self._chosen:
            self._chosen = place
            self.update()
        if place is not None and self._pictures is not None:
            self.setAccessibleDescription(self._say(place))

    def lay_out(self, look: Look, width: float, most_high: float, largest: float) -> None:
        """Take looks and a width; cells of at most `largest` pixels, the height follows."""
        self._look, self._image = look, None
        if self._pictures is None:
            self._layout = None
            self.setFixedSize(int(width), 1)
            return
        shape = self._pictures.values.shape
        sizes = (shape[0], shape[1], shape[2], shape[3])
        self._layout = arrange(sizes, width - 2, most_high, int(look.px(largest)))
        high = self._top(look) + self._layout.size[1] + 1 + legend_height(look)
        size = QSize(int(width), int(high + 0.99))
        if size != self.size():
            self.setFixedSize(size)
        self.update()

    def cell_area(self, place: Place) -> QRectF:
        """Return where a cell is painted."""
        if self._layout is None or self._look is None:
            return QRectF()
        x, y = self._layout.corner(place.group, place.slice)
        cell = self._layout.cell
        left, top = 1 + x + place.column * cell, self._top(self._look) + y + place.row * cell
        return QRectF(left, top, cell, cell)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.place_chosen.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, pictures = Qt.Key(event.key()), self._pictures
        if pictures is None or (key not in _WAYS and key not in _JUMPS):
            super().keyPressEvent(event)
            return
        there = self._chosen or Place(0, 0, 0, 0)
        if key in _JUMPS:
            there = Place(there.group + _JUMPS[key], there.slice, there.row, there.column)
        else:
            there = moved(there, *_WAYS[key], pictures)
        if pictures.index(there) is not None or self._leads_on(there):
            self.place_chosen.emit(there)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._place_at(QPointF(event.pos()))
            if place is not None:
                area = self.cell_area(place).toAlignedRect()
                QToolTip.showText(event.globalPos(), self._say(place), self, area)
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, layout, pictures = self._look, self._layout, self._pictures
        if look is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("panel"))
        if layout is None or pictures is None:
            return
        if self._title:
            line = QRectF(0, 0, self.width(), look.line())
            power = unit_of(self._limit) if self._numbered(look, layout) else 0
            look.text(painter, line, titled(look, self._title, power, line.width()), "muted")
        area = QRectF(1, self._top(look), *layout.size)
        self._paint_pictures(painter, look, layout, pictures, area)
        legend = QRectF(1, area.bottom() + 1, self.width() - 2, legend_height(look))
        paint_legend(painter, look, legend, self._limit)
        if self._chosen is not None and pictures.index(self._chosen) is not None:
            self._paint_chosen(painter, look, layout, self._chosen)
        if self.ring:
            focus_frame(painter, look.theme, QRectF(self.rect()))

    def _paint_pictures(
        self, painter: QPainter, look: Look, layout: Layout, pictures: Pictures, area: QRectF
    ) -> None:
        if self._image is None:
            bad, panel = look.color("bad").rgb(), look.color("panel").rgb()
            words = colored(pictures, look.maps.signed, self._limit, bad, panel)
            if layout.groups == layout.slices == 1:
                self._words = np.ascontiguousarray(words[0, 0])
            else:
                self._words = assembled(words, layout, panel)
            high, wide = self._words.shape
            self._image = QImage(self._words.data, wide, high, 4 * wide, _FORMAT)
        if self._numbered(look, layout) and self._words is not None:
            values = pictures.values[0, 0] * np.float32(10) ** unit_of(self._limit)
            paint_numbers(painter, look, area, Tile(values, self._words), decimals(values))
        else:
            painter.drawImage(area, self._image, QRectF(self._image.rect()))

    def _paint_chosen(self, painter: QPainter, look: Look, layout: Layout, place: Place) -> None:
        """Frame the chosen cell, and its slice where the cells are too small to be seen."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        cell = self.cell_area(place)
        if layout.groups * layout.slices > 1:
            first = self.cell_area(Place(place.group, place.slice, 0, 0))
            wide, high = layout.slice_size
            frame = QRectF(first.x(), first.y(), wide, high)
            painter.setPen(QPen(look.color("selection"), 1.5))
            painter.drawRect(frame.adjusted(-0.5, -0.5, 0.5, 0.5))
        grown = max(0.0, (look.px(3) - cell.width()) / 2)
        cell.adjust(-grown, -grown, grown, grown)
        painter.setPen(QPen(look.color("panel"), 3))
        painter.drawRect(cell)
        painter.setPen(QPen(look.color("selection"), 1.5))
        painter.drawRect(cell)

    def _leads_on(self, place: Place) -> bool:
        """Return whether a lone picture stands for one of several: the owner has the next."""
        return self._layout is not None and self._layout.groups == 1 and place.group != 0

    def _numbered(self, look: Look, layout: Layout) -> bool:
        alone = layout.groups == layout.slices == 1
        return alone and layout.cell >= look.px(_NUMBERED)

    def _place_at(self, point: QPointF) -> Place | None:
        if self._layout is None or self._look is None or self._pictures is None:
            return None
        place = self._layout.find(point.x() - 1, point.y() - self._top(self._look))
        return place if place is not None and self._pictures.index(place) is not None else None

    def _top(self, look: Look) -> float:
        return look.line() + 2 if self._title else 1.0


def titled(look: Look, title: str, power: int, width: float) -> str:
    """Return a title with the unit of the numbers below it, 10⁻ᵖ, as long as there is room.

    The numbers mean nothing without their unit: it goes last.
    """
    if not power:
        return title
    unit = f"10{raised(-power)}"
    forms = (f"{title}, in {unit}", f"{title} · {unit}")
    return next((form for form in forms if look.width_of(form) <= width), f"in {unit}")


_FORMAT = QImage.Format.Format_RGB32


def assembled(words: Words, layout: Layout, gap: int) -> Words:
    """Return all slices (groups, slices, rows, columns) as one picture in whole pixels."""
    wide, high = layout.size
    picture = np.full((high, wide), gap, np.uint32)
    larger = words.repeat(layout.cell, axis=2).repeat(layout.cell, axis=3)
    slice_wide, slice_high = layout.slice_size
    for group in range(layout.groups):
        for slice_ in range(layout.slices):
            x, y = layout.corner(group, slice_)
            picture[y : y + slice_high, x : x + slice_wide] = larger[group, slice_]
    return picture


def unit_of(limit: float) -> int:
    """Return the power of ten that numbers up to a limit are multiplied with to be read: 0, 3, 6.

    Two figures are what a cell has room for.
    """
    power = 0
    while 0 < limit * 10**power < 0.01 * (10 if power else 1) and power < 30:
        power += 3
    return power


def moved(place: Place, down: int, right: int, pictures: Pictures) -> Place:
    """Return the next cell in a direction; past the edge of a slice comes the next slice."""
    groups, slices, rows, columns = pictures.values.shape
    row, column = place.row + down, place.column + right
    turn = (column // columns) or (row // rows)
    row, column = row % rows, column % columns
    at = place.group * slices + place.slice + turn
    if not 0 <= at < groups * slices:
        return place
    group, slice_ = divmod(at, slices)
    return Place(group, slice_, row, column)
