from __future__ import annotations

import numpy as np
import pytest

from explorer.views.parts.number_text import (
    added,
    article,
    bracketed,
    brief,
    decimals,
    exact,
    figure,
    format_size,
    format_steps,
    percent,
    places_for,
    power_of_ten,
    raised,
    signed,
    significant,
    tight,
)


def test_minus_is_a_minus_sign_and_zero_has_no_sign() -> None:
    assert figure(-0.126) == "−0.13"
    assert figure(-0.001) == "0.00"
    assert (figure(0.0), figure(-0.0, 3), signed(0.0)) == ("0", "0", "0")
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
    assert percent(0.0001) == "0.0 %"
    assert percent(float("nan")) == "not a number"
    assert percent(0.623) == "62.3 %"
    assert [percent(share) for share in (0.95, 8.54, 48)] == ["95.0 %", "854 %", "4,800 %"]


def test_what_is_not_finite_is_said_in_words() -> None:
    assert figure(float("nan")) == "not a number"
    assert figure(float("-inf")) == "−∞"
    assert exact(np.float32(-0.1)) == "−0.1"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0123456, "0.01235"),
        (-2.5, "−2.500"),
        (1.23e-7, "1.230e−7"),
        (0, "0"),
        (float("nan"), "not a number"),
        (float("-inf"), "−∞"),
        (123456, "123456"),
        (3e8, "3.000e8"),
    ],
)
def test_small_numbers_keep_their_figures(value: float, text: str) -> None:
    assert significant(value) == text


def test_settings_have_no_needless_zeros() -> None:
    assert [brief(v) for v in (0.003, 1e-8, 0.9, 0, 2.5e-5)] == [
        "0.003",
        "1e−8",
        "0.9",
        "0",
        "2.5e−5",
    ]


def test_decimals_suffice_for_the_smallest_term() -> None:
    assert places_for([0.1, -3.08e-6]) == 8
    assert places_for([0.0, 0.5]) == 4
    assert places_for([1e-30]) == 9
    assert places_for([]) == 4


def test_powers_are_raised_or_short() -> None:
    assert raised(-12) == "⁻¹²"
    assert [power_of_ten(p) for p in (-5, -2, 0, 3, 6)] == ["1e−5", "0.01", "1", "1000", "1e6"]


def test_classes_have_their_article() -> None:
    assert [article(n) for n in ("7", "8", "11", "Bag")] == ["a 7", "an 8", "an 11", "Bag"]


@pytest.mark.parametrize(
    ("count", "words"),
    [(812 << 10, "812 KiB"), ((3 << 20) + (1 << 17), "3.1 MiB"), (5 << 28, "1.25 GiB")],
)
def test_sizes_have_the_unit_that_fits(count: int, words: str) -> None:
    assert format_size(count) == words


def test_one_step_is_one_step() -> None:
    assert [format_steps(n) for n in (1, 1875)] == ["1 step", "1,875 steps"]
