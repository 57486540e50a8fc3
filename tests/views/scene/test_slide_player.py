"""The slide in time."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from explorer.network.cells import Cell
from explorer.network.presets import preset
from explorer.views.scene.layout.layout import arrange
from explorer.views.scene.slide.slide import Place
from explorer.views.scene.slide.slide_bar import SlideBar
from explorer.views.scene.slide_player import SlidePlayer
from explorer.views.scene.state import SceneState
from explorer.views.style.theme import theme
from tests.views.scene.samples import STYLE

LENET = preset("lenet")
CELL = Cell("pool2", (2, 1, 3))


@pytest.fixture
def player(qapp: object) -> SlidePlayer:
    """Return a player whose arrivals select the cell, as the session does."""
    state = SceneState(theme("light"), arrange(LENET, 900, 700, STYLE))
    player = SlidePlayer(state, SlideBar())
    player.arrived.connect(lambda cell: player.show_cell(LENET, cell))
    player.show_cell(LENET, CELL)
    player.set_speed(60)
    return player


def test_play_visits_the_whole_map_from_its_first_cell_and_ends(
    qtbot: QtBot, player: SlidePlayer
) -> None:
    visited: list[Cell] = []
    player.arrived.connect(visited.append)
    player.play()
    assert player.playing
    qtbot.waitUntil(lambda: not player.sliding)
    assert [cell.index for cell in visited] == [(2, r, c) for r in range(5) for c in range(5)]
    assert not player.playing


def test_pause_stays_and_play_goes_on_from_there(qtbot: QtBot, player: SlidePlayer) -> None:
    player.play()
    qtbot.waitUntil(lambda: player.place is not None and player.place.at >= 3)
    player.toggle()
    place = player.place
    assert not player.playing
    assert player.sliding
    player.toggle()
    assert player.place == place
    player.stop()
    assert not player.sliding


def test_a_step_begins_at_the_selected_cell(player: SlidePlayer) -> None:
    player.step()
    assert player.place == Place("pool2", 2, 8, "place")
    for _ in range(3):
        player.step()
    assert player.place == Place("pool2", 2, 9, "move")


def test_the_last_step_ends_the_slide(qtbot: QtBot, player: SlidePlayer) -> None:
    player.seek(24)
    with qtbot.waitSignal(player.moved) as moved:
        player.step()
    assert moved.args == [None]
    assert not player.sliding


def test_seeking_goes_to_any_cell(player: SlidePlayer) -> None:
    arrived: list[Cell] = []
    player.arrived.connect(arrived.append)
    player.seek(7)
    player.seek(1000)
    assert [cell.index for cell in arrived] == [(2, 1, 2), (2, 4, 4)]


def test_reduced_motion_plays_a_row_when_asked_and_never_by_itself(player: SlidePlayer) -> None:
    player.set_reduced_motion(True)
    player.play()
    assert not player.playing
    player.play()
    assert player.place == Place("pool2", 2, 9)
    assert not player.playing


def test_choosing_another_map_ends_the_slide_and_another_cell_moves_it(
    player: SlidePlayer,
) -> None:
    player.seek(4)
    player.show_cell(LENET, Cell("pool2", (2, 3, 3)))
    assert player.sliding
    assert player.place == Place("pool2", 2, 18)
    player.show_cell(LENET, Cell("pool2", (3, 3, 3)))
    assert not player.sliding


def test_leaving_ends_everything(player: SlidePlayer) -> None:
    player.play()
    player.leave()
    assert player.place is None
    assert not player.playing
    player.toggle()
    player.step()
    assert not player.sliding


def test_a_stack_grows_map_by_map_until_it_is_whole(qtbot: QtBot, player: SlidePlayer) -> None:
    visited: list[Cell] = []
    grown: list[int] = []
    player.arrived.connect(visited.append)
    player.moved.connect(lambda place: grown.append(-1 if place is None else place.tile))
    player.stack()
    assert player.playing
    player._timer.setInterval(1)
    qtbot.waitUntil(lambda: not player.sliding)
    assert [cell.index for cell in visited] == [(tile, 1, 3) for tile in range(16)]
    assert grown == [*range(16), -1]


def test_a_stack_pauses_and_goes_on(qtbot: QtBot, player: SlidePlayer) -> None:
    player.stack()
    player._timer.setInterval(1)
    qtbot.waitUntil(lambda: player.place is not None and player.place.tile >= 3)
    player.stack()
    place = player.place
    assert not player.playing
    player.stack()
    assert player.playing
    assert player.place == place
    player.step()  # back to the cells of the map that was reached
    assert not player.playing
    assert player.place is not None
    assert place is not None
    assert player.place == Place("pool2", place.tile, 8, "place")


def test_with_reduced_motion_a_stack_grows_when_asked(player: SlidePlayer) -> None:
    player.set_reduced_motion(True)
    for tile in range(3):
        player.stack()
        assert player.place == Place("pool2", tile, 8, stacking=True)
    assert not player.playing


def test_play_goes_on_with_the_cells_of_a_stacked_map(player: SlidePlayer) -> None:
    player.stack()
    player.play()
    assert player.playing
    assert player.place == Place("pool2", 0, 8)
    player.stop()
