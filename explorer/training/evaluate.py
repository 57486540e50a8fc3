"""How good a network is on images it has not learned from."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray

from explorer.digits.datasets import Dataset
from explorer.errors import UserError
from explorer.network.network import Network
from explorer.network.records import frozen
from explorer.text import _
from explorer.training.losses import loss
from explorer.training.plan import LossKind

CHUNK = 200  # images at a time: they fit into the processor's cache


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """The score on `count` images: share of right answers, mean loss, and what was mistaken.

    `confusion` int64 (classes, classes) counts images by true class (row) and guess (column). An
    auto-encoder has an accuracy of NaN and no confusion (0, 0), but an `error`: the mean squared
    error per pixel, NaN for a classifier.
    """

    accuracy: float
    loss: float
    count: int
    confusion: NDArray[np.int64]
    error: float = math.nan


def evaluate(
    network: Network,
    dataset: Dataset,
    kind: LossKind = "cross-entropy",
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Evaluation:
    """Measure a network on a data set, whose images are fitted to its input.

    `progress` hears how many of how many images are done. Raises UserError if the data has other
    classes than the network.
    """
    if not len(dataset):
        raise UserError(_("The data {name} holds no image."), name=dataset.name)
    if network.spec.reconstructs:
        return _drawn(network, dataset, kind, progress)
    dataset = dataset.labelled_as(network.spec.classes)
    classes = len(network.spec.classes)
    if int(dataset.labels.max(initial=0)) >= classes or len(dataset.classes) > classes:
        raise UserError(
            _("The data {data} has {there} classes, the network {network} {classes}."),
            data=dataset.name,
            there=len(dataset.classes),
            network=network.name,
            classes=classes,
        )
    fitted = dataset.fitted(network.spec.input_shape)
    confusion = np.zeros((classes, classes), np.int64)
    total = 0.0
    for start in range(0, len(fitted), CHUNK):
        labels = fitted.labels[start : start + CHUNK]
        guesses, mean = _chunk(network, fitted.images[start : start + CHUNK], labels, kind)
        np.add.at(confusion, (labels, guesses), 1)
        total += mean * len(labels)
        progress(start + len(labels), len(fitted))
    count = len(fitted)
    right = float(confusion.trace()) / count
    return Evaluation(right, total / count, count, cast("NDArray[np.int64]", frozen(confusion)))


def _drawn(
    network: Network, dataset: Dataset, kind: LossKind, progress: Callable[[int, int], None]
) -> Evaluation:
    """Measure an auto-encoder: its loss, and how far its pictures are off."""
    images = dataset.fitted(network.spec.input_shape).images
    total = error = 0.0
    for start in range(0, len(images), CHUNK):
        part = images[start : start + CHUNK]
        given = torch.from_numpy(part).to(network.device).float() / 255
        with torch.inference_mode():
            logits = network.forward(network.batch(part))
            total += loss(logits, given, kind, "image").item() * len(part)
            error += loss(logits, given, "mse", "image").item() * len(part)
        progress(start + len(part), len(images))
    nothing = cast("NDArray[np.int64]", frozen(np.zeros((0, 0), np.int64)))
    count = len(images)
    return Evaluation(math.nan, total / count, count, nothing, error / count)


def _chunk(
    network: Network, images: NDArray[np.uint8], labels: NDArray[np.int64], kind: LossKind
) -> tuple[NDArray[np.int64], float]:
    with torch.inference_mode():
        logits = network.forward(network.batch(images))
        target = torch.from_numpy(labels).to(network.device)
        mean = loss(logits, target, kind, network.spec.output).item()
    return logits.argmax(1).cpu().numpy(), mean
