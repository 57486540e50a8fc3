"""Columns that grow, are smoothed as they grow and are thinned out for drawing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.training.record.curves import smoothed
from explorer.views.train.curves.curve_data import (
    RunCurves,
    Smoother,
    averaged,
    layers_of,
    visible,
)
from tests.views.train.records import LAYERS, part, validation


@given(st.lists(st.integers(0, 700), min_size=1, max_size=4), st.integers(0, 5))
def test_smoothing_part_by_part_equals_smoothing_at_once(sizes: list[int], bad: int) -> None:
    values = np.random.default_rng(bad).normal(size=sum(sizes)).astype(np.float32)
    values[: min(bad, len(values))] = np.nan
    smoother, at, found = Smoother(1), 0, []
    for size in sizes:
        found.append(smoother.extend(values[at : at + size, None])[:, 0])
        at += size
    np.testing.assert_allclose(np.concatenate(found), smoothed(values), rtol=1e-4, atol=1e-5)


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


def test_after_replacing_the_average_is_that_of_what_is_there() -> None:
    run = RunCurves("a")
    run.append(part(300))
    run.append(part(50, 200, seed=1))
    _, values = run.line("loss")
    _, smooth = run.line("loss", smooth=True)
    np.testing.assert_allclose(smooth, smoothed(values), rtol=1e-4)


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


def test_only_what_is_in_view_is_drawn_with_a_neighbour_on_each_side() -> None:
    steps, values = visible((np.arange(1.0, 101.0), np.arange(1.0, 101.0)), 20, 30)
    assert (steps[0], steps[-1]) == (values[0], values[-1]) == (19, 30)


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
