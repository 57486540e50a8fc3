import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.network.cells import Cell, Region
from explorer.network.presets import preset
from explorer.network.spec import Activation, Dense, Flatten, Spec
from explorer.views.scene.layout.layout import arrange
from explorer.views.scene.layout.places import (
    cell_at,
    cell_box,
    kernel_at,
    region_boxes,
    rows_of_tiles,
    stage_at,
    units_box,
    whole,
)
from tests.views.scene.samples import MANY_FILTERS, STYLE

LENET = arrange(preset("lenet"), 960, 800, STYLE)
MANY = arrange(MANY_FILTERS, 960, 800, STYLE)


@st.composite
def cells(draw: st.DrawFn, spec: Spec) -> Cell:
    stage = draw(st.sampled_from(spec.stages))
    return Cell(stage.name, tuple(draw(st.integers(0, n - 1)) for n in stage.shape))


@given(cells(LENET.spec))
def test_the_middle_of_a_cell_belongs_to_that_cell(cell: Cell) -> None:
    assert cell_at(LENET, *cell_box(LENET, cell).centre) == cell


@given(cells(MANY.spec))
def test_the_middle_of_a_cell_belongs_to_that_cell_in_sub_columns_too(cell: Cell) -> None:
    assert cell_at(MANY, *cell_box(MANY, cell).centre) == cell


def test_between_the_maps_there_is_no_cell() -> None:
    first, second = LENET.stage("conv1").tiles[:2]
    assert cell_at(LENET, first.centre[0], (first.bottom + second.y) / 2) is None
    assert cell_at(LENET, -5, -5) is None


def test_the_end_of_a_strip_that_is_not_full_has_no_cell() -> None:
    layers = (Flatten(), Dense(83), Activation(), Dense(10))
    layout = arrange(Spec("ragged", (1, 8, 8), layers), 960, 340, STYLE)
    strip = layout.stage("dense1")
    assert strip.rows * strip.columns > 83
    tile = strip.tiles[0]
    assert cell_at(layout, tile.right - 1, tile.bottom - 1) is None
    assert cell_at(layout, tile.x + 1, tile.bottom - 1) is not None


def test_a_kernel_is_found_under_the_mouse() -> None:
    box = LENET.stage("conv2").kernels[11]
    assert kernel_at(LENET, *box.centre) == ("conv2", 11)
    assert kernel_at(LENET, *LENET.stage("conv2").tiles[11].centre) is None
    assert cell_at(LENET, *box.centre) is None


def test_a_stage_is_found_by_its_column_and_by_its_header() -> None:
    stage = LENET.stage("relu2")
    assert stage_at(LENET, *stage.header.box.centre) == stage
    assert stage_at(LENET, *stage.tiles[3].centre) == stage
    assert stage_at(LENET, 1, 1) is None


def test_a_region_frames_its_cells_in_every_map_it_touches() -> None:
    region = Region("conv1", (1, 2, 3), (3, 5, 9))
    marks = region_boxes(LENET, region)
    assert [tile for tile, _ in marks] == [1, 2]
    first = cell_box(LENET, Cell("conv1", (1, 2, 3)))
    last = cell_box(LENET, Cell("conv1", (1, 4, 8)))
    box = marks[0][1]
    assert (box.x, box.y) == pytest.approx((first.x, first.y))
    assert (box.right, box.bottom) == pytest.approx((last.right, last.bottom))


def test_an_empty_region_has_no_frame() -> None:
    assert region_boxes(LENET, Region("conv1", (0, 5, 5), (6, 5, 9))) == []


def test_a_run_of_units_is_framed_by_whole_rows() -> None:
    strip = LENET.stage("flatten")
    box = units_box(strip, 25, 50)
    assert box.width == pytest.approx(strip.tiles[0].width)
    assert box.height == pytest.approx(strip.tiles[0].height * 5 / 80)
    assert units_box(strip, 3, 4).width == pytest.approx(strip.tiles[0].width / 5)


def test_regions_of_outputs_frame_their_rows() -> None:
    marks = region_boxes(LENET, Region("logits", (2,), (4,)))
    assert [tile for tile, _ in marks] == [2, 3]


def test_a_region_is_whole_only_when_it_covers_its_stage() -> None:
    assert whole(LENET, Region("pool2", (0, 0, 0), (16, 5, 5)))
    assert not whole(LENET, Region("pool2", (0, 0, 0), (16, 5, 4)))


def test_rows_of_tiles_gather_the_sub_columns() -> None:
    stage = MANY.stage("conv1")
    rows = rows_of_tiles(stage)
    assert [first for first, _ in rows] == list(range(0, 32, stage.sub_columns))
    assert rows[0][1].right == stage.tiles[stage.sub_columns - 1].right
