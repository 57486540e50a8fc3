"""The logarithmic scale of the gradient norms."""

from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.views.train.step.backward_section import Decades, extremes


@given(st.lists(st.floats(1e-9, 1e3), min_size=1, max_size=9))
def test_all_values_lie_on_the_scale_and_in_their_order(values: list[float]) -> None:
    decades = Decades.over(values)
    assert decades.high > decades.low
    shares = [decades.share(value) for value in sorted(values)]
    assert shares == sorted(shares)
    assert shares[0] >= 0
    assert shares[-1] <= 1


def test_ten_times_as_large_is_one_decade_more() -> None:
    decades = Decades(-4, 0)
    assert decades.share(0.01) == pytest.approx(0.5)
    assert decades.share(0.001) == pytest.approx(0.25)
    assert decades.ticks[1] == (0.25, "0.001")


def test_zero_and_what_is_no_number_do_no_harm() -> None:
    decades = Decades.over([0.0, nan, inf, 0.5])
    assert (decades.low, decades.high) == (-1, 0)
    assert [decades.share(v) for v in (0.0, nan, -1.0, inf)] == [0, 0, 0, 1]
    assert Decades.over([]) == Decades(-1, 0)


def test_the_words_name_what_stands_out() -> None:
    assert "smallest: a, 50 times smaller" in extremes({"a": 0.01, "b": 0.5})
    assert extremes({"a": 0.0, "b": 0.5}).startswith("No gradient at all reaches a")
    assert extremes({"a": nan, "b": 0.5}).startswith("a: not a finite number")
    assert extremes({"a": 1.0}) == ""
