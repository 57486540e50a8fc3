"""What a card must not hide: the selected map and all that it was computed from."""

from __future__ import annotations

import pytest

from explorer.network.cells import Cell
from explorer.network.fields import select
from explorer.network.presets import preset
from explorer.views.scene.extents import map_rects, selection_rects
from explorer.views.scene.layout.layout import arrange
from explorer.views.scene.stacked import extents as in_space
from explorer.views.scene.stacked.planes import arrange as arrange_in_space
from explorer.views.scene.stacked.space_state import SpaceState
from explorer.views.scene.state import SceneState
from explorer.views.style.theme import theme
from tests.views.scene.samples import STYLE, dense_trace

LENET = preset("lenet")
TRACE = dense_trace(LENET)


@pytest.fixture
def state(qapp: object) -> SceneState:
    return SceneState(theme("light"), arrange(LENET, 900, 700, STYLE))


def test_without_a_selection_anything_may_be_hidden(state: SceneState) -> None:
    space = SpaceState(state, arrange_in_space(state.layout, 1.5))
    assert selection_rects(state) == map_rects(state) == []
    assert in_space.selection_rects(space) == in_space.map_rects(space) == []


def test_a_map_and_the_field_of_its_cell_are_kept_free(state: SceneState) -> None:
    state.selection = select(TRACE, Cell("pool1", (2, 5, 5)))
    own, *fields = selection_rects(state)
    assert own == state.on_window(state.layout.stage("pool1").tiles[2])
    whole, *maps = map_rects(state)
    assert whole == own
    assert len(maps) == len(fields)
    assert all(large.contains(small) for large, small in zip(maps, fields, strict=True))


def test_in_space_the_same_maps_are_kept_free(state: SceneState) -> None:
    space = SpaceState(state, arrange_in_space(state.layout, 1.5))
    state.selection = select(TRACE, Cell("pool1", (2, 5, 5)))
    assert len(in_space.map_rects(space)) == len(map_rects(state))
    assert in_space.map_rects(space)[0] == in_space.selection_rects(space)[0]


def test_of_a_unit_only_its_own_cell_is_kept_free(state: SceneState) -> None:
    state.selection = select(TRACE, Cell("dense1", (3,)))
    assert selection_rects(state)[0].height() < state.layout.stage("dense1").box.height / 10
    assert map_rects(state) == selection_rects(state)
