import pytest

from explorer.views.scene.layout.strips import strip


def test_a_flatten_strip_keeps_the_rows_of_its_maps() -> None:
    grid = strip(400, height=700, widest=100, ratio=1, step=5)
    assert (grid.rows, grid.columns) == (80, 5)


def test_long_strips_fill_the_height() -> None:
    for units in (84, 120, 400, 1000):
        assert strip(units, 700, 100, 1).height == pytest.approx(700)


def test_short_strips_have_cells_of_a_sensible_size() -> None:
    assert strip(10, 700, 100, 1).height == 160


@pytest.mark.parametrize("units", [1, 7, 84, 120, 400, 1600, 5000])
def test_every_unit_has_a_cell_and_no_row_is_empty(units: int) -> None:
    grid = strip(units, 500, 60, 1)
    assert grid.rows * grid.columns >= units > (grid.rows - 1) * grid.columns
