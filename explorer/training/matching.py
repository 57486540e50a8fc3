"""An architecture made to match a data set: its classes, and grey or RGB pictures."""

from __future__ import annotations

from dataclasses import replace

from explorer.digits.datasets import Dataset
from explorer.network.spec import Convolution, Dense, Layer, Spec


def matching(spec: Spec, dataset: Dataset) -> Spec:
    """Return `spec` with the classes and channels of `dataset`; height and width stay.

    The last layer of a classifier gets as many units as there are classes, that of an
    auto-encoder as many kernels as the pictures have channels. Raises SpecError if the
    architecture cannot take them.
    """
    channels, (_, height, width) = dataset.images.shape[1], spec.input_shape
    last = spec.layers[-1]
    if isinstance(last, Dense):
        last = replace(last, units=len(dataset.classes))
    elif isinstance(last, Convolution):
        last = replace(last, filters=channels)
    layers: tuple[Layer, ...] = (*spec.layers[:-1], last)
    same = channels == spec.input_shape[0]
    return replace(
        spec,
        input_shape=(channels, height, width),
        layers=layers,
        classes=dataset.classes,
        mean=spec.mean if same else (),
        std=spec.std if same else (),
    )
