"""Validation images are not learned from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import UserError
from explorer.training.split import split


@given(st.integers(1, 500), st.integers(0, 499), st.integers(0, 2**32))
def test_parts_are_disjoint_and_together_everything(count: int, kept: int, seed: int) -> None:
    if kept >= count:
        with pytest.raises(UserError):
            split(count, kept, seed)
        return
    train, validation = split(count, kept, seed)
    assert len(validation) == kept
    assert np.array_equal(np.sort(np.concatenate([train, validation])), np.arange(count))


def test_the_seed_decides() -> None:
    assert np.array_equal(split(50, 10, 4)[1], split(50, 10, 4)[1])
    assert not np.array_equal(split(50, 10, 4)[1], split(50, 10, 5)[1])
