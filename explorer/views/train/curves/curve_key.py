"""What the lines and points of the curves mean, each drawn as it is on the plots."""

from __future__ import annotations

from collections.abc import Mapping

from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.text import _
from explorer.views.parts.brush import Look, Painted
from explorer.views.parts.help import explain
from explorer.views.style.theme import Theme
from explorer.views.train.curves.curve_plot import line_pen, run_color, symbol_of

_SAMPLE, _GAP = 22, 14
_SAMPLES = (
    ("batch", _("each batch")),
    ("smooth", _("smoothed")),
    ("validation", _("validation")),
)


class CurveKey(Painted, QWidget):
    """Rows of samples: batch, smoothed, validation; of several runs the lines by name.

    Painted, for pyqtgraph's legend would take its place from the plots.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: Mapping[str, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        explain(
            self,
            _("What the curves mean"),
            _("Faint: every batch. Line: the trend of batches around. Points: validation images."),
            _("Each run has dashes and points of its own, which stand here beside its name."),
        )

    def show_runs(self, runs: Mapping[str, int]) -> None:
        """Name the runs, each with the order that tells its lines apart; one needs no name."""
        self._runs = runs
        text = _("runs: {names}").format(names=", ".join(runs)) if runs else _("no run")
        self.setAccessibleDescription(text)
        self._refit()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._refit()

    def sizeHint(self) -> QSize:
        return QSize(300, self._flow())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._flow(painter)

    def _refit(self) -> None:
        self.setFixedHeight(self._flow())
        self.update()

    def _flow(self, painter: QPainter | None = None) -> int:
        """Let the samples flow into rows, painted if there is a painter; return the height."""
        look, x, y = self.look, 0.0, 0.0
        line, before = look.line("small"), look.px(_SAMPLE) + look.px(5)
        runs = [(order, name) for name, order in self._runs.items() if len(self._runs) > 1]
        samples: list[tuple[str | int, str]] = [*_SAMPLES, *runs]
        for sample, words in samples:
            wide = before + look.width_of(words)
            if x and x + wide > self.width():
                x, y = 0.0, y + line
            if painter:
                place = QRectF(x + before, y, wide, line)
                look.text(painter, place, words, "muted" if isinstance(sample, str) else "text")
                painter.translate(x, y)
                self._sample(painter, look, sample, line / 2)
                painter.resetTransform()
            x += wide + look.px(_GAP)
        return int(y + line)

    def _sample(self, painter: QPainter, look: Look, kind: str | int, middle: float) -> None:
        wide, order = look.px(_SAMPLE), kind if isinstance(kind, int) else 0
        color = run_color(look.theme, order)
        painter.setPen(line_pen(color, order, 1.6))
        if kind == "batch":
            painter.setPen(QPen(look.color("accent", 90), 1))
            heights = (2, -4, 3, -2, 4, -3, 1)
            step = wide / (len(heights) - 1)
            painter.drawPolyline([QPointF(i * step, middle + h) for i, h in enumerate(heights)])
        elif kind != "validation":
            painter.drawLine(QPointF(0, middle), QPointF(wide, middle))
        if kind == "validation" or isinstance(kind, int):
            painter.translate(wide / 2, middle)
            drawSymbol(painter, symbol_of(order), 7, line_pen(color, 0, 1.5), look.color("panel"))
