import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.digits.resample import area_weights, fitted, grey, levels, resample


def test_ten_by_ten_blocks_average_to_one_pixel_each() -> None:
    image = np.random.default_rng(1).random((280, 280), dtype=np.float32)
    expected = image.reshape(28, 10, 28, 10).mean(axis=(1, 3))
    assert np.allclose(resample(image, (28, 28), 0.1, (0, 0)), expected, atol=1e-6)


def test_a_shift_of_half_a_pixel_spreads_a_pixel_over_two() -> None:
    weights = area_weights(3, 3, 1.0, 0.5)
    assert weights.tolist() == [[0.5, 0, 0], [0.5, 0.5, 0], [0, 0.5, 0.5]]


@given(st.integers(1, 40), st.floats(0.05, 3), st.floats(1, 5))
def test_no_ink_is_lost_inside_the_grid(count: int, scale: float, offset: float) -> None:
    grid = int(count * scale + offset) + 2
    weights = area_weights(count, grid, scale, offset)
    assert np.allclose(weights.sum(axis=0), scale, rtol=1e-4)


def test_enlarging_by_a_whole_number_keeps_hard_pixels() -> None:
    image = np.array([[0, 1], [1, 0]], np.float32)
    assert np.allclose(resample(image, (6, 6), 3, (0, 0)), np.kron(image, np.ones((3, 3))))


def test_an_image_that_fits_already_is_not_touched() -> None:
    image = np.arange(16, dtype=np.uint8).reshape(4, 4)
    assert fitted(image, (4, 4)) is image


def test_fitting_keeps_the_aspect_and_puts_paper_around() -> None:
    result = fitted(np.full((10, 20), 255, np.uint8), (8, 8))
    assert (result[2:6] == 255).all()
    assert not result[:2].any()
    assert not result[6:].any()


def test_levels_divide_by_255_and_do_nothing_else() -> None:
    values = np.arange(256, dtype=np.uint8).reshape(16, 16)
    assert np.array_equal(levels(values), values.astype(np.float32) / np.float32(255))


def test_grey_of_equal_channels_is_that_channel() -> None:
    channel = np.arange(256, dtype=np.uint8).reshape(16, 16)
    assert np.array_equal(grey(np.stack([channel] * 3)), channel)
