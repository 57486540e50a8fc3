"""Now and then a run is judged by images that it does not learn from.

Besides accuracy, loss and confusion this finds the most confident mistakes and the units that
have stopped working: a ReLU that answers zero to every image gets no gradient and stays dead. An
auto-encoder is judged by how far its pictures are off.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.digits.datasets import Dataset
from explorer.network.network import CHUNK, Network
from explorer.network.records import frozen
from explorer.network.spec import Activation, Spec
from explorer.training.losses import loss, outputs
from explorer.training.plan import LossKind

MOST_WRONG = 64
MOST_IMAGES = 1000
CLOSEST = 100  # steps between two points
SATURATED = {"tanh": 0.99, "sigmoid": 0.98}  # of the distance from the middle to the limit


READ = np.dtype([("image", "<i4"), ("label", "<i4"), ("guess", "<i4"), ("confidence", "<f8")])


@dataclass(frozen=True, slots=True)
class Read:
    """An image as it was read: its place in the data, its class, the guess, how sure that was."""

    image: int
    label: int
    guess: int
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class Validation:
    """The run after `step` steps, judged by `count` images; without a run `step` is 0.

    `confusion` int64 (classes, classes) counts images by true class (row) and guess (column).
    `wrong` holds the most confident mistakes, the surest first. `dead` maps each ReLU stage to the
    share of its units (maps, where it has maps) that were zero for every image, `saturated` each
    tanh or sigmoid stage to the share of its values close to a limit.

    An auto-encoder guesses no class: its accuracy is NaN, its confusion (0, 0), and nothing is
    wrong; `error` is the mean squared error per pixel, which in turn is NaN for a classifier.
    `read`, of the type READ (n,), holds every image where that was asked for, the surest first; it
    is not recorded.
    """

    step: int
    accuracy: float
    loss: float
    count: int
    confusion: NDArray[np.int64]
    wrong: tuple[Read, ...]
    dead: Mapping[str, float]
    saturated: Mapping[str, float]
    error: float = math.nan
    read: NDArray[Any] = field(default_factory=lambda: np.zeros(0, READ))

    def known(self, pair: tuple[int, int] | None) -> tuple[Read, ...]:
        """Return the images known of a true class and a guess, else of all mistakes."""
        if not len(self.read):
            return tuple(r for r in self.wrong if not pair or (r.label, r.guess) == pair)
        labels, guesses = self.read["label"], self.read["guess"]
        own = (labels == pair[0]) & (guesses == pair[1]) if pair else labels != guesses
        return tuple(Read(*one) for one in self.read[own].tolist())


def activations(spec: Spec) -> dict[str, str]:
    """Return the kind of every activation stage by its name."""
    return {s.name: s.layer.kind for s in spec.stages if isinstance(s.layer, Activation)}


class Judge:
    """Measures a network on images uint8 (n, c, h, w) that fit its input.

    `every` is how many steps lie between two points, chosen so that judging costs about a
    fiftieth of the training; the end of a run is judged by all images.
    """

    def __init__(self, dataset: Dataset, steps_per_epoch: int) -> None:
        self.dataset = dataset
        self.every = max(CLOSEST, steps_per_epoch // 4)
        self._few = min(len(dataset), MOST_IMAGES, 4 * self.every)

    def due(self, step: int, total: int) -> bool:
        """Whether the run is to be judged after `step` steps."""
        return step > 0 and (step % self.every == 0 or step == total)

    def measure(
        self,
        network: Network,
        step: int,
        kind: LossKind,
        *,
        fully: bool = False,
        each: bool = False,
        between: Callable[[], None] = lambda: None,
    ) -> Validation:
        """Judge the network by some images evenly spread over the data, or by all of them.

        With `each` the result holds how each of them was read.
        `between` is called before each part of them; what it raises ends the judging.
        """
        count = len(self.dataset) if fully else self._few
        chosen = np.arange(count) * len(self.dataset) // max(count, 1)
        tally = Tally(network, kind, each=each)
        for start in range(0, count, CHUNK):
            between()
            tally.add(self.dataset, chosen[start : start + CHUNK])
        return tally.result(step)


class Tally:
    """Adds up what images say of a network, chunk by chunk; of its `units`, of `each` if asked."""

    def __init__(
        self, network: Network, kind: LossKind, *, units: bool = True, each: bool = False
    ) -> None:
        self._network, self._kind, self._each = network, kind, each
        classes = 0 if network.spec.reconstructs else len(network.spec.classes)
        self._confusion = np.zeros((classes, classes), np.int64)
        self._loss = self._error = 0.0
        self._count = 0
        self._read: list[tuple[int, int, int, float]] = []  # the misread ones, or each
        self._kinds = activations(network.spec) if units else {}
        self._alive: dict[str, Tensor] = {}
        self._saturated: dict[str, float] = {}

    def add(self, dataset: Dataset, places: NDArray[np.int64]) -> None:
        """Judge by the images at some places of the data, which fits the network."""
        network, images, labels = self._network, dataset.images[places], dataset.labels[places]
        self._count += len(images)
        with torch.inference_mode():
            data = network.batch(images)
            for index, stage in enumerate(network.spec.stages[1:-1], 1):
                data = network.forward(data, index, index + 1)
                if stage.name in self._kinds:
                    self._look_at(stage.name, data)
            if network.spec.reconstructs:
                self._hold_against(data, images)
                return
            target = torch.from_numpy(labels).to(network.device)
            mean = loss(data, target, self._kind, network.spec.output).item()
            sureness = outputs(data, network.spec.output)
            confidences, guesses = (part.cpu().numpy() for part in sureness.max(1))
        self._loss += mean * len(labels)
        np.add.at(self._confusion, (labels, guesses), 1)
        for i in np.flatnonzero(self._each | (labels != guesses)).tolist():
            read = (int(places[i]), int(labels[i]), int(guesses[i]), float(confidences[i]))
            self._read.append(read)

    def _hold_against(self, logits: Tensor, images: NDArray[np.uint8]) -> None:
        """Note how far the drawn pictures are from the given ones."""
        given = torch.from_numpy(images).to(self._network.device).float() / 255
        self._loss += loss(logits, given, self._kind, "image").item() * len(images)
        self._error += loss(logits, given, "mse", "image").item() * len(images)

    def _look_at(self, name: str, values: Tensor) -> None:
        """Note which units answered and how many values lie at a limit."""
        kind = self._kinds[name]
        if kind == "relu":
            alive = (values > 0).any(0)
            alive = alive.flatten(1).any(1) if alive.dim() > 1 else alive
            self._alive[name] = self._alive[name] | alive if name in self._alive else alive
            return
        limit = SATURATED[kind]
        distance = values.abs() if kind == "tanh" else (values - 0.5).abs() * 2
        count = (distance > limit).float().mean().item() * len(values)
        self._saturated[name] = self._saturated.get(name, 0.0) + count

    def result(self, step: int = 0) -> Validation:
        """Return what all images together said."""
        count, reconstructs = self._count, self._network.spec.reconstructs
        dead = {name: 1 - float(alive.float().mean()) for name, alive in self._alive.items()}
        read = sorted(self._read, key=lambda read: -read[3])
        wrong = (Read(*one) for one in read if one[1] != one[2])
        return Validation(
            step,
            math.nan if reconstructs else float(self._confusion.trace()) / max(count, 1),
            self._loss / max(count, 1),
            count,
            cast("NDArray[np.int64]", frozen(self._confusion)),
            tuple(islice(wrong, MOST_WRONG)),
            MappingProxyType(dead),
            MappingProxyType({k: v / max(count, 1) for k, v in self._saturated.items()}),
            self._error / max(count, 1) if reconstructs else math.nan,
            np.array(read if self._each else [], READ),
        )
