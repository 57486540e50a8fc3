import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.digits.drawing import PAD, Picture
from explorer.digits.prepare import (
    AS_IT_IS,
    Options,
    Preparation,
    Source,
    ink_box,
    prepare,
    prepare_picture,
)
from explorer.resources import resource


def bar(x: int = 60, y: int = 40, width: int = 50, height: int = 150) -> np.ndarray:
    bitmap = np.zeros((PAD, PAD), np.uint8)
    bitmap[y : y + height, x : x + width] = 255
    return bitmap


def inked(preparation: Preparation) -> tuple[int, int]:
    """Rows and columns that carry ink."""
    image = preparation.pixels.max(axis=0) > 1e-4
    return int(image.any(axis=1).sum()), int(image.any(axis=0).sum())


@pytest.fixture(scope="module")
def digits() -> np.ndarray:
    with np.load(resource("digits", "mnist-5k.npz")) as bundled:
        return np.asarray(bundled["images"])


def test_the_longer_side_becomes_20_pixels_and_the_mass_lies_at_14_and_a_half() -> None:
    done = prepare(bar())
    assert done.pixels.shape == (1, 28, 28)
    assert done.box == (60, 40, 110, 190)
    assert done.pixels.sum() == pytest.approx(20 * 20 / 3, rel=1e-4)
    assert done.centre_of_mass == pytest.approx((14.5, 14.5), abs=1e-3)


def test_without_the_last_step_the_box_is_in_the_middle() -> None:
    done = prepare(bar(), Options(centre=False))
    assert done.centre_of_mass == pytest.approx((14.0, 14.0), abs=1e-3)
    assert inked(done)[0] == 20


def test_without_scaling_the_ink_keeps_its_size() -> None:
    done = prepare(bar(), Options(scale=False, centre=False))
    assert inked(done) == (15 + 1, 5 + 1)
    assert done.pixels.sum() == pytest.approx(15 * 5, rel=1e-4)
    assert done.centre_of_mass == pytest.approx((14.0, 14.0), abs=1e-3)


def test_without_cropping_the_whole_pad_shrinks_to_the_grid() -> None:
    bitmap = np.random.default_rng(3).integers(0, 256, (PAD, PAD), np.uint8)
    done = prepare(bitmap, Options(crop=False, centre=False))
    expected = bitmap.reshape(28, 10, 28, 10).mean(axis=(1, 3)) / 255
    assert np.allclose(done.pixels[0], expected, atol=1e-5)


def test_centring_without_cropping_moves_the_whole_pad_but_loses_no_ink() -> None:
    middle = prepare(bar(), Options(crop=False))
    assert middle.centre_of_mass == pytest.approx((14.5, 14.5), abs=1e-3)
    lopsided = bar(0, 0, 200, 280)
    lopsided[:, 200:] = 40
    done = prepare(lopsided, Options(crop=False))
    assert done.pixels.sum() == pytest.approx(lopsided.sum() / 255 / 100, rel=1e-4)


def test_every_step_tells_whether_it_was_applied() -> None:
    done = prepare(bar(), Options(scale=False))
    steps = {step.name: step for step in done.steps}
    assert list(steps) == ["redraw", "crop", "scale", "centre"]
    assert not steps["redraw"].applied
    assert "strokes" in steps["redraw"].note
    assert steps["crop"].applied
    assert steps["crop"].image.shape == (150, 50)
    assert not steps["scale"].applied
    assert steps["scale"].note == ""
    assert np.array_equal(steps["centre"].image, done.pixels[0])
    no_crop = prepare(bar(), Options(crop=False)).steps
    assert no_crop[2].note == "needs crop"


def test_an_empty_pad_gives_zeros_and_says_so() -> None:
    done = prepare(np.zeros((PAD, PAD), np.uint8), input_shape=(3, 32, 32))
    assert done.empty
    assert done.box is None
    assert done.centre_of_mass is None
    assert done.pixels.shape == (3, 32, 32)
    assert not done.pixels.any()
    assert not any(step.applied for step in done.steps)
    assert done.pad_area(2, 2) == pytest.approx((0, 0, 10, 10))


@pytest.mark.parametrize("spot", [(0, 0), (0, 279), (279, 0), (140, 140)])
def test_a_single_dot_of_one_pixel_does_no_harm(spot: tuple[int, int]) -> None:
    bitmap = np.zeros((PAD, PAD), np.uint8)
    bitmap[spot] = 1
    for options in (Options(), Options(scale=False), Options(crop=False), AS_IT_IS):
        done = prepare(bitmap, options)
        assert np.isfinite(done.pixels).all()
        assert done.pixels.sum() > 0


def test_lenet_5s_grid_is_the_same_picture_with_two_pixels_around() -> None:
    small, large = prepare(bar()), prepare(bar(), input_shape=(1, 32, 32))
    assert np.allclose(large.pixels[:, 2:-2, 2:-2], small.pixels, atol=1e-5)
    assert large.pixels.sum() == pytest.approx(small.pixels.sum())


@pytest.mark.parametrize("size", [12, 20, 48])
def test_other_grids_scale_the_box_with_them(size: int) -> None:
    done = prepare(bar(), Options(centre=False), (1, size, size))
    side = round(size * 20 / 28)
    assert done.pixels.sum() == pytest.approx(side * side / 3, rel=1e-3)
    centred = prepare(bar(), input_shape=(1, size, size))
    assert centred.centre_of_mass == pytest.approx((size / 2 + 0.5, size / 2 + 0.5), abs=1e-3)


def test_a_grid_that_is_not_square_gets_the_square_preparation_in_its_middle() -> None:
    done = prepare(bar(), input_shape=(1, 28, 40))
    assert np.allclose(done.pixels[:, :, 6:34], prepare(bar()).pixels, atol=1e-5)


def test_three_channels_repeat_grey_and_keep_colours() -> None:
    grey = prepare(bar(), input_shape=(3, 28, 28))
    assert np.array_equal(grey.pixels[0], grey.pixels[2])
    colours = np.stack([bar(), bar() // 2, bar() * 0])
    done = prepare(colours, input_shape=(3, 28, 28))
    assert done.pixels[0].sum() == pytest.approx(20 * 20 / 3, rel=1e-4)
    assert not done.pixels[2].any()
    assert prepare(colours).pixels.shape == (1, 28, 28)


def test_a_bundled_digit_enters_unchanged(digits: np.ndarray) -> None:
    for image in digits[:100]:
        done = prepare_picture(Picture(image))
        assert np.array_equal(done.pixels[0], image.astype(np.float32) / np.float32(255))
        padded = prepare_picture(Picture(image), input_shape=(1, 32, 32)).pixels
        assert np.array_equal(padded[0, 2:-2, 2:-2], done.pixels[0])
    assert "already" in done.steps[0].note


def test_nearly_every_mnist_digit_is_recognised_as_prepared(digits: np.ndarray) -> None:
    unchanged = [
        np.array_equal(prepare_picture(Picture(i)).pixels[0], i / np.float32(255)) for i in digits
    ]
    assert np.mean(unchanged) > 0.99


def test_a_digit_that_was_moved_is_put_back(digits: np.ndarray) -> None:
    image = digits[0]
    moved = np.roll(image, (-2, 2), (0, 1))
    done = prepare_picture(Picture(moved))
    assert done.steps[1].applied
    x, y = done.centre_of_mass or (0, 0)
    assert (x, y) == pytest.approx((14.5, 14.5), abs=0.05)


def test_a_picture_of_the_networks_size_passes_through_when_all_steps_are_off() -> None:
    rng = np.random.default_rng(5)
    for shape, size in (((28, 28), 28), ((3, 32, 32), 32), ((3, 17, 17), 17)):
        ink = rng.integers(0, 256, shape, np.uint8)
        channels = 3 if len(shape) == 3 else 1
        done = prepare_picture(Picture(ink), AS_IT_IS, (channels, size, size))
        assert np.array_equal(done.pixels, ink.reshape(done.pixels.shape) / np.float32(255))


def test_a_pictures_box_is_told_in_pixels_of_the_pad() -> None:
    ink = np.zeros((50, 100), np.uint8)
    ink[10:40, 20:60] = 255
    done = prepare_picture(Picture(ink))
    assert done.box == pytest.approx((56, 98, 168, 182))


def test_faint_specks_are_paper() -> None:
    ink = bar()
    ink[270, 270] = 9
    assert ink_box(ink) == (60, 40, 110, 190)


def test_the_area_of_a_pixel_on_the_pad_holds_the_ink_it_averages() -> None:
    """Each pixel equals the average of the pad over its own area."""
    rng = np.random.default_rng(7)
    bitmap = np.zeros((PAD, PAD), np.uint8)
    bitmap[30:230, 50:210] = rng.integers(100, 256, (200, 160))
    done = prepare(bitmap, Options(centre=False))
    x0, y0, x1, y1 = done.pad_area(10, 12)
    assert (x1 - x0, y1 - y0) == pytest.approx((10, 10))
    patch = bitmap[round(y0) : round(y1), round(x0) : round(x1)]
    assert done.pixels[0, 10, 12] == pytest.approx(patch.mean() / 255, abs=1e-4)


def test_the_area_goes_back_through_the_geometry_of_a_redrawn_source() -> None:
    source = Source(bar(90, 40, 100, 200), scale=0.5, offset=(7, -3), box=(90, 40, 190, 240))
    done = prepare(source.bitmap, Options(), (1, 28, 28), source)
    assert done.steps[0].applied
    assert done.box == (52, 17, 102, 117)
    x0, y0, x1, y1 = done.pad_area(0, 0)
    assert (x1 - x0, y1 - y0) == pytest.approx((5, 5))
    left, top = x0 + 14.5 * 5, y0 + 14.5 * 5
    assert (left, top) == pytest.approx((77, 67), abs=0.01)


@settings(deadline=None, max_examples=40)
@given(
    st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()),
    st.sampled_from([(1, 28, 28), (1, 32, 32), (3, 28, 28), (1, 12, 12), (1, 9, 14)]),
    st.integers(0, 2**32 - 1),
    st.booleans(),
)
def test_pixels_are_always_finite_and_between_0_and_1(
    switches: tuple[bool, bool, bool, bool],
    shape: tuple[int, int, int],
    seed: int,
    coloured: bool,
) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, PAD, 2)
    bitmap = np.zeros((3, PAD, PAD) if coloured else (PAD, PAD), np.uint8)
    patch = bitmap[..., y : y + rng.integers(1, PAD), x : x + rng.integers(1, PAD)]
    patch[...] = rng.integers(0, 256, patch.shape)
    done = prepare(bitmap, Options(*switches), shape)
    assert done.pixels.shape == shape
    assert done.pixels.dtype == np.float32
    assert done.pixels.min() >= 0
    assert done.pixels.max() <= 1
    assert done.empty == (not bitmap.any())
