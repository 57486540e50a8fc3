"""Curves grow without losing a number."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.training.record.curves import Curves, column_names, smoothed, trend


def test_columns_name_the_scores_and_every_layer() -> None:
    assert column_names(["conv1", "logits"]) == (
        "loss",
        "accuracy",
        "learning_rate",
        "gradient conv1",
        "gradient logits",
        "update conv1",
        "update logits",
    )


def test_rows_survive_growing() -> None:
    curves = Curves(("a", "b"))
    for i in range(1000):
        curves.append((i, -i))
    part = curves.part(10, 700)
    assert (part.start, len(part)) == (10, 690)
    assert np.array_equal(part.column("a"), np.arange(10, 700))
    assert np.array_equal(part.column("b"), -np.arange(10, 700))


def test_rows_that_wait_for_others_count_already() -> None:
    curves = Curves(("a",))
    for i in range(70):
        curves.append((i,))
        assert len(curves) == i + 1
    curves.keep(68)
    curves.append((7,))
    assert curves.part(66).column("a").tolist() == [66, 67, 7]


def test_many_rows_at_once() -> None:
    curves = Curves(("a",))
    curves.append((5,))
    curves.extend(np.arange(2000, dtype=np.float32)[:, None])
    assert len(curves) == 2001
    assert curves.part(2000).values.tolist() == [[1999]]


@pytest.mark.parametrize(("start", "length"), [(-5, 3), (2, 1), (99, 0)])
def test_a_part_never_leaves_the_curve(start: int, length: int) -> None:
    curves = Curves(("a",))
    curves.extend(np.ones((3, 1), np.float32))
    assert len(curves.part(start)) == length


def test_a_part_is_a_read_only_copy() -> None:
    curves = Curves(("a",))
    curves.append((1,))
    with pytest.raises(ValueError, match="read-only"):
        curves.part().values[0] = 2


def test_smoothing_a_constant_changes_nothing() -> None:
    assert np.allclose(smoothed(np.full(9, 3, np.float32)), 3)


def test_smoothing_skips_what_is_not_finite() -> None:
    result = smoothed(np.array([np.nan, 1, np.inf, 1], np.float32))
    assert np.isnan(result[0])
    assert np.allclose(result[1:], 1)


def test_points_leave_out_what_was_not_measured() -> None:
    curves = Curves(("a",))
    curves.extend(np.array([[1], [2], [np.nan], [np.inf]], np.float32))
    steps, values = curves.part(1).points("a")
    assert steps.tolist() == [2, 4]
    assert values.tolist() == [2, np.inf]


def test_a_trend_does_not_lag_behind_a_rise_at_any_step() -> None:
    """The batch accuracy rises from 10 % to 80 %: so does its trend, at the newest step, too."""
    rise = np.concatenate([np.full(20, 0.1), np.linspace(0.1, 0.8, 30), np.full(40, 0.8)])
    for head in range(30, 51):
        assert trend(rise[:head], 4)[-1] == pytest.approx(rise[head - 1], abs=0.04)
    np.testing.assert_allclose(trend(rise, 4), rise, atol=0.07)  # at its corners


def test_a_trend_of_a_straight_line_is_that_line() -> None:
    line = np.linspace(3, -5, 200)
    np.testing.assert_allclose(trend(line, 20), line, atol=1e-9)
    np.testing.assert_allclose(trend(line[:2], 20), line[:2])


def test_a_trend_calms_noise_but_stays_among_the_values() -> None:
    values = np.random.default_rng(0).normal(size=500)
    calm = trend(values, 20)
    assert calm[100:400].std() < 0.25
    assert values.min() <= calm.min() <= calm.max() <= values.max()


def test_a_trend_bridges_gaps_and_invents_no_ends() -> None:
    values = np.full(40, np.nan)
    values[5:31:5] = np.arange(6)
    found = trend(values, 4)
    assert np.isnan(found[:5]).all()
    assert np.isnan(found[31:]).all()
    np.testing.assert_allclose(found[5:31], np.linspace(0, 5, 26), atol=1e-6)
    assert np.isnan(trend(np.full(3, np.inf), 4)).all()
