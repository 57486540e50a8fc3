"""The weights of a layer as pictures: kernels slice by slice, the units of a dense layer.

A dense unit's weights have no shape of their own; they stand row by row in a block as square as
can be. Pure geometry and colours: the widget that paints them and the search for the weight under
the mouse share it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from explorer.network.records import Floats
from explorer.views.style.colormaps import Table, signed_index

Index = tuple[int, ...]
Words = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a picture: of which group (kernel or unit) and slice, row and column."""

    group: int
    slice: int
    row: int
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """`values` (groups, slices, rows, columns) of a weight array of the given `shape`.

    In a dense layer the cells after the last input are empty: `filled` is how many are not.
    """

    values: Floats
    shape: tuple[int, ...]
    filled: int

    def index(self, place: Place) -> Index | None:
        """Return the index in the weight array, None for a place that is empty or outside."""
        limits = self.values.shape
        at = (place.group, place.slice, place.row, place.column)
        if not all(0 <= value < limit for value, limit in zip(at, limits, strict=True)):
            return None
        if len(self.shape) == 4:
            return at
        inside = place.row * limits[3] + place.column
        return (place.group, inside) if inside < self.filled else None

    def place(self, index: Index) -> Place:
        """Return where a weight stands."""
        if len(self.shape) == 4:
            return Place(*index)
        row, column = divmod(index[1], self.values.shape[3])
        return Place(index[0], 0, row, column)

    def only(self, group: int, slice_: int) -> Pictures:
        """Return one slice alone, as group 0 and slice 0."""
        values = self.values[group : group + 1, slice_ : slice_ + 1]
        shape = (1, 1, *self.shape[2:]) if len(self.shape) == 4 else (1, self.shape[1])
        return Pictures(values, shape, self.filled)


def pictures_of(weight: Floats) -> Pictures:
    """Return weights (out, in, k, k) or (out, in) as pictures."""
    if weight.ndim == 4:
        return Pictures(weight, weight.shape, weight.shape[2] * weight.shape[3])
    units, inputs = weight.shape
    columns = ceil(sqrt(inputs))
    rows = ceil(inputs / columns)
    values = np.zeros((units, rows * columns), np.float32)
    values[:, :inputs] = weight
    return Pictures(values.reshape(units, 1, rows, columns), weight.shape, inputs)


def limit_of(*arrays: Floats) -> float:
    """Return the largest size among all finite numbers: the end of one scale for all."""
    known = [np.abs(a[np.isfinite(a)]) for a in arrays]
    return max((float(sizes.max()) for sizes in known if sizes.size), default=0.0)


def colored(pictures: Pictures, table: Table, limit: float, bad: int, empty: int) -> Words:
    """Return words 0xFFRRGGBB in the pictures' shape; what is no number has the colour `bad`."""
    values = pictures.values
    known = np.isfinite(values)
    words = table[signed_index(np.where(known, values, 0), limit)]
    words[~known] = bad
    flat = words.reshape(len(words), words.shape[1], -1)
    flat[:, :, pictures.filled :] = empty
    return np.asarray(words, np.uint32)
