"""Another choice on the same weights: what changes if one pooling or activation is exchanged.

The weights stay as they were trained, so the network usually gets worse, and how much is
measured rather than guessed. Only the stages from the exchanged one on are computed again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.errors import UserError
from explorer.network.network import Network
from explorer.network.spec import (
    Activation,
    ActivationKind,
    Dropout,
    Layer,
    OutputKind,
    Pooling,
    PoolingKind,
    Spec,
)
from explorer.text import _

CHUNK = 250  # pictures at a time: their maps fit into the processor's cache
MOST_CACHED = 256 * 2**20  # bytes of remembered maps


@dataclass(frozen=True, slots=True)
class Measurement:
    """How far a measurement is: `right` of the first `done` of `total` pictures.

    An auto-encoder is right about none; its `error` is the mean squared error per pixel of those
    pictures, 0 before the first, and NaN for a classifier.
    """

    done: int
    total: int
    right: int
    error: float = math.nan

    @property
    def accuracy(self) -> float:
        """The share of right answers so far; 0 before the first."""
        return self.right / self.done if self.done else 0.0

    @property
    def finished(self) -> bool:
        """Whether all pictures were seen."""
        return self.done == self.total


def replaced(network: Network, stage: str, kind: str) -> Network:
    """Return a network with a copy of the weights and one stage of another kind.

    `stage` is a pooling (max, average, sum), an activation (relu, tanh, sigmoid) or the
    probabilities (softmax, sigmoid). All stages keep their names.
    Raises UserError for another stage or kind and KeyError for an unknown stage.
    """
    return network.copied(replaced_spec(network.spec, stage, kind))


def replaced_spec(spec: Spec, stage: str, kind: str) -> Spec:
    """Return the spec with one stage of another kind; else as `replaced`."""
    index = spec.index(stage)
    if spec.stages[index].kind == "probabilities":
        return replace(spec, output=cast("OutputKind", kind))
    match spec.stages[index].layer:
        case Pooling() as layer:
            other: Layer = replace(layer, kind=cast("PoolingKind", kind))
        case Activation(own, called):
            other = Activation(cast("ActivationKind", kind), called or own)
        case _:
            raise UserError(_("{stage} has no other kind to choose."), stage=stage)
    # dropout has a layer but no stage, and the input a stage but no layer
    places = [i for i, layer in enumerate(spec.layers) if not isinstance(layer, Dropout)]
    at = places[index - 1]
    return replace(spec, layers=(*spec.layers[:at], other, *spec.layers[at + 1 :]))


def first_difference(before: Spec, after: Spec) -> int:
    """Return the index of the first stage that is computed differently.

    That of the probabilities if nothing is; the specs must have equally many stages.
    """
    pairs = zip(before.stages, after.stages, strict=True)
    return next((i for i, (a, b) in enumerate(pairs) if a.layer != b.layer), len(before.stages) - 1)


class StageInputs:
    """What enters the stage `first` for many pictures, computed once and then remembered.

    `images` (n, channels, height, width) as `Network.predict` takes them. Maps that would need
    more than `MOST_CACHED` bytes are computed again each time.
    """

    def __init__(self, network: Network, images: NDArray[Any], first: int) -> None:
        self.first = first
        self.count = len(images)
        self._network = network
        self._images = images
        shape = network.spec.stages[first - 1].shape
        self._remembered = self.count * int(np.prod(shape)) * 4 <= MOST_CACHED
        self._chunks: dict[int, Tensor] = {}

    def chunk(self, start: int) -> Tensor:
        """Return the data of up to `CHUNK` pictures from `start` on, on the network's device."""
        if start in self._chunks:
            return self._chunks[start]
        batch = self._network.batch(self._images[start : start + CHUNK])
        data = self._network.forward(batch, last=self.first)
        if self._remembered:
            self._chunks[start] = data
        return data

    def pixels(self, start: int) -> NDArray[np.float64]:
        """Return those pictures themselves, in 0 to 1."""
        images = self._images[start : start + CHUNK]
        return images / (255.0 if images.dtype == np.uint8 else 1.0)


def measure(network: Network, inputs: StageInputs, labels: NDArray[Any]) -> Iterator[Measurement]:
    """Count right answers chunk by chunk, from what enters the stage `inputs.first`.

    `network` may differ from the one behind `inputs` from that stage on. Stop iterating to
    cancel. `labels` (n,) are indices of classes. An auto-encoder's pictures are held against
    those it was given instead.
    """
    if network.spec.reconstructs:
        yield from _measure_error(network, inputs)
        return
    right = 0
    yield Measurement(0, inputs.count, 0)
    for start in range(0, inputs.count, CHUNK):
        with torch.inference_mode():
            logits = network.forward(inputs.chunk(start), inputs.first)
            answers = logits.argmax(1).cpu().numpy()
        right += int((answers == labels[start : start + CHUNK]).sum())
        yield Measurement(start + len(answers), inputs.count, right)


def _measure_error(network: Network, inputs: StageInputs) -> Iterator[Measurement]:
    """Yield the mean squared error per pixel of more and more pictures."""
    total, done = 0.0, 0
    yield Measurement(0, inputs.count, 0, 0.0)
    for start in range(0, inputs.count, CHUNK):
        with torch.inference_mode():
            drawn = network.output(network.forward(inputs.chunk(start), inputs.first)).cpu().numpy()
        total += float(np.square(drawn - inputs.pixels(start)).mean()) * len(drawn)
        done += len(drawn)
        yield Measurement(done, inputs.count, 0, total / done)
