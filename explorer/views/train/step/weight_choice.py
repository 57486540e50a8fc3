"""Chooses a weight by its layer and its index, with the keyboard alone if need be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from explorer.network.records import Weights
from explorer.views.parts.buttons import CHIP, ToolButton
from explorer.views.parts.fields import NumberEdit, Picker
from explorer.views.parts.widgets import HALF, caption
from explorer.views.style.theme import Theme
from explorer.views.train.step.weight_place import (
    WeightPlace,
    largest,
    names_of,
    part_of,
    valid,
)

_MOST = 4  # numbers of an index


class WeightChoice(QWidget):
    """Says `place_chosen(WeightPlace)` when the user chose; `show_place` says nothing."""

    place_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._change: Mapping[str, Weights] = {}
        self._place: WeightPlace | None = None
        self.layer = Picker("Layer", "Whose weights are looked at.", [])
        self.part = Picker(
            "Weights or biases",
            "Whether a weight or a bias is looked at.",
            [("weight", "weight"), ("bias", "bias")],
        )
        self.largest = ToolButton(
            "Largest change",
            "Go to the number of this layer that changed most.",
            text="Largest change",
            shape=CHIP,
        )
        self.numbers = tuple(
            NumberEdit(f"Number {at + 1} of the index", "Which weight it is.", high=10**6)
            for at in range(_MOST)
        )
        self.captions: tuple[QLabel, ...] = tuple(caption("") for _ in range(_MOST))
        self._long = [""] * _MOST
        self._below = False  # where the button is
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._connect()

    def show_change(self, change: Mapping[str, Weights]) -> None:
        """Offer the layers of a network; their numbers are by how much they changed."""
        self._change = change
        self.layer.show_options([(name, name) for name in change])
        self._place_largest()

    def show_place(self, place: WeightPlace) -> None:
        """Show the chosen weight."""
        self._place = place
        weights = self._change[place.layer]
        shape = weights.weight.shape
        self.layer.show_value(place.layer)
        self.part.show_value("bias" if place.bias else "weight")
        self.part.setEnabled(weights.bias is not None)
        array = part_of(weights, place.bias)
        limits = array.shape if array is not None else ()
        names = names_of(shape, place.bias)
        for at, (number, label) in enumerate(zip(self.numbers, self.captions, strict=True)):
            used = at < len(names)
            self._long[at] = ""
            number.setVisible(used)
            label.setVisible(used)
            if used:
                number.show_value(place.index[at])
                last = limits[at] - 1
                self._long[at] = f"{names[at]}, 0–{last}" if last else names[at]
                number.setAccessibleName(names[at].capitalize())
                number.setAccessibleDescription(f"Which {names[at]}: 0 to {last}.")
                number.setToolTip(f"Which {names[at]}: 0 to {last}.")
        self._shorten()

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        for picker in (self.layer, self.part):
            picker.set_theme(theme)
        for number in self.numbers:
            number.set_theme(theme)
        self.largest.set_theme(theme)
        self._place_largest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()
        self._place_largest()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._shorten()
            self._place_largest()

    def _shorten(self) -> None:
        """Leave out of the words what there is no room for."""
        used = max(1, sum(bool(text) for text in self._long))
        room = self.width() / used - 2 * HALF
        metrics = self.captions[0].fontMetrics()
        fit = max(metrics.horizontalAdvance(text) for text in self._long) <= room
        for label, text in zip(self.captions, self._long, strict=True):
            label.setText(text if fit else text.split(",")[0])

    def _place_largest(self) -> None:
        """Put the button beside the pickers, or below where it would cut their words."""
        beside = 2 * max(self.layer.wanted, self.part.wanted) + self.largest.sizeHint().width()
        below = beside + 2 * HALF > self.width()
        if below is not self._below:
            self._below = below
            self._top.removeWidget(self.largest)
            self._top.addWidget(self.largest, *((1, 0, 1, 2) if below else (0, 2)))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(HALF)
        self._top = QGridLayout()
        self._top.setSpacing(HALF)
        for at, picker in enumerate((self.layer, self.part)):
            self._top.addWidget(picker, 0, at)
            self._top.setColumnStretch(at, 1)
        self._top.addWidget(self.largest, 0, 2)
        layout.addLayout(self._top)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(HALF)
        for at, (number, label) in enumerate(zip(self.numbers, self.captions, strict=True)):
            grid.addWidget(label, 0, at)
            grid.addWidget(number, 1, at)
            grid.setColumnStretch(at, 1)
        layout.addLayout(grid)

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
        """Say a place that there is; one beyond the end becomes the last."""
        there = valid(place, self._change)
        self.show_place(there)
        self.place_chosen.emit(there)
