"""An architecture takes the classes and channels of its data."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.digits.datasets import Dataset
from explorer.network.presets import preset
from explorer.network.spec import Dense, Flatten, Spec, SpecError, Unflatten
from explorer.training.matching import matching


def test_ten_grey_digits_leave_a_preset_as_it_is(digits: Dataset) -> None:
    assert matching(preset("lenet"), digits) == preset("lenet")


def test_three_classes_in_colour() -> None:
    images = np.zeros((4, 3, 40, 40), np.uint8)
    data = Dataset("fruit", images, np.zeros(4, np.int64), ("apple", "fig", "pear"))
    spec = matching(preset("lenet"), data)
    assert spec.input_shape == (3, 28, 28)
    assert spec.classes == ("apple", "fig", "pear")
    assert spec.stage("logits").shape == (3,)
    assert spec.stage("conv1").shape == preset("lenet").stage("conv1").shape


def test_an_auto_encoder_draws_in_the_colours_of_its_data() -> None:
    images = np.zeros((4, 3, 40, 40), np.uint8)
    data = Dataset("fruit", images, np.zeros(4, np.int64), ("apple", "fig", "pear"))
    spec = matching(preset("autoencoder"), data)
    assert spec.stages[-1].shape == spec.input_shape == (3, 28, 28)
    assert spec.classes == ("apple", "fig", "pear")


def test_an_auto_encoder_that_cannot_draw_colours_is_refused() -> None:
    images = np.zeros((4, 3, 40, 40), np.uint8)
    data = Dataset("fruit", images, np.zeros(4, np.int64), ("apple", "fig"))
    layers = (Flatten(), Dense(5), Dense(64), Unflatten(1, 8, 8))
    with pytest.raises(SpecError, match="gives 1 × 8 × 8 for a picture of 3 × 8 × 8"):
        matching(Spec("s", (1, 8, 8), layers, output="image"), data)
