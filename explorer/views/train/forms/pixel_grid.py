"""One image as what it is: a grid of numbers from 0 to 255."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views.parts.brush import CENTRE, Look
from explorer.views.parts.fields import focus_frame
from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.parts.thumbnails import Sheet
from explorer.views.style.theme import Theme

_NUMBERS_FROM = 19  # pixels a cell needs for a number of three digits
_MOST_ZOOM = 6.0

Bytes = NDArray[np.uint8]


class PixelGrid(FocusRing, QWidget):
    """Shows an image uint8 (c, h, w); says `pixel_hovered(sentence)`, empty on leaving.

    The wheel or plus and minus zoom; where cells are large enough every number is written. The
    arrow keys walk from pixel to pixel.
    """

    pixel_hovered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._image: Bytes | None = None
        self._sheet: Sheet | None = None
        self._at: tuple[int, int] | None = None
        self._zoom = 1.0
        self._centre = (0.5, 0.5)  # of the view, as shares of the image
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        explain(
            self,
            "Pixels",
            "The numbers of one image; 0 is paper, 255 full ink.",
            "Point at a pixel to read it; the wheel, plus and minus zoom until all numbers show; "
            "the arrow keys walk.",
        )

    def show_image(self, image: Bytes | None) -> None:
        """Show an image uint8 (c, h, w), or nothing; the zoom stays."""
        if self._image is None or image is None or image.shape != self._image.shape:
            self._zoom, self._centre, self._at = 1.0, (0.5, 0.5), None
        self._image = image
        self._renew()

    @property
    def numbers(self) -> bool:
        """Whether the cells are large enough for their numbers."""
        return self._cell() >= self._needed()

    def show_numbers(self, on: bool) -> None:
        """Zoom until the numbers fit into the cells, or show the whole image."""
        self._zoom = 1.0
        if on:
            self._zoom = max(1.0, self._needed() / self._cell())
        self._centre = (0.5, 0.5)
        self.update()

    def sentence(self) -> str:
        """Return the pixel pointed at: `row 4, column 17: 253`, or empty."""
        if self._image is None or self._at is None:
            return ""
        row, column = self._at
        values = self._image[:, row, column].tolist()
        said = str(values[0]) if len(values) == 1 else "red {}, green {}, blue {}".format(*values)
        return f"row {row}, column {column}: {said}"

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._look = Look(theme)
        self._renew()

    def sizeHint(self) -> QSize:
        return QSize(240, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 120)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self._zoom_by(1.25 if event.angleDelta().y() > 0 else 0.8, event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._pixel_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
        }
        key, factors = Qt.Key(event.key()), {Qt.Key.Key_Plus: 1.25, Qt.Key.Key_Minus: 0.8}
        if key in factors:
            self._zoom_by(factors[key], QPointF(self.width() / 2, self.height() / 2))
        elif key in ways and self._image is not None:
            self._walk(*ways[key])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        if look is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("panel"))
        if self._sheet is None or self._image is None:
            look.text(painter, QRectF(self.rect()), "no image chosen", "muted", align=CENTRE)
            return
        target, image = self._target(), self._sheet.image
        source = QRectF(0, 0, image.width() - 1, image.height() - 1)
        painter.setClipRect(self.rect())
        painter.drawImage(target, image, source)
        cell = self._cell()
        if self.numbers and len(self._image) == 1:
            self._paint_numbers(painter, look, target, cell)
        if self._at is not None:
            painter.setPen(QPen(look.color("selection"), 2))
            painter.drawRect(self._pixel(target, cell, *self._at))
        if self.ring:
            focus_frame(painter, look.theme, QRectF(self.rect()))

    def _paint_numbers(self, painter: QPainter, look: Look, target: QRectF, cell: float) -> None:
        assert self._image is not None
        painter.setFont(look.font("tiny"))
        dark_paper = look.color("panel").lightnessF() < 0.5
        for row, column in np.ndindex(*self._image.shape[1:]):
            rect = self._pixel(target, cell, row, column)
            value = int(self._image[0, row, column])
            if rect.intersects(QRectF(self.rect())) and value:
                bright = (value > 127) == dark_paper
                painter.setPen(look.on_bright if bright else look.on_dark)
                painter.drawText(rect, CENTRE, str(value))

    def _renew(self) -> None:
        self._sheet = None
        if self._look is not None and self._image is not None:
            self._sheet = Sheet(self._image[None], 1, self._look.maps.ink, 0)
        self.setAccessibleDescription(self.sentence())
        self.update()

    def _zoom_by(self, factor: float, point: QPointF) -> None:
        """Zoom about a point, which stays where it is."""
        if self._image is None:
            return
        before = self._target()
        share_x = (point.x() - before.x()) / before.width()
        share_y = (point.y() - before.y()) / before.height()
        most = max(_MOST_ZOOM, self._needed() * self._zoom / self._cell())
        self._zoom = min(most, max(1.0, self._zoom * factor))
        after = self._target()
        right = (self.width() / 2 - point.x()) / after.width()
        down = (self.height() / 2 - point.y()) / after.height()
        self._centre = (_inside(share_x + right, self._zoom), _inside(share_y + down, self._zoom))
        self.update()

    def _walk(self, down: int, right: int) -> None:
        assert self._image is not None
        row, column = self._at or (0, 0)
        _, rows, columns = self._image.shape
        self._point_at(
            (min(max(row + down, 0), rows - 1), min(max(column + right, 0), columns - 1))
        )

    def _point_at(self, pixel: tuple[int, int] | None) -> None:
        if pixel != self._at:
            self._at = pixel
            self.setAccessibleDescription(self.sentence())
            self.pixel_hovered.emit(self.sentence())
            self.update()

    def _needed(self) -> float:
        """Return how large a cell must be for its number."""
        return _NUMBERS_FROM * (self._look.scale if self._look else 1.0)

    def _cell(self) -> float:
        if self._image is None:
            return 1.0
        _, rows, columns = self._image.shape
        room = min(self.width() / columns, self.height() / rows)
        return max(1.0, float(int(room)) if room >= 1 else room) * self._zoom

    def _target(self) -> QRectF:
        assert self._image is not None
        _, rows, columns = self._image.shape
        cell = self._cell()
        wide, high = columns * cell, rows * cell
        x, y = self._centre
        return QRectF(
            round(self.width() / 2 - x * wide), round(self.height() / 2 - y * high), wide, high
        )

    def _pixel(self, target: QRectF, cell: float, row: int, column: int) -> QRectF:
        return QRectF(target.x() + column * cell, target.y() + row * cell, cell, cell)

    def _pixel_at(self, point: QPointF) -> tuple[int, int] | None:
        if self._image is None or not self._target().contains(point):
            return None
        target, cell = self._target(), self._cell()
        _, rows, columns = self._image.shape
        row, column = int((point.y() - target.y()) / cell), int((point.x() - target.x()) / cell)
        return min(row, rows - 1), min(column, columns - 1)


def _inside(share: float, zoom: float) -> float:
    """Keep the view on the image: at zoom 1 in its middle."""
    reach = 0.5 / zoom
    return min(max(share, reach), 1 - reach)
