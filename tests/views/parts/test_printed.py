from __future__ import annotations

from decimal import Decimal
from math import exp, isclose

from hypothesis import given
from hypothesis import strategies as st

from explorer.views.parts.printed import (
    adding_up,
    apportion,
    factors,
    places_adding_up,
    places_giving,
    print_exponentials,
)

NUMBERS = st.floats(-1e4, 1e4, allow_nan=False)
FEW = st.lists(st.floats(-30, 30, allow_nan=False), min_size=1, max_size=12)


def read(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))


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


def test_further_decimals_make_a_sum_add_up() -> None:
    printed = adding_up([0.821, -0.009], 0.812, 2)
    assert (printed.terms, printed.total, printed.rest) == (("0.82", "−0.01"), "0.81", None)
    printed = adding_up([0.824, 0.004], 0.828, 2)
    assert (printed.terms, printed.total) == (("0.824", "0.004"), "0.828")


def test_of_several_sums_the_last_is_given_up_first() -> None:
    good, never = ([0.5, 0.25], 0.75), ([0.5, 0.25], 0.76)
    assert places_adding_up([good, never], 2, 4) == 2
    assert places_adding_up([never, good], 3, 5) == 3


@given(st.lists(NUMBERS, min_size=1, max_size=20), st.integers(0, 4))
def test_apportioned_terms_add_up_and_none_is_a_step_off(terms: list[float], places: int) -> None:
    printed, step = apportion(terms, sum(terms), places), 10.0**-places
    assert isclose(sum(printed), round(sum(terms), places), abs_tol=step / 10)
    assert all(abs(a - b) < 1.0001 * step for a, b in zip(terms, printed, strict=True))
    assert all(shown == 0 for term, shown in zip(terms, printed, strict=True) if term == 0)


@given(NUMBERS, st.floats(-2, 2))
def test_printed_factors_give_the_printed_product(left: float, right: float) -> None:
    product = left * right
    texts = factors(left, right, product, (2, 2), 2)
    assert abs(read(texts[0]) * read(texts[1]) - Decimal(product)) < Decimal("0.0101")


def test_numbers_that_are_printed_in_full_get_no_further_decimals() -> None:
    assert factors(1.0, 0.123456, 0.123456, (2, 2), 4) == ("1.00", "0.1235")
    assert places_giving(lambda x: x / 255, [128.3], [0], 128.3 / 255, 3) == (1,)


@given(FEW, st.integers(3, 6))
def test_every_column_of_a_softmax_is_that_of_the_printed_one_before(
    logits: list[float], places: int
) -> None:
    printed = print_exponentials(logits, places)
    largest = max(map(read, printed.numbers))
    for logit, number, argument, exponential in zip(
        logits, printed.numbers, printed.arguments, printed.exponentials, strict=True
    ):
        assert read(number) - largest == read(argument)
        assert isclose(exp(read(argument)), read(exponential), abs_tol=0.5001 * 10**-places)
        assert isclose(exp(logit - max(logits)), read(exponential), abs_tol=1.51 * 10**-places)
    assert sum(map(read, printed.exponentials)) == read(printed.total)


@given(FEW)
def test_exponentials_of_large_numbers_keep_their_figures(logits: list[float]) -> None:
    printed = print_exponentials(logits, 4, softmax=False)
    for number, exponential in zip(printed.numbers, printed.exponentials, strict=True):
        if "e" not in exponential:
            given_ = exp(-read(number))
            unit = 10.0 ** -len(exponential.partition(".")[2])
            assert isclose(given_, read(exponential), abs_tol=0.5001 * unit)
