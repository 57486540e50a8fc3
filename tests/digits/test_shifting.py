from __future__ import annotations

import numpy as np
import pytest

from explorer.digits.drawing import Drawing, Stroke
from explorer.digits.options import ALL_STEPS
from explorer.digits.shifting import shifted, shifted_preparation
from explorer.pen import prepare_drawing

IMAGE = np.arange(1, 13, dtype=np.float32).reshape(3, 4)


def test_pixels_move_right_and_down_and_paper_comes_in() -> None:
    np.testing.assert_array_equal(shifted(IMAGE, 1, 1), [[0, 0, 0, 0], [0, 1, 2, 3], [0, 5, 6, 7]])
    np.testing.assert_array_equal(
        shifted(IMAGE, -2, -1), [[7, 8, 0, 0], [11, 12, 0, 0], [0, 0, 0, 0]]
    )


@pytest.mark.parametrize("by", [(4, 0), (0, -3), (99, 99)])
def test_a_move_by_more_than_the_picture_leaves_paper(by: tuple[int, int]) -> None:
    assert not shifted(IMAGE, *by).any()


def test_stacks_of_pictures_keep_their_type() -> None:
    stack = np.full((5, 3, 4, 4), 7, np.uint8)
    moved = shifted(stack, 0, 1)
    assert moved.dtype == np.uint8
    assert moved.sum() == 7 * 5 * 3 * 12


def test_every_pixel_still_knows_its_area_of_the_pad() -> None:
    stroke = Stroke(np.array([(70, 60), (150, 220)], np.float32))
    before = prepare_drawing(Drawing((stroke,)), ALL_STEPS, (1, 28, 28))
    after = shifted_preparation(before, 2, -1)
    np.testing.assert_array_equal(after.pixels[0, 9, 14], before.pixels[0, 10, 12])
    np.testing.assert_allclose(after.pad_area(9, 14), before.pad_area(10, 12))
    assert not after.pixels.flags.writeable
    assert after.centre_of_mass is not None
    assert before.centre_of_mass is not None
    assert after.centre_of_mass[0] == pytest.approx(before.centre_of_mass[0] + 2)
