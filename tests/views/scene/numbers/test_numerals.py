"""Grids of numbers against the same numbers written one by one."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from explorer.views.scene.numbers.numerals import Digits, digits_of, write
from explorer.views.style.theme import load_fonts, theme


@pytest.fixture
def digits(qapp: object) -> Digits:
    load_fonts()
    return digits_of(theme("light").font(11), QColor(0, 0, 0), QColor(255, 255, 255))


def image(digits: Digits, value: float, places: int, width: int = 60, bright: bool = True):
    """Return one number in one cell as (height, width)."""
    values = np.array([[value]], np.float32)
    edges = np.array([0, width])
    return write(values, places, digits, edges, np.array([[bright]]))[:, 0]


def inked(picture) -> int:
    """Return how many columns from the first to the last with ink."""
    columns = np.flatnonzero(picture.any(axis=0))
    return int(columns[-1] - columns[0] + 1) if columns.size else 0


@pytest.mark.parametrize(
    ("value", "places", "like"),
    [(0.824, 2, 0.82), (0.0, 2, 0.0), (-0.0001, 2, 0.0001), (12.4, 0, 12.0), (0.999, 2, 1.0)],
)
def test_numbers_that_read_alike_look_alike(
    digits: Digits, value: float, places: int, like: float
) -> None:
    assert (image(digits, value, places) == image(digits, like, places)).all()


def test_different_numbers_look_different(digits: Digits) -> None:
    shown = [(1.5, 1), (-1.5, 1), (1.6, 1), (15, 0), (0.15, 2), (0, 1), (2.5, 1), (255, 0)]
    pictures = {image(digits, *number).tobytes() for number in shown}
    assert len(pictures) == len(shown)


def test_a_number_stands_in_the_middle_of_its_own_cell(digits: Digits) -> None:
    values = np.array([[-1.25, 0.5, 0], [3.0, -0.75, 88.5]], np.float32)
    edges = np.array([7, 50, 93, 137])
    words = write(values, 2, digits, edges, np.ones((2, 3), bool))
    assert words.shape == (digits.height, 2, 130)
    for row in range(2):
        for column in range(3):
            part = words[:, row, edges[column] - 7 : edges[column + 1] - 7]
            width = int(edges[column + 1] - edges[column])
            alone = image(digits, float(values[row, column]), 2, width)
            assert (part == alone).all()
            filled = np.flatnonzero(part.any(axis=0))
            assert abs((filled[0] + filled[-1]) / 2 - width / 2) < 3


def test_dark_digits_stand_on_bright_cells(digits: Digits) -> None:
    dark, light = image(digits, 8, 0), image(digits, 8, 0, bright=False)
    assert ((dark >> 24) == (light >> 24)).all()
    assert (dark & 0xFFFFFF).max() == 0
    assert (light & 0xFFFFFF).max() > 0xA0A0A0


def test_no_number_and_a_huge_one_do_no_harm(digits: Digits) -> None:
    assert not image(digits, np.nan, 1).any()
    assert inked(image(digits, 1e20, 0, 30)) <= 30


@pytest.mark.parametrize("digit", range(10))
def test_every_digit_is_complete(digits: Digits, digit: int) -> None:
    assert inked(image(digits, 10 + digit, 0)) <= 2 * digits.advance
    assert image(digits, digit + 10, 0).any()
