from __future__ import annotations

import numpy as np
import pytest

from explorer.views.parts.figures import (
    added,
    bracketed,
    decimals,
    exact,
    figure,
    percent,
    signed,
    tight,
)


def test_minus_is_a_minus_sign_and_zero_has_no_sign() -> None:
    assert figure(-0.126) == "−0.13"
    assert figure(-0.001) == "0.00"
    assert signed(-0.001) == "0.00"
    assert signed(0.001) == "0.00"
    assert signed(2.284) == "+2.28"


def test_terms_of_a_sum_carry_their_sign_apart() -> None:
    assert added(2.284) == "+ 2.28"
    assert added(-0.126) == "− 0.13"
    assert added(-0.001) == "+ 0.00"
    assert bracketed(-0.5) == "(−0.50)"


@pytest.mark.parametrize(
    ("values", "places"),
    [([3.2, 0.01], 2), ([12.0], 2), ([123.4], 1), ([-0.034], 4), ([], 2), ([0.0], 2)],
)
def test_the_largest_of_a_column_sets_its_decimals(values: list[float], places: int) -> None:
    assert decimals(values) == places


def test_decimals_are_never_negative_and_bounded() -> None:
    assert decimals([123456.0]) == 0
    assert decimals([1e-9]) == 5
    assert decimals([np.inf]) == 2


def test_narrow_cells_drop_the_leading_zero() -> None:
    assert tight(0.126) == ".13"
    assert tight(-0.126) == "−.13"
    assert tight(1.24, 1) == "1.2"
    assert tight(0.0) == "0"


def test_percent_says_none_and_all_only_when_exact() -> None:
    assert percent(0.0) == "0 %"
    assert percent(1.0) == "100 %"
    assert percent(0.004) == "0.4 %"
    assert percent(0.9999) == "99.9 %"
    assert percent(0.0001) == "< 0.1 %"
    assert percent(0.623) == "62 %"


def test_what_is_not_finite_is_said_in_words() -> None:
    assert figure(float("nan")) == "not a number"
    assert figure(float("-inf")) == "−∞"
    assert exact(np.float32(-0.1)) == "−0.1"
