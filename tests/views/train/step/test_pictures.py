"""Weights as pictures, where they stand, and the search for the weight at a point."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.views.style.colormaps import light_colormaps
from explorer.views.train.step.pictures import Place, colored, limit_of, pictures_of
from explorer.views.train.step.weight_grid import assembled, moved, unit_of
from explorer.views.train.step.weight_layout import arrange

SIZES = st.integers(1, 9)


def weights(*shape: int) -> np.ndarray:
    return np.arange(np.prod(shape), dtype=np.float32).reshape(shape)


@given(SIZES, st.integers(1, 60))
def test_every_weight_of_a_dense_layer_has_one_place(units: int, inputs: int) -> None:
    array = weights(units, inputs)
    pictures = pictures_of(array)
    for index in np.ndindex(array.shape):
        place = pictures.place(index)
        assert pictures.index(place) == index
        value = pictures.values[place.group, place.slice, place.row, place.column]
        assert value == array[index]


def test_cells_after_the_last_input_are_empty() -> None:
    pictures = pictures_of(weights(2, 5))
    assert pictures.values.shape == (2, 1, 2, 3)
    assert pictures.index(Place(0, 0, 1, 2)) is None
    assert pictures.index(Place(2, 0, 0, 0)) is None
    words = colored(pictures, light_colormaps().signed, 9.0, bad=1, empty=2)
    assert (words[:, 0, 1, 2] == 2).all()
    assert (words == 2).sum() == 2


def test_what_is_no_number_has_a_colour_of_its_own_and_no_part_in_the_scale() -> None:
    array = np.array([[[[1.0, np.nan], [-3.0, np.inf]]]], np.float32)
    assert limit_of(array, np.full(2, np.nan, np.float32)) == 3
    words = colored(pictures_of(array), light_colormaps().signed, 3.0, bad=1, empty=2)
    assert (words[0, 0] == 1).tolist() == [[False, True], [False, True]]


@given(SIZES, SIZES, st.integers(1, 7), st.integers(30, 600), st.integers(20, 300))
def test_every_cell_is_found_where_it_is_painted(
    groups: int, slices: int, side: int, width: int, high: int
) -> None:
    array = weights(groups, slices, side, side)
    layout = arrange((groups, slices, side, side), width, high, 12)
    words = assembled(array.astype(np.uint32), layout, 0xFFFFFFFF)
    assert words.shape == layout.size[::-1]
    seen = 0
    for (group, slice_, row, column), value in np.ndenumerate(array.astype(np.int64)):
        x, y = layout.corner(group, slice_)
        x, y = x + column * layout.cell, y + row * layout.cell
        assert layout.find(x + 0.5, y + 0.5) == Place(group, slice_, row, column)
        assert words[y, x] == value
        seen += 1
    assert (words != 0xFFFFFFFF).sum() == seen * layout.cell**2


@given(st.integers(1, 64), st.integers(1, 32), st.integers(1, 7), st.integers(60, 600))
def test_pictures_stay_within_the_width(groups: int, slices: int, side: int, width: int) -> None:
    layout = arrange((groups, slices, side, side), width, 240, 12)
    assert layout.size[0] <= width
    assert layout.cell == 1 or layout.size[1] <= 240


def test_between_the_pictures_is_nothing() -> None:
    layout = arrange((4, 2, 3, 3), 300, 100, 10)
    cell = layout.cell
    assert layout.find(3 * cell + 0.5, 1) is None
    assert layout.find(-1, 1) is None
    assert layout.find(1, layout.size[1] + 3) is None


def test_walking_past_an_edge_goes_on_in_the_next_slice() -> None:
    pictures = pictures_of(weights(2, 2, 3, 3))
    assert moved(Place(0, 0, 1, 2), 0, 1, pictures) == Place(0, 1, 1, 0)
    assert moved(Place(1, 0, 0, 1), -1, 0, pictures) == Place(0, 1, 2, 1)
    assert moved(Place(0, 0, 0, 0), 0, -1, pictures) == Place(0, 0, 0, 0)
    assert moved(Place(1, 1, 2, 2), 1, 0, pictures) == Place(1, 1, 2, 2)


@pytest.mark.parametrize(("limit", "power"), [(0.2, 0), (0.0, 0), (0.002, 3), (5e-6, 6)])
def test_small_numbers_are_written_in_thousandths(limit: float, power: int) -> None:
    assert unit_of(limit) == power
