"""Columns that grow, are smoothed as they are drawn and are thinned out for drawing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.views.train.curves.curve_data import (
    RunCurves,
    Scale,
    averaged,
    layers_of,
)
from tests.views.train.records import LAYERS, part, validation


def test_parts_join_and_replace_what_followed() -> None:
    run = RunCurves("a")
    run.append(part(300))
    run.append(part(100, 300))
    assert (run.head, len(run)) == (400, 400)
    run.append(part(50, 200, seed=1))
    assert run.head == 250
    steps, values = run.line("loss")
    assert steps[0] == 1
    np.testing.assert_array_equal(values[:200], part(300).values[:200, 0])
    np.testing.assert_array_equal(values[200:], part(50, 200, seed=1).values[:, 0])


def test_a_zoomed_trend_is_a_piece_of_the_whole() -> None:
    run = RunCurves("a")
    run.append(part(900))
    steps, values = run.trend_line("loss", (400, 500))
    _, whole = run.trend_line("loss", (0, 900))
    assert (steps[0], steps[-1]) == (399, 501)
    np.testing.assert_allclose(values, whole[398:501], rtol=1e-3)
    assert run.at("loss", 450, smooth=True) == pytest.approx(whole[449], rel=1e-3)


def test_an_explosion_tears_the_trend_no_further_than_the_axis() -> None:
    run, exploded = RunCurves("a", 4), part(100)
    values = exploded.values.copy()
    values[20:22, 0] = 6e14, np.inf
    run.append(replace(exploded, values=values))
    _, cut = run.trend_line("loss", (0, 100), Scale(ceiling=4.6))
    assert cut.max() < 4.6
    np.testing.assert_allclose(cut[46:], values[46:, 0], atol=0.05)
    _, logarithmic = run.trend_line("loss", (0, 100), Scale(log=True))
    np.testing.assert_allclose(logarithmic[50:], values[50:, 0], rtol=0.06)


def test_a_gap_between_parts_is_a_mistake() -> None:
    run = RunCurves("a")
    run.append(part(10))
    with pytest.raises(ValueError, match="missing"):
        run.append(part(10, 20))


def test_a_branch_begins_where_it_left() -> None:
    run = RunCurves("b")
    run.append(part(10, 700))
    assert (run.first, run.head) == (700, 710)
    assert run.at("loss", 700) is None
    assert run.at("loss", 701) == pytest.approx(float(part(1, 700).values[0, 0]))


@pytest.mark.parametrize(
    ("span", "ends"), [((20, 30), (19, 31)), ((0, 5), (11, 11)), ((1, 200), (11, 100))]
)
def test_only_what_is_in_view_is_drawn_with_a_neighbour_on_each_side(
    span: tuple[float, float], ends: tuple[float, float]
) -> None:
    run = RunCurves("b")
    run.append(part(90, 10))
    steps, values = run.line("loss", span)
    assert (steps[0], steps[-1]) == ends
    assert values[0] == run.at("loss", int(steps[0]))


def test_layers_are_read_off_the_columns() -> None:
    run = RunCurves("a")
    run.append(part(1))
    assert layers_of(run.columns, "gradient") == LAYERS
    run.validations = (validation(10),)


@given(st.integers(0, 3000), st.integers(1, 300))
def test_a_calm_curve_keeps_its_end_and_its_mean(count: int, most: int) -> None:
    steps = np.arange(1.0, count + 1)
    few, values = averaged((steps, steps), most)
    assert len(few) <= most + 1
    np.testing.assert_allclose(few, values, rtol=1e-6)
    if count:
        assert few[-1] == count
