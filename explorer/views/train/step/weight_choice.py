"""Chooses a weight by its layer and its index, with the keyboard alone if need be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from explorer.network.records import Weights
from explorer.text import _
from explorer.views.parts.buttons import CHIP, ToolButton
from explorer.views.parts.fields import NumberEdit, Picker
from explorer.views.parts.widgets import HALF, caption, column
from explorer.views.train.step.weight_place import WeightPlace, axes_of, largest, part_of, valid

_MOST = 4  # numbers of an index


class WeightChoice(QWidget):
    """Emits `place_chosen(WeightPlace)` when the user chose; `show_place` emits nothing."""

    place_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._change: Mapping[str, Weights] = {}
        self._place: WeightPlace | None = None
        self.layer = Picker(_("Layer"), _("Whose weights are looked at."), [])
        self.part = Picker(
            _("Weights or biases"),
            _("Whether a weight or a bias is looked at."),
            [("weight", _("weight")), ("bias", _("bias"))],
        )
        self.largest = ToolButton(
            _("Largest change"),
            _("Go to the number of this layer that changed most."),
            text=_("Largest change"),
            shape=CHIP,
        )
        self.numbers = tuple(
            NumberEdit(
                _("Number {place} of the index").format(place=at + 1),
                _("Which weight it is."),
                high=10**6,
            )
            for at in range(_MOST)
        )
        self._captions = tuple(caption("") for _number in self.numbers)
        self._texts: list[tuple[str, str]] = []  # what the captions say, long and short
        self._below = False  # where the button is
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._connect()

    def show_change(self, change: Mapping[str, Weights]) -> None:
        """Offer the layers of a network; their numbers are by how much they changed."""
        self._change = change
        self.layer.show_options([(name, name) for name in change])
        self._fit()

    def show_place(self, place: WeightPlace) -> None:
        """Show the chosen weight."""
        self._place = place
        weights = self._change[place.layer]
        self.layer.show_value(place.layer)
        self.part.show_value("bias" if place.bias else "weight")
        self.part.setEnabled(weights.bias is not None)
        array = part_of(weights, place.bias)
        axes = axes_of(weights.weight.shape, place.bias)
        for at, (number, label) in enumerate(zip(self.numbers, self._captions, strict=True)):
            number.setVisible(at < len(axes))
            label.setVisible(at < len(axes))
        self._texts = []
        sizes = array.shape if array is not None else ()
        for number, axis, at, size in zip(self.numbers, axes, place.index, sizes, strict=False):
            number.show_value(at)
            ends = _("{axis}, 0–{last}").format(axis=axis, last=size - 1)
            self._texts.append((ends if size > 1 else axis, axis))
            tip = _("Which {axis}: 0 to {last}.").format(axis=axis, last=size - 1)
            number.setAccessibleName(axis.capitalize())
            number.setAccessibleDescription(tip)
            number.setToolTip(tip)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Lay the controls out anew when one of them has another size, too."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Leave out of the captions what has no room, put the button below where it has none."""
        room = self.width() / max(1, len(self._texts)) - 2 * HALF
        measured = self._captions[0].fontMetrics().horizontalAdvance
        whole = all(measured(long) <= room for long, _short in self._texts)
        for label, (long, short) in zip(self._captions, self._texts, strict=False):
            label.setText(long if whole else short)
        beside = 2 * max(self.layer.wanted, self.part.wanted) + self.largest.sizeHint().width()
        below = beside + 2 * HALF > self.width()
        if below is not self._below:
            self._below = below
            self._top.removeWidget(self.largest)
            self._top.addWidget(self.largest, *((1, 0, 1, 2) if below else (0, 2)))

    def _lay_out(self) -> None:
        layout = column(within=self)
        layout.setContentsMargins(0, 2, 0, 0)
        self._top, grid = QGridLayout(), QGridLayout()
        for part in (self._top, grid):
            part.setSpacing(HALF)
            layout.addLayout(part)
        for at, picker in enumerate((self.layer, self.part)):
            self._top.addWidget(picker, 0, at)
            self._top.setColumnStretch(at, 1)
        for at, (number, label) in enumerate(zip(self.numbers, self._captions, strict=True)):
            grid.addWidget(label, 0, at)
            grid.addWidget(number, 1, at)
            grid.setColumnStretch(at, 1)
        self._top.addWidget(self.largest, 0, 2)

    def _connect(self) -> None:
        self.layer.value_requested.connect(self._on_layer_requested)
        self.part.value_requested.connect(self._on_part_requested)
        self.largest.clicked.connect(self._on_largest_clicked)
        for number in self.numbers:
            number.value_requested.connect(self._on_number_requested)

    def _on_layer_requested(self, layer: str) -> None:
        self._ask(largest(layer, self._change[layer], self._bias))

    def _on_part_requested(self, part: str) -> None:
        if self._place is not None:
            bias = part == "bias"
            kept = self._place.index[:1] if bias else ()
            self._ask(replace(self._place, bias=bias, index=kept))

    def _on_largest_clicked(self) -> None:
        if self._place is not None:
            layer = self._place.layer
            self._ask(largest(layer, self._change[layer], self._bias))

    def _on_number_requested(self) -> None:
        if self._place is not None:
            values = [int(number.value) for number in self.numbers[: len(self._place.index)]]
            self._ask(replace(self._place, index=tuple(values)))

    @property
    def _bias(self) -> bool:
        return self._place is not None and self._place.bias

    def _ask(self, place: WeightPlace) -> None:
        """Ask for a place that there is; one beyond the end becomes the last."""
        there = valid(place, self._change)
        self.show_place(there)
        self.place_chosen.emit(there)
