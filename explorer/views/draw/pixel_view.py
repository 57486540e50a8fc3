"""The pixels that enter the network, large and each one visible, with their facts beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy

from explorer.network.cells import Cell, Region, Selection
from explorer.text import _
from explorer.views.parts.help import explain
from explorer.views.parts.painting import ink_image
from explorer.views.parts.pointing import PointsAtCells
from explorer.views.parts.texts import texts_of
from explorer.views.scene.pixels import PixelStyle
from explorer.views.scene.selection_places import input_region
from explorer.views.style.theme import NORMAL, SMALL, Theme
from explorer.views.style.themed import Themed

if TYPE_CHECKING:
    from explorer.digits.prepare import Preparation

_FACTS_WIDTH = 66
_GAP = 12
_LEAST_CELL = 3
_FACTS_REST_MS = 66  # numbers that change faster cannot be read


class PixelView(Themed, PointsAtCells):
    """Shows a preparation's pixels with nearest neighbour and a grid, and its facts.

    Pointing at a pixel emits `cell_hovered(Cell or None)`, a click `cell_clicked(Cell)`.
    """

    opaque = True

    def __init__(self) -> None:
        super().__init__()
        self._style = PixelStyle()
        self._turned = False  # whether ink and paper are exchanged against the theme
        self._preparation: Preparation | None = None
        self._picture: QImage | None = None
        self.facts: tuple[str, ...] = ()  # the lines beside the pixels
        self._facts_rest = QTimer(self, singleShot=True, interval=_FACTS_REST_MS)
        self._facts_rest.timeout.connect(self._renew_facts)
        self._grid: QPixmap | None = None
        self._region: Region | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        detail = _(
            "Point at one to see its value and the part of the pad that was averaged into it; "
            "click to keep it."
        )
        explain(self, _("Network input"), _("The pixels that enter the network."), detail)

    def show_preparation(self, preparation: Preparation) -> None:
        """Show new pixels."""
        shape = preparation.pixels.shape
        if self._preparation is None or self._preparation.pixels.shape != shape:
            self._grid = None
            name = _("Network input, {rows} by {columns} pixels")
            self.setAccessibleName(name.format(rows=shape[1], columns=shape[2]))
        first_ink = self._preparation is None or self._preparation.empty != preparation.empty
        self._preparation = preparation
        self._renew_picture()
        self.update(self._target().toAlignedRect())
        if first_ink or not self._facts_rest.isActive():
            self._renew_facts()
            self._facts_rest.start()

    def show_selection(self, selection: Selection | None) -> None:
        """Outline the part of the input that the selected cell was computed from."""
        region = input_region(selection)
        if region != self._region:
            outlines = [self._outline(r) for r in (self._region, region) if r is not None]
            self._region = region
            both = outlines[0].united(outlines[-1])  # Qt copies pixels fast into one rectangle
            self.update(both.toAlignedRect().adjusted(-2, -2, 2, 2))

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        super().set_theme(theme)
        self._grid = None
        self._renew_picture()

    def set_pixels(self, style: PixelStyle) -> None:
        """Draw ink dark on bright paper or the other way round, as the scene does."""
        self._style = style
        self._renew_picture()
        self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(28 * _LEAST_CELL + _GAP + _FACTS_WIDTH, 28 * _LEAST_CELL)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        target, area = self._target(), event.rect()
        if not target.contains(QRectF(area)):
            painter.fillRect(area, theme.color("panel"))
        if self._picture is None:
            painter.fillRect(target, theme.color("field"))
            return
        if area.left() < target.right():
            painter.drawImage(target, self._picture, QRectF(self._picture.rect()))
            painter.drawPixmap(target.topLeft(), self._grid_pixmap(target))
            if self._region is not None:
                # A theme's frame is seen on its own paper, on the other with a rim.
                rim = [QPen(theme.color("panel"), 4)] if self._turned else []
                for pen in (*rim, QPen(theme.color("selection"), 2)):
                    painter.setPen(pen)
                    painter.drawRect(self._outline(self._region))
        if area.right() > target.right() and self.facts:
            strong = texts_of(theme, NORMAL, QFont.Weight.DemiBold)
            quiet = texts_of(theme, SMALL)
            left, top = target.right() + _GAP, strong.height + 2
            painter.setPen(theme.color("text"))
            strong.draw(painter, left, 0, self.facts[0])
            painter.setPen(theme.color("muted"))
            for index, text in enumerate(self.facts[1:]):
                quiet.draw(painter, left, top + (quiet.height + 2) * index, text)

    def _grid_pixmap(self, target: QRectF) -> QPixmap:
        """Return thin lines between the pixels, drawn once for this size."""
        ratio = self.devicePixelRatioF()
        size = (target.size() * ratio).toSize()
        if self._grid is None or self._grid.size() != size:
            grid = QPixmap(size)
            grid.setDevicePixelRatio(ratio)
            grid.fill(Qt.GlobalColor.transparent)
            painter = QPainter(grid)
            painter.setPen(QPen(self.theme.color("muted", 36), 1 / ratio))
            rows, columns = self._shape()
            wide, high = target.width(), target.height()
            for column in range(columns + 1):
                x = min(column * wide / columns, wide - 1 / ratio)
                painter.drawLine(QPointF(x, 0), QPointF(x, high))
            for row in range(rows + 1):
                y = min(row * high / rows, high - 1 / ratio)
                painter.drawLine(QPointF(0, y), QPointF(wide, y))
            painter.end()
            self._grid = grid
        return self._grid

    def _target(self) -> QRectF:
        """Where the pixels lie: whole screen pixels per pixel, as many as there is room for."""
        rows, columns = self._shape()
        room = min(self.height() / rows, (self.width() - _GAP - _FACTS_WIDTH) / columns)
        scale = max(1.0, float(int(room)))
        return QRectF(0, 0, columns * scale, rows * scale)

    def _shape(self) -> tuple[int, int]:
        if self._preparation is None:
            return 28, 28
        _channels, rows, columns = self._preparation.pixels.shape
        return rows, columns

    def _outline(self, region: Region) -> QRectF:
        target, (rows, columns) = self._target(), self._shape()
        wide, high = target.width() / columns, target.height() / rows
        (_plane, top, left), (_plane, bottom, right) = region.start, region.stop
        return QRectF(left * wide, top * high, (right - left) * wide, (bottom - top) * high)

    def _cell_at(self, place: QPointF) -> Cell | None:
        target, (rows, columns) = self._target(), self._shape()
        if self._preparation is None or not target.contains(place):
            return None
        row = min(rows - 1, int(place.y() * rows / target.height()))
        column = min(columns - 1, int(place.x() * columns / target.width()))
        return Cell("input", (0, row, column))

    def _renew_facts(self) -> None:
        facts = () if self._preparation is None else _facts(self._preparation)
        if facts != self.facts:
            self.facts = facts
            self.update()

    def _renew_picture(self) -> None:
        if self._preparation is not None:
            own = self.theme.colormaps.ink
            table = self._style.table(own)
            self._turned = table is not own
            self._picture = ink_image(self._preparation.pixels, table)


def _facts(preparation: Preparation) -> tuple[str, ...]:
    channels, rows, columns = preparation.pixels.shape
    shape = f"{rows} × {columns}" + ("" if channels == 1 else f" × {channels}")
    mass = preparation.centre_of_mass
    if mass is None:
        return (shape, _("no ink yet"))
    ink = _("ink {share:.1%}").format(share=preparation.ink)
    return (shape, ink, _("balances at"), f"{mass[0]:.1f}, {mass[1]:.1f}")
