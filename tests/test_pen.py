import gc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explorer.digits.drawing import PAD, Drawing, Picture, Stroke
from explorer.digits.options import Options
from explorer.digits.prepare import ink_box
from explorer.pen import prepare_drawing, rasterise, redrawn

SEVEN = np.array([[80, 60], [200, 60], [120, 220]], np.float32)


def seven(scale: float = 1.0, width: float = 22.0, **more: object) -> Drawing:
    return Drawing((Stroke(SEVEN * np.float32(scale), width),), **more)  # type: ignore[arg-type]


def test_a_line_has_the_width_of_the_pen_and_round_ends() -> None:
    bitmap = rasterise(Drawing((Stroke(np.array([[100, 140], [180, 140]]), 20),)))
    assert bitmap.shape == (PAD, PAD)
    assert bitmap[:, 140].sum() / 255 == pytest.approx(20, abs=0.1)
    assert ink_box(bitmap) == (90, 130, 190, 150)
    assert bitmap[131, 91] == 0


def test_a_click_makes_a_round_dot() -> None:
    bitmap = rasterise(Drawing((Stroke(np.array([[140, 140]]), 20),)))
    assert bitmap.sum() / 255 == pytest.approx(np.pi * 100, rel=0.02)


def test_a_long_line_is_as_even_as_a_short_one() -> None:
    """It is drawn in pieces of which nothing may show."""
    ends = np.array([[30.0, 40.0], [250.0, 230.0]])
    dense = np.linspace(*ends, 800)
    one, many = (rasterise(Drawing((Stroke(p),))).astype(int) for p in (ends, dense))
    assert np.abs(one - many).max() <= 80
    assert one.sum() == pytest.approx(many.sum(), rel=2e-3)


def test_the_bitmap_outlives_the_painter() -> None:
    bitmap = rasterise(seven())
    before = bitmap.copy()
    gc.collect()
    for _ in range(20):
        rasterise(seven(0.5))
    assert np.array_equal(bitmap, before)


def test_pressure_widens_the_pen_along_the_way() -> None:
    points = np.array([[40, 140], [140, 140], [240, 140]])
    stroke = Stroke(points, 20, pressures=np.array([0, 0.5, 1]))
    bitmap = rasterise(Drawing((stroke,)))
    widths = bitmap[:, [60, 200]].sum(axis=0) / 255
    assert widths[0] == pytest.approx(15, abs=0.2)
    assert widths[1] == pytest.approx(25, abs=0.2)


def test_softness_blurs_the_edge_and_keeps_the_amount_of_ink() -> None:
    points = np.array([[60, 140], [220, 140]])
    hard, soft = (
        rasterise(Drawing((Stroke(points, 40, softness=s),)))[:, 140].astype(float)
        for s in (0, 0.8)
    )
    assert soft.sum() == pytest.approx(hard.sum(), rel=0.05)
    assert len(np.unique(soft)) > 6 > len(np.unique(hard))
    assert soft[140] == pytest.approx(255, abs=20)


def test_a_soft_stroke_never_takes_ink_away() -> None:
    hard = Drawing((Stroke(np.array([[60, 140], [220, 140]]), 40),))
    both = Drawing((*hard.strokes, Stroke(np.array([[140, 60], [140, 220]]), 40, softness=1)))
    assert (rasterise(both) >= rasterise(hard)).all()


def test_the_eraser_takes_ink_away_in_the_order_of_the_strokes() -> None:
    line, rubber = np.array([[60, 140], [220, 140]]), np.array([[140, 60], [140, 220]])
    drawn = Drawing((Stroke(line), Stroke(rubber, eraser=True), Stroke(line + np.array([0, 60]))))
    bitmap = rasterise(drawn)
    assert bitmap[140, 140] == 0
    assert bitmap[200, 140] == 255
    assert bitmap[140, 80] == 255


def test_thicken_shift_and_turn_move_the_strokes() -> None:
    line = Drawing((Stroke(np.array([[100, 140], [180, 140]]), 20),), None, (10, 0), 90, 1.5)
    assert ink_box(rasterise(line)) == (135, 85, 165, 195)


def test_a_small_picture_covers_the_pad_in_hard_blocks() -> None:
    ink = np.zeros((28, 28), np.uint8)
    ink[3, 5] = 180
    bitmap = rasterise(Drawing(picture=Picture(ink)))
    assert (bitmap[30:40, 50:60] == 180).all()
    assert bitmap.sum() == 180 * 100


def test_a_picture_turns_shifts_and_thickens_too() -> None:
    ink = np.zeros((PAD, PAD), np.uint8)
    ink[130:150, 100:180] = 255
    drawing = Drawing(picture=Picture(ink), shift=(10, 0), turn=90, thicken=2)
    assert ink_box(rasterise(drawing)) == pytest.approx((129, 89, 171, 191), abs=1)
    thinner = rasterise(Drawing(picture=Picture(ink), thicken=0.5))
    assert ink_box(thinner) == pytest.approx((106, 136, 174, 144), abs=1)


def test_colours_of_a_picture_are_kept_under_the_strokes() -> None:
    ink = np.zeros((3, 28, 28), np.uint8)
    ink[0, 10:20, 10:20] = 200
    bitmap = rasterise(Drawing((Stroke(np.array([[20, 20]])),), Picture(ink)))
    assert bitmap.shape == (3, PAD, PAD)
    assert bitmap[:, 150, 150].tolist() == [200, 0, 0]
    assert bitmap[:, 20, 20].tolist() == [255, 255, 255]


def test_a_redrawn_digit_has_its_longer_side_at_200_and_lies_in_the_middle() -> None:
    for drawing in (seven(), seven(0.3), seven(width=40, thicken=2)):
        x0, y0, x1, y1 = ink_box(redrawn(drawing)) or (0, 0, 0, 0)
        assert y1 - y0 == pytest.approx(200, abs=2)
        assert (x0 + x1, y0 + y1) == pytest.approx((PAD, PAD), abs=2)


@pytest.mark.parametrize("width", [8, 22, 40])
@pytest.mark.parametrize("scale", [0.25, 0.6, 1.1])
def test_size_place_and_pen_do_not_change_what_the_network_sees(scale: float, width: float) -> None:
    reference = prepare_drawing(seven()).pixels
    done = prepare_drawing(seven(scale, width))
    assert done.steps[0].applied
    assert np.abs(done.pixels - reference).max() < 0.02


def test_redrawing_needs_strokes_alone_and_crop_and_scale() -> None:
    erased = Drawing((*seven().strokes, Stroke(np.array([[1, 1]]), eraser=True)))
    over = seven(picture=Picture(np.zeros((28, 28), np.uint8)))
    for drawing, options in (
        (seven(), Options(crop=False)),
        (seven(), Options(scale=False)),
        (erased, Options()),
        (over, Options()),
    ):
        done = prepare_drawing(drawing, options)
        assert not done.steps[0].applied
        assert done.steps[0].note
        assert np.array_equal(done.bitmap.reshape(-1, PAD)[:PAD], rasterise(drawing))
    switched_off = prepare_drawing(seven(), Options(redraw=False)).steps[0]
    assert not switched_off.applied
    assert switched_off.note == ""


def test_the_box_of_a_redrawn_digit_lies_around_its_strokes_on_the_pad() -> None:
    done = prepare_drawing(seven(width=2))
    half_pen = 22 / (178 / 160) / 2
    expected = (80 - half_pen, 60 - half_pen, 200 + half_pen, 220 + half_pen)
    assert done.box == pytest.approx(expected, abs=1e-3)


def test_the_area_of_each_inked_pixel_covers_the_drawn_stroke() -> None:
    line = Drawing((Stroke(np.array([[70, 40], [70, 120]]), 12),))
    done = prepare_drawing(line)
    row, column = np.unravel_index(done.pixels[0].argmax(), (28, 28))
    x0, y0, x1, y1 = done.pad_area(int(row), int(column))
    assert x0 < 70 + 6 < x1 + 12
    assert x1 > 70 - 6
    assert 30 < y0 < y1 < 130


def test_a_dot_stays_a_dot() -> None:
    for points, most in (([[200.0, 30.0]], 1), ([[200.0, 30.0], [200.5, 30.2]], 2)):
        done = prepare_drawing(Drawing((Stroke(np.array(points)),)))
        assert done.steps[0].applied
        assert 0.95 <= done.pixels.sum() / (np.pi * 1.1**2) <= most
        assert done.centre_of_mass == pytest.approx((14.5, 14.5), abs=0.02)


def test_an_empty_drawing_is_an_empty_preparation() -> None:
    nothing = np.zeros((0, 2), np.float32)
    for drawing in (Drawing(), Drawing((Stroke(nothing),)), seven(shift=(999, 0))):
        done = prepare_drawing(drawing)
        assert done.empty
        assert not done.bitmap.any()


def test_ink_beyond_the_edge_of_the_pad_does_not_count() -> None:
    """A line that leaves the pad is prepared like the part that can be seen."""
    beyond = Drawing((Stroke(np.array([[140, 200], [140, 100], [140, -300]])),))
    inside = Drawing((Stroke(np.array([[140, 200], [140, 0]])),))
    assert np.allclose(prepare_drawing(beyond).pixels, prepare_drawing(inside).pixels, atol=1e-4)


def test_a_line_that_comes_back_to_the_pad_is_two_lines() -> None:
    points = np.array([[100, 100], [100, -100], [180, -100], [180, 100]])
    done = prepare_drawing(Drawing((Stroke(points),)))
    assert done.pixels[0, :10, 13:16].max() == 0


def test_a_picture_alone_is_prepared_at_its_own_resolution() -> None:
    ink = np.zeros((28, 28), np.uint8)
    ink[2:12, 3:9] = 250
    assert prepare_drawing(Drawing(picture=Picture(ink))).bitmap.shape == (28, 28)
    assert prepare_drawing(Drawing(picture=Picture(ink), turn=5)).bitmap.shape == (PAD, PAD)


coordinates = arrays(
    np.float32, st.tuples(st.integers(0, 12), st.just(2)), elements=st.floats(-600, 900, width=32)
)


@settings(deadline=None, max_examples=60)
@given(st.lists(coordinates, max_size=4), st.floats(1, 80), st.booleans(), st.booleans())
def test_any_scribble_gives_pixels_between_0_and_1(
    lines: list[np.ndarray], width: float, redraw: bool, erase: bool
) -> None:
    strokes = tuple(Stroke(p, width, eraser=erase and i == 1) for i, p in enumerate(lines))
    done = prepare_drawing(Drawing(strokes), Options(redraw=redraw))
    assert np.isfinite(done.pixels).all()
    assert done.pixels.min() >= 0
    assert done.pixels.max() <= 1
    assert done.empty == (not done.pixels.any())
