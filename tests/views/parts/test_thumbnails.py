"""Images of bytes as small pictures: grey ones in the theme's ink, coloured ones as they are."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from explorer.views.parts.brush import look_of
from explorer.views.parts.thumbnails import Thumbnails, thumbnail
from explorer.views.style.theme import Theme, theme


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
