"""The slide in the scene: its bar, its cover, and the selection that walks along."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from explorer.network.cells import Cell
from explorer.network.fields import select
from explorer.network.presets import preset
from explorer.views.scene.scene_view import SceneView
from explorer.views.style.theme import load_fonts, theme
from explorer.views.style.themed import show_theme
from tests.views.scene.frames import painted
from tests.views.scene.samples import change, fake_trace, show, show_selected

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LENET = preset("lenet")
TRACE = fake_trace(LENET)
CELL = Cell("pool2", (0, 1, 1))


@pytest.fixture
def scene(qtbot: QtBot) -> SceneView:
    """Return a scene that freezes what is clicked, as the session does."""
    load_fonts()
    view = SceneView()
    qtbot.addWidget(view)
    show_theme(view, theme("light"))
    view.cell_clicked.connect(lambda cell: show_selected(view, select(TRACE, cell), True))
    view.resize(970, 860)
    view.show()
    qtbot.waitExposed(view)
    show(view, trace=TRACE)
    return view


def test_only_a_kept_convolution_or_pooling_slides(
    scene: SceneView,
) -> None:
    for stage in LENET.stages:
        cell = Cell(stage.name, (0,) * len(stage.shape))
        for frozen in (False, True):
            show_selected(scene, select(TRACE, cell), frozen)
            slides = frozen and stage.kind in ("convolution", "pooling")
            assert scene.slide_bar.isEnabled() == slides
    show_selected(scene, None, False)
    assert not scene.slide_bar.isEnabled()


@pytest.mark.parametrize("form", ["flat", "stacked"])
def test_cells_not_reached_are_covered_and_the_end_is_the_full_map(scene: SceneView, form) -> None:
    change(scene, form=form)
    show_selected(scene, select(TRACE, CELL), True)
    player = scene.slide
    last = at(scene, Cell("pool2", (0, 4, 4)))
    player.seek(24)
    player.stop()
    full = painted(scene)
    player.seek(6)
    assert painted(scene).pixel(last) != full.pixel(last)
    assert scene.canvas.state.selection is not None
    assert scene.canvas.state.selection.cell == CELL
    player.seek(24)
    assert scene.canvas.state.covered is not None
    assert not scene.canvas.state.covered.patches
    player.step()
    assert scene.canvas.state.covered is None
    assert painted(scene) == full


def at(scene: SceneView, cell: Cell) -> QPoint:
    return scene.canvas.cell_rect(cell).center().toPoint()


@pytest.mark.parametrize("form", ["flat", "stacked"])
def test_maps_that_a_growing_stack_has_not_reached_are_covered(scene: SceneView, form) -> None:
    change(scene, form=form)
    change(scene, reduced_motion=True)
    show_selected(scene, select(TRACE, CELL), True)
    state, last = scene.canvas.state, at(scene, Cell("pool2", (15, 4, 4)))
    for tile in range(16):
        scene.slide_bar.stack.click()
        covered, growing = state.covered, painted(scene)
        assert covered is not None
        assert covered.tile == tile
        state.covered = None
        whole = painted(scene)
        assert (growing.pixel(last) == whole.pixel(last)) == (tile == 15)
        state.covered = covered
    scene.slide.stop()
    assert painted(scene) == whole


def test_letting_go_ends_the_slide(scene: SceneView) -> None:
    show_selected(scene, select(TRACE, CELL), True)
    scene.slide_bar.play.click()
    assert scene.slide.playing
    show_selected(scene, None, False)
    assert not scene.slide.playing
    assert scene.canvas.state.covered is None


def test_drawing_goes_on_while_it_plays(scene: SceneView) -> None:
    show_selected(scene, select(TRACE, CELL), True)
    scene.slide.play()
    other = fake_trace(LENET, 5)
    show(scene, trace=other)
    show_selected(scene, select(other, Cell("pool2", (0, 0, 0))), True)
    assert scene.slide.playing
    assert scene.slide.sliding
    scene.slide.stop()


def test_without_a_selection_it_begins_with_the_first_convolution(
    qtbot: QtBot, scene: SceneView
) -> None:
    with qtbot.waitSignal(scene.cell_clicked) as clicked:
        scene.slide.toggle()
    assert clicked.args[0].stage == "conv1"
    assert scene.slide.playing
    scene.slide.stop()


def test_the_bar_shows_where_it_is_and_what_was_done(scene: SceneView) -> None:
    show_selected(scene, select(TRACE, CELL), True)
    bar = scene.slide_bar
    assert bar.place.shown == 6
    bar.step.click()
    bar.step.click()
    assert bar.position.accessibleDescription().endswith(": compare")
    bar.place.setValue(12)
    assert scene.slide.place is not None
    assert scene.slide.place.at == 12


def test_all_parts_of_the_bar_explain_themselves(scene: SceneView) -> None:
    bar = scene.slide_bar
    for part in (bar.play, bar.step, bar.place, bar.speed, bar.position):
        assert part.accessibleName()
        assert part.toolTip()
        assert part.whatsThis()
