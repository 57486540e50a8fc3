"""Input, code and reconstruction in one widget."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from explorer.network.cells import Cell, Region, number
from explorer.views.answer.reconstruction import EMPTY, ReconstructionView
from explorer.views.style.theme import Theme
from tests.gestures import move
from tests.views.drawn import drawing_spec, drawn_trace
from tests.views.records import selection


@pytest.fixture
def view(shown: Callable[..., ReconstructionView]) -> ReconstructionView:
    view = ReconstructionView()
    view.show_spec(drawing_spec())
    return shown(view, 270, 290)


def at(view: ReconstructionView, cell: Cell) -> QPoint:
    """Return the middle of a number."""
    where = view.places()
    assert where is not None
    part = next(part for part in where.parts if part.stage.name == cell.stage)
    rect = part.rect_of(Region(cell.stage, cell.index, tuple(i + 1 for i in cell.index)))
    assert rect is not None
    return rect.center().toPoint()


def picture(view: ReconstructionView) -> QImage:
    return view.grab().toImage()


def test_the_error_stands_below(view: ReconstructionView) -> None:
    assert view.sentence == EMPTY
    trace = drawn_trace()
    view.show_trace(trace)
    assert view.sentence == f"mean squared error {number(trace.error)} per pixel"
    assert view.accessibleDescription() == view.sentence
    view.show_trace(None)
    view.show_quiet("Loading")
    assert view.sentence == "Loading"


def test_pixels_are_painted_in_ink(view: ReconstructionView, look: Theme) -> None:
    trace = drawn_trace()
    view.show_trace(trace)
    image, table = picture(view), look.colormaps.ink
    for stage, values in (("input", trace.pixels), ("reconstruction", trace.reconstruction)):
        for index in ((0, 0, 0), (0, 3, 5), (0, 7, 7)):
            wanted = int(table[int(values[index] * 254 + 0.5)])
            assert image.pixel(at(view, Cell(stage, index))) == wanted


def test_bars_of_the_code_go_up_where_it_is_positive(view: ReconstructionView, look: Theme) -> None:
    trace = drawn_trace()
    trace.stage("dense1").values[:] = (2.0, -1.0, 0.0)
    view.show_trace(trace)
    where = view.places()
    assert where is not None
    area, image = where.code.area, picture(view)
    ground = look.color("field").rgb()

    def filled(column: float, row: float) -> bool:
        x, y = area.x() + column * area.width() / 3, area.y() + row * area.height()
        return image.pixel(QPoint(round(x), round(y))) != ground

    assert [filled(0.5, row) for row in (0.1, 0.4, 0.6, 0.9)] == [True, True, False, False]
    assert [filled(1.5, row) for row in (0.1, 0.4, 0.6, 0.9)] == [False, False, True, False]
    assert not filled(2.5, 0.4)


@pytest.mark.parametrize("spec", [drawing_spec(3), drawing_spec(1, 28, 400)])
@pytest.mark.parametrize("size", [(270, 290), (900, 180), (120, 90), (1, 1)])
def test_any_auto_encoder_is_painted_at_any_size(
    view: ReconstructionView, spec: Any, size: tuple[int, int]
) -> None:
    view.show_trace(drawn_trace(spec))
    view.resize(*size)
    picture(view)


def test_a_network_that_diverged_is_painted(view: ReconstructionView) -> None:
    trace = drawn_trace()
    for traced in trace.stages[1:]:
        traced.values[...] = np.nan
    view.show_trace(trace)
    picture(view)


@pytest.mark.parametrize(
    "cell", [Cell("input", (0, 2, 3)), Cell("dense1", (1,)), Cell("reconstruction", (0, 6, 1))]
)
def test_every_number_can_be_pointed_at_and_kept(
    qtbot: QtBot, view: ReconstructionView, heard: Callable[..., list[Any]], cell: Cell
) -> None:
    view.show_trace(drawn_trace())
    hovered, clicked = heard(view.cell_hovered), heard(view.cell_clicked)
    move(view, at(view, cell))
    move(view, QPoint(269, 289))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, cell))
    assert hovered == [cell, None]
    assert clicked == [cell]


def test_a_selection_is_outlined_with_what_it_sees(view: ReconstructionView) -> None:
    view.show_trace(drawn_trace())
    before = picture(view)
    view.show_selection(selection(Cell("conv1", (0, 1, 1)), Region("input", (0, 1, 1), (1, 4, 4))))
    fields = picture(view)
    view.show_selection(selection(Cell("reconstruction", (0, 2, 2))))
    own = picture(view)
    view.show_selection(None)
    assert before != fields != own
    assert picture(view) == before


def test_it_explains_itself(view: ReconstructionView) -> None:
    assert view.accessibleName() == "Reconstruction"
    assert view.toolTip()
    assert "code" in view.whatsThis()
