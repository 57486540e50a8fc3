"""How good a network is on images it has not learned from."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from explorer.digits.datasets import Dataset
from explorer.errors import UserError
from explorer.network.network import CHUNK, Network
from explorer.text import _
from explorer.training.plan import LossKind
from explorer.training.record.validation import Tally, Validation


def evaluate(
    network: Network,
    dataset: Dataset,
    kind: LossKind = "cross-entropy",
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Validation:
    """Measure a network on a data set, whose images are fitted to its input.

    `progress` hears how many of how many images are done. Raises UserError if the data has other
    classes than the network.
    """
    if not len(dataset):
        raise UserError(_("The data {name} holds no image."), name=dataset.name)
    if not network.spec.reconstructs:
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
    fitted, tally = dataset.fitted(network.spec.input_shape), Tally(network, kind, units=False)
    for start in range(0, len(fitted), CHUNK):
        places = np.arange(start, min(start + CHUNK, len(fitted)))
        tally.add(fitted, places)
        progress(int(places[-1]) + 1, len(fitted))
    return tally.result()
