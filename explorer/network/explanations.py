"""What an explanation consists of: the terms behind one number, how they add up, and the number.

`value` is always the number of the trace, computed by torch; `total` is what the terms give. The
two agree to float precision. Arrays are read-only; terms are kept in double precision, in which
the product of two of the network's numbers is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from explorer.network.cells import Cell, Region, unflattened
from explorer.network.spec import ActivationKind, OutputKind, PoolingKind, Shape
from explorer.text import _

Doubles = NDArray[np.float64]
Mask = NDArray[np.bool_]
Integers = NDArray[np.int64]
CopyKind = Literal["flatten", "unflatten", "upsampling"]


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """What all explanations have: a cell, and the number `value` it has in the trace."""

    cell: Cell
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class WeightedSum(Explained):
    """Products of weights and values, all added up, and a bias."""

    products: Doubles
    bias: float

    @property
    def added(self) -> float:
        """All products together, without the bias."""
        return float(self.products.sum())

    @property
    def total(self) -> float:
        """All products and the bias."""
        return self.added + self.bias


@dataclass(frozen=True, slots=True, eq=False)
class InputExplanation(Explained):
    """A pixel before (`pixel`, 0 to 1) and after (`value`) the normalisation of its channel."""

    pixel: float
    mean: float
    std: float

    @property
    def total(self) -> float:
        """`(pixel - mean) / std`."""
        return (self.pixel - self.mean) / self.std


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """One map as its layer would make it with another stride, or another kind of pooling.

    `kind` is None for a convolution. `own`: whether this is what the network does. `values`
    (rows, columns); `usual` is how many rows and columns the network makes. `at` is where the
    explained window stands in them, None where it is skipped. Neighbouring windows share
    `shared` cells along a side; if negative, so many between them are never looked at.
    """

    kind: PoolingKind | None
    stride: int
    own: bool
    values: NDArray[np.float32]
    at: tuple[int, int] | None
    shared: int
    usual: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class ConvolutionExplanation(WeightedSum):
    """A patch times a kernel, per input channel.

    `patch`, `kernel` and `products` (channels, k, k); `inside` (k, k) is False in the padding,
    where the patch is 0. `rows` and `columns` (k,) are positions in the stage `source`.
    `partial_sums` (channels,); `order` lists the channels, the largest partial sum in size first.
    """

    source: str
    patch: Doubles
    kernel: Doubles
    inside: Mask
    rows: Integers
    columns: Integers
    partial_sums: Doubles
    order: Integers
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ActivationExplanation(Explained):
    """A function of one number.

    `idle_in_map` and `idle_in_layer` are the shares of cells that are zero (ReLU) or saturated
    (tanh beyond +-0.99, sigmoid within 0.01 of 0 or 1); for a vector both are the same. `curve`
    (2, n) are x and y of the function over the range that occurs in the layer.
    """

    kind: ActivationKind
    before: float
    total: float
    idle_in_map: float
    idle_in_layer: float
    curve: Doubles


@dataclass(frozen=True, slots=True, eq=False)
class PoolingExplanation(Explained):
    """One window of one map.

    `window` and `inside` (size, size): its values, and which of them lie in the map rather than
    in the padding (0 there, and never the maximum). `winner` is the cell that a maximum took,
    None for the other kinds and in a window of zeros. The sum is divided by `divisor`. `field` is
    what the winner, or else the whole window, sees of the input. `map_in` and `map_out` count the
    values of one map before and after.
    """

    kind: PoolingKind
    source: str
    window: Doubles
    inside: Mask
    rows: Integers
    columns: Integers
    winner: Cell | None
    divisor: int
    field: Region
    map_in: int
    map_out: int
    alternatives: tuple[Alternative, ...] = ()

    @property
    def total(self) -> float:
        """The maximum inside, or the sum through the divisor."""
        if self.kind == "max":
            return float(self.window[self.inside].max())
        return float(self.window.sum() / self.divisor)


@dataclass(frozen=True, slots=True, eq=False)
class CopyExplanation(Explained):
    """The number at `origin`, one stage earlier, that a cell took over unchanged.

    A flattened or unflattened cell is the only one that took it; after upsampling all cells of a
    square of `factor` by `factor` did. `shape` is that of the maps: those that were flattened, else
    the stage's own.
    """

    kind: CopyKind
    origin: Cell
    factor: int
    shape: Shape
    total: float

    @property
    def equation(self) -> str:
        """How the place of the origin was counted."""
        in_map, in_vector = self.cell, self.origin
        if self.kind == "flatten":
            in_map, in_vector = self.origin, self.cell
        plane, row, column = in_map.index
        if self.kind != "upsampling":
            cells, width = self.shape[1] * self.shape[2], self.shape[2]
            return f"{plane} × {cells} + {row} × {width} + {column} = {in_vector.index[0]}"
        down, right = self.origin.index[1:]
        return _("row ⌊{row} / {factor}⌋ = {down}, column ⌊{column} / {factor}⌋ = {right}").format(
            row=row, factor=self.factor, down=down, column=column, right=right
        )


@dataclass(frozen=True, slots=True, eq=False)
class ReconstructionExplanation(Explained):
    """A pixel that an auto-encoder draws: the sigmoid of one number, held against the input.

    `before` is the last layer's number at the same place, `pixel` the input there in 0 to 1;
    `mean_error` the mean squared error over the whole picture. `curve` (2, n) are x and y of the
    function around that number.
    """

    source: str
    before: float
    total: float
    pixel: float
    mean_error: float
    curve: Doubles

    @property
    def error(self) -> float:
        """What this pixel adds to the sum of squared errors."""
        return (self.value - self.pixel) ** 2


@dataclass(frozen=True, slots=True)
class Contribution:
    """One term of a dense unit: `source` cell, its value, the weight and their product.

    `origin` is the cell of a map that the source was flattened from, else the source itself.
    """

    source: Cell
    origin: Cell
    value: float
    weight: float
    product: float


@dataclass(frozen=True, slots=True, eq=False)
class DenseExplanation(WeightedSum):
    """A weighted sum over a whole vector, ranked.

    `inputs`, `weights`, `products` (n,); `order` (n,) lists the inputs, the largest product in
    size first. Where the vector was flattened from maps, `maps` is that stage and `maps_shape` its
    shape. With `against`, weights and bias are those of `cell`
    minus those of `against`, and `value` is the difference of the two sums.
    """

    source: str
    inputs: Doubles
    weights: Doubles
    order: Integers
    maps: str = ""
    maps_shape: Shape = ()
    against: Cell | None = None

    def largest(self, count: int) -> tuple[Contribution, ...]:
        """Return the `count` largest terms in size."""
        return tuple(self.contribution(int(i)) for i in self.order[:count])

    def rest(self, count: int) -> float:
        """Return the sum of all but the `count` largest terms."""
        return float(self.products[self.order[count:]].sum())

    def contribution(self, index: int) -> Contribution:
        """Return the term of one input."""
        source = Cell(self.source, (index,))
        return Contribution(
            source,
            Cell(self.maps, unflattened(self.maps_shape, index)) if self.maps else source,
            float(self.inputs[index]),
            float(self.weights[index]),
            float(self.products[index]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class ProbabilitiesExplanation(Explained):
    """How the logits became probabilities; every array (classes,).

    Softmax: `scaled` = logits / temperature, `shifted` = scaled - `maximum`, `exponentials` =
    exp(shifted), `probabilities` = exponentials / `denominator`. Sigmoid: each on its own,
    1 / (1 + exp(-scaled)); `maximum` is 0, `exponentials` = exp(-scaled), `denominator` that
    of the cell. `value` is the traced probability, `total` the one at this temperature.
    """

    output: OutputKind
    classes: tuple[str, ...]
    temperature: float
    logits: Doubles
    scaled: Doubles
    maximum: float
    shifted: Doubles
    exponentials: Doubles
    denominator: float
    probabilities: Doubles

    @property
    def total(self) -> float:
        """The probability of the cell's class at this temperature."""
        return float(self.probabilities[self.cell.index[0]])

    @property
    def sum(self) -> float:
        """The sum of all probabilities: 1 for softmax, anything for sigmoid."""
        return float(self.probabilities.sum())


Explanation = (
    InputExplanation
    | ConvolutionExplanation
    | ActivationExplanation
    | PoolingExplanation
    | CopyExplanation
    | DenseExplanation
    | ProbabilitiesExplanation
    | ReconstructionExplanation
)


def agrees(explanation: Explanation) -> bool:
    """Whether the terms give the traced number, to the precision of float32.

    Rounding errors grow with the terms, not with their sum: terms may cancel.
    """
    tolerance = 1e-5 * max(1.0, _size_of_terms(explanation))
    return abs(explanation.total - explanation.value) <= tolerance


def _size_of_terms(explanation: Explanation) -> float:
    match explanation:
        case ConvolutionExplanation() | DenseExplanation():
            return float(np.abs(explanation.products).sum()) + abs(explanation.bias)
        case PoolingExplanation():
            return float(np.abs(explanation.window).sum())
        case ProbabilitiesExplanation():
            return float(np.abs(explanation.logits).max())
    return abs(explanation.value)
