import numpy as np
import pytest

from explorer.digits.placing import Grid, centre_of_mass, cropped, uncropped


def test_lenet_5s_grid_has_a_margin_of_two_and_others_have_none() -> None:
    assert Grid.of((32, 32)).margin == (2, 2)
    assert Grid.of((32, 32)).inner == 28
    assert Grid.of((32, 32), whole=True).margin == (0, 0)
    assert Grid.of((28, 28)).ink_side == 20
    assert Grid.of((12, 20)).margin == (4, 0)
    assert Grid.of((1, 1)).ink_side == 1


def test_the_centre_of_mass_counts_from_the_edge_of_the_first_pixel() -> None:
    image = np.zeros((4, 6), np.float32)
    image[0, 0] = image[0, 1] = 1
    assert centre_of_mass(image) == (1.0, 0.5)


def test_a_cropped_box_rests_in_the_middle_of_the_grid() -> None:
    placing = cropped(Grid.of((28, 28)), (280, 280), 0.5, (10.5, 20, 30.5, 60))
    assert placing.area == (10, 20, 31, 60)
    x, y = placing.at_rest
    assert (x + 0.5 * 20.5, y + 0.5 * 40) == pytest.approx((14, 14))


def test_an_uncropped_pad_fills_the_inner_grid() -> None:
    placing = uncropped(Grid.of((32, 32)), (140, 280), 0.1, (0.0, 70.0))
    assert placing.area == (0, 0, 280, 140)
    assert placing.at_rest == pytest.approx((2, 9))


def test_ink_never_leaves_the_grid_to_be_balanced() -> None:
    """All the mass lies at the left edge of a box as wide as the grid."""
    grid = Grid.of((28, 28))
    cut = np.zeros((28, 28), np.float32)
    cut[:, 0] = 1
    cut[:, 27] = 0.01
    placing = cropped(grid, cut.shape, 1.0, (0, 0, 28, 28))
    assert placing.balanced(grid, (0, 0, 28, 28), cut) == pytest.approx((0, 0))
