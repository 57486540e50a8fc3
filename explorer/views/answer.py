"""The network's answer: the best guess large, then every class with its probability."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QStaticText
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from explorer.network.cells import Cell, Selection
from explorer.network.records import Trace
from explorer.network.spec import Spec
from explorer.views.help import explain
from explorer.views.theme import DISPLAY, LARGE, SMALL, Theme
from explorer.views.widgets import Panel

_ROW = 20
_SHOWN_ROWS = 10  # more scroll
EMPTY, LOADING = "Draw something", "Loading the network…"


def percent(probability: float) -> str:
    """Return a probability as the panel writes it, in percent with one decimal."""
    return f"{100 * probability:.1f}"


class Headline(QWidget):
    """The top guess, its probability and the runner-up; or a calm sentence without a trace."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._trace: Trace | None = None
        self._order: list[int] = []
        self._quiet = EMPTY
        self._display: dict[str, QFont] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_trace(self, trace: Trace | None) -> None:
        """Show the best two classes of a trace."""
        self._trace = trace
        if trace is not None:
            self._order = np.argsort(-trace.probabilities, kind="stable")[:2].tolist()
        self.update()

    def show_quiet(self, sentence: str) -> None:
        """Set what is written while there is no trace."""
        self._quiet = sentence
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._theme = theme
        self._display.clear()
        self.setFixedHeight(theme.size(DISPLAY) + 12)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("panel"))
        if self._trace is None:
            painter.setFont(theme.font(LARGE))
            painter.setPen(theme.color("muted"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._quiet)
        else:
            self._paint_guess(painter, theme, self._trace)

    def _paint_guess(self, painter: QPainter, theme: Theme, trace: Trace) -> None:
        spec, probabilities = trace.spec, trace.probabilities
        best, second = self._order
        name = spec.classes[best]
        half = self.width() * (0.36 if len(name) == 1 else 0.52)
        painter.setPen(theme.color("text"))
        painter.setFont(self._display_font(theme, name, half))
        left = QRectF(0, 0, half, self.height())
        painter.drawText(left, int(Qt.AlignmentFlag.AlignCenter), name)
        x, middle = half + 8, self.height() / 2
        painter.setFont(self._number_font(theme))
        painter.setPen(theme.color("accent"))
        painter.drawText(QPointF(x, middle - 2), f"{percent(probabilities[best])} %")
        painter.setFont(theme.font(SMALL))
        painter.setPen(theme.color("muted"))
        line = theme.size(SMALL) + 5
        lines = [f"then {spec.classes[second]}, {percent(probabilities[second])} %"]
        if spec.output == "sigmoid":
            lines.append(f"sigmoid: sum {probabilities.sum():.2f}, not 1")
        else:
            lines.append(f"logit {trace.logits[best]:.2f}")
        for index, text in enumerate(lines):
            painter.drawText(QPointF(x, middle + line * (index + 1)), text)

    def _number_font(self, theme: Theme) -> QFont:
        if "%" not in self._display:
            self._display["%"] = theme.font(24, QFont.Weight.DemiBold)
        return self._display["%"]

    def _display_font(self, theme: Theme, name: str, room: float) -> QFont:
        """Return the largest font in which a class name fits."""
        if name not in self._display:
            font = theme.font(DISPLAY, QFont.Weight.DemiBold)
            width = QFontMetricsF(font).horizontalAdvance(name)
            font.setPixelSize(max(14, int(font.pixelSize() * min(1.0, room / max(1.0, width)))))
            self._display[name] = font
        return self._display[name]


class Bars(QWidget):
    """One bar per class; says `cell_hovered(Cell or None)` and `cell_clicked(Cell)`."""

    cell_hovered = Signal(object)
    cell_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._classes: tuple[str, ...] = ()
        self._values: NDArray[np.float32] | None = None
        self._best = -1
        self._selected: int | None = None
        self._hovered: int | None = None
        self._names: list[QStaticText] = []
        self._texts: dict[str, QStaticText] = {}
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(
            self,
            "Probabilities",
            "How sure the network is of each class, in percent.",
            "The longest bar is the answer. Point at a bar to see what it was computed from.",
        )

    def show_spec(self, spec: Spec) -> None:
        """Prepare one row per class."""
        self._classes, self._values = spec.classes, None
        self._renew_names()
        self.update()

    def show_trace(self, trace: Trace | None) -> None:
        """Show the probabilities of a trace, repainting the rows that changed."""
        if trace is not None and trace.spec.classes != self._classes:
            self.show_spec(trace.spec)
        before, self._values = self._values, None if trace is None else trace.probabilities
        best, self._best = self._best, -1 if trace is None else trace.prediction
        if before is None or self._values is None:
            self.update()
            return
        changed = np.flatnonzero(np.rint(1000 * before) != np.rint(1000 * self._values)).tolist()
        for index in {*changed, best, self._best} if best != self._best else changed:
            self.update(self._row(index))

    def show_selection(self, selection: Selection | None) -> None:
        """Mark the row of a selected class."""
        stages = ("probabilities", "logits")
        chosen = selection.cell if selection and selection.cell.stage in stages else None
        self._selected = chosen.index[0] if chosen else None
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._theme = theme
        self._texts.clear()
        self._renew_names()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._row_height() * len(self._classes))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._index_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.cell_clicked.emit(Cell("probabilities", (index,)))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("panel"))
        painter.setFont(theme.font(SMALL))
        name_width, number_width = self._columns(theme)
        high = self._row_height()
        first, last = event.rect().top() // high, event.rect().bottom() // high
        for index in range(max(0, first), min(len(self._names), last + 1)):
            self._paint_row(painter, theme, index, name_width, number_width)

    def _paint_row(
        self, painter: QPainter, theme: Theme, index: int, name_width: float, number_width: float
    ) -> None:
        row = self._row(index)
        best, value = index == self._best, self._values
        text_top = row.top() + (row.height() - theme.size(SMALL) * 1.25) / 2
        if index == self._selected:
            painter.fillRect(row, theme.color("selection_soft"))
        painter.setPen(theme.color("text" if best or index == self._selected else "muted"))
        painter.drawStaticText(QPointF(0, text_top), self._names[index])
        left, right = name_width + 8, row.width() - number_width - 8
        thick = row.height() * 0.4
        top = row.top() + (row.height() - thick) / 2
        painter.fillRect(QRectF(left, top, right - left, thick), theme.color("field"))
        if value is None:
            return
        share = float(value[index])
        length = (right - left) * min(1.0, max(0.0, share))
        if length >= 0.5:
            color = theme.color("accent", 255 if best else 150)
            painter.fillRect(QRectF(left, top, length, thick), color)
        number = self._text(percent(share))
        place = row.width() - number.size().width()
        painter.drawStaticText(QPointF(place, text_top), number)

    def _columns(self, theme: Theme) -> tuple[float, float]:
        widest = max((name.size().width() for name in self._names), default=0.0)
        return min(widest, self.width() * 0.45), self._text("100.0").size().width()

    def _text(self, text: str) -> QStaticText:
        """Return laid-out text, kept because there are only a thousand different numbers."""
        if text not in self._texts:
            static = QStaticText(text)
            static.setTextFormat(Qt.TextFormat.PlainText)
            if self._theme is not None:
                static.prepare(font=self._theme.font(SMALL))
            self._texts[text] = static
        return self._texts[text]

    def _renew_names(self) -> None:
        self._names = [self._text(name) for name in self._classes]
        self.setFixedHeight(max(1, self.sizeHint().height()))

    def _row_height(self) -> int:
        return round(_ROW * (self._theme.scale if self._theme else 1.0))

    def _row(self, index: int) -> QRect:
        high = self._row_height()
        return QRect(0, index * high, self.width(), high)

    def _index_at(self, place: QPointF) -> int | None:
        index = int(place.y() // self._row_height())
        return index if 0 <= index < len(self._classes) else None

    def _hover(self, index: int | None) -> None:
        if index != self._hovered:
            self._hovered = index
            self.cell_hovered.emit(None if index is None else Cell("probabilities", (index,)))


class AnswerPanel(Panel):
    """The headline over the bars; without a trace a calm sentence and empty rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loading = False
        self.headline, self.bars = Headline(), Bars()
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.bars)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self.headline)
        self.body.addWidget(self._scroll)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Answer")

    def show_spec(self, spec: Spec) -> None:
        """Prepare for a network's classes."""
        self.bars.show_spec(spec)
        self._fit()

    def show_trace(self, trace: Trace | None) -> None:
        """Show the answer of a trace, or that there is nothing to answer yet."""
        self.headline.show_trace(trace)
        self.bars.show_trace(trace)

    def show_loading(self, loading: bool) -> None:
        """Say that the network is still being loaded."""
        self._loading = loading
        self.headline.show_quiet(LOADING if loading else EMPTY)

    def show_selection(self, selection: Selection | None) -> None:
        """Mark a selected class."""
        self.bars.show_selection(selection)

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self.headline.set_theme(theme)
        self.bars.set_theme(theme)
        self._fit()

    def _fit(self) -> None:
        high = self.bars.sizeHint().height()
        rows = max(1, len(self.bars._classes))
        self._scroll.setFixedHeight(high * min(rows, _SHOWN_ROWS) // rows)
