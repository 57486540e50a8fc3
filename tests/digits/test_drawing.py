import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.digits.drawing import PAD, Drawing, Picture, Stroke

POINTS = np.array([[10.0, 20.0], [140.0, 140.0], [250.0, 30.0]], np.float32)


def test_a_stroke_keeps_its_own_read_only_copy_of_the_points() -> None:
    points = POINTS.copy()
    stroke = Stroke(points)
    points[0] = 0
    assert stroke.points[0].tolist() == [10, 20]
    with pytest.raises(ValueError, match="read-only"):
        stroke.points[0] = 0


def test_points_and_pressures_of_the_wrong_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="points"):
        Stroke(np.zeros(4, np.float32))
    with pytest.raises(ValueError, match="pressures"):
        Stroke(POINTS, pressures=np.zeros(2, np.float32))
    with pytest.raises(ValueError, match="ink"):
        Picture(np.zeros((4, 9, 9), np.uint8))
    with pytest.raises(ValueError, match="ink"):
        Picture(np.zeros((0, 9), np.uint8))


def test_an_eraser_alone_is_still_an_empty_drawing() -> None:
    assert Drawing().empty
    assert Drawing((Stroke(POINTS, eraser=True),)).empty
    assert not Drawing((Stroke(POINTS),)).empty
    assert not Drawing(picture=Picture(np.zeros((3, 3), np.uint8))).empty


def test_a_quarter_turn_goes_clockwise_about_the_middle_and_the_shift_comes_after_it() -> None:
    drawing = Drawing(turn=90, shift=(5, 0))
    right_of_the_middle = np.array([[PAD / 2 + 10, PAD / 2]], np.float32)
    assert np.allclose(drawing.to_pad(right_of_the_middle), [[PAD / 2 + 5, PAD / 2 + 10]])


@given(st.floats(-180, 180), st.floats(-100, 100), st.floats(-100, 100))
def test_from_pad_undoes_to_pad(turn: float, x: float, y: float) -> None:
    drawing = Drawing(turn=turn, shift=(x, y))
    assert np.allclose(drawing.from_pad(drawing.to_pad(POINTS)), POINTS, atol=1e-3)
