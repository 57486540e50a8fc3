"""Validations come back from bytes as they went."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from explorer.digits.datasets import Dataset
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.spec import Activation
from explorer.training.record.validation import Judge
from explorer.training.record.validation_codec import ValidationCodec


@pytest.mark.parametrize("kind", ["relu", "tanh", "sigmoid"])
@pytest.mark.parametrize("images", [3, 200])
def test_a_validation_comes_back(kind: str, images: int, tiny_digits: Dataset) -> None:
    spec = preset("tiny")
    layers = tuple(Activation(kind) if isinstance(a, Activation) else a for a in spec.layers)  # type: ignore[arg-type]
    network = Network.untrained(replace(spec, layers=layers), 3)
    few = Dataset("few", tiny_digits.images[:images], tiny_digits.labels[:images], spec.classes)
    given = Judge(few, 10).measure(network, 7, "mse", fully=True)
    codec = ValidationCodec(network.spec)
    data = codec.encode(given)
    assert len(data) == codec.size
    found = codec.decode(data)
    assert np.array_equal(found.confusion, given.confusion)
    for name in ("step", "accuracy", "loss", "count", "wrong", "dead", "saturated"):
        assert getattr(found, name) == getattr(given, name), name


def test_the_validation_of_an_auto_encoder_comes_back(
    drawing: Network, tiny_digits: Dataset
) -> None:
    given = Judge(tiny_digits, 10).measure(drawing, 7, "cross-entropy")
    codec = ValidationCodec(drawing.spec)
    data = codec.encode(given)
    assert len(data) == codec.size
    found = codec.decode(data)
    assert math.isnan(found.accuracy)
    assert found.confusion.shape == (0, 0)
    for name in ("step", "loss", "count", "wrong", "dead", "saturated", "error"):
        assert getattr(found, name) == getattr(given, name), name
