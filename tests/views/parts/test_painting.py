"""Arrays to colours."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from explorer.views.parts.brush import look_of
from explorer.views.parts.painting import (
    Thumbnails,
    has_colors,
    ink_colors,
    ink_image,
    level_table,
    thumbnail,
)
from explorer.views.style.colormaps import LIGHT_MAPS
from explorer.views.style.theme import Theme, theme

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
    picture = ink_image(np.array([[0.0, 1.0], [1.0, 0.0]], np.float32), TABLE)
    assert picture.pixel(1, 0) == TABLE[254]
    assert picture.pixel(0, 0) == TABLE[0]


@pytest.mark.parametrize("channels", [1, 3])
def test_a_thumbnail_has_the_image_s_pixels(look: Theme, channels: int) -> None:
    image = np.full((channels, 4, 6), 7, np.uint8)
    picture = thumbnail(image, look_of(look))
    assert (picture.width(), picture.height()) == (6, 4)
    color = picture.pixelColor(5, 3)
    if channels == 3:
        assert (color.red(), color.green(), color.blue()) == (7, 7, 7)
    else:
        assert color.lightness() > 200  # little ink on bright paper


def test_ink_is_dark_on_bright_paper_and_bright_on_dark(look: Theme) -> None:
    full = np.full((1, 2, 2), 255, np.uint8)
    assert thumbnail(full, look_of(look)).pixelColor(0, 0).lightness() < 60
    assert thumbnail(full, look_of(theme("dark"))).pixelColor(0, 0).lightness() > 200


def test_a_picture_keeps_its_proportions_in_the_middle_of_its_frame(look: Theme) -> None:
    pictures = Thumbnails(np.full((2, 3, 4, 8), 255, np.uint8))
    canvas = QImage(16, 16, QImage.Format.Format_RGB32)
    canvas.fill(0)
    painter = QPainter(canvas)
    pictures.paint(painter, look_of(look), 1, QRectF(0, 0, 16, 16))
    painter.end()
    lit = [y for y in range(16) if canvas.pixelColor(8, y).lightness() > 200]
    assert (pictures.count, lit) == (2, list(range(4, 12)))
