"""Weights as maps: where they stand, and which one is at a pixel."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.views.style.colormaps import LIGHT_MAPS
from explorer.views.train.step.weight_grid import unit_of
from explorer.views.train.step.weight_maps import WeightMaps, arranged, colored, limit_of, maps_of

SIZES = st.integers(1, 9)


def weights(*shape: int) -> np.ndarray:
    return np.arange(np.prod(shape), dtype=np.float32).reshape(shape)


@given(SIZES, st.integers(1, 60))
def test_every_weight_of_a_dense_layer_has_one_cell(units: int, inputs: int) -> None:
    array = weights(units, inputs)
    maps = maps_of(array)
    for index in np.ndindex(array.shape):
        cell = maps.cell(index)
        assert maps.index(cell) == index
        assert maps.values.reshape(-1)[cell] == array[index]


def test_cells_after_the_last_input_are_empty() -> None:
    maps = maps_of(weights(2, 5))
    assert maps.values.shape == (2, 1, 2, 3)
    assert maps.index(5) is None
    assert maps.index(12) is None
    words = colored(maps, LIGHT_MAPS.signed, 9.0, bad=1, empty=2)
    assert (words[:, 0, 1, 2] == 2).all()
    assert (words == 2).sum() == 2


def test_what_is_no_number_has_a_colour_of_its_own_and_no_part_in_the_scale() -> None:
    array = np.array([[[[1.0, np.nan], [-3.0, np.inf]]]], np.float32)
    assert limit_of(array, np.full(2, np.nan, np.float32)) == 3
    words = colored(maps_of(array), LIGHT_MAPS.signed, 3.0, bad=1, empty=2)
    assert (words[0, 0] == 1).tolist() == [[False, True], [False, True]]


@given(SIZES, SIZES, st.integers(1, 7), st.integers(30, 600), st.integers(20, 300))
def test_every_weight_has_a_square_of_pixels_and_stands_in_its_slice(
    groups: int, slices: int, side: int, width: int, high: int
) -> None:
    maps = maps_of(weights(groups, slices, side, side))
    cells, size = arranged(maps, width, high, 12)
    numbers, firsts, counts = np.unique(cells, return_index=True, return_counts=True)
    shown = {int(n): divmod(int(at), cells.shape[1]) for n, at in zip(numbers, firsts, strict=True)}
    assert set(shown) - {-1} == set(range(maps.values.size))
    assert (counts[numbers >= 0] == size**2).all()
    for cell in range(maps.values.size):
        first, here = shown[cell - cell % maps.slice_cells], shown[cell]
        row, column = divmod(cell % maps.slice_cells, side)
        assert (here[0] - first[0], here[1] - first[1]) == (size * row, size * column)
        assert cells[here[0] + size - 1, here[1] + size - 1] == cell


@given(st.integers(1, 64), st.integers(1, 32), st.integers(1, 7), st.integers(60, 600))
def test_maps_stay_within_the_width(groups: int, slices: int, side: int, width: int) -> None:
    cells, size = arranged(maps_of(weights(groups, slices, side, side)), width, 240, 12)
    assert cells.shape[1] <= width
    assert size == 1 or len(cells) <= 240


def test_between_the_slices_is_nothing() -> None:
    cells, size = arranged(maps_of(weights(4, 2, 3, 3)), 300, 100, 10)
    assert (cells[:, 3 * size] == -1).all()
    assert (cells[:, 6 * size + 1 : 6 * size + 5] == -1).all()


def test_one_slice_alone_keeps_its_place_in_the_layer() -> None:
    maps = maps_of(weights(4, 2, 3, 3))
    cells, size = arranged(maps, 100, 100, 10, only=(2, 1))
    assert cells.shape == (3 * size, 3 * size)
    assert maps.index(int(cells[-1, -1])) == (2, 1, 2, 2)


def walked(maps: WeightMaps, index: tuple[int, ...], down: int, right: int) -> object:
    return maps.index(maps.moved(maps.cell(index), down, right))


def test_walking_past_an_edge_goes_on_in_the_next_slice() -> None:
    maps = maps_of(weights(2, 2, 3, 3))
    assert walked(maps, (0, 0, 1, 2), 0, 1) == (0, 1, 1, 0)
    assert walked(maps, (1, 0, 0, 1), -1, 0) == (0, 1, 2, 1)
    assert walked(maps, (0, 0, 0, 0), 0, -1) == (0, 0, 0, 0)
    assert walked(maps, (1, 1, 2, 2), 1, 0) == (1, 1, 2, 2)
    assert maps.index(maps.in_group(maps.cell((0, 1, 2, 0)), 1)) == (1, 1, 2, 0)
    assert maps.index(maps.in_group(maps.cell((0, 1, 2, 0)), -1)) is None


@pytest.mark.parametrize(("limit", "power"), [(0.2, 0), (0.0, 0), (0.002, 3), (5e-6, 6)])
def test_small_numbers_are_written_in_thousandths(limit: float, power: int) -> None:
    assert unit_of(limit) == power
