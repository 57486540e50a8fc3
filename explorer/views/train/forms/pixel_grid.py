"""One image as what it is: a grid of numbers from 0 to 255."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy

from explorer.text import _
from explorer.views.parts.brush import CENTRE, Look
from explorer.views.parts.painting import thumbnail
from explorer.views.parts.tiles import Cell, CellGrid
from explorer.views.style.theme import Theme

_NUMBERS_FROM = 19  # pixels a cell needs for a number of three digits
_MOST_ZOOM = 6.0

Bytes = NDArray[np.uint8]


class PixelGrid(CellGrid):
    """Shows an image uint8 (c, h, w); a tile is a pixel.

    The wheel or plus and minus zoom; where cells are large enough every number is written.
    """

    def __init__(self) -> None:
        super().__init__(
            _("Pixels"),
            _("The numbers of one image; 0 is paper, 255 full ink."),
            _(
                "Point at a pixel to read it; the wheel, plus and minus zoom until all numbers "
                "show; the arrow keys walk."
            ),
        )
        self._image: Bytes | None = None
        self._picture: QImage | None = None
        self._zoom = 1.0
        self._centre = (0.5, 0.5)  # of the view, as shares of the image
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: Bytes | None) -> None:
        """Show an image uint8 (c, h, w), or nothing; the zoom stays."""
        if self._image is None or image is None or image.shape != self._image.shape:
            self._zoom, self._centre, self.hot = 1.0, (0.5, 0.5), None
        self._image, self._picture = image, None
        self.setAccessibleDescription(self.describe(self.hot))
        self.update()

    @property
    def numbers(self) -> bool:
        """Whether the cells are large enough for their numbers."""
        return self.side >= self._needed()

    def show_numbers(self, on: bool) -> None:
        """Zoom until the numbers fit into the cells, or show the whole image."""
        self._zoom = 1.0
        if on:
            self._zoom = max(1.0, self._needed() / self.side)
        self._centre = (0.5, 0.5)
        self.update()

    def describe(self, tile: Cell | None) -> str:
        """Return the pixel pointed at: `row 4, column 17: 253`, or empty."""
        if self._image is None or tile is None:
            return ""
        row, column = tile
        values = self._image[:, row, column].tolist()
        if len(values) == 1:
            text = _("row {row}, column {column}: {value}")
            return text.format(row=row, column=column, value=values[0])
        text = _("row {row}, column {column}: red {red}, green {green}, blue {blue}")
        red, green, blue = values
        return text.format(row=row, column=column, red=red, green=green, blue=blue)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._picture = None

    def reason(self) -> str:
        return _("no image chosen")

    def shape(self) -> tuple[int, int]:
        return (0, 0) if self._image is None else (self._image.shape[1], self._image.shape[2])

    @property
    def side(self) -> float:
        if self.empty:
            return 1.0
        rows, columns = self.shape()
        room = min(self.width() / columns, self.height() / rows)
        return max(1.0, float(int(room)) if room >= 1 else room) * self._zoom

    def area(self) -> QRectF:
        (rows, columns), cell, (x, y) = self.shape(), self.side, self._centre
        wide, high = columns * cell, rows * cell
        left, top = round(self.width() / 2 - x * wide), round(self.height() / 2 - y * high)
        return QRectF(left, top, wide, high)

    def tile_beside(self, tile: Cell | None, key: Qt.Key) -> Cell | None:
        return super().tile_beside(tile or (0, 0), key)

    def sizeHint(self) -> QSize:
        return QSize(240, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 120)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self._zoom_by(1.25 if event.angleDelta().y() > 0 else 0.8, event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        factor = {Qt.Key.Key_Plus: 1.25, Qt.Key.Key_Minus: 0.8}.get(Qt.Key(event.key()))
        if factor:
            self._zoom_by(factor, QPointF(self.width() / 2, self.height() / 2))
        else:
            super().keyPressEvent(event)

    def paint_tiles(self, painter: QPainter, look: Look, exposed: QRectF) -> None:
        assert self._image is not None
        if self._picture is None:
            self._picture = thumbnail(self._image, look)
        painter.setClipRect(self.rect())
        painter.drawImage(self.area(), self._picture)
        if self.numbers and len(self._image) == 1:
            self._paint_numbers(painter, look, self._image[0])
        if self.hot is not None:
            painter.setPen(QPen(look.color("selection"), 2))
            painter.drawRect(self.tile_area(self.hot))

    def _paint_numbers(self, painter: QPainter, look: Look, image: Bytes) -> None:
        painter.setFont(look.font("tiny"))
        dark_paper = look.color("panel").lightnessF() < 0.5
        for row, column in np.argwhere(image).tolist():
            rect, value = self.tile_area((row, column)), int(image[row, column])
            if rect.intersects(QRectF(self.rect())):
                bright = (value > 127) == dark_paper
                painter.setPen(look.on_bright if bright else look.on_dark)
                painter.drawText(rect, CENTRE, str(value))

    def _zoom_by(self, factor: float, point: QPointF) -> None:
        """Zoom about a point, which stays where it is."""
        if self.empty:
            return
        before = self.area()
        share_x = (point.x() - before.x()) / before.width()
        share_y = (point.y() - before.y()) / before.height()
        most = max(_MOST_ZOOM, self._needed() * self._zoom / self.side)
        self._zoom = min(most, max(1.0, self._zoom * factor))
        after = self.area()
        right = (self.width() / 2 - point.x()) / after.width()
        down = (self.height() / 2 - point.y()) / after.height()
        self._centre = (_inside(share_x + right, self._zoom), _inside(share_y + down, self._zoom))
        self.update()

    def _needed(self) -> float:
        """Return how large a cell must be for its number."""
        return _NUMBERS_FROM * self.theme.scale


def _inside(share: float, zoom: float) -> float:
    """Keep the view on the image: at zoom 1 in its middle."""
    reach = 0.5 / zoom
    return min(max(share, reach), 1 - reach)
