"""A convolution's picture with its padded ring, beside the map that one filter makes of it."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.text import _
from explorer.views.parts.brush import CENTRE, Look, Painted
from explorer.views.parts.help import explain
from explorer.views.sizes.volume import Volume

_HEIGHT, _GAP, _LINES_FROM = 132, 28, 4  # pixels; grid lines from that size of a cell on


class VolumePicture(Painted, QWidget):
    """Both grids at one scale; the ring is hatched, the filter framed at its first place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._volume: Volume | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(
            self,
            _("Picture and map"),
            _("The picture with its ring of zeros, and the map that one filter makes of it."),
            _(
                "Both at one scale. The ring is hatched; the frame is the filter at its first "
                "place, and the framed cell of the map is what comes out there."
            ),
        )

    def show_volume(self, volume: Volume) -> None:
        """Show a picture and its map; where nothing comes out, only the picture."""
        self._volume = volume
        self.setAccessibleDescription("; ".join(describe_volume(volume)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, int(self.look.px(_HEIGHT) + self.look.line()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, volume = QPainter(self), self.look, self._volume
        if volume is None:
            return
        picture, made = self.grids()
        self._paint_picture(painter, look, volume, picture)
        if not volume.refused[0]:
            self._paint_map(painter, look, volume, made)
        line, room = look.line(), self.width() / 2
        for at, text in enumerate(describe_volume(volume)):
            place = QRectF(at * room, self.height() - line, room, line)
            look.text(painter, place, text, "muted", align=CENTRE)

    def grids(self) -> tuple[QRectF, QRectF]:
        """Return where the padded picture and the map lie, at one scale."""
        look, volume = self.look, self._volume
        assert volume is not None
        rows, columns = volume.padded
        high, wide, _depth = volume.result
        room, tall = (self.width() - look.px(_GAP)) / 2, look.px(_HEIGHT) - 4
        cell = min(room / max(columns, wide), tall / max(rows, high))
        centres = (self.width() / 4, 3 * self.width() / 4)
        return (
            _around(QPointF(centres[0], tall / 2 + 2), columns * cell, rows * cell),
            _around(QPointF(centres[1], tall / 2 + 2), wide * cell, high * cell),
        )

    def _paint_picture(self, painter: QPainter, look: Look, volume: Volume, place: QRectF) -> None:
        cell = place.height() / volume.padded[0]
        ring = volume.padding * cell
        inside = place.adjusted(ring, ring, -ring, -ring)
        painter.fillRect(place, look.hatch)
        painter.fillRect(inside, look.color("accent_soft"))
        _lines(painter, look, place, volume.padded)
        painter.setPen(look.pen("border_strong"))
        painter.drawRect(place)
        painter.drawRect(inside)
        high, wide = volume.span
        if not volume.refused[0]:
            painter.setPen(QPen(look.color("accent"), 2))
            painter.drawRect(QRectF(place.x(), place.y(), wide * cell, high * cell))

    def _paint_map(self, painter: QPainter, look: Look, volume: Volume, place: QRectF) -> None:
        rows, columns, _depth = volume.result
        painter.fillRect(place, look.color("accent_soft"))
        _lines(painter, look, place, (rows, columns))
        painter.setPen(look.pen("border_strong"))
        painter.drawRect(place)
        painter.setPen(QPen(look.color("accent"), 2))
        size = place.width() / columns, place.height() / rows
        painter.drawRect(QRectF(place.x(), place.y(), *size))


def describe_volume(volume: Volume) -> tuple[str, str]:
    """Return what stands under the picture and under the map."""
    height, width, _depth = volume.picture
    text = _("{height:,} × {width:,}")
    if volume.padding:
        text = _("{height:,} × {width:,}, ring of {padding:,}")
    first = text.format(height=height, width=width, padding=volume.padding)
    rows, columns, _depth = volume.result
    if not rows:
        return first, _("nothing comes out")
    text = _("map {rows:,} × {columns:,}")
    if (rows, columns) == (height, width):
        text = _("map {rows:,} × {columns:,}, the same size")
    return first, text.format(rows=rows, columns=columns)


def _around(centre: QPointF, wide: float, high: float) -> QRectF:
    return QRectF(centre.x() - wide / 2, centre.y() - high / 2, wide, high)


def _lines(painter: QPainter, look: Look, place: QRectF, counts: tuple[int, int]) -> None:
    """Paint the borders between cells where they are not too dense."""
    rows, columns = counts
    cell = place.height() / rows
    if cell < look.px(_LINES_FROM):
        return
    painter.setPen(look.pen("border"))
    for row in range(1, rows):
        y = place.y() + row * cell
        painter.drawLine(QLineF(place.left(), y, place.right(), y))
    for column in range(1, columns):
        x = place.x() + column * cell
        painter.drawLine(QLineF(x, place.top(), x, place.bottom()))
