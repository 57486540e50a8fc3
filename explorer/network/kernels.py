"""The kernels of one convolution and their statistics as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.network.explanations import Doubles, Integers
from explorer.network.records import Floats, Weights, frozen

BINS = 41  # odd, so that zero lies in the middle of a bin


@dataclass(frozen=True, slots=True, eq=False)
class KernelFacts:
    """`weight` (kernels, channels, k, k) and `bias` (kernels,) or None of the stage `name`.

    `norms` (kernels,) is the Euclidean length of each kernel, `limit` the largest weight in size:
    one scale for all. `counts` (BINS,) is how many weights lie between neighbouring `edges`
    (BINS + 1,), from -limit to limit.
    """

    name: str
    weight: Floats
    bias: Floats | None
    norms: Doubles
    limit: float
    counts: Integers
    edges: Doubles
    mean: float
    deviation: float

    @property
    def kernels(self) -> int:
        """How many kernels, and so maps, the convolution has."""
        return int(self.weight.shape[0])

    @property
    def channels(self) -> int:
        """How many slices each kernel has, one per map of the stage before."""
        return int(self.weight.shape[1])

    @property
    def side(self) -> int:
        """The height and width of a slice."""
        return int(self.weight.shape[2])


def kernel_facts(name: str, weights: Weights) -> KernelFacts:
    """Return the facts of a convolution's weights (kernels, channels, k, k).

    Numbers that are not finite count as zero in everything but `weight`.
    """
    exact = np.nan_to_num(weights.weight.astype(np.float64), posinf=0.0, neginf=0.0)
    limit = float(np.abs(exact).max())
    counts, edges = np.histogram(exact, BINS, (-limit, limit) if limit else (-1.0, 1.0))
    for array in (counts, edges, norms := np.sqrt((exact**2).sum((1, 2, 3)))):
        array.setflags(write=False)
    return KernelFacts(
        name=name,
        weight=np.asarray(frozen(weights.weight), np.float32),
        bias=weights.bias,
        norms=norms,
        limit=limit,
        counts=counts.astype(np.int64),
        edges=edges,
        mean=float(exact.mean()),
        deviation=float(exact.std()),
    )
