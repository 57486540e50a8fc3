"""Which weight of the network is looked at, and how it is chosen with the keyboard alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from explorer.network.records import Floats, Weights
from explorer.text import _
from explorer.views.parts.buttons import CHIP, ToolButton
from explorer.views.parts.fields import NumberEdit, Picker
from explorer.views.parts.number_text import significant
from explorer.views.parts.widgets import HALF, caption, column

_PLACES = {  # by the number of dimensions of the weights, and whether it is a bias
    (4, False): _("kernel {kernel}, channel {channel}, row {row}, column {column}"),
    (4, True): _("bias of kernel {kernel}"),
    (2, False): _("unit {unit}, input {input}"),
    (2, True): _("bias of unit {unit}"),
}
_AXES = {  # no text: the keys are placeholders
    4: {
        "kernel": _("kernel"),
        "channel": _("channel"),
        "row": _("row"),
        "column": _("column"),
    },
    2: {"unit": _("unit"), "input": _("input")},
}


@dataclass(frozen=True, slots=True)
class WeightPlace:
    """`index` (kernel, channel, row, column) or (unit, input), of a bias its kernel or unit."""

    layer: str
    index: tuple[int, ...]
    bias: bool = False

    def words(self, shape: tuple[int, ...]) -> str:
        """Return the place in words, for a layer whose weights have a shape."""
        values = dict(zip(_AXES[len(shape)], self.index, strict=False))
        return _PLACES[len(shape), self.bias].format(**values)

    def value(self, weights: Mapping[str, Weights]) -> float:
        """Return the number at the place; raises KeyError for a layer without it."""
        array = part_of(weights[self.layer], self.bias)
        if array is None:
            raise KeyError(self.layer)
        return float(array[self.index])


def part_of(weights: Weights, bias: bool) -> Floats | None:
    """Return the weights or the biases."""
    return weights.bias if bias else weights.weight


def valid(place: WeightPlace | None, weights: Mapping[str, Weights]) -> WeightPlace:
    """Return the nearest place that a network has.

    Without one that is the largest of the first layer.
    """
    first = next(iter(weights))
    if place is None or place.layer not in weights:
        return largest(first, weights[first])
    array = part_of(weights[place.layer], place.bias)
    if array is None:
        return valid(replace(place, bias=False, index=()), weights)
    if len(place.index) != array.ndim:
        return replace(place, index=(*place.index[:1], *(0,) * array.ndim)[: array.ndim])
    index = zip(place.index, array.shape, strict=True)
    return replace(place, index=tuple(min(max(0, at), size - 1) for at, size in index))


def largest(layer: str, weights: Weights, bias: bool = False) -> WeightPlace:
    """Return where the number with the largest size stands."""
    array = part_of(weights, bias)
    if array is None:
        return largest(layer, weights)
    at = int(np.argmax(np.nan_to_num(np.abs(array), nan=np.inf)))
    found = np.unravel_index(at, array.shape)
    return WeightPlace(layer, tuple(int(part) for part in found), bias)


def describe_weight(text: str, array: Floats, index: tuple[int, ...]) -> str:
    """Return a weight and its number in words, by a text with `weight` and `number`."""
    weight = WeightPlace("", index).words(array.shape)
    return text.format(weight=weight, number=significant(float(array[index]), 7))


class WeightChoice(QWidget):
    """Emits `place_chosen(WeightPlace)` when the user chose; `show_place` emits nothing."""

    place_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._change: Mapping[str, Weights] = {}
        self._place = WeightPlace("", ())
        self._texts: list[tuple[str, str]] = []  # what the captions say, long and short
        self._below = False  # where the button is
        self.layer = Picker(_("Layer"), _("Whose weights are looked at."), [])
        kinds = [("weight", _("weight")), ("bias", _("bias"))]
        tip = _("Whether a weight or a bias is looked at.")
        self.part = Picker(_("Weights or biases"), tip, kinds)
        name, tip = _("Largest change"), _("Go to the number of this layer that changed most.")
        self.largest = ToolButton(name, tip, text=name, shape=CHIP)
        name, tip, places = _("Number {place} of the index"), _("Which weight it is."), range(1, 5)
        self.numbers = [NumberEdit(name.format(place=at), tip, high=10**6) for at in places]
        self._captions = [caption("") for _number in self.numbers]
        self._top, grid = QGridLayout(), QGridLayout()
        for part in (self._top, grid):
            part.setSpacing(HALF)
        column(self._top, grid, within=self).setContentsMargins(0, 2, 0, 0)
        for at, picker in enumerate((self.layer, self.part)):
            self._top.addWidget(picker, 0, at)
            self._top.setColumnStretch(at, 1)
        self._top.addWidget(self.largest, 0, 2)
        for at, (number, label) in enumerate(zip(self.numbers, self._captions, strict=True)):
            grid.addWidget(label, 0, at)
            grid.addWidget(number, 1, at)
            grid.setColumnStretch(at, 1)
            number.value_requested.connect(self._on_number_requested)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.layer.value_requested.connect(self._on_layer_requested)
        self.part.value_requested.connect(self._on_part_requested)
        self.largest.clicked.connect(lambda: self._on_layer_requested(self._place.layer))

    def show_change(self, change: Mapping[str, Weights]) -> None:
        """Offer the layers of a network; their numbers are by how much they changed."""
        self._change = change
        self.layer.show_options([(name, name) for name in change])
        self._fit()

    def show_place(self, place: WeightPlace) -> None:
        """Show the chosen weight, one that there is."""
        self._place = place
        weights = self._change[place.layer]
        self.layer.show_value(place.layer)
        self.part.show_value("bias" if place.bias else "weight")
        self.part.setEnabled(weights.bias is not None)
        for at, part in enumerate(zip(self.numbers, self._captions, strict=True)):
            for widget in part:
                widget.setVisible(at < len(place.index))
        self._texts = []
        axes, sizes = _AXES[weights.weight.ndim].values(), weights.weight.shape
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

    def _on_layer_requested(self, layer: str) -> None:
        self._ask(largest(layer, self._change[layer], self._place.bias))

    def _on_part_requested(self, part: str) -> None:
        bias = part == "bias"
        self._ask(replace(self._place, bias=bias, index=self._place.index[:1] if bias else ()))

    def _on_number_requested(self) -> None:
        values = (int(number.value) for number in self.numbers[: len(self._place.index)])
        self._ask(replace(self._place, index=tuple(values)))

    def _ask(self, place: WeightPlace) -> None:
        """Ask for a place that there is; one beyond the end becomes the last."""
        there = valid(place, self._change)
        self.show_place(there)
        self.place_chosen.emit(there)
