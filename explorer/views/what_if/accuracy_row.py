"""One line about the accuracy on the test digits, with its progress and a button.

Of an auto-encoder it is about the error of the pictures it draws: it has no accuracy.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from explorer.live.accuracy import Accuracy
from explorer.views.parts.buttons import LOW_CHIP, ToolButton
from explorer.views.parts.help import explain
from explorer.views.parts.texts import Texts
from explorer.views.style.theme import GRID, SMALL, Theme
from explorer.views.what_if.texts import accuracy_text, counted_text

QUIET = {False: "accuracy on test digits", True: "error on test digits"}
_LEVEL = (
    "The bundled digits are from MNIST's training set, which the bundled networks learned "
    "from: look at the difference rather than at the level."
)


class AccuracyText(QWidget):
    """The painted line: the accuracy, of how many digits, and a bar while they are counted.

    For an auto-encoder it is the mean squared error per pixel.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._texts: Texts | None = None
        self._strong: Texts | None = None
        self._accuracy = Accuracy()
        self._changed = self._draws = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.show_drawing(False)

    @property
    def text(self) -> str:
        """What is written."""
        return accuracy_text(self._accuracy, self._changed) or QUIET[self._draws]

    def show_drawing(self, draws: bool) -> None:
        """Be about a network that draws, or about one that reads."""
        self._draws = draws
        if draws:
            tip = "The mean squared error per pixel of the bundled test digits, before and after."
            explain(self, "Error", tip, _LEVEL)
        else:
            tip = "The share of the bundled test digits that is read rightly, before and after."
            explain(self, "Accuracy", tip, _LEVEL)
        self.update()

    def show_accuracy(self, accuracy: Accuracy, changed: bool) -> None:
        """Show an accuracy, of the original alone unless something is `changed`."""
        self._accuracy, self._changed = accuracy, changed
        self.setAccessibleDescription(self.text)
        self.setToolTip(accuracy.note or self.text)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._theme = theme
        self._texts = Texts(theme.font(SMALL))
        self._strong = Texts(theme.font(SMALL, QFont.Weight.DemiBold))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, texts, strong = self._theme, self._texts, self._strong
        if theme is None or texts is None or strong is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("panel"))
        accuracy = self._accuracy
        known = accuracy.before is not None and accuracy.state in ("running", "done")
        y = (self.height() - texts.height) / 2
        painter.setPen(theme.color("text" if known else "muted"))
        (strong if known else texts).draw(painter, 0, y, self.text)
        if accuracy.state == "running":
            self._paint_progress(painter, theme, accuracy.progress)
        elif known:
            self._paint_count(painter, theme, strong.width(self.text), y)

    def _paint_count(self, painter: QPainter, theme: Theme, left: float, y: float) -> None:
        assert self._texts is not None
        text = counted_text(self._accuracy)
        if left + GRID + self._texts.width(text) <= self.width():
            painter.setPen(theme.color("muted"))
            self._texts.draw_right(painter, self.width(), y, text)

    def _paint_progress(self, painter: QPainter, theme: Theme, progress: float) -> None:
        track = QRectF(0, self.height() - 3, self.width(), 3)
        painter.fillRect(track, theme.color("field"))
        track.setWidth(progress * track.width())
        painter.fillRect(track, theme.color("accent"))


class AccuracyRow(QWidget):
    """The line and its button; says `measure_requested` or, while counting, `cancel_requested`."""

    measure_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._running = self._draws = False
        self.line = AccuracyText()
        self.button = ToolButton("", "", text="measure", shape=LOW_CHIP)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)
        self.button.clicked.connect(self._on_clicked)
        self.show_drawing(False)

    def show_drawing(self, draws: bool) -> None:
        """Be about a network that draws, or about one that reads."""
        self._draws = draws
        self.line.show_drawing(draws)
        self._explain()

    def show_accuracy(self, accuracy: Accuracy, changed: bool) -> None:
        """Show an accuracy and what the button does now."""
        self.line.show_accuracy(accuracy, changed)
        self._running = accuracy.state == "running"
        self.button.setText("cancel" if self._running else "measure")
        self._explain()
        self.button.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self.line.set_theme(theme)
        self.button.set_theme(theme)

    def _explain(self) -> None:
        what = "error" if self._draws else "accuracy"
        name = "Cancel measuring" if self._running else f"Measure {what}"
        reads = "Count how many test digits are read rightly."
        draws = "Find out how far test digits are drawn off."
        detail = "Done by itself after every change; press it while it counts to stop."
        explain(self.button, name, draws if self._draws else reads, detail)

    def _on_clicked(self) -> None:
        (self.cancel_requested if self._running else self.measure_requested).emit()
