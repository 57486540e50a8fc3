"""Pointing at cells in space, and outlining them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF

from explorer.network.cells import Cell, Region
from explorer.network.presets import PRESETS, preset
from explorer.views.scene.layout.layout import arrange as arrange_flat
from explorer.views.scene.stacked.camera import View
from explorer.views.scene.stacked.marks import (
    beam,
    bounds,
    cell_at,
    cell_mark,
    outline,
    region_marks,
)
from explorer.views.scene.stacked.planes import arrange, fitted
from tests.views.scene.samples import ODD, STYLE

LENET = preset("lenet")
SPACE = arrange(arrange_flat(LENET, 900, 700, STYLE), 3.0)
VIEW = fitted(SPACE, View(), 900, 700)


def middle(view: View, space, spec, cell: Cell) -> tuple[float, float]:
    centre = outline(view, cell_mark(spec, space, cell)).boundingRect().center()
    return centre.x(), centre.y()


@pytest.mark.parametrize("spec", [*map(preset, PRESETS), *ODD], ids=lambda spec: spec.name)
def test_every_stage_can_be_pointed_at_in_its_front_plane(spec) -> None:
    space = arrange(arrange_flat(spec, 900, 700, STYLE), 3.0)
    for stage in spec.stages:
        cell = Cell(stage.name, (0,) * len(stage.shape))
        for turn in ((0, 0), (-40, 20)):
            view = fitted(space, View().turned(*turn), 900, 700)
            assert cell_at(spec, space, view, *middle(view, space, spec, cell)) is not None


@given(st.integers(0, 27), st.integers(0, 27))
def test_the_front_plane_hides_what_is_behind_it(row, column) -> None:
    front = Cell("conv1", (0, row, column))
    assert cell_at(LENET, SPACE, VIEW, *middle(VIEW, SPACE, LENET, front)) == front


@given(st.floats(0, 900), st.floats(0, 700))
def test_a_cell_is_where_it_was_pointed_at(x, y) -> None:
    cell = cell_at(LENET, SPACE, VIEW, x, y)
    if cell is not None:
        box = bounds(VIEW, cell_mark(LENET, SPACE, cell))
        assert box.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(QPointF(x, y))


def test_beside_all_planes_there_is_no_cell() -> None:
    assert cell_at(LENET, SPACE, VIEW, -10, -10) is None


def test_a_region_is_marked_on_every_plane_it_touches() -> None:
    marks = region_marks(LENET, SPACE, Region("relu1", (1, 4, 5), (4, 10, 11)))
    assert [mark.plane.tile for mark in marks] == [1, 2, 3]
    assert {(m.top, m.left, m.bottom, m.right) for m in marks} == {(4, 5, 10, 11)}
    assert region_marks(LENET, SPACE, Region("relu1", (0, 0, 0), (0, 0, 0))) == []


def test_a_run_of_units_is_framed_by_whole_rows() -> None:
    plane = SPACE.stacks[LENET.index("flatten")].planes[0]
    (mark,) = region_marks(LENET, SPACE, Region("flatten", (1,), (plane.columns + 2,)))
    assert (mark.top, mark.left, mark.bottom, mark.right) == (0, 0, 2, plane.columns)
    (whole,) = region_marks(LENET, SPACE, Region("flatten", (0,), (400,)))
    assert whole.whole


def test_a_beam_is_the_silhouette_of_both_ends() -> None:
    def square(x: float) -> QPolygonF:
        return QPolygonF([QPointF(x, 0), QPointF(x + 2, 0), QPointF(x + 2, 2), QPointF(x, 2)])

    hull = beam(square(0), square(10))
    assert {(p.x(), p.y()) for p in hull.toList()} == {(0, 0), (12, 0), (12, 2), (0, 2)}
