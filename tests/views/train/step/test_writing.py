"""Numbers as text: figures kept, sums that stay sums, letters exchanged for numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.views.train.step.writing import (
    adding_up,
    brief,
    in_numbers,
    places_for,
    raised,
    significant,
)

NUMBERS = st.floats(-1e4, 1e4, allow_nan=False)


def read(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))


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


def test_settings_are_written_as_one_says_them() -> None:
    assert [brief(v) for v in (0.003, 1e-8, 0.9, 0, 2.5e-5)] == [
        "0.003",
        "1e−8",
        "0.9",
        "0",
        "2.5e−5",
    ]


@given(st.lists(NUMBERS, min_size=1, max_size=12))
def test_printed_terms_add_up_to_the_printed_total(terms: list[float]) -> None:
    written = adding_up(terms, sum(terms))
    rest = read(written.rest) if written.rest else Decimal(0)
    assert sum(map(read, written.terms)) + rest == read(written.total)


@given(st.lists(NUMBERS, min_size=1, max_size=12))
def test_every_term_is_printed_as_rounded_as_it_is(terms: list[float]) -> None:
    written = adding_up(terms, sum(terms))
    for term, text in zip(terms, written.terms, strict=True):
        assert abs(float(read(text)) - term) <= 0.5001 * 10.0**-written.places


def test_what_is_no_number_does_not_add_up_and_does_no_harm() -> None:
    written = adding_up([1.0, float("nan")], float("nan"))
    assert written.total == "not a number"
    assert written.rest is None


def test_decimals_suffice_for_the_smallest_term() -> None:
    assert places_for([0.1, -3.08e-6]) == 8
    assert places_for([0.0, 0.5]) == 4
    assert places_for([1e-30]) == 9
    assert places_for([]) == 4


def test_letters_become_numbers_but_words_stay() -> None:
    values = {"w": "0.5", "rate": "0.1", "v": "2", "√v": "√2", "v̂": "3", "b before": "(−4)"}
    assert in_numbers("-rate · w / √v", values) == "−0.1 · 0.5 / √2"
    assert in_numbers("v̂ · v² of weights", values) == "3 · 2² of weights"
    assert in_numbers("rate · b before", values) == "0.1 · (−4)"


def test_powers_are_raised() -> None:
    assert raised(-12) == "⁻¹²"
