import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.zoom import LARGEST, Camera, closest, fitted, follow, into_view, kept

POINTS = st.floats(-2000, 2000)


@given(POINTS, POINTS, st.floats(0.3, 4), POINTS, POINTS)
def test_the_point_under_the_mouse_stays_while_zooming(
    x: float, y: float, factor: float, ox: float, oy: float
) -> None:
    camera = Camera(1.5, ox, oy)
    before = camera.to_scene(x, y)
    assert camera.zoomed(factor, x, y).to_scene(x, y) == pytest.approx(before, abs=1e-6)


def test_window_and_scene_are_each_others_inverse() -> None:
    camera = Camera(2.5, -40, 13)
    assert camera.to_scene(*camera.to_window(7, 9)) == pytest.approx((7, 9))


def test_zooming_has_limits() -> None:
    assert Camera().zoomed(1e9, 0, 0).scale == LARGEST
    assert Camera().zoomed(1e-9, 0, 0).scale == 0.25


def test_fit_shows_a_scene_that_fits_pixel_by_pixel() -> None:
    assert fitted(900, 700, 900, 700) == Camera()
    assert fitted(900, 700, 1000, 700) == Camera(1.0, 50, 0)


def test_fit_shrinks_a_scene_that_is_too_large() -> None:
    camera = fitted(1800, 700, 900, 700)
    assert camera.scale == 0.5
    assert camera.to_window(1800, 0)[0] == pytest.approx(900)


def test_a_scene_cannot_be_dragged_out_of_the_window() -> None:
    camera = kept(Camera(1, 5000, -5000), 900, 700, 900, 700)
    assert camera.x < 900
    assert camera.to_window(900, 700)[1] > 0


@pytest.mark.parametrize("box", [Box(300, 40, 60, 60), Box(10, 10, 12, 500), Box(0, 0, 2, 2)])
def test_a_box_can_fill_the_window(box: Box) -> None:
    camera = closest(box, 900, 700)
    left, top = camera.to_window(box.x, box.y)
    right, bottom = camera.to_window(box.right, box.bottom)
    assert (left + right) / 2 == pytest.approx(450)
    assert (top + bottom) / 2 == pytest.approx(350)
    assert left >= 0
    assert top >= 0
    assert (
        right - left == pytest.approx(852)
        or bottom - top == pytest.approx(652)
        or (camera.scale == LARGEST)
    )


def test_a_box_in_view_stays_and_one_outside_moves_in() -> None:
    assert into_view(Box(140, 140, 40, 40), 900, 700) == (0, 0)
    assert into_view(Box(1000, 800, 40, 40), 900, 700) == (852 - 1040, 652 - 840)
    assert into_view(Box(-30, 300, 40, 40), 900, 700) == (78, 0)
    assert into_view(Box(-30, 0, 2000, 700), 900, 700)[0] >= 0, "what is too large stays at hand"


def test_a_camera_follows_what_is_in_its_middle() -> None:
    moved = [(Box(0, 0, 28, 28), Box(0, 0, 56, 56)), (Box(100, 50, 20, 10), Box(90, 80, 10, 5))]
    camera = Camera(4.0, 200 - 4 * 105, 100 - 4 * 52)  # of (105, 52) in a window of 400 x 200
    after = follow(camera, moved, (400, 200), (300, 500))
    assert after.scale == 8.0
    assert after.to_window(92.5, 81) == (150, 250)
