"""Numbers become places in a table of colours, whatever numbers they are."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.views.style.colormaps import LEVELS, signed_index


def test_signed_numbers_lie_about_the_middle() -> None:
    values = np.array([-2, -1, 0, 1, 2], np.float32)
    assert signed_index(values, 2.0).tolist() == [0, 63, 127, 191, LEVELS - 1]


@pytest.mark.parametrize("bad", [np.inf, -np.inf, np.nan])
def test_what_is_not_finite_counts_as_zero(bad: float) -> None:
    values = np.array([bad, -3, 3], np.float32)
    limit = float(np.abs(values).max())
    assert signed_index(values, limit).tolist() == [127, 0, LEVELS - 1]


def test_numbers_too_small_for_a_scale_are_zero() -> None:
    values = np.array([1e-40, -1e-40], np.float32)
    assert signed_index(values, 1e-40).tolist() == [127, 127]
