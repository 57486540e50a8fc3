"""Which weight of the network is looked at: a layer, and an index in its weights or biases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from explorer.network.records import Floats, Weights
from explorer.text import _
from explorer.views.parts.figures import significant

_PLACES = {  # by the number of dimensions of the weights, and whether it is a bias
    (4, False): _("kernel {kernel}, channel {channel}, row {row}, column {column}"),
    (4, True): _("bias of kernel {kernel}"),
    (2, False): _("unit {unit}, input {input}"),
    (2, True): _("bias of unit {unit}"),
}
_AXES = {4: ("kernel", "channel", "row", "column"), 2: ("unit", "input")}
_AXIS_NAMES = {
    "kernel": _("kernel"),
    "channel": _("channel"),
    "row": _("row"),
    "column": _("column"),
    "unit": _("unit"),
    "input": _("input"),
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


def axes_of(shape: tuple[int, ...], bias: bool) -> tuple[str, ...]:
    """Return what the numbers of an index mean in a layer whose weights have a shape."""
    axes = tuple(_AXIS_NAMES[axis] for axis in _AXES[len(shape)])
    return axes[:1] if bias else axes


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
