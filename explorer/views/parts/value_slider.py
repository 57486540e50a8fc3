"""A slider that shows its name and value: one line of text over one thin track."""

from __future__ import annotations

from collections.abc import Callable
from math import floor

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy

from explorer.text import _
from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.style.theme import SMALL, Theme
from explorer.views.style.themed import Themed

HANDLE = 6.0  # radius
TRACK = 4.0  # thickness


class ValueSlider(Themed, FocusRing, QAbstractSlider):
    """A number from `low` to `high` in steps of `step`, `start` being its usual value.

    Emits `value_requested(float)` when the user moves it, never when `show_value` does. A
    double-click or the key R puts it back to `start`; the track is filled from there, which
    QSlider cannot. Six of these are built and painted in 2 ms, six of QSlider with two labels
    in 11 (the first paint of the window takes 210), and moving one lays nothing out anew.
    """

    opaque = True

    value_requested = Signal(float)

    def __init__(
        self,
        name: str,
        tip: str,
        *,
        low: float,
        high: float,
        step: float,
        start: float,
        written: Callable[[float], str],
        detail: str = "",
        shortcut: str = "",
    ) -> None:
        super().__init__()
        self._name, self._step, self._start, self._written = name, step, start, written
        self._idle = ""
        back = _("Double-click puts it back.")
        explain(self, name, tip, f"{detail} {back}".strip(), shortcut)
        self._tip = self.toolTip()
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(round(low / step), round(high / step))
        self.setPageStep(max(1, (self.maximum() - self.minimum()) // 10))
        self.setValue(round(start / step))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.valueChanged.connect(self._on_value_changed)

    @property
    def shown(self) -> float:
        """The value in the user's unit."""
        return self.value() * self._step

    def show_value(self, value: float) -> None:
        """Show a value without emitting anything."""
        position = round(value / self._step)
        if position != self.value():
            with QSignalBlocker(self):
                self.setValue(position)
            self.update()

    def set_high(self, high: float) -> None:
        """Let the value go up to another end, without emitting anything."""
        if round(high / self._step) != self.maximum():
            with QSignalBlocker(self):
                self.setMaximum(round(high / self._step))
            self.setPageStep(max(1, (self.maximum() - self.minimum()) // 10))
            self.update()

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere than usual."""
        return self.value() != round(self._start / self._step)

    def show_idle(self, reason: str) -> None:
        """Show that the value changes nothing now, and why; without a reason that it does."""
        if reason != self._idle:
            self._idle = reason
            self.setToolTip(f"{self._tip}\n{reason}" if reason else self._tip)
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and font from a theme."""
        super().set_theme(theme)
        self.setFixedHeight(self.sizeHint().height())

    def reset(self) -> None:
        """Go back to the usual value, as if the user had moved it there."""
        self.setValue(round(self._start / self._step))

    def sizeHint(self) -> QSize:
        return QSize(112, self.theme.size(SMALL) + 8 + int(2 * self._handle()))

    def minimumSizeHint(self) -> QSize:
        return QSize(72, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._move_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._move_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_R and not event.modifiers():
            self.reset()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.theme.color("panel"))
        self._paint_text(painter)
        self._paint_track(painter)

    def _paint_text(self, painter: QPainter) -> None:
        theme, enabled = self.theme, self.isEnabled()
        painter.setFont(theme.font(SMALL))
        line = QRectF(0, 0, self.width(), theme.size(SMALL) + 4)
        painter.setPen(theme.color("muted" if enabled else "disabled"))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft), self._name)
        value = "muted" if self._idle else "text"
        painter.setPen(theme.color(value if enabled else "disabled"))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight), self._written(self.shown))

    def _paint_track(self, painter: QPainter) -> None:
        theme, handle = self.theme, self._handle()
        middle, track = self.height() - handle - 2, TRACK * handle / HANDLE
        at, origin = self._x(self.value()), self._x(round(self._start / self._step))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("border"))
        groove = QRectF(0, middle - track / 2, self.width(), track)
        painter.drawRoundedRect(groove, track / 2, track / 2)
        on = "disabled" if self._idle else "accent"
        painter.setBrush(theme.color(on if self.isEnabled() else "disabled"))
        painter.drawRect(QRectF(min(at, origin), middle - track / 2, abs(at - origin), track))
        painter.setPen(QPen(theme.color("text" if self.ring else "panel"), 2))
        painter.drawEllipse(QPointF(at, middle), handle, handle)

    def _handle(self) -> float:
        """Return the radius of the handle."""
        return HANDLE * self.theme.scale

    def _x(self, position: int) -> float:
        """Return where the handle stands for a position of the slider."""
        share = (position - self.minimum()) / (self.maximum() - self.minimum())
        margin = self._handle() + 1
        return margin + share * (self.width() - 2 * margin)

    def _move_to(self, x: float) -> None:
        margin = self._handle() + 1
        share = (x - margin) / max(1.0, self.width() - 2 * margin)
        self.setValue(floor(self.minimum() + share * (self.maximum() - self.minimum()) + 0.5))

    def _on_value_changed(self) -> None:
        self.update()
        self.value_requested.emit(self.shown)
