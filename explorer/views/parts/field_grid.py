"""Fields side by side, each made from a description of the value that is entered in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from explorer.text import _
from explorer.views.parts.fields import Field, NumberEdit, Picker
from explorer.views.style.theme import GRID

Value = int | float | str


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """How a value is entered: as one of `options` (value, words), or as a number."""

    name: str
    label: str
    tip: str
    options: tuple[tuple[str, str], ...] = ()
    low: float = 1
    high: float = 4096
    whole: bool = True
    by: int = 1
    detail: str = ""


class FieldGrid(QWidget):
    """Emits `value_requested(name, value)` for what the user enters; `show_*` never emits."""

    value_requested = Signal(str, object)

    def __init__(self, specs: Sequence[FieldSpec], columns: int = 3) -> None:
        super().__init__()
        self._specs = {spec.name: spec for spec in specs}
        self._controls = {spec.name: _control(spec) for spec in specs}
        self.fields = {name: Field(control) for name, control in self._controls.items()}
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(GRID)
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
        for column in range(max(columns, self._grid.columnCount())):
            self._grid.setColumnStretch(column, int(column < columns))

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


def _control(spec: FieldSpec) -> NumberEdit | Picker:
    if spec.options:
        return Picker(spec.label, spec.tip, spec.options, detail=spec.detail)
    return NumberEdit(
        spec.label,
        spec.tip,
        low=spec.low,
        high=spec.high,
        whole=spec.whole,
        by=spec.by,
        detail=spec.detail,
    )
