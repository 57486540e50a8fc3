from __future__ import annotations

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from explorer.views.blocks.grids import fitting, padding_rects, paint_tile, tiles
from explorer.views.parts.brush import Look


def test_colours_run_over_the_given_limit_not_over_the_tile(look: Look) -> None:
    values = np.array([[[0.5, -0.5]], [[1.0, 0.0]]], np.float32)
    first, second = tiles(values, look.maps.signed, 1.0, True)
    assert first.image.pixel(0, 0) != second.image.pixel(0, 0)
    assert second.image.pixel(1, 0) == int(look.maps.signed[127])


def test_dark_text_goes_on_bright_cells(look: Look) -> None:
    (tile,) = tiles(np.array([[[0.0, 1.0]]], np.float32), look.maps.ramp, 1.0, False)
    assert tile.bright().tolist() == [[True, False]]


def test_numbers_lose_decimals_rather_than_size(look: Look) -> None:
    """Never so many that nothing is left of the largest."""
    values = np.array([[-0.126, 0.0]], np.float32)
    texts = []
    for room in (60, 34, 27, 20, 8):
        write = fitting(look, values, room, 3)
        texts.append(write(-0.126) if write else "")
    assert texts == ["−0.126", "−.126", "−.13", "−.1", ""]
    write = fitting(look, values, 60, 3)
    assert write is not None
    assert write(0.0) == "0"


def test_padding_is_joined_along_a_row() -> None:
    padded = np.array([[True, True, False], [False, False, True]])
    found = padding_rects(QRectF(0, 0, 30, 20), padded)
    assert found == [QRectF(0, 0, 20, 10), QRectF(20, 10, 10, 10)]


def test_padding_is_hatched_so_that_it_is_no_number(look: Look) -> None:
    padded = np.array([[True, False]])
    (tile,) = tiles(np.zeros((1, 1, 2), np.float32), look.maps.ramp, 1.0, False, padded)
    image = QImage(80, 40, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_tile(painter, look, QRectF(0, 0, 80, 40), tile)
    painter.end()
    left = {QColor(image.pixel(x, 20)).rgb() for x in range(4, 36)}
    right = {QColor(image.pixel(x, 20)).rgb() for x in range(44, 76)}
    assert len(left) > 1
    assert len(right) == 1


def test_a_drawing_file_gets_cells_and_no_small_image_that_would_be_blurred(look: Look) -> None:
    (tile,) = tiles(np.array([[[0.0, 1.0]]], np.float32), look.maps.ramp, 1.0, False)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    painter = QPainter(generator)
    paint_tile(painter, look, QRectF(0, 0, 80, 40), tile)
    painter.end()
    text = data.data().decode()
    assert "<image" not in text
    assert text.count("<rect") >= 2
