"""How near a picture comes to those that a network reads rightly, as the network itself sees them.

A classifier names a class for noise, too, often with great confidence. But the features that enter
its dense layers point elsewhere then. How far is far is measured on real pictures, held out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import acos, ceil, degrees
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import normalize

from explorer.network.network import CHUNK, Network
from explorer.network.records import Bytes, Floats, Likeness

_MOST_VALUES = 2**20  # of all known pictures' features: 4 MiB, passed through at every pen move


@dataclass(frozen=True, slots=True, eq=False)
class KnownPictures:
    """The n pictures that a network reads rightly, and their `features` at `stage`.

    Features (n, units) have the length 1. `distances` (m,), ascending, are those of the held-out
    pictures to their nearest known one: 1 minus the cosine of the angle between the features. To
    judge strangeness by it is from Sun et al. 2022, "Out-of-distribution detection with deep
    nearest neighbors". Euclidean distances separate less: noise excites few units, and so lies
    near everything.
    """

    stage: str
    pictures: tuple[Bytes, ...]
    labels: NDArray[np.integer[Any]]
    features: Floats
    distances: Floats

    def likeness(self, features: Floats) -> Likeness:
        """Compare a picture by its features (units,); without any it is at a right angle to all."""
        # Not by "@": numpy's matrix product starts threads for torch's to spin against.
        cosines = np.einsum("nu,u->n", self.features, features)
        best, length = int(cosines.argmax()), float(np.linalg.norm(features))
        cosine = min(1.0, max(-1.0, float(cosines[best]) / (length or 1.0)))
        nearer = np.searchsorted(self.distances, np.float32(1 - cosine)) / len(self.distances)
        label = int(self.labels[best])
        return Likeness(self.pictures[best], label, degrees(acos(cosine)), float(nearer))


def learn(
    network: Network,
    pictures: Bytes,
    labels: NDArray[np.integer[Any]],
    held_out: Bytes,
    cancelled: Callable[[], bool] = lambda: False,
) -> KnownPictures | None:
    """Find out which pictures (n, channels, height, width) a classifier reads rightly, and how.

    A class it never reads rightly makes it no reader of these: None, as where it was `cancelled`.
    """
    # Later stages tell classes apart by forgetting what else there is to see.
    stage = next(stage for stage in reversed(network.spec.stages) if stage.kind == "flatten")
    step = ceil(len(pictures) * stage.shape[0] / _MOST_VALUES)
    pictures, labels = pictures[::step], labels[::step]
    features, answers = _seen(network, stage.name, pictures, cancelled)
    others, _answers = _seen(network, stage.name, held_out, cancelled)
    right = np.flatnonzero(answers.numpy() == labels[: len(answers)])
    if cancelled() or len(np.unique(labels[right])) < len(network.spec.classes):
        return None
    known = features[right]
    distances = (1 - (others @ known.T).amax(1)).sort().values.numpy()
    return KnownPictures(
        stage.name, tuple(pictures[right]), labels[right], known.numpy(), distances
    )


def _seen(
    network: Network, stage: str, pictures: Bytes, cancelled: Callable[[], bool]
) -> tuple[Tensor, Tensor]:
    """Return features (n, units) of length 1 and answers (n,), of some pictures if cancelled."""
    end = network.spec.index(stage) + 1
    features, answers = [torch.zeros(0, *network.spec.stage(stage).shape)], [torch.zeros(0).long()]
    for start in range(0, len(pictures), CHUNK):
        if cancelled():
            break
        with torch.inference_mode():
            data = network.forward(network.batch(pictures[start : start + CHUNK]), last=end)
            answers.append(network.forward(data, end).argmax(1).cpu())
            features.append(normalize(data).cpu())
    return torch.cat(features), torch.cat(answers)
