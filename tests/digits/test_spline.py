"""A smooth path through points, with corners where they are asked for."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.digits.spline import spline_basis

BEND = np.array([[0, 0], [50, 0], [50, 50]], np.float32)


@pytest.mark.parametrize("corner", [False, True])
def test_it_goes_through_its_first_and_last_point(corner: bool) -> None:
    path = spline_basis(BEND, [False, corner, False], 21) @ BEND
    assert np.allclose(path[[0, -1]], BEND[[0, -1]])


def test_a_corner_is_sharp_and_among_the_samples() -> None:
    path = spline_basis(BEND, [False, True, False], 20) @ BEND
    assert np.isclose(path, BEND[1]).all(1).any()
    assert np.allclose(path[path[:, 0] < 49.9][:, 1], 0, atol=1e-4)


def test_without_a_corner_it_turns_smoothly() -> None:
    path = spline_basis(BEND, [False, False, False], 200) @ BEND
    angles = np.unwrap(np.arctan2(*np.diff(path, axis=0).T[::-1]))
    assert np.abs(np.diff(angles)).max() < 0.15


def test_two_points_make_a_straight_line() -> None:
    ends = BEND[:2]
    path = spline_basis(ends, [False, False], 11) @ ends
    assert np.allclose(path[:, 0], np.linspace(0, 50, 11), atol=1e-4)
    assert np.allclose(path[:, 1], 0)
