"""The frozen records that leave the network: numpy arrays that nobody can change any more.

A tensor's memory changes at the next optimiser step, so every array here is a copy and
read-only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from explorer.network.spec import Spec, Stage

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Quoted, because the window is painted before numpy is imported.
Floats: TypeAlias = "NDArray[np.float32]"
Indices: TypeAlias = "NDArray[np.int64]"
Bytes: TypeAlias = "NDArray[np.uint8]"

# From this share of nearer held-out pictures on, one looks like nothing known: 1 in 200 of these by
# construction. Measured with the LeNet: 0.5 to 0.8 % of unseen digits, 69 % of what is none (see
# MODEL_CARD.md). At 0.99 these are twice as many of the one and 79 % of the other.
UNLIKE = 0.995


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """The learned numbers of one layer: `weight` (out, in, k, k) or (out, in), `bias` (out,)."""

    weight: Floats
    bias: Floats | None


@dataclass(frozen=True, slots=True, eq=False)
class StageTrace:
    """What one stage computed.

    `values` has the stage's shape. For max pooling `winners`, of the same shape, holds for each
    output the flat index (row x width + column) of its maximum in the map it was pooled from;
    None elsewhere.
    """

    stage: Stage
    values: Floats
    winners: Indices | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """One forward pass: every stage in data-flow order, from the input to the output.

    `pixels` (channels, height, width) in 0 to 1 is what was drawn; `stages[0].values` the same
    after the spec's normalisation. `weights` maps the names of convolution and dense stages to
    the numbers that were used; it is shared between traces of an unchanged network.
    """

    spec: Spec
    pixels: Floats
    stages: tuple[StageTrace, ...]
    weights: Mapping[str, Weights]

    def stage(self, name: str) -> StageTrace:
        """Return the trace of the stage called `name`; raises KeyError."""
        return self.stages[self.spec.index(name)]

    @property
    def logits(self) -> Floats:
        """The last layer's sums: one per class, or of an auto-encoder one per pixel."""
        return self.stages[-2].values

    @property
    def probabilities(self) -> Floats:
        """One number per class; with softmax they sum to 1."""
        return self.stages[-1].values

    @property
    def prediction(self) -> int:
        """The index of the most probable class; an auto-encoder knows none: ValueError."""
        if self.spec.reconstructs:
            raise ValueError("an auto-encoder tells no classes apart")
        return int(np.argmax(self.probabilities))

    @property
    def reconstruction(self) -> Floats:
        """An auto-encoder's picture (channels, height, width) in 0 to 1; else ValueError."""
        if not self.spec.reconstructs:
            raise ValueError("a classifier draws no picture")
        return self.stages[-1].values

    @property
    def error(self) -> float:
        """The mean squared error of the reconstruction per pixel; ValueError as there."""
        difference = self.reconstruction.astype(np.float64) - self.pixels
        return float(np.square(difference).mean())


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """The known picture that is `nearest`, uint8 (channels, height, width), and its `label`.

    The features of both are at an `angle` in degrees. `nearer` is the share of the pictures held
    out that have a nearer one.
    """

    nearest: Bytes
    label: int
    angle: float
    nearer: float

    @property
    def unlike(self) -> bool:
        """Whether it looks like nothing that is known."""
        return self.nearer >= UNLIKE


def frozen(array: NDArray[np.generic]) -> NDArray[np.generic]:
    """Return a read-only copy of an array."""
    copy = np.array(array)
    copy.setflags(write=False)
    return copy


def frozen_mapping(weights: dict[str, Weights]) -> Mapping[str, Weights]:
    """Return a mapping that cannot be changed through its holder."""
    return MappingProxyType(dict(weights))
