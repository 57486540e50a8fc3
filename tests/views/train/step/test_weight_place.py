"""Places of weights in words, kept within the network."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.network.records import Weights
from explorer.views.train.step.weight_place import WeightPlace, largest, valid

CONV = Weights(np.arange(36, dtype=np.float32).reshape(2, 2, 3, 3), np.array([1.0, -9.0]))
DENSE = Weights(np.array([[0.0, -7.0, np.nan]], np.float32), None)
NETWORK = {"conv1": CONV, "logits": DENSE}


def test_places_have_words() -> None:
    assert WeightPlace("conv1", (1, 0, 2, 1)).words((2, 2, 3, 3)) == (
        "kernel 1, channel 0, row 2, column 1"
    )
    assert WeightPlace("logits", (0, 2)).words((1, 3)) == "unit 0, input 2"
    assert WeightPlace("conv1", (1,), True).words((2, 2, 3, 3)) == "bias of kernel 1"


def test_a_place_outside_becomes_the_nearest() -> None:
    assert valid(WeightPlace("conv1", (9, 0, -1, 2)), NETWORK).index == (1, 0, 0, 2)
    assert valid(WeightPlace("conv1", (9,), True), NETWORK).index == (1,)


def test_a_place_of_another_kind_keeps_the_kernel() -> None:
    assert valid(WeightPlace("conv1", (1,)), NETWORK).index == (1, 0, 0, 0)
    assert valid(WeightPlace("logits", (0,), True), NETWORK) == WeightPlace("logits", (0, 0))


@pytest.mark.parametrize("place", [None, WeightPlace("conv9", (0, 0, 0, 0))])
def test_without_a_place_it_is_the_largest_of_the_first_layer(place: WeightPlace | None) -> None:
    assert valid(place, NETWORK) == WeightPlace("conv1", (1, 1, 2, 2))


def test_the_largest_is_by_size_and_what_is_no_number_is_larger() -> None:
    assert largest("conv1", CONV, True).index == (1,)
    assert largest("logits", DENSE).index == (0, 2)
    assert largest("logits", DENSE, True) == WeightPlace("logits", (0, 2))


def test_the_value_is_read_off() -> None:
    assert WeightPlace("conv1", (0, 0, 1, 1)).value(NETWORK) == 4
    with pytest.raises(KeyError):
        WeightPlace("logits", (0,), True).value(NETWORK)
