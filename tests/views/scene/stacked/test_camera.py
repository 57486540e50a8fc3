"""The projection: there and back, turning, zooming, panning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.views.scene.stacked.camera import View

angles = st.floats(-90, 90)
numbers = st.floats(-20, 20)
views = st.builds(
    lambda yaw, pitch, scale, x, y: View(0, 0, scale, x, y).turned(yaw, pitch),
    *(angles, angles, st.floats(20, 500), numbers, numbers),
)


@given(views, numbers, numbers, numbers)
def test_a_point_of_a_plane_is_found_again_where_it_appears(view, x, y, z) -> None:
    found = view.to_plane(*view.to_window((x, y, z)), z)
    assert found == pytest.approx((x, y), abs=1e-5)


@given(views)
def test_the_rows_of_a_map_stay_upright(view) -> None:
    assert view.axes()[1][0] == 0
    assert view.axes()[1][1] > 0


@given(st.floats(-400, 400), st.floats(-400, 400))
def test_no_turn_shows_a_map_from_its_edge_or_from_behind(yaw, pitch) -> None:
    across, down, _ = View().turned(yaw, pitch).axes()
    assert across[0] > 20
    assert down[1] > 20


def test_seen_from_the_left_and_above_what_is_farther_appears_further_right_and_up() -> None:
    right, down = View().axes()[2]
    assert right > 0
    assert down < 0


@given(views, st.floats(0.5, 2), st.floats(0, 900), st.floats(0, 700))
def test_zooming_leaves_what_is_under_the_mouse_there(view, factor, x, y) -> None:
    before = view.to_plane(x, y, 0.0)
    assert view.zoomed(factor, x, y).to_plane(x, y, 0.0) == pytest.approx(before, abs=1e-4)


@given(views, angles, angles, numbers, numbers)
def test_turning_about_a_point_leaves_it_where_it_appears(view, yaw, pitch, x, y) -> None:
    pivot = (x, y, 1.0)
    turned = view.turned_about(yaw, pitch, pivot)
    assert turned.to_window(pivot) == pytest.approx(view.to_window(pivot), abs=1e-5)


def test_dragging_moves_everything_alike() -> None:
    view = View(x=10, y=20)
    x, y = view.to_window((1, 2, 3))
    assert view.moved(5, -7).to_window((1, 2, 3)) == (x + 5, y - 7)
