"""Form fields: a name over a control and, where something does not fit, the reason under it.

`NumberEdit` takes whole numbers or decimals such as `3e-3`, by typing, arrow keys, wheel or its
two small arrows. A field shows what is wrong with the text in it; the form knows the rest.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QGridLayout,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from explorer.text import _
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import Note, caption, column
from explorer.views.style.icons import pixmap_of
from explorer.views.style.theme import GRID, Theme
from explorer.views.style.themed import Themed

_ARROWS = 19  # pixels from the right end to the left of the arrows
_PADDING = 30  # pixels beside the words of a choice: borders, padding and the arrow
Value = int | float | str
_AIR = 12  # pixels above and below the digits together
_BESIDE = 32  # pixels that a picker needs beside its words
_STEPS = (0.0, *(float(f"{nice}e{power}") for power in range(-7, 10) for nice in (1, 2, 5)))


class NumberEdit(Themed, QAbstractSpinBox):
    """A number to type or to step; emits `value_requested(int | float)` while it is typed.

    Text that is no number emits `unreadable(sentence)`. Stepping stays within `low` and `high`;
    typing may leave them, and whoever owns the number shows what is wrong with that. (The boxes
    of Qt that read numbers themselves would refuse such text, and `3e-3`.)
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
    ) -> None:
        super().__init__()
        self._low, self._high, self._whole, self._by = low, high, whole, by
        self._value: float = low
        steps = _("Arrow keys change it step by step.")
        explain(self, name, tip, f"{detail} {steps}".strip())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel only where the user is
        self.setMinimumWidth(40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.lineEdit().setMaxLength(14)
        self.lineEdit().setTextMargins(6, 0, 0, 0)
        self.lineEdit().textEdited.connect(self._on_edited)

    @property
    def value(self) -> float:
        """The last readable number."""
        return self._value

    def show_value(self, value: float) -> None:
        """Show a number without emitting anything; leaves alone what already means it."""
        self._value = value
        if self._read(self.text()) != value:
            self.lineEdit().setText(format_number(value))

    def show_wrong(self, wrong: bool) -> None:
        """Mark the field by its border."""
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            self.style().unpolish(self)
            self.style().polish(self)

    def sizeHint(self) -> QSize:
        return QSize(72, self.fontMetrics().height() + _AIR)  # as high as a choice

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        return QAbstractSpinBox.StepEnabledFlag(3)  # up and down

    def stepBy(self, steps: int) -> None:
        """Step within the bounds: whole numbers by `by`, others along 1, 2, 5, 10."""
        if self._whole:
            value: float = int(self._value) + steps * self._by
        else:
            value = stepped(self._value, steps)
        value = min(self._high, max(self._low, value))
        if value != self._value or self._read(self.text()) != value:
            self._value = value
            self.lineEdit().setText(format_number(value))
            self.value_requested.emit(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step, but only where the user is: a page must scroll past."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put back the last number in place of text that is none."""
        super().focusOutEvent(event)
        if self._read(self.text()) is None:
            self.lineEdit().setText(format_number(self._value))
            self.value_requested.emit(self._value)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, theme = QPainter(self), self.theme
        color = "muted" if self.isEnabled() else "disabled"
        x, middle = self.width() - _ARROWS * theme.scale, self.height() / 2
        for name, way in (("up", -1), ("down", 1)):
            arrow = pixmap_of(name, theme, color)
            y = middle + (way * 4.5 - 8) * theme.scale
            painter.drawPixmap(QPointF(x, y), arrow)

    def _on_edited(self, text: str) -> None:
        value = self._read(text)
        if value is not None:
            self._value = value
            self.value_requested.emit(value)
        elif self._whole:
            wrong = _("“{text}” is not a whole number.") if text else _("Needs a whole number.")
            self.unreadable.emit(wrong.format(text=text))
        else:
            wrong = _("“{text}” is not a number.") if text else _("Needs a number.")
            self.unreadable.emit(wrong.format(text=text))

    def _read(self, text: str) -> float | None:
        plain = text.strip().replace("−", "-").replace(" ", "")
        plain = plain.replace(",", "" if self._whole else ".")
        try:
            value = int(plain) if self._whole else float(plain)
        except ValueError:
            return None
        return value if isfinite(value) else None


class Field(Themed, QWidget):
    """A control under its name; `show_error` puts the reason below it."""

    def __init__(self, control: QWidget, name: str = "") -> None:
        super().__init__()
        self.control = control
        self.error = ""
        self._name = caption(name or control.accessibleName())
        self._name.setBuddy(control)
        self._reason = Note()
        column(self._name, control, self._reason, None, spacing=2, within=self)
        if isinstance(control, NumberEdit):
            control.unreadable.connect(self.show_error)

    def show_error(self, reason: str) -> None:
        """Show why the control's value does not fit; an empty reason clears it."""
        if reason == self.error:
            return
        self.error = reason
        self._reason.show_text(reason)
        if isinstance(self.control, NumberEdit):
            self.control.show_wrong(bool(reason))
        self.control.setAccessibleDescription(reason or self.control.toolTip())


class Choice(Themed, QComboBox):
    """A combo box with our own small arrow; what does not fit loses its middle."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        elide, room = Qt.TextElideMode.ElideMiddle, self.width() - _PADDING
        option.currentText = option.fontMetrics.elidedText(option.currentText, elide, room)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        arrow = pixmap_of("down", self.theme, "muted")
        x, y = self.width() - 20 * self.theme.scale, self.height() / 2 - 8 * self.theme.scale
        painter.drawPixmap(QPointF(x, y), arrow)


class Picker(Choice):
    """A choice between named values; emits `value_requested(str)` when the user chose."""

    value_requested = Signal(str)

    def __init__(
        self,
        name: str,
        tip: str,
        options: Sequence[tuple[str, str]],
        *,
        detail: str = "",
    ) -> None:
        super().__init__()
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
            for value, words in options:
                self.addItem(words, value)
            self.setCurrentIndex(max(0, self.findData(chosen)))

    def show_value(self, value: str) -> None:
        """Show a choice without emitting anything; one that is not offered is added."""
        at = self.findData(value)
        with QSignalBlocker(self):
            if at < 0:
                self.addItem(value, value)
                at = self.count() - 1
            self.setCurrentIndex(at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll past."""
        event.ignore()


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """How a value is entered: as one of `options` (value, words), or as a number."""

    name: str
    label: str
    tip: str
    low: float = 1
    high: float = 4096
    whole: bool = True
    by: int = 1
    options: tuple[tuple[str, str], ...] = ()
    detail: str = ""

    def build(self) -> NumberEdit | Picker:
        """Return a control for the value."""
        if self.options:
            return Picker(self.label, self.tip, self.options, detail=self.detail)
        kind: dict[str, Any] = {"whole": self.whole, "by": self.by, "detail": self.detail}
        return NumberEdit(self.label, self.tip, low=self.low, high=self.high, **kind)


class FieldGrid(QWidget):
    """Emits `value_requested(name, value)` for what the user enters; `show_*` never emits."""

    value_requested = Signal(str, object)

    def __init__(self, specs: Sequence[FieldSpec], columns: int = 3) -> None:
        super().__init__()
        self._specs = {spec.name: spec for spec in specs}
        self._controls = {spec.name: spec.build() for spec in specs}
        self.fields = {name: Field(control) for name, control in self._controls.items()}
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GRID)
        self.show_columns(columns)
        for name, control in self._controls.items():
            control.value_requested.connect(
                lambda value, name=name: self.value_requested.emit(name, value)
            )

    def show_columns(self, columns: int) -> None:
        """Set the fields side by side in so many columns."""
        if columns == self._columns:
            return
        self._columns = columns
        for place, field in enumerate(self.fields.values()):
            self._grid.addWidget(field, place // columns, place % columns)
        for at in range(max(columns, self._grid.columnCount())):
            self._grid.setColumnStretch(at, int(at < columns))

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Show values by the names of their fields."""
        for name, value in values.items():
            control = self._controls[name]
            if isinstance(control, Picker):
                control.show_value(str(value))
            elif not isinstance(value, str):
                control.show_value(value)

    def mark_error(self, name: str, reason: str) -> bool:
        """Show a reason at its field and clear the others; return whether there is such a field."""
        for known, field in self.fields.items():
            field.show_error(reason if known == name else "")
        return name in self.fields

    def read_number(self, name: str) -> int:
        """Return a whole number as far as it lies within its bounds."""
        control, spec = self._controls[name], self._specs[name]
        if isinstance(control, Picker):
            return int(control.currentData())
        return int(min(spec.high, max(spec.low, control.value)))

    def range_error(self, name: str) -> str:
        """Return which numbers fit where a number lies beyond its bounds."""
        control, spec = self._controls[name], self._specs[name]
        if isinstance(control, Picker) or spec.low <= control.value <= spec.high:
            return ""
        return _("{low:,} to {high:,}.").format(low=spec.low, high=spec.high)


def stepped(value: float, count: int) -> float:
    """Return the number so many steps along 1, 2, 5, 10, 20, ...; zero lies below 1e-7."""
    for _step in range(abs(count)):
        if count > 0:
            at = bisect_right(_STEPS, value * (1 + 1e-9))
        else:
            at = bisect_left(_STEPS, value * (1 - 1e-9)) - 1
        value = _STEPS[min(max(at, 0), len(_STEPS) - 1)]
    return value


def format_number(value: float) -> str:
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
