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
        return QSize(300, int(self.look.line("small")) * (self._places()[-1][0] + 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = look.line("small")
        for row, x, sample, words in self._places():
            painter.save()
            painter.translate(x, row * line)
            self._sample(painter, look, sample, line / 2)
            painter.restore()
            x += look.px(_SAMPLE) + look.px(5)
            place = QRectF(x, row * line, self.width() - x, line)
            look.text(painter, place, words, "muted" if isinstance(sample, str) else "text")

    def _places(self) -> list[tuple[int, float, str | int, str]]:
        """Return the row and the left end of every sample, with what it is and its words."""
        look, row, x = self.look, 0, 0.0
        runs = [(order, name) for name, order in self._runs.items() if len(self._runs) > 1]
        samples: list[tuple[str | int, str]] = [*_SAMPLES, *runs]
        places: list[tuple[int, float, str | int, str]] = []
        for sample, words in samples:
            wide = look.px(_SAMPLE) + look.px(5) + look.width_of(words)
            if x and x + wide > self.width():
                row, x = row + 1, 0.0
            places.append((row, x, sample, words))
            x += wide + look.px(_GAP)
        return places

    def _refit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def _sample(self, painter: QPainter, look: Look, kind: str | int, middle: float) -> None:
        wide, order = look.px(_SAMPLE), kind if isinstance(kind, int) else 0
        color = run_color(look.theme, order)
        if kind == "batch":
            painter.setPen(QPen(look.color("accent", 90), 1))
            heights = (2, -4, 3, -2, 4, -3, 1)
            step = wide / (len(heights) - 1)
            painter.drawPolyline([QPointF(i * step, middle + h) for i, h in enumerate(heights)])
        if kind == "smooth" or isinstance(kind, int):
            painter.setPen(line_pen(color, order, 1.6))
            painter.drawLine(QPointF(0, middle), QPointF(wide, middle))
        if kind == "validation" or isinstance(kind, int):
            painter.translate(wide / 2, middle)
            drawSymbol(painter, symbol_of(order), 7, line_pen(color, 0, 1.5), look.color("panel"))
