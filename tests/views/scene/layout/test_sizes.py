from explorer.views.scene.layout.sizes import solve
from explorer.views.scene.layout.tiles import MapStage, kernel_grid


def test_one_column_of_maps_grows_until_the_height_is_full() -> None:
    stage = MapStage(maps=4, rows=10, columns=10)
    (size,) = solve([stage], width=5000, height=440)
    assert size.sub_columns == 1 or size.cell * 10 > 105
    rows = -(-4 // size.sub_columns)
    assert rows * 10 * size.cell > 0.85 * 440


def test_a_wide_window_breaks_many_maps_into_sub_columns() -> None:
    stage = MapStage(maps=64, rows=10, columns=10)
    (narrow,), (wide,) = (solve([stage], width=w, height=600) for w in (60, 800))
    assert narrow.sub_columns < wide.sub_columns
    assert narrow.cell < wide.cell


def test_stages_of_one_group_share_their_sub_columns_and_equal_maps_their_size() -> None:
    stages = [
        MapStage(16, 10, 10, slices=6, kernel=5, group=1),
        MapStage(16, 10, 10, group=1),
        MapStage(16, 5, 5, group=1),
    ]
    sizes = solve(stages, width=600, height=500)
    assert len({size.sub_columns for size in sizes}) == 1
    assert sizes[0].cell == sizes[1].cell


def test_the_widths_never_exceed_the_room_where_there_is_enough() -> None:
    stages = [
        MapStage(1, 28, 28, single=True),
        MapStage(6, 28, 28, 1, 5, 1),
        MapStage(6, 14, 14, 0, 0, 1),
    ]
    for width in range(150, 900, 50):
        assert sum(size.width for size in solve(stages, width, 600)) <= width


def test_a_kernel_of_many_slices_becomes_a_compact_grid() -> None:
    grid = kernel_grid(MapStage(64, 11, 11, slices=32, kernel=3), cell=2, ratio=1)
    assert grid is not None
    assert grid.rows * grid.columns >= 32
    assert max(grid.cells_wide, grid.cells_high) * grid.cell <= 22
    assert abs(grid.rows - grid.columns) <= 4


def test_without_a_kernel_there_is_no_grid() -> None:
    assert kernel_grid(MapStage(6, 28, 28), cell=3, ratio=1) is None


def test_pooled_maps_never_become_larger_than_what_they_were_pooled_from() -> None:
    stages = [
        MapStage(6, 28, 28, 1, 5, 1),
        MapStage(6, 28, 28, group=1),
        MapStage(6, 14, 14, group=1),
    ]
    for width in range(100, 1000, 30):
        before, _, pooled = solve(stages, width, 700)
        assert 14 * pooled.cell <= 28 * before.cell
