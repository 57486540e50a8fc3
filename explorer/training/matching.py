"""An architecture made to match a data set: its classes, and grey or RGB pictures."""

from __future__ import annotations

from dataclasses import replace

from explorer.digits.datasets import Dataset
from explorer.network.spec import Dense, Spec


def matching(spec: Spec, dataset: Dataset) -> Spec:
    """Return `spec` with the classes and channels of `dataset`; height and width stay.

    Raises SpecError if the architecture cannot take them.
    """
    channels, (_, height, width) = dataset.images.shape[1], spec.input_shape
    last = spec.layers[-1]
    layers = spec.layers
    if isinstance(last, Dense):
        layers = (*layers[:-1], replace(last, units=len(dataset.classes)))
    same = channels == spec.input_shape[0]
    return replace(
        spec,
        input_shape=(channels, height, width),
        layers=layers,
        classes=dataset.classes,
        mean=spec.mean if same else (),
        std=spec.std if same else (),
    )
