"""Grids of tiles: one way to point at a tile, to walk by keys, to choose and to scroll.

`TileGrid` does all of it but does not know where its tiles are. `CellGrid` has rows and columns
of cells that fill an area, `TileRows` has numbered tiles that flow into rows. A subclass
paints one tile and describes it in a sentence.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QToolTip, QWidget

from explorer.views.parts.brush import CENTRE, Look, Painted
from explorer.views.parts.fields import focus_frame
from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.style.theme import Theme

T = TypeVar("T")
Cell = tuple[int, int]  # row, column
ARROWS: dict[Qt.Key, Cell] = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class TileGrid(Painted, FocusRing, QWidget, Generic[T]):
    """Emits `tile_hovered(T | None)` for mouse and keys, `tile_chosen(T)` for a click or Enter.

    `hot` is the tile under the mouse or the keys, `chosen` the one that is kept. `hovers` False
    leaves the mouse alone until it clicks; with `walk_chooses` each step of a key chooses at once;
    with `tips` a tile's description is its tool tip, too.
    """

    tile_hovered = Signal(object)
    tile_chosen = Signal(object)
    hovers, walk_chooses, tips = True, False, False

    def __init__(self, name: str, tip: str, detail: str = "") -> None:
        super().__init__()
        self.hot: T | None = None
        self.chosen: T | None = None
        self.setMouseTracking(self.hovers and not self.walk_chooses)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        explain(self, name, tip, detail)

    @property
    def current(self) -> T | None:
        """The tile from which the keys go on."""
        return self.chosen if self.walk_chooses else self.hot

    @property
    def empty(self) -> bool:
        """Whether there is no tile at all."""
        raise NotImplementedError

    def tile_at(self, point: QPointF) -> T | None:
        """Return the tile under a point."""
        raise NotImplementedError

    def tile_area(self, tile: T) -> QRectF:
        """Return where a tile is."""
        raise NotImplementedError

    def tile_beside(self, tile: T | None, key: Qt.Key) -> T | None:
        """Return the tile that a key leads to, None for a key that leads nowhere."""
        raise NotImplementedError

    def describe(self, tile: T | None) -> str:
        """Return what is known of a tile, or of all where it is None."""
        raise NotImplementedError

    def paint_tiles(self, painter: QPainter, look: Look, exposed: QRectF) -> None:
        """Paint the tiles within a rectangle, and what stands around them."""
        raise NotImplementedError

    def reason(self) -> str:
        """Return why there is no tile."""
        return ""

    def paint_empty(self, painter: QPainter, look: Look) -> None:
        """Paint why there is no tile."""
        look.text(painter, QRectF(self.rect()), self.reason(), "muted", align=CENTRE)

    def ring_area(self) -> QRectF:
        """Return where the ring of the keyboard focus is painted."""
        return QRectF(self.rect())

    def point_at(self, tile: T | None) -> None:
        """Mark the tile under the mouse or the keys."""
        if tile != self.hot:
            self.hot = tile
            self.setAccessibleDescription(self.describe(tile))
            self.tile_hovered.emit(tile)
            self.update()

    def show_chosen(self, tile: T | None) -> None:
        """Mark the tile that is kept."""
        self.chosen = tile
        self.setAccessibleDescription(self.describe(tile))
        self.update()

    def choose(self, tile: T) -> None:
        """Do what a click on a tile does."""
        self.tile_chosen.emit(tile)

    def bring_into_view(self, tile: T) -> None:
        """Scroll to a tile where the grid is larger than the area that shows it."""
        area = scroll_area_of(self)
        shown = area.widget() if area is not None else None
        if area is not None and shown is not None:
            rect = self.tile_area(tile).toAlignedRect() & self.rect()
            centre, beside = self.mapTo(shown, rect.center()), rect.size() / 2
            area.ensureVisible(centre.x(), centre.y(), beside.width() + 1, beside.height() + 1)

    def event(self, event: QEvent) -> bool:
        if self.tips and event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tile = self.tile_at(QPointF(event.pos()))
            if tile is not None:
                area = self.tile_area(tile).toAlignedRect()
                QToolTip.showText(event.globalPos(), self.describe(tile), self, area)
                return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.hasMouseTracking():
            self.point_at(self.tile_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        if self.hasMouseTracking():
            self.point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        tile = self.tile_at(event.position())
        if tile is not None and event.button() == Qt.MouseButton.LeftButton:
            self.choose(tile)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        there = None if self.empty else self.tile_beside(self.current, key)
        if there is not None:
            self.bring_into_view(there)
            if self.walk_chooses:
                self.choose(there)
            else:
                self.point_at(there)
        elif key in _ENTER and self.current is not None:
            self.choose(self.current)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self.look
        painter.fillRect(event.rect(), look.color("panel"))
        if self.empty:
            self.paint_empty(painter, look)
            return
        self.paint_tiles(painter, look, QRectF(event.rect()))
        if self.ring:
            focus_frame(painter, look.theme, self.ring_area())


class CellGrid(TileGrid[Cell]):
    """Rows and columns of square cells; a tile is a (row, column). The keys stop at the edges."""

    def shape(self) -> tuple[int, int]:
        """Return how many rows and columns there are."""
        raise NotImplementedError

    def area(self) -> QRectF:
        """Return where all cells together are."""
        raise NotImplementedError

    @property
    def empty(self) -> bool:
        return 0 in self.shape()

    @property
    def side(self) -> float:
        """The side of a cell."""
        return self.area().height() / self.shape()[0]

    def tile_at(self, point: QPointF) -> Cell | None:
        if self.empty or not self.area().contains(point):
            return None
        area, side, (rows, columns) = self.area(), self.side, self.shape()
        row, column = int((point.y() - area.y()) / side), int((point.x() - area.x()) / side)
        return min(row, rows - 1), min(column, columns - 1)

    def tile_area(self, tile: Cell) -> QRectF:
        area = self.area()
        side = area.height() / self.shape()[0]
        return QRectF(area.x() + tile[1] * side, area.y() + tile[0] * side, side, side)

    def tile_beside(self, tile: Cell | None, key: Qt.Key) -> Cell | None:
        rows, columns = self.shape()
        row, column = tile or (0, 0)
        if key in ARROWS:
            down, right = ARROWS[key] if tile else (0, 0)
            return min(max(row + down, 0), rows - 1), min(max(column + right, 0), columns - 1)
        return {
            Qt.Key.Key_Home: (row, 0),
            Qt.Key.Key_End: (row, columns - 1),
            Qt.Key.Key_PageUp: (0, column),
            Qt.Key.Key_PageDown: (rows - 1, column),
        }.get(key)


class TileRows(TileGrid[int]):
    """Numbered tiles of one size that flow into rows; only what is exposed is painted.

    `first` is the number of the first tile, `head` the pixels above it.
    """

    first = 0

    def __init__(self, name: str, tip: str, detail: str = "") -> None:
        super().__init__(name, tip, detail)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def count(self) -> int:
        """Return how many tiles there are."""
        raise NotImplementedError

    def tile_size(self) -> QSizeF:
        """Return how large a tile is."""
        raise NotImplementedError

    def paint_tile(self, painter: QPainter, look: Look, tile: int, area: QRectF) -> None:
        """Paint one tile."""
        raise NotImplementedError

    @property
    def head(self) -> float:
        """The pixels above the first row."""
        return 0.0

    @property
    def columns(self) -> int:
        """How many tiles stand side by side."""
        return self.columns_at(self.width())

    @property
    def empty(self) -> bool:
        return not self.count()

    def columns_at(self, width: float) -> int:
        """Return how many tiles stand side by side in a width."""
        return max(1, int(width // self.tile_size().width()))

    def refit(self) -> None:
        """Take another height at once, for other tiles; the scroll area follows."""
        self.updateGeometry()
        area = scroll_area_of(self)
        if area is not None and area.widget() is self:
            area.verticalScrollBar().setSingleStep(int(self.tile_size().height()))
            self.resize(self.width(), max(area.viewport().height(), self.sizeHint().height()))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.refit()

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        rows = -(-self.count() // self.columns_at(width))
        return int(self.head + rows * self.tile_size().height())

    def tile_at(self, point: QPointF) -> int | None:
        size, columns = self.tile_size(), self.columns
        column, row = point.x() // size.width(), (point.y() - self.head) // size.height()
        at = int(row * columns + column)
        return self.first + at if 0 <= column < columns and 0 <= at < self.count() else None

    def tile_area(self, tile: int) -> QRectF:
        size, (row, column) = self.tile_size(), divmod(tile - self.first, self.columns)
        corner = QPointF(column * size.width(), self.head + row * size.height())
        return QRectF(corner, size)

    def tile_beside(self, tile: int | None, key: Qt.Key) -> int | None:
        columns, last = self.columns, self.count() - 1
        page = columns * max(1, int(self._height_in_view() // self.tile_size().height()))
        ways = {
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
            Qt.Key.Key_Home: -last,
            Qt.Key.Key_End: last,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
        }
        if columns > 1:
            ways |= {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key not in ways:
            return None
        at = 0 if tile is None else tile - self.first + ways[key]
        return self.first + min(max(at, 0), last)

    def paint_tiles(self, painter: QPainter, look: Look, exposed: QRectF) -> None:
        size, columns, head = self.tile_size(), self.columns, self.head
        wide, high = size.width(), size.height()
        top, bottom = (int((y - head) // high) for y in (exposed.top(), exposed.bottom()))
        for at in range(max(0, top * columns), min((bottom + 1) * columns, self.count())):
            row, column = divmod(at, columns)
            area = QRectF(column * wide, head + row * high, wide, high)
            self.paint_tile(painter, look, self.first + at, area)

    def ring_area(self) -> QRectF:
        return self.tile_area(self.first if self.current is None else self.current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.refit()

    def _height_in_view(self) -> int:
        area = scroll_area_of(self)
        return area.viewport().height() if area is not None else self.height()


class TileList(TileRows):
    """Numbered rows below each other, one of which is always chosen: Up and Down choose."""

    walk_chooses = True
    least_width = 140

    def __init__(self, name: str, tip: str, detail: str = "") -> None:
        super().__init__(name, tip, detail)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def row_height(self) -> float:
        """Return how high a row is."""
        raise NotImplementedError

    def tile_size(self) -> QSizeF:
        return QSizeF(max(1, self.width()), self.row_height())

    def columns_at(self, width: float) -> int:
        return 1

    def minimumSizeHint(self) -> QSize:
        return QSize(self.least_width, self.heightForWidth(self.least_width))


class TileScroll(QScrollArea):
    """Scrolls rows of tiles up and down; `least` rows are always in view."""

    def __init__(self, tiles: TileRows, least: int = 1) -> None:
        super().__init__()
        self._tiles, self._least = tiles, least
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(tiles)

    def sizeHint(self) -> QSize:
        return QSize(320, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, round(self._least * self._tiles.tile_size().height()))


def scroll_area_of(widget: QWidget) -> QScrollArea | None:
    """Return the nearest area that scrolls a widget."""
    at = widget.parentWidget()
    while at is not None and not isinstance(at, QScrollArea):
        at = at.parentWidget()
    return at
