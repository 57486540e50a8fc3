"""The order of a batch's images."""

from __future__ import annotations

import numpy as np

from explorer.views.train.step.forward_section import ordered
from explorer.views.train.step.loss_pictures import strongest

LOSSES = np.array([0.5, np.nan, 2.0, 0.5, np.inf], np.float32)


def test_the_batch_order_is_that_of_the_batch() -> None:
    assert ordered(LOSSES, "batch").tolist() == [0, 1, 2, 3, 4]


def test_losses_that_are_no_numbers_are_the_largest_and_ties_keep_their_order() -> None:
    assert ordered(LOSSES, "largest").tolist() == [1, 4, 2, 0, 3]
    assert ordered(LOSSES, "smallest").tolist() == [0, 3, 2, 1, 4]


def test_many_bars_are_merged_by_their_largest() -> None:
    assert strongest(LOSSES, 10) == [0.5, 0.0, 2.0, 0.5, 0.0]
    merged = strongest(np.arange(512, dtype=np.float32), 100)
    assert len(merged) == 100
    assert merged[-1] == 511
