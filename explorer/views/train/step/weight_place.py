"""Which weight of the network is looked at: a layer, and an index in its weights or biases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from explorer.network.records import Floats, Weights

_CONVOLUTION = ("kernel", "channel", "row", "column")
_DENSE = ("unit", "input")


@dataclass(frozen=True, slots=True)
class WeightPlace:
    """`index` (kernel, channel, row, column) or (unit, input), of a bias its kernel or unit."""

    layer: str
    index: tuple[int, ...]
    bias: bool = False

    def words(self, shape: tuple[int, ...]) -> str:
        """Return the place in words, for a layer whose weights have a shape."""
        names = names_of(shape, self.bias)
        said = ", ".join(f"{n} {i}" for n, i in zip(names, self.index, strict=True))
        return f"bias of {said}" if self.bias else said

    def value(self, weights: Mapping[str, Weights]) -> float:
        """Return the number at the place; raises KeyError for a layer without it."""
        array = part_of(weights[self.layer], self.bias)
        if array is None:
            raise KeyError(self.layer)
        return float(array[self.index])


def names_of(shape: tuple[int, ...], bias: bool) -> tuple[str, ...]:
    """Return what the numbers of an index mean in a layer whose weights have a shape."""
    names = _CONVOLUTION if len(shape) == 4 else _DENSE
    return names[:1] if bias else names


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
