"""The weights of one layer, their statistics as a whole, and what the layer made of a picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from explorer.network.explanations import Doubles, Integers
from explorer.network.records import Floats, Trace, Weights, frozen
from explorer.network.spec import Shape, Spec

BINS = 41  # odd, so that zero lies in the middle of a bin


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """How many of `size` numbers lie where: `counts` (BINS,) between `edges` (BINS + 1,).

    From -limit to limit, or from 0 where no number can be negative; there the `zeros` are not among
    the counts, for after a ReLU they would dwarf all others.
    """

    counts: Integers
    edges: Doubles
    zeros: int
    size: int

    @property
    def limit(self) -> float:
        """The right end."""
        return float(self.edges[-1])

    @property
    def signed(self) -> bool:
        """Whether it reaches as far to the left of zero as to the right."""
        return bool(self.edges[0] < 0)


def distribution(values: ArrayLike, limit: float, signed: bool = True) -> Distribution:
    """Return where some numbers lie between -`limit`, or 0, and `limit`."""
    exact = np.asarray(values, np.float64).ravel()
    low, high = (-limit if signed else 0.0), limit
    if not limit:
        low, high = (-1.0 if signed else 0.0), 1.0
    counted = exact if signed else exact[exact != 0]
    counts, edges = np.histogram(counted, BINS, (low, high))
    for array in (counts := counts.astype(np.int64), edges):
        array.setflags(write=False)
    return Distribution(counts, edges, exact.size - counted.size, exact.size)


@dataclass(frozen=True, slots=True, eq=False)
class KernelFacts:
    """`weight` (kernels, channels, rows, columns) and `bias` (units,) or None of the stage `name`.

    A kernel of a dense layer is a unit's row of weights, in the shape of the maps that it reads, or
    (1, 1, inputs) where it reads a vector. `norms` (units,) is the Euclidean length of each kernel,
    `limit` the largest weight in size: one scale for all. `reads` is the shape of what one kernel
    reads at a time: of maps, or (inputs,).
    """

    name: str
    dense: bool
    weight: Floats
    bias: Floats | None
    norms: Doubles
    limit: float
    spread: Distribution
    mean: float
    deviation: float
    reads: Shape

    @property
    def kernels(self) -> int:
        """How many kernels, and so maps, the convolution has."""
        return int(self.weight.shape[0])

    @property
    def channels(self) -> int:
        """How many slices each kernel has, one per map of the stage before."""
        return int(self.weight.shape[1])

    @property
    def shape(self) -> tuple[int, int]:
        """The rows and columns of a slice."""
        return int(self.weight.shape[2]), int(self.weight.shape[3])

    @property
    def units(self) -> int:
        """How many units, or maps, the layer has."""
        return len(self.norms)

    @property
    def inputs(self) -> int:
        """How many weights a unit has."""
        return self.weight.size // self.units

    @property
    def whole(self) -> bool:
        """Whether all weights are one slice: a row for each unit, a column for each input."""
        return self.kernels != self.units

    def matrix(self) -> KernelFacts:
        """Return the same weights as one slice, the matrix of a dense layer."""
        return replace(self, weight=self.weight.reshape(1, 1, self.units, self.inputs))

    def place(self, *index: int) -> tuple[int, int]:
        """Return the unit and the input of the weight at (kernel, channel, row, column)."""
        return divmod(int(np.ravel_multi_index(index, self.weight.shape)), self.inputs)

    def origin(self, at: int) -> tuple[int, ...]:
        """Return the map, row and column that an input comes from, or its place in a vector."""
        return tuple(int(i) for i in np.unravel_index(at, self.reads))


def kernel_facts(name: str, weights: Weights, maps: Shape = ()) -> KernelFacts:
    """Return the facts of a layer's weights, (kernels, channels, k, k) or (units, inputs).

    `maps` is the shape of the maps that a dense layer reads flattened. Numbers that are not finite
    count as zero in everything but `weight`.
    """
    weight = np.asarray(frozen(weights.weight), np.float32)
    dense, reads = weight.ndim == 2, maps or weight.shape[1:]
    weight = weight.reshape(len(weight), *(1,) * (3 - len(reads)), *reads)
    exact = np.nan_to_num(weight.astype(np.float64), posinf=0.0, neginf=0.0)
    limit = float(np.abs(exact).max())
    norms = np.sqrt((exact**2).sum((1, 2, 3)))
    norms.setflags(write=False)
    return KernelFacts(
        name=name,
        dense=dense,
        weight=weight,
        bias=weights.bias,
        norms=norms,
        limit=limit,
        spread=distribution(exact, limit),
        mean=float(exact.mean()),
        deviation=float(exact.std()),
        reads=reads,
    )


def maps_read(spec: Spec, name: str) -> Shape:
    """Return the shape of the maps that a stage reads flattened, () where it reads no such."""
    before = spec.index(name) - 1
    return spec.stages[before - 1].shape if spec.stages[before].kind == "flatten" else ()


def activated(spec: Spec, name: str) -> str:
    """Return the stage with a layer's activations: the one after it, else its own."""
    after = spec.stages[min(spec.index(name) + 1, len(spec.stages) - 1)]
    return after.name if after.kind == "activation" else name


def activations(trace: Trace, name: str, unit: int | None = None) -> Distribution:
    """Return where a layer's activations lie, those of one map if `unit` names it.

    The ends are those of the whole layer, so that its maps can be compared.
    """
    values = trace.stage(activated(trace.spec, name)).values.astype(np.float64)
    exact = np.nan_to_num(values, posinf=0.0, neginf=0.0)
    chosen = exact[unit] if unit is not None and exact.ndim == 3 else exact
    return distribution(chosen, float(np.abs(exact).max()), bool(exact.min() < 0))
