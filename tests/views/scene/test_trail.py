"""What a selection marks, as plain rectangles."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF

from explorer.network.cells import Cell
from explorer.network.fields import select
from explorer.network.presets import preset
from explorer.views.scene.layout.layout import arrange
from explorer.views.scene.state import Outlines, SceneState, Trail
from explorer.views.scene.trail import apart, trail_of
from explorer.views.scene.zoom import Camera
from explorer.views.style.theme import theme
from tests.views.scene.samples import STYLE, dense_trace, fake_trace

LENET = preset("lenet")
TRACE = fake_trace(LENET)
DENSE = dense_trace(LENET)


def pointed(cell: Cell, frozen: bool = False) -> tuple[SceneState, Trail]:
    state = SceneState(theme("light"), arrange(LENET, 960, 800, STYLE))
    state.selection, state.frozen = select(TRACE, cell), frozen
    trail = trail_of(state)
    assert trail is not None
    return state, trail


def outlines(columns: list[Outlines]) -> list[QRectF]:
    return [outline for column in columns for outline in column.rects]


def test_a_convolution_marks_its_field_in_every_map_before_it() -> None:
    _, trail = pointed(Cell("conv2", (3, 4, 5)))
    assert [len(column.rects) for column in trail.field] == [1, 6, 6, 6]
    assert len(trail.ribbons) == 6
    assert len(outlines(trail.strong) + outlines(trail.fine)) == 1


def test_a_pooled_cell_marks_its_winner_too() -> None:
    index = next(i for i in range(14) if TRACE.stage("pool1").values[0, i, 3] > 0)
    _, trail = pointed(Cell("pool1", (0, index, 3)))
    assert len(outlines(trail.strong) + outlines(trail.fine)) == 2


@pytest.mark.parametrize("stage", [stage.name for stage in LENET.stages])
def test_the_areas_hold_every_mark_and_do_not_overlap(stage: str) -> None:
    shape = LENET.stage(stage).shape
    _, trail = pointed(Cell(stage, tuple(size // 2 for size in shape)))
    marks = outlines(trail.field) + outlines(trail.fine) + outlines(trail.strong)
    marks += [ribbon.boundingRect() for ribbon in trail.ribbons]
    for mark in marks:
        assert any(
            QRectF(*area[:2], area[2] - area[0], area[3] - area[1]).contains(mark)
            for area in trail.areas
        )
    for one, other in zip(trail.areas, trail.areas[1:], strict=False):
        assert one[2] < other[0]


def test_a_frozen_selection_leaves_its_ribbons_to_the_backdrop() -> None:
    _, trail = pointed(Cell("conv2", (3, 4, 5)), frozen=True)
    assert trail.ribbons == []


def test_marks_are_kept_until_the_cell_or_the_view_changes() -> None:
    state, trail = pointed(Cell("conv1", (0, 3, 3)))
    state.selection = select(fake_trace(LENET, 2), Cell("conv1", (0, 3, 3)))
    assert trail_of(state) is trail
    state.camera = Camera(2.0, 0.0, 0.0)
    assert trail_of(state) is not trail


def test_without_a_selection_there_is_nothing_to_mark() -> None:
    state = SceneState(theme("light"), arrange(LENET, 960, 800, STYLE))
    assert trail_of(state) is None


def test_areas_above_each_other_become_one() -> None:
    areas = [(90, 0, 100, 10), (0, 0, 10, 10), (5, 90, 15, 100)]
    assert apart(areas) == [(0, 0, 15, 100), (90, 0, 100, 10)]


@pytest.fixture
def state(qapp: object) -> SceneState:
    return SceneState(theme("light"), arrange(LENET, 900, 700, STYLE))
