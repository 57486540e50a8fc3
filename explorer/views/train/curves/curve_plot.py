"""One plot of curves, drawn by pyqtgraph in the theme's look.

Lines are told apart by dashes, symbols and a name, of a layer at its end, of a run in the key, as
well as by colour. Thin pens and few points keep a plot that grows ten times a second cheap.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen
from PySide6.QtWidgets import QGraphicsItem

from explorer.text import _
from explorer.views.style.theme import SMALL, Theme
from explorer.views.train.curves.curve_data import RunCurves, Scale, Span
from explorer.views.train.curves.plot_lines import (
    FINE_POINTS,
    LOSSES,
    Plot,
    PlotLine,
    lines_of,
    scale_of,
    value_range,
)

_DASHES: tuple[tuple[float, ...], ...] = ((), (6, 3), (2, 3), (8, 3, 2, 3), (4, 2))
_SYMBOLS = ("o", "s", "t", "d", "+")
_AXIS, _TITLE, _TICKS = 44, 20, 18
_HEIGHTS = {"batch": 0, "validation": 10}  # of a role's lines above the others
LAYER_WIDTH, POINT_WIDTH = 66.0, 8.0  # pixels for a layer's name or a point at a line's end


class CountAxis(pg.AxisItem):  # type: ignore[misc]
    """Whole steps or epochs, the first above zero with its unit: `first` is `step {number}`."""

    def __init__(self, side: str, first: str) -> None:
        super().__init__(side)
        self._first = first

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """Return how far apart ticks are: one or more."""
        levels: list[tuple[float, float]] = super().tickSpacing(low, high, size)[:1]
        return [(max(1.0, spacing), offset) for spacing, offset in levels]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return the numbers with thousands apart; zero has none."""
        numbers = [round(value * scale) for value in values]
        first = min((number for number in numbers if number > 0), default=0)
        texts = {0: "", first: self._first.format(number=f"{first:,}")}
        return [texts.get(number, f"{number:,}") if number else "" for number in numbers]


class CurvePlot:
    """Draws the lines of one kind of plot into a pyqtgraph PlotItem, `item`."""

    def __init__(self, plot: Plot, theme: Theme) -> None:
        self.plot = plot
        self.epochs = CountAxis("top", _("epoch {number}"))
        self.item: Any = pg.PlotItem(
            viewBox=pg.ViewBox(enableMenu=False),  # a menu takes a third of the time
            axisItems={
                "top": self.epochs,
                "bottom": CountAxis("bottom", _("step {number}")),
            },
        )
        self._lines: dict[str, Any] = {}
        self._seen: dict[str, tuple[object, ...]] = {}  # the validations that are drawn
        self._labels: dict[str, Any] = {}
        self._theme = theme
        self._cursor: Any = pg.InfiniteLine(angle=90)
        self._hover: Any = pg.InfiniteLine(angle=90)
        self.title = ""
        self.gutter = 0.0  # pixels kept free at the right for the names of lines
        self._build()
        self.set_theme(theme)

    def draw(
        self, runs: dict[str, RunCurves], active: str, span: Span, *, log: bool
    ) -> list[PlotLine]:
        """Draw what there is over the steps of `span`; return the lines."""
        width = max(100, int(self.item.vb.width()))
        scale = scale_of(self.plot, runs.values(), log=log)
        lines = lines_of(self.plot.kind, runs, active, span, scale)
        low, high = value_range(self.plot.kind, lines, scale)
        self._draw_title(runs, scale)
        self.item.setLogMode(x=False, y=scale.log)
        for line in lines:
            self._draw_line(line, scale, width)
        for key in self._lines.keys() - {line.key for line in lines}:
            self.item.removeItem(self._lines.pop(key))
            self._seen.pop(key, None)
        self.item.setYRange(low, high, padding=0)
        end = with_gutter(span, width, self._theme.scale * self.gutter)
        self.item.setXRange(span[0], end, padding=0)
        self._draw_labels(lines, span[1], (low, high), scale)
        return lines

    def show_cursor(self, step: int | None, *, hover: bool = False) -> None:
        """Stand the time machine's line at a step, or with `hover` that of the mouse."""
        line = self._hover if hover else self._cursor
        line.setVisible(step is not None)
        if step is not None:
            line.setValue(step)

    def show_axes(self, *, steps: bool, epochs: int) -> None:
        """Write steps below and epochs (so many steps each, 0 for none) above, or neither."""
        self.epochs.setScale(1 / max(1, epochs))
        self.item.showAxis("top", epochs > 0)
        self.item.getAxis("bottom").setStyle(showValues=steps)
        self.item.getAxis("bottom").setHeight(None if steps else 6)

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._theme = theme
        font = theme.font(SMALL - 1)
        for name in ("left", "bottom", "top"):
            axis = self.item.getAxis(name)
            axis.setTextPen(theme.color("muted"))
            axis.setPen(theme.color("border"))
            axis.setTickPen(theme.color("border"))
            axis.textHeight = theme.size(_TICKS)  # pyqtgraph cuts below the line, and reduces late
            axis.setStyle(autoReduceTextSpace=False)
            axis.setStyle(tickFont=font, tickLength=4, tickTextOffset=3)
            axis.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)  # half of a repaint
        self.item.getAxis("left").setWidth(theme.size(_AXIS))
        self.item.titleLabel.setMaximumHeight(theme.size(_TITLE))
        self.item.layout.setRowFixedHeight(0, theme.size(_TITLE))
        self.item.vb.setBackgroundColor(theme.color("field"))
        self._cursor.setPen(QPen(theme.color("text"), 0))
        self._hover.setPen(line_pen(theme.color("muted"), 2, 1))
        for item in (*self._lines.values(), *self._labels.values()):
            self.item.removeItem(item)
        for kept in (self._lines, self._seen, self._labels):
            kept.clear()

    def _build(self) -> None:
        self.item.hideButtons()
        self.item.layout.removeItem(self.item.titleLabel)
        self.item.layout.addItem(self.item.titleLabel, 0, 0, 1, 2)
        self.item.titleLabel.setVisible(True)
        self.item.titleLabel.setAttr("justify", "left")
        left = self.item.getAxis("left")
        left.enableAutoSIPrefix(False)
        left.setScale(100 if self.plot.percent else 1)
        self.item.setMenuEnabled(False)
        self.item.vb.setMouseEnabled(x=True, y=False)
        self.item.vb.disableAutoRange()
        self.item.showGrid(x=False, y=True, alpha=0.2)
        for line in (self._cursor, self._hover):
            line.setZValue(20)
            line.hide()
            self.item.addItem(line, ignoreBounds=True)

    def _draw_title(self, runs: dict[str, RunCurves], scale: Scale) -> None:
        """Write above the plot what is drawn, and how its axis differs from what one expects."""
        name = self.plot.title
        name = _("{title} in percent").format(title=name) if self.plot.percent else name
        if self.plot.kind == "loss":
            name = next((LOSSES[run.loss] for run in runs.values()), name)
        self.title = f"{name} · {scale.note}" if scale.note else name
        font, label = self._theme.font(SMALL, QFont.Weight.Medium), self.item.titleLabel
        width, elide = self.item.size().width(), Qt.TextElideMode.ElideRight
        label.item.setFont(font)
        label.item.setDefaultTextColor(self._theme.color("text"))
        label.item.setPlainText(QFontMetricsF(font).elidedText(self.title, elide, width))
        label.setToolTip(self.title)
        label.resizeEvent(None)  # moves the text to the left

    def _draw_line(self, line: PlotLine, scale: Scale, width: int) -> None:
        item = self._lines.get(line.key)
        if item is None:
            item = self._lines[line.key] = pg.PlotDataItem(connect="finite")
            self.item.addItem(item)
            item.setZValue(_HEIGHTS.get(line.role, 5))
        if line.role == "validation":  # its points are the dearest to draw and rarely change
            seen = (line.steps.tobytes(), line.values.tobytes(), line.order, scale)
            if self._seen.get(line.key) == seen:
                return
            self._seen[line.key] = seen
        fine = len(line.steps) <= FINE_POINTS + 1 and line.role != "batch"
        values = np.where(line.values > 0, line.values, np.nan) if scale.log else line.values
        # The lowest and highest of every pixel look like all points and cost a tenth.
        item.setDownsampling(ds=max(1, len(values) // width), method="peak")
        looks = _looks(self._theme, line, fine)
        item.setData(line.steps, values, antialias=fine, connect="finite", **looks)

    def _draw_labels(
        self, lines: list[PlotLine], end: float, shown: tuple[float, float], scale: Scale
    ) -> None:
        """Write the names of layers at their lines' ends, each a line of text below another."""
        wanted = [line for line in lines if line.role == "layer"]
        for key in self._labels.keys() - {line.key for line in wanted}:
            self.item.removeItem(self._labels.pop(key))
        low, high = shown
        each = (high - low) * (self._theme.size(SMALL) + 3) / max(1.0, self.item.vb.height())
        font = self._theme.font(SMALL - 1, QFont.Weight.Medium)
        room = self._theme.scale * self.gutter - 8
        ends = [_end(line, scale) for line in wanted]
        places = spread(ends, each, low + each / 2, high - each / 2)
        for line, y in zip(wanted, places, strict=True):
            label = self._labels.get(line.key)
            if label is None:
                label = self._labels[line.key] = pg.TextItem(anchor=(0, 0.5))
                label.setFont(font)
                label.setZValue(15)
                self.item.addItem(label, ignoreBounds=True)
            text = QFontMetricsF(font).elidedText(line.label, Qt.TextElideMode.ElideRight, room)
            label.setText(text, color=line_color(self._theme, line))
            label.setPos(end, y)
            label.setVisible(y >= low)  # the plot may be too low for all of them


def with_gutter(span: Span, width: float, gutter: float) -> float:
    """Return the right end of the axis that leaves `gutter` of `width` pixels behind the steps."""
    low, high = span
    return high + (high - low) * gutter / max(1.0, width - gutter)


def spread(places: list[float], each: float, low: float, high: float) -> list[float]:
    """Return places at least `each` apart, in their order, as near to the wanted as that allows."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    result = list(places)
    floor = low
    for i in order:
        result[i] = floor = max(places[i], floor)
        floor += each
    ceiling = high
    for i in reversed(order):
        result[i] = min(result[i], ceiling)
        ceiling = result[i] - each
    return result


def _end(line: PlotLine, scale: Scale) -> float:
    """Return the height at which a line ends."""
    places = scale.place(line.values)
    places = places[np.isfinite(places)]
    return float(places[-1]) if len(places) else 0.0


def line_color(theme: Theme, line: PlotLine) -> QColor:
    """Return a line's colour: the accent, for layers from the text's colour to it by depth."""
    if line.role == "batch":
        return theme.color("accent", 70)
    if line.role != "layer":
        return run_color(theme, line.order)
    start, stop = theme.color("accent"), theme.color("text")
    share = line.order / max(1, line.count - 1)
    ends = ((start.red(), stop.red()), (start.green(), stop.green()), (start.blue(), stop.blue()))
    red, green, blue = (round(a + (b - a) * share) for a, b in ends)
    return QColor(red, green, blue)


def run_color(theme: Theme, order: int) -> QColor:
    """Return the colour of a run's lines."""
    return theme.color(("accent", "text", "muted")[min(2, order)])


def _looks(theme: Theme, line: PlotLine, fine: bool) -> dict[str, Any]:
    color = line_color(theme, line)
    if line.role == "validation":
        return {
            "pen": None,
            "symbol": symbol_of(line.order),
            "symbolSize": 8 * theme.scale,
            "symbolPen": line_pen(color, 0, 1.5),
            "symbolBrush": theme.color("panel"),
        }
    order = 0 if line.role == "batch" else line.order
    return {"pen": line_pen(color, order, 1.6 if fine else 1.0), "symbol": None}


def symbol_of(order: int) -> str:
    """Return pyqtgraph's name of the points of a run."""
    return _SYMBOLS[order % len(_SYMBOLS)]


def line_pen(color: QColor, order: int, width: float) -> QPen:
    """Return the pen of a run's or a layer's line, told from others by its dashes."""
    pen = QPen(color, width)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashes := _DASHES[order % len(_DASHES)]:
        pen.setDashPattern(list(dashes))
    return pen
