"""Form fields: a name over a control and, where something does not fit, the reason under it.

`NumberEdit` takes whole numbers or decimals such as `3e-3`, by typing, arrow keys, wheel or its
two small arrows. A field shows what is wrong with the text in it; the form knows the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, isfinite, log10

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from explorer.views.parts.choice import Choice
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import caption
from explorer.views.style.theme import Theme

_ARROWS = 18  # pixels at the right end
_BESIDE = 32  # pixels that a picker needs beside its words
_NICE = (1.0, 2.0, 5.0)


class NumberEdit(QLineEdit):
    """A number to type or to step; says `value_requested(int | float)` while it is typed.

    Text that is no number says `unreadable(sentence)`. Stepping stays within `low` and `high`;
    typing may leave them, and whoever owns the number says what is wrong with that.
    """

    value_requested = Signal(object)
    unreadable = Signal(str)

    def __init__(
        self,
        name: str,
        tip: str,
        *,
        low: float = 0,
        high: float = 10**9,
        whole: bool = True,
        by: int = 1,
        detail: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._low, self._high, self._whole, self._by = low, high, whole, by
        self._theme: Theme | None = None
        self._value: float = low
        explain(self, name, tip, f"{detail} Arrow keys change it step by step.".strip())
        self.setTextMargins(0, 0, _ARROWS - 6, 0)
        self.setMaxLength(14)
        self.setMinimumWidth(40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.textEdited.connect(self._on_edited)

    @property
    def value(self) -> float:
        """The last readable number."""
        return self._value

    def show_value(self, value: float) -> None:
        """Show a number without saying anything; leaves alone what already means it."""
        self._value = value
        if self._read(self.text()) != value:
            self.setText(written(value))

    def show_wrong(self, wrong: bool) -> None:
        """Mark the field by its border."""
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            self.style().unpolish(self)
            self.style().polish(self)

    def set_theme(self, theme: Theme) -> None:
        """Take the arrows' colour from a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(72, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        pages = {Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
        key = Qt.Key(event.key())
        if key in steps or key in pages:
            self._step({**steps, **pages}[key])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step, but only where the user is: a page must scroll past."""
        if self.hasFocus() and event.angleDelta().y():
            self._step(1 if event.angleDelta().y() > 0 else -1)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().x() > self.width() - _ARROWS and not self.isReadOnly():
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._step(1 if event.position().y() < self.height() / 2 else -1)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = event.position().x() > self.width() - _ARROWS
        self.setCursor(Qt.CursorShape.ArrowCursor if over else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put back the last number in place of text that is none."""
        super().focusOutEvent(event)
        if self._read(self.text()) is None:
            self.setText(written(self._value))
            self.value_requested.emit(self._value)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        meaning = "muted" if self.isEnabled() else "faint"
        painter.setPen(QPen(self._theme.color(meaning), 1.3))
        x, middle = self.width() - _ARROWS / 2 - 2, self.height() / 2
        for way in (-1, 1):
            tip = QPointF(x, middle + way * 6)
            base = middle + way * 3
            painter.drawPolyline([QPointF(x - 3, base), tip, QPointF(x + 3, base)])

    def _step(self, count: int) -> None:
        if self._whole:
            value: float = int(self._value) + count * self._by
        else:
            value = stepped(self._value, count)
        value = min(self._high, max(self._low, value))
        if value != self._value or self._read(self.text()) != value:
            self._value = value
            self.setText(written(value))
            self.value_requested.emit(value)

    def _on_edited(self, text: str) -> None:
        value = self._read(text)
        if value is None:
            kind = "a whole number" if self._whole else "a number"
            self.unreadable.emit(f"“{text}” is not {kind}." if text else f"Needs {kind}.")
        else:
            self._value = value
            self.value_requested.emit(value)

    def _read(self, text: str) -> float | None:
        plain = text.strip().replace("−", "-").replace(" ", "")
        plain = plain.replace(",", "" if self._whole else ".")
        try:
            value = int(plain) if self._whole else float(plain)
        except ValueError:
            return None
        return value if isfinite(value) else None


class Field(QWidget):
    """A control under its name; `show_error` puts the reason below it."""

    def __init__(self, control: QWidget, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self.error = ""
        self._name = caption(name or control.accessibleName())
        self._name.setBuddy(control)
        self._reason = QLabel()
        self._reason.setProperty("role", "field-error")
        self._reason.setWordWrap(True)
        self._reason.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for widget in (self._name, control, self._reason):
            layout.addWidget(widget)
        layout.addStretch(1)
        if isinstance(control, NumberEdit):
            control.unreadable.connect(self.show_error)

    def show_error(self, reason: str) -> None:
        """Show why the control's value does not fit; an empty reason clears it."""
        if reason == self.error:
            return
        self.error = reason
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        if isinstance(self.control, NumberEdit):
            self.control.show_wrong(bool(reason))
        self.control.setAccessibleDescription(reason or self.control.toolTip())

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        if isinstance(self.control, NumberEdit | Choice):
            self.control.set_theme(theme)


class Picker(Choice):
    """A choice between named values; says `value_requested(str)` when the user chose."""

    value_requested = Signal(str)

    def __init__(
        self,
        name: str,
        tip: str,
        options: Sequence[tuple[str, str]],
        *,
        detail: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        explain(self, name, tip, detail)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(4)
        self.show_options(options)
        self.activated.connect(lambda at: self.value_requested.emit(str(self.itemData(at))))

    @property
    def wanted(self) -> int:
        """The width at which each option can be read whole."""
        texts = [self.itemText(at) for at in range(self.count())]
        return _BESIDE + max(map(self.fontMetrics().horizontalAdvance, texts), default=0)

    def show_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer (value, words) pairs, keeping the choice if it is still among them."""
        chosen = self.currentData()
        with QSignalBlocker(self):
            self.clear()
            for value, said in options:
                self.addItem(said, value)
            self.setCurrentIndex(max(0, self.findData(chosen)))

    def show_value(self, value: str) -> None:
        """Show a choice without saying anything; one that is not offered is added."""
        at = self.findData(value)
        with QSignalBlocker(self):
            if at < 0:
                self.addItem(value, value)
                at = self.count() - 1
            self.setCurrentIndex(at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll past."""
        event.ignore()


def stepped(value: float, count: int) -> float:
    """Return the number so many steps along 1, 2, 5, 10, 20, ...; zero lies below 1e-7."""
    for _ in range(abs(count)):
        value = _above(value) if count > 0 else _below(value)
    return value


def _above(value: float) -> float:
    if value < 1e-7:
        return 1e-7
    power = floor(log10(value) + 1e-9)
    for nice in (*_NICE, 10.0):
        candidate = float(f"{nice}e{power}")
        if candidate > value * (1 + 1e-9):
            return candidate
    return float(f"2e{power + 1}")


def _below(value: float) -> float:
    if value <= 1e-7 * (1 + 1e-9):
        return 0.0
    power = floor(log10(value) + 1e-9)
    for nice in (*reversed(_NICE), 0.5):
        candidate = float(f"{nice}e{power}")
        if candidate < value * (1 - 1e-9):
            return candidate
    return 0.0


def written(value: float) -> str:
    """Return a number as one would type it: `0.003`, `64`, `1e-05`."""
    return f"{value:d}" if isinstance(value, int) else f"{value:.6g}"


def focus_frame(painter: QPainter, theme: Theme, rect: QRectF) -> None:
    """Paint the ring that shows where the keyboard is."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("accent"), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
    painter.restore()
