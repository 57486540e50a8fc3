"""The numbered colour legend under the scene."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.text import _
from explorer.views.parts.guard import painting
from explorer.views.parts.help import explain
from explorer.views.parts.texts import Texts
from explorer.views.scene.legend_entries import LegendEntry
from explorer.views.scene.pixels import PixelStyle, plane_tables
from explorer.views.style.colormaps import LEVELS, Table
from explorer.views.style.theme import SMALL, Theme
from explorer.views.style.themed import Themed

_PIXELS, _USUAL = 1.6, 3.0  # shares of the width
_MARK_TITLE = _("moved winner")
_AIR = 6.0  # between two numbers
_LEAST, _WIDEST, _GAP, _BAR = 40.0, 56.0, 16.0, 8.0  # of one share; between entries; bar height


class Legend(Themed, QWidget):
    """Paints one bar of colours per quantity, with what they mean at their ends."""

    def __init__(self, texts: type[Texts] = Texts) -> None:
        super().__init__()
        self._writer = texts
        self._entries: tuple[LegendEntry, ...] = ()
        self._marked = False
        self._pixels = PixelStyle()
        self._still = QPixmap()
        self._still_key: tuple[object, ...] = ()
        self.set_theme(self.theme)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # Its numbers change with every pen move: Qt must not paint all its parents first.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        explain(
            self,
            _("Colour legend"),
            _("Which colour stands for which number."),
            _(
                "Orange to blue: sums that can be negative. Pale to dark blue: activations. The "
                "numbers at the ends are those of the layer or map under the mouse and change with "
                "the scope chosen at the right."
            ),
        )

    def set_theme(self, theme: Theme) -> None:
        """Take colours and text sizes from a theme."""
        super().set_theme(theme)
        self._still_key = ()
        self._texts = self._writer(theme.font(SMALL))
        maps, style = theme.colormaps, self._pixels
        self._images = {name: _gradient(getattr(maps, name)) for name in ("signed", "ramp")}
        self._images["ink"] = _gradient(style.table(maps.ink), turned=style.falling)
        self._planes: QImage | None = None  # most networks see grey pictures

    def set_pixels(self, style: PixelStyle) -> None:
        """Show the colours of the input as it is drawn, those of the smallest number first."""
        self._pixels = style
        self.set_theme(self.theme)

    def show_entries(self, entries: tuple[LegendEntry, ...], marked: bool = False) -> None:
        """Show other numbers; `marked` adds what the marks of moved winners mean."""
        if entries != self._entries or marked != self._marked:
            anew = len(entries) != len(self._entries) or marked != self._marked
            self._entries, self._marked = entries, marked
            self.setAccessibleDescription("; ".join(e.sentence for e in entries))
            if anew:
                self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return room for all entries."""
        return self._size(_WIDEST)

    def minimumSizeHint(self) -> QSize:
        """Return room for one entry; the others go where there is none for them."""
        return QSize(round(_USUAL * _LEAST * self.theme.scale), self._height())

    def least_width(self) -> int:
        """Return the least width in which all entries can be read."""
        return self._size(_LEAST * 0.66).width()

    def _size(self, share: float) -> QSize:
        shares = sum(map(_share, self._entries)) or 6.0
        gaps = _GAP * max(0, len(self._entries) - 1) + self._mark_width()
        return QSize(round(shares * share * self.theme.scale + gaps), self._height())

    def _mark_width(self) -> float:
        return _GAP + self._texts.width(_MARK_TITLE) if self._marked else 0.0

    def _height(self) -> int:
        return round(2 * 1.4 * self.theme.size(SMALL) + _BAR + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint all entries next to each other: what stands still is copied, numbers written."""
        places = self._places()
        with painting(self) as painter:
            painter.drawPixmap(0, 0, self._picture(places))
            self._write_numbers(painter, places)

    def print(self, painter: QPainter) -> None:
        """Paint the legend where words stay words: on paper, or in a picture of lines."""
        places = self._places()
        self._paint_still(painter, places)
        self._write_numbers(painter, places)

    def numbers(self) -> list[tuple[str, float]]:
        """Return the numbers under the bars and where each begins, from left to right."""
        pairs = zip(self._entries, self._places(), strict=False)
        return [number for entry, place in pairs for number in self._numbers(entry, *place)]

    def _write_numbers(self, painter: QPainter, places: list[tuple[float, float]]) -> None:
        painter.setPen(self.theme.color("text"))
        for entry, place in zip(self._entries, places, strict=False):
            self._write(painter, entry, place, fixed=False)

    def _places(self) -> list[tuple[float, float]]:
        """Return where each entry begins and how wide it is; those without room are left out."""
        shown, least = list(self._entries), _LEAST * 0.66 * self.theme.scale
        while True:
            shares = sum(map(_share, shown)) or 1.0
            room = self.width() - _GAP * max(0, len(shown) - 1) - self._mark_width()
            if len(shown) < 2 or room >= shares * least - 1:
                break
            shown.pop()
        share = min(_WIDEST * self.theme.scale, room / shares)
        places, x = [], 0.0
        for entry in shown:
            places.append((x, share * _share(entry)))
            x += share * _share(entry) + _GAP
        return places

    def _picture(self, places: list[tuple[float, float]]) -> QPixmap:
        """Return all that the newest numbers don't change: titles, bars and fixed ends."""
        ratio = self.devicePixelRatioF()
        unnumbered = tuple(
            (e.family, e.extent, [n for n in self._numbers(e, *place) if n[0] in e.fixed])
            for e, place in zip(self._entries, places, strict=False)
        )
        key = (unnumbered, self._marked, self.size().toTuple(), ratio)
        if key != self._still_key:
            self._still = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            self._still.setDevicePixelRatio(ratio)
            self._still.fill(self.theme.color("panel"))
            with painting(self._still) as painter:
                self._paint_still(painter, places)
            self._still_key = key
        return self._still

    def _paint_still(self, painter: QPainter, places: list[tuple[float, float]]) -> None:
        painter.setFont(self.theme.font(SMALL))
        for entry, (x, width) in zip(self._entries, places, strict=False):
            painter.setPen(self.theme.color("muted"))
            self._texts.draw(painter, x, 0, self._title(painter, entry, width))
            line = 1.4 * self.theme.size(SMALL)
            bar = QRectF(round(x) + 0.5, round(line) + 2.5, round(width) - 1, _BAR)
            painter.drawImage(bar, self._image(entry))
            painter.setPen(QPen(self.theme.color("border"), 1))
            painter.drawRect(bar)
            painter.setPen(self.theme.color("text"))
            self._write(painter, entry, (x, width), fixed=True)
        if self._marked:
            self._paint_mark(painter, places[-1][0] + places[-1][1] + _GAP if places else 0.0)

    def _paint_mark(self, painter: QPainter, x: float) -> None:
        """Explain the line from the old winner of a pooling window to the dot in the new one."""
        texts, line = self._texts, 1.4 * self.theme.size(SMALL)
        wide = texts.width(_MARK_TITLE)
        painter.setPen(self.theme.color("muted"))
        texts.draw(painter, x, 0, _MARK_TITLE)
        painter.setPen(self.theme.color("text"))
        middle, start, end = (
            round(line + 2.5 + _BAR / 2),
            round(x + 0.2 * wide),
            round(x + 0.8 * wide),
        )
        painter.drawLine(start, middle, end, middle)
        painter.fillRect(end - 1, middle - 1, 4, 4, self.theme.color("text"))
        texts.draw(painter, x, line + _BAR + 4, _("old"))
        texts.draw_right(painter, x + wide, line + _BAR + 4, _("new"))

    def _image(self, entry: LegendEntry) -> QImage:
        if not entry.planes:
            return self._images[entry.family.table]
        if self._planes is None:
            tables = plane_tables(self._pixels, self.theme.colormaps.ink)
            self._planes = _gradient(*tables, turned=self._pixels.falling)
        return self._planes

    def _write(
        self, painter: QPainter, entry: LegendEntry, place: tuple[float, float], *, fixed: bool
    ) -> None:
        """Write the numbers under an entry's bar: those that never change, or the others."""
        below = 1.4 * self.theme.size(SMALL) + _BAR + 4
        for text, x in self._numbers(entry, *place):
            if (text in entry.fixed) == fixed:
                self._texts.draw(painter, x, below, text)

    def _numbers(self, entry: LegendEntry, x: float, width: float) -> list[tuple[str, float]]:
        """Return as many of an entry's numbers as have room, and where each begins.

        The two ends of a signed quantity differ by the sign: one number with both stands for them.
        """
        ends = {entry.low: 0.0, entry.high: 1.0}
        measure = self._texts.width
        for shown in ({entry.low: 0.0, entry.middle: 0.5, entry.high: 1.0}, ends):
            if sum(map(measure, filter(None, shown))) + _AIR * (len(shown) - 1) <= width:
                break
        else:
            shown = {f"±{entry.high}": 0.5} if entry.family.signed else ends
        return [(text, x + at * (width - measure(text))) for text, at in shown.items() if text]

    def _title(self, painter: QPainter, entry: LegendEntry, width: float) -> str:
        """Return what an entry stands for in as many words as fit."""
        for title in (f"{entry.family.name} · {entry.extent}", entry.extent):
            if self._texts.width(title) <= width:
                return title
        side = Qt.TextElideMode.ElideRight
        return painter.fontMetrics().elidedText(entry.extent, side, round(width))


def _share(entry: LegendEntry) -> float:
    return _PIXELS if entry.family.quantity == "pixels" else _USUAL


def _gradient(*tables: Table, turned: bool = False) -> QImage:
    """Return the colours of tables from their lowest to their highest entry, a row for each."""
    image = QImage(LEVELS, len(tables), QImage.Format.Format_RGB32)
    for row, table in enumerate(tables):
        colors = table[:LEVELS][::-1] if turned else table[:LEVELS]
        for at, color in enumerate(colors.tolist()):
            image.setPixel(at, row, color)
    return image
