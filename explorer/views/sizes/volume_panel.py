"""A calculator for one filter over one volume; it follows the convolution chosen in the form.

Its picture shows the padded ring, and beside it the map that one filter makes.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.network.presets import preset
from explorer.network.spec import Convolution, Stage
from explorer.text import _
from explorer.views.parts.brush import CENTRE, Look, Painted
from explorer.views.parts.buttons import chip
from explorer.views.parts.fields import Field, FieldGrid, FieldSpec
from explorer.views.parts.help import explain
from explorer.views.parts.pair import Pair
from explorer.views.parts.widgets import column, heading, row
from explorer.views.sizes.formula_view import FormulaView
from explorer.views.sizes.volume import Volume
from explorer.views.style.theme import GRID

_HEIGHT, _GAP, _LINES_FROM = 132, 28, 4  # pixels; grid lines from that size of a cell on
_FIELDS = (
    FieldSpec("height", _("Height h"), _("Rows of the picture.")),
    FieldSpec("width", _("Width w"), _("Columns of the picture.")),
    FieldSpec("depth", _("Depth d"), _("Maps or colours of the picture.")),
    FieldSpec("filter_height", _("Filter fh"), _("Rows of the filter.")),
    FieldSpec("filter_width", _("Filter fw"), _("Columns of the filter.")),
    FieldSpec("filter_depth", _("Filter d"), _("Depth of the filter: always that of the picture.")),
    FieldSpec("stride", _("Stride s"), _("How far the filter moves from one place to the next.")),
    FieldSpec("padding", _("Padding p"), _("Rings of zeros around the picture."), 0),
)


class VolumePanel(QWidget):
    """Shows a `Volume`: in fields to change it, as a picture and as a rule."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = FieldGrid(_FIELDS)
        self.picture, self.formula = VolumePicture(), FormulaView()
        self.follow = chip(
            _("the chosen layer"),
            _("The chosen convolution"),
            _("Take the numbers of the convolution chosen in the table."),
        )
        self.example = chip(
            _("7 × 7, stride 2"),
            _("7 × 7 with stride 2"),
            _("A filter of 3 × 3 over 7 × 7, two cells at a time."),
        )
        self._dilation = 1
        self._layer = Volume.of(preset("lenet").stage("conv1"))
        title = heading(_("One filter over a volume"))
        chips = Pair(row(self.follow), row(self.example, None), rest=1)
        parts = (self._grid, self.picture, self.formula)
        column(title, chips, *parts, spacing=GRID, within=self)
        self._grid.value_requested.connect(self._renew)
        self.follow.clicked.connect(lambda: self.show_volume(self._layer))
        self.example.clicked.connect(lambda: self.show_volume(Volume((7, 7, 1), (3, 3, 1), 2)))
        self.show_volume(self._layer)

    @property
    def fields(self) -> dict[str, Field]:
        """The fields by the name of what they change."""
        return self._grid.fields

    @property
    def volume(self) -> Volume:
        """What stands in the fields."""
        read = self._grid.read_number
        return Volume(
            (read("height"), read("width"), read("depth")),
            (read("filter_height"), read("filter_width"), read("filter_depth")),
            read("stride"),
            read("padding"),
            self._dilation,
        )

    def show_volume(self, volume: Volume) -> None:
        """Fill the fields and show what comes out."""
        self._dilation = volume.dilation
        values = (*volume.picture, *volume.filter, volume.stride, volume.padding)
        self._grid.show_values(dict(zip(self.fields, values, strict=True)))
        self._renew()

    def show_stage(self, stage: Stage | None) -> None:
        """Follow a convolution when it is another or has changed; other stages change nothing."""
        if stage is None or not isinstance(stage.layer, Convolution):
            return
        volume = Volume.of(stage)
        if volume != self._layer:
            self._layer = volume
            self.show_volume(volume)

    def _renew(self) -> None:
        volume = self.volume
        blamed, reason = volume.refused
        for name, field in self.fields.items():
            field.show_error(self._grid.range_error(name) or (reason if name == blamed else ""))
        self.picture.show_volume(volume)
        self.formula.show_lines(volume.formulas)


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
    lines = [place.top() + at * cell for at in range(1, rows)]
    painter.drawLines([QLineF(place.left(), y, place.right(), y) for y in lines])
    lines = [place.left() + at * cell for at in range(1, columns)]
    painter.drawLines([QLineF(x, place.top(), x, place.bottom()) for x in lines])
