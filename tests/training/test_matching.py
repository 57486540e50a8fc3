"""An architecture takes the classes and channels of its data."""

from __future__ import annotations

import numpy as np

from explorer.digits.datasets import Dataset
from explorer.network.presets import preset
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
