"""What the lines and points of the curves mean, each drawn as it is on the plots."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.text import _
from explorer.views.parts.brush import Look, Painted
from explorer.views.parts.help import explain
from explorer.views.style.theme import Theme

_SAMPLE, _GAP = 20, 14
_SAMPLES = (
    ("batch", _("each batch")),
    ("smooth", _("smoothed")),
    ("validation", _("validation")),
    ("cursor", _("this moment")),
)


class CurveKey(Painted, QWidget):
    """A row of samples: batch, smoothed, validation, the time machine's step.

    Painted, for pyqtgraph's legend would take its place from the plots and knows no cursor.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        explain(
            self,
            _("What the curves mean"),
            _("Faint: every batch. Line: smoothed over about 50 steps. Points: validation images."),
            _("Other branches have dashes and points of other forms, and their names at the end."),
        )

    def show_runs(self, names: Sequence[str]) -> None:
        """Name the runs for a screen reader."""
        text = _("runs: {names}").format(names=", ".join(names)) if names else _("no run")
        self.setAccessibleDescription(text)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(300, int(self.look.line("small")))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = 0.0
        for kind, words in _SAMPLES:
            wide, sample = look.width_of(words), look.px(_SAMPLE)
            if x + sample + look.px(5) + wide > self.width():
                return
            self._sample(painter, look, kind, x)
            x += sample + look.px(5)
            look.text(painter, QRectF(x, 0, wide + 2, self.height()), words, "muted")
            x += wide + look.px(_GAP)

    def _sample(self, painter: QPainter, look: Look, kind: str, x: float) -> None:
        middle, wide = self.height() / 2, look.px(_SAMPLE)
        accent = look.color("accent")
        if kind == "batch":
            painter.setPen(QPen(look.color("accent", 90), 1))
            heights = (2, -4, 3, -2, 4, -3, 1)
            step = wide / (len(heights) - 1)
            painter.drawPolyline([QPointF(x + i * step, middle + h) for i, h in enumerate(heights)])
        elif kind == "smooth":
            painter.setPen(QPen(accent, 1.6))
            painter.drawLine(QPointF(x, middle), QPointF(x + wide, middle))
        elif kind == "validation":
            painter.setPen(QPen(accent, 1.5))
            painter.setBrush(look.color("panel"))
            painter.drawEllipse(QPointF(x + wide / 2, middle), 3.5, 3.5)
        else:
            painter.setPen(QPen(look.color("text"), 1))
            painter.drawLine(QPointF(x + wide / 2, 1), QPointF(x + wide / 2, self.height() - 1))
