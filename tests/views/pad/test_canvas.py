"""The canvas shows exactly the ink that the network gets, however it came about."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRect

from explorer.digits.drawing import PAD, Drawing, Picture, Stroke
from explorer.pen import rasterise
from explorer.views.pad.canvas import PadCanvas
from explorer.views.parts.painting import level_table
from explorer.views.style.colormaps import LIGHT_MAPS
from tests.views.records import SEVEN, stroke

TABLE = LIGHT_MAPS.ink
SPIRAL = [
    (140 + r * np.cos(r / 9), 140 + r * np.sin(r / 9)) for r in np.linspace(5, 110, 80).tolist()
]


def pixels(canvas: PadCanvas) -> NDArray[np.uint32]:
    image = canvas.image
    words = np.frombuffer(image.constBits(), np.uint32)
    return words.reshape(image.height(), image.width()).copy()


def shown(drawing: Drawing) -> NDArray[np.uint32]:
    canvas = PadCanvas(PAD, TABLE)
    canvas.show(drawing)
    return pixels(canvas)


def growing(strokes: list[Stroke], **placed: object) -> list[Drawing]:
    """Return the drawings that a hand makes: each stroke point by point."""
    drawings, done = [Drawing(**placed)], ()  # type: ignore[arg-type,var-annotated]
    for whole in strokes:
        for count in range(1, len(whole.points) + 1):
            pressures = None if whole.pressures is None else whole.pressures[:count]
            part = replace(whole, points=whole.points[:count], pressures=pressures)
            drawings.append(Drawing((*done, part), **placed))  # type: ignore[arg-type]
        done = (*done, drawings[-1].strokes[-1])
    return drawings


def test_a_drawing_looks_as_its_ink_in_the_theme_s_colours(qapp: object) -> None:
    drawing = Drawing((stroke(SEVEN),), turn=20, shift=(12, -5), thicken=1.3)
    np.testing.assert_array_equal(shown(drawing), level_table(TABLE)[rasterise(drawing)])


@pytest.mark.parametrize("pen", [{}, {"softness": 0.6}, {"width": 40.0}])
def test_a_growing_stroke_looks_like_the_stroke_drawn_at_once(
    qapp: object, pen: dict[str, float]
) -> None:
    canvas = PadCanvas(PAD, TABLE)
    drawings = growing([stroke(SEVEN, **pen), stroke(SPIRAL, **pen)])
    for drawing in drawings:
        canvas.show(drawing)
    ours, whole = pixels(canvas) & 0xFF, shown(drawings[-1]) & 0xFF
    assert np.abs(ours.astype(int) - whole.astype(int)).max() <= 64  # soft edges at a crossing
    assert np.mean(ours != whole) < 0.01


def test_an_eraser_takes_ink_away_while_it_moves(qapp: object) -> None:
    canvas = PadCanvas(PAD, TABLE)
    line, eraser = stroke([(40, 140), (240, 140)]), stroke([(140, 60), (140, 220)], eraser=True)
    for drawing in growing([line, eraser]):
        canvas.show(drawing)
    seen = pixels(canvas)
    assert seen[140, 140] == TABLE[0]
    assert seen[140, 60] == TABLE[254]


def test_pressure_widens_the_live_stroke(qapp: object) -> None:
    points = [(40.0, 140.0), (140.0, 140.0), (240.0, 140.0)]
    firm = stroke(points, pressures=np.array([0.1, 0.5, 1.0], np.float32))
    canvas = PadCanvas(PAD, TABLE)
    for drawing in growing([firm]):
        canvas.show(drawing)
    inked = pixels(canvas) != TABLE[0]
    assert inked[:, 230].sum() > inked[:, 60].sum()


def test_only_the_neighbourhood_of_the_newest_piece_is_repainted(qapp: object) -> None:
    canvas = PadCanvas(PAD, TABLE)
    drawings = growing([stroke(SPIRAL)])
    areas = [canvas.show(drawing) for drawing in drawings]
    assert all(area.width() < 60 and area.height() < 60 for area in areas[1:])
    assert canvas.show(drawings[-1]).width() < 60


def test_undo_takes_the_ink_off_again(qapp: object) -> None:
    canvas = PadCanvas(PAD, TABLE)
    first, second = stroke(SEVEN), stroke(SPIRAL)
    canvas.show(Drawing((first, second)))
    canvas.show(Drawing((first,)))
    np.testing.assert_array_equal(pixels(canvas), shown(Drawing((first,))))
    canvas.show(Drawing())
    assert (pixels(canvas) == TABLE[0]).all()


def test_moving_the_drawing_repaints_all_of_it(qapp: object) -> None:
    canvas = PadCanvas(PAD, TABLE)
    drawing = Drawing((stroke(SEVEN),))
    canvas.show(drawing)
    assert canvas.show(replace(drawing, turn=10.0)) == QRect(0, 0, PAD, PAD)
    np.testing.assert_array_equal(pixels(canvas), shown(replace(drawing, turn=10.0)))


def test_a_picture_lies_under_the_strokes(qapp: object) -> None:
    ink = np.zeros((28, 28), np.uint8)
    ink[4:8, 4:8] = 255
    seen = shown(Drawing((stroke([(200, 200), (220, 220)]),), picture=Picture(ink)))
    assert seen[60, 60] == TABLE[254]
    assert seen[210, 210] == TABLE[254]
    assert seen[140, 20] == TABLE[0]


def test_a_photograph_keeps_its_own_colours(qapp: object) -> None:
    ink = np.zeros((3, 28, 28), np.uint8)
    ink[0] = 200
    seen = shown(Drawing(picture=Picture(ink)))
    assert seen[140, 140] == 0xFFC80000
