"""The slide as data: which cells it visits, what it covers, which four things it does."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.network.cells import Cell
from explorer.network.presets import PRESETS, preset
from explorer.views.scene.slide.slide import (
    Place,
    cell_of,
    count,
    covered,
    next_phase,
    phase_words,
    place_of,
    places,
    slides,
)
from tests.views.scene.samples import ODD

LENET = preset("lenet")
SPECS = [*map(preset, PRESETS), *ODD]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_a_slide_visits_every_cell_of_a_map_once_row_by_row(spec) -> None:
    for stage in filter(slides, spec.stages):
        start = Place(stage.name, 0, 0)
        visited = [cell_of(spec, place) for place in (start, *places(spec, start))]
        rows, columns = stage.shape[1:]
        assert visited == [
            Cell(stage.name, (0, row, column)) for row in range(rows) for column in range(columns)
        ]


def test_only_convolutions_and_poolings_slide() -> None:
    assert [s.name for s in LENET.stages if slides(s)] == ["conv1", "pool1", "conv2", "pool2"]


def test_with_reduced_motion_it_goes_to_the_ends_of_rows() -> None:
    ends = [cell_of(LENET, p).index for p in places(LENET, Place("pool2", 1, 2), by_row=True)]
    assert ends == [(1, row, 4) for row in (1, 2, 3, 4)]


def test_a_place_and_its_cell_belong_together() -> None:
    cell = Cell("conv2", (3, 4, 7))
    assert place_of(LENET, cell) == Place("conv2", 3, 47)
    assert cell_of(LENET, place_of(LENET, cell)) == cell


@pytest.mark.parametrize("reached", range(26))
def test_exactly_the_cells_not_reached_are_covered(reached: int) -> None:
    """With phase `sum` at cell n - 1, n cells are known; in the end nothing is covered."""
    phase = "sum" if reached else "place"
    place = Place("pool2", 0, max(0, reached - 1), phase)
    cells = np.zeros((5, 5), int)
    for top, left, bottom, right in covered(LENET, place).patches:
        cells[top:bottom, left:right] += 1
    assert (cells.ravel() == (np.arange(25) >= place.reached)).all()
    assert place.reached == reached


def test_a_step_does_four_things_again_and_again() -> None:
    place: Place | None = Place("pool2", 0, 0, "place")
    done = []
    while place is not None:
        done.append((place.at, place.phase))
        place = next_phase(LENET, place)
    assert done[:6] == [
        *[(0, phase) for phase in ("place", "multiply", "sum")],
        *[(1, phase) for phase in ("move", "multiply", "sum")],
    ]
    assert done[-1] == (count(LENET, "pool2") - 1, "sum")


def test_the_output_cell_is_seen_only_once_it_is_summed() -> None:
    assert Place("pool2", 0, 3, "multiply").reached == 3
    assert Place("pool2", 0, 3, "sum").reached == 4


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_every_kind_of_stage_names_its_four_things(spec) -> None:
    for stage in filter(slides, spec.stages):
        assert len(phase_words(stage)) == 4
    assert phase_words(LENET.stage("conv1")) == ("place", "multiply", "sum", "move")
