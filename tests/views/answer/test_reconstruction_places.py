"""Where input, code and drawing stand, and which number is where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from explorer.network.cells import Cell, Region
from explorer.network.presets import preset
from explorer.network.spec import Convolution, Spec
from explorer.views.answer.reconstruction_places import StagePart, places
from tests.views.drawn import drawing_spec

SPECS = [
    preset("autoencoder"),
    drawing_spec(3, 8, 2),
    drawing_spec(1, 40, 900),
    Spec("maps", (1, 8, 8), (Convolution(1, 3, padding=1),), output="image"),
]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: str(spec.code.shape))
@given(width=st.integers(60, 1200), height=st.integers(60, 500))
def test_nothing_overlaps_or_leaves_the_widget(spec: Spec, width: int, height: int) -> None:
    where = places(spec, width, height, 16)
    areas = [part.area for part in where.parts]
    for at, area in enumerate(areas):
        assert area.width() > 0
        assert QRectF(-0.5, 0, width + 1, height).contains(area) or height < 120
        for other in areas[at + 1 :]:
            assert area.intersected(other).isEmpty()
        if height >= 120:
            assert area.bottom() <= where.foot.top()


def test_a_wide_widget_shows_all_three_side_by_side() -> None:
    where = places(preset("autoencoder"), 900, 200, 16)
    assert where.given.area.right() < where.code.area.left()
    assert where.code.area.right() < where.drawn.area.left()
    assert where.given.area.top() == where.code.area.top() == where.drawn.area.top()


def test_a_narrow_widget_shows_the_code_below() -> None:
    where = places(preset("autoencoder"), 270, 290, 16)
    assert where.given.area.top() == where.drawn.area.top()
    assert where.code.area.top() > where.given.area.bottom()
    assert where.given.area.width() == 28 * 4


def test_few_numbers_are_bars_and_many_are_cells() -> None:
    few, many = (places(drawing_spec(1, 20, n), 270, 290, 16).code for n in (20, 200))
    assert (few.bars, few.rows, few.columns) == (True, 1, 20)
    assert not many.bars
    assert many.rows * many.columns >= 200
    assert many.area.width() / many.columns == pytest.approx(many.area.height() / many.rows)


def middle(part: StagePart, cell: Cell) -> Cell | None:
    """Return the cell that is found at the middle of a cell's rectangle."""
    index = cell.index
    rect = part.rect_of(Region(cell.stage, index, tuple(i + 1 for i in index)))
    assert rect is not None
    return part.cell_at(rect.center())


@pytest.mark.parametrize("spec", SPECS[:3], ids=lambda spec: str(spec.code.shape))
def test_a_number_is_found_where_it_is_outlined(spec: Spec) -> None:
    where = places(spec, 270, 290, 16)
    for part in (where.given, where.drawn):
        cell = Cell(part.stage.name, (0, 3, 5))
        assert middle(part, cell) == cell
    for unit in (0, spec.code.shape[0] - 1):
        cell = Cell(where.code.stage.name, (unit,))
        assert middle(where.code, cell) == cell


def test_a_code_of_maps_is_addressed_as_maps() -> None:
    part = places(SPECS[3], 270, 290, 16).code
    assert part.stage.name == "conv1"
    cell = Cell("conv1", (0, 5, 2))
    assert middle(part, cell) == cell


def test_what_lies_beside_is_no_number_and_all_of_a_stage_has_no_outline() -> None:
    part = places(preset("autoencoder"), 270, 290, 16).given
    assert part.cell_at(part.area.bottomRight() + part.area.topLeft()) is None
    assert part.rect_of(Region("input", (0, 0, 0), (1, 28, 28))) is None
    assert part.rect_of(Region("input", (0, 4, 4), (1, 4, 9))) is None
