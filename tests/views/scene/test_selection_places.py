"""Where a cell came from, on the input and on the pad."""

from __future__ import annotations

import pytest

from explorer.network.cells import Cell, Region
from explorer.views.scene.selection_places import input_region, pad_box
from tests.views.records import preparation, selection

CELL = Cell("conv1", (0, 5, 5))


def test_an_input_pixel_is_its_own_region() -> None:
    chosen = selection(Cell("input", (0, 2, 3)))
    assert input_region(chosen) == Region("input", (0, 2, 3), (1, 3, 4))


def test_a_cell_s_region_is_its_field_in_the_input() -> None:
    region = Region("input", (0, 3, 3), (1, 8, 8))
    assert input_region(selection(CELL, region)) == region


@pytest.mark.parametrize(
    "chosen", [None, selection(CELL), selection(CELL, Region("input", (0, 3, 3), (1, 3, 8)))]
)
def test_without_a_field_in_the_input_there_is_no_region(chosen: object) -> None:
    assert input_region(chosen) is None  # type: ignore[arg-type]


def test_the_pad_box_is_what_was_averaged_into_the_region() -> None:
    made = preparation()
    box = pad_box(selection(CELL, Region("input", (0, 10, 10), (1, 15, 15))), made)
    assert box is not None
    x0, y0, _, _ = made.pad_area(10, 10)
    _, _, x1, y1 = made.pad_area(14, 14)
    assert box == pytest.approx((x0, y0, x1, y1))


def test_the_whole_input_is_not_worth_a_box() -> None:
    whole = Region("input", (0, 0, 0), (1, 28, 28))
    assert pad_box(selection(Cell("dense1", (0,)), whole), preparation()) is None
    assert pad_box(None, preparation()) is None
    assert pad_box(selection(CELL, whole), None) is None
