"""The numbered colour legend under the scene."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views.colormaps import LEVELS
from explorer.views.help import explain
from explorer.views.scene.legend_entries import LegendEntry
from explorer.views.scene.pixels import PixelStyle
from explorer.views.texts import Texts
from explorer.views.theme import SMALL, Theme

_PIXELS, _USUAL = 1.6, 3.0  # shares of the width
_LEAST, _WIDEST, _GAP, _BAR = 40.0, 56.0, 16.0, 8.0  # of one share; between entries; bar height


class Legend(QWidget):
    """Paints one bar of colours per quantity, with what they mean at their ends."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[LegendEntry, ...] = ()
        self._pixels = PixelStyle()
        self._still = QPixmap()
        self._still_key: tuple[object, ...] = ()
        self.set_theme(theme)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # Its numbers change with every pen move: Qt must not paint all its parents first.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        explain(
            self,
            "Colour legend",
            "Which colour stands for which number.",
            "Orange to blue: sums that can be negative. Pale to dark blue: activations. The "
            "numbers at the ends are those of the layer or map under the mouse and change with "
            "the scope chosen at the right.",
        )

    def set_theme(self, theme: Theme) -> None:
        """Take colours and text sizes from a theme."""
        self._theme = theme
        self._still_key = ()
        self._texts = Texts(theme.font(SMALL))
        self._images = {
            name: _gradient(getattr(theme.colormaps, name)) for name in ("signed", "ramp", "ink")
        }
        ink = self._pixels.table(theme.colormaps.ink)[:LEVELS]
        self._images["ink"] = _gradient(ink[::-1] if self._pixels.falling else ink)
        self.updateGeometry()
        self.update()

    def set_pixels(self, style: PixelStyle) -> None:
        """Show the colours of the input as it is drawn, those of the smallest number first."""
        self._pixels = style
        self.set_theme(self._theme)

    def show_entries(self, entries: tuple[LegendEntry, ...]) -> None:
        """Show other numbers."""
        if entries != self._entries:
            anew = len(entries) != len(self._entries)
            self._entries = entries
            self.setAccessibleDescription("; ".join(e.sentence for e in entries))
            if anew:
                self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return room for all entries."""
        return self._size(_WIDEST)

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which the numbers don't touch."""
        return self._size(_LEAST * 0.66)

    def _size(self, share: float) -> QSize:
        shares = sum(map(_share, self._entries)) or 6.0
        gaps = _GAP * max(0, len(self._entries) - 1)
        return QSize(round(shares * share * self._theme.scale + gaps), self._height())

    def _height(self) -> int:
        return round(2 * 1.4 * self._theme.size(SMALL) + _BAR + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint all entries next to each other: what stands still is copied, numbers written."""
        places = self._places()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture(places))
        painter.setPen(self._theme.color("text"))
        texts, below = self._texts, 1.4 * self._theme.size(SMALL) + _BAR + 4
        for entry, (x, width) in zip(self._entries, places, strict=True):
            for text, place in ((entry.low, 0.0), (entry.middle, 0.5), (entry.high, 1.0)):
                if text and text not in entry.fixed:
                    texts.draw(painter, x + place * (width - texts.width(text)), below, text)
        painter.end()

    def _places(self) -> list[tuple[float, float]]:
        """Return where each entry begins and how wide it is."""
        shares = sum(map(_share, self._entries)) or 1.0
        room = self.width() - _GAP * max(0, len(self._entries) - 1)
        share = min(_WIDEST * self._theme.scale, room / shares)
        places, x = [], 0.0
        for entry in self._entries:
            places.append((x, share * _share(entry)))
            x += share * _share(entry) + _GAP
        return places

    def _picture(self, places: list[tuple[float, float]]) -> QPixmap:
        """Return all that the newest numbers don't change: titles, bars and fixed ends."""
        ratio = self.devicePixelRatioF()
        unnumbered = tuple((e.family, e.extent, e.fixed) for e in self._entries)
        key = (unnumbered, self.size().toTuple(), ratio)
        if key != self._still_key:
            self._still = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            self._still.setDevicePixelRatio(ratio)
            self._still.fill(self._theme.color("panel"))
            painter = QPainter(self._still)
            painter.setFont(self._theme.font(SMALL))
            for entry, (x, width) in zip(self._entries, places, strict=True):
                self._paint_still(painter, entry, x, width)
            painter.end()
            self._still_key = key
        return self._still

    def _paint_still(self, painter: QPainter, entry: LegendEntry, x: float, width: float) -> None:
        texts, line = self._texts, 1.4 * self._theme.size(SMALL)
        painter.setPen(self._theme.color("muted"))
        texts.draw(painter, x, 0, self._title(painter, entry, width))
        bar = QRectF(round(x) + 0.5, round(line) + 2.5, round(width) - 1, _BAR)
        painter.drawImage(bar, self._images[entry.family.table])
        painter.setPen(QPen(self._theme.color("border"), 1))
        painter.drawRect(bar)
        painter.setPen(self._theme.color("text"))
        for text, place in ((entry.low, 0.0), (entry.middle, 0.5), (entry.high, 1.0)):
            if text in entry.fixed:
                left = x + place * (width - texts.width(text))
                texts.draw(painter, left, line + _BAR + 4, text)

    def _title(self, painter: QPainter, entry: LegendEntry, width: float) -> str:
        """Return what an entry stands for in as many words as fit."""
        for title in (f"{entry.family.quantity} · {entry.extent}", entry.extent):
            if self._texts.width(title) <= width:
                return title
        side = Qt.TextElideMode.ElideRight
        return painter.fontMetrics().elidedText(entry.extent, side, round(width))


def _share(entry: LegendEntry) -> float:
    return _PIXELS if entry.family.quantity == "pixels" else _USUAL


def _gradient(table: object) -> QImage:
    """Return the colours of a table from its lowest to its highest entry as one row."""
    image = QImage(LEVELS, 1, QImage.Format.Format_RGB32)
    for at in range(LEVELS):
        image.setPixel(at, 0, int(table[at]))  # type: ignore[index]
    return image
