"""Arrays to colours."""

from __future__ import annotations

import numpy as np

from explorer.views.parts.painting import InkImage, has_colors, ink_colors, level_table
from explorer.views.style.colormaps import LIGHT_MAPS

TABLE = LIGHT_MAPS.ink


def test_grey_ink_runs_from_paper_to_ink() -> None:
    words = ink_colors(np.array([[0.0, 1.0]], np.float32), TABLE)
    assert words.tolist() == [[TABLE[0], TABLE[254]]]


def test_a_colour_image_keeps_its_colours() -> None:
    image = np.zeros((3, 1, 2), np.float32)
    image[0, 0, 0] = 1.0
    assert ink_colors(image, TABLE).tolist() == [[0xFFFF0000, 0xFF000000]]


def test_three_equal_channels_are_grey() -> None:
    image = np.full((3, 2, 2), 0.5, np.float32)
    assert not has_colors(image)
    np.testing.assert_array_equal(ink_colors(image, TABLE), ink_colors(image[0], TABLE))


def test_one_channel_is_grey() -> None:
    image = np.full((1, 2, 2), 0.5, np.float32)
    np.testing.assert_array_equal(ink_colors(image, TABLE), ink_colors(image[0], TABLE))


def test_all_byte_levels_have_a_colour() -> None:
    table = level_table(TABLE)
    assert table.shape == (256,)
    assert table[0] == TABLE[0]
    assert table[255] == TABLE[254]


def test_an_image_shows_its_array(qapp: object) -> None:
    picture = InkImage(np.array([[0.0, 1.0], [1.0, 0.0]], np.float32), TABLE)
    assert picture.image.pixel(1, 0) == TABLE[254]
    assert picture.image.pixel(0, 0) == TABLE[0]
