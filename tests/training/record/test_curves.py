"""Curves grow without losing a number."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.training.record.curves import Curves, column_names, smoothed


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
