import pytest

from explorer.network.cells import Cell
from explorer.network.presets import preset
from explorer.views.scene.walk import Direction, first_cell, walk

LENET = preset("lenet")


@pytest.mark.parametrize(
    ("direction", "index"),
    [
        ("left", (2, 4, 4)),
        ("right", (2, 4, 6)),
        ("up", (2, 3, 5)),
        ("down", (2, 5, 5)),
        ("previous-map", (1, 4, 5)),
        ("next-map", (3, 4, 5)),
    ],
)
def test_each_key_moves_to_one_neighbour(direction: Direction, index: tuple[int, ...]) -> None:
    assert walk(LENET, Cell("conv1", (2, 4, 5)), direction) == Cell("conv1", index)


def test_a_walk_ends_at_the_edge_of_a_map() -> None:
    corner = Cell("pool2", (0, 0, 0))
    for direction in ("left", "up", "previous-map"):
        assert walk(LENET, corner, direction) == corner


def test_a_change_of_stage_keeps_the_place_in_the_map() -> None:
    assert walk(LENET, Cell("relu1", (3, 20, 10)), "next-stage") == Cell("pool1", (3, 10, 5))
    assert walk(LENET, Cell("pool1", (3, 10, 5)), "previous-stage") == Cell("relu1", (3, 21, 11))


def test_a_walk_leads_from_the_input_to_the_probabilities() -> None:
    cell = first_cell(LENET)
    seen = [cell.stage]
    for _ in range(20):
        cell = walk(LENET, cell, "next-stage")
        seen.append(cell.stage)
    assert list(dict.fromkeys(seen)) == [stage.name for stage in LENET.stages]


def test_in_a_strip_up_and_down_move_by_a_row() -> None:
    assert walk(LENET, Cell("flatten", (12,)), "down", columns=5) == Cell("flatten", (17,))
    assert walk(LENET, Cell("flatten", (12,)), "left", columns=5) == Cell("flatten", (11,))
    assert walk(LENET, Cell("flatten", (2,)), "up", columns=5) == Cell("flatten", (2,))
