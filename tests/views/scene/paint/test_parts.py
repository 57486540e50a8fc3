"""Painting only what changed must leave the window as if all of it had been painted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.network.cells import Cell
from explorer.network.explain import explain_dense
from explorer.network.fields import select
from explorer.network.presets import preset
from explorer.network.spec import Stage
from explorer.views.scene.canvas import Canvas
from explorer.views.scene.scene_view import SceneView
from explorer.views.scene.state import Rect
from explorer.views.style.theme import theme
from explorer.views.style.themed import show_theme
from tests.screen import painted_anew, seen
from tests.views.scene.samples import change, dense_trace, show

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise")  # offscreen says so
LENET = preset("lenet")
TRACE = dense_trace(LENET)


@pytest.fixture
def opened(qtbot: QtBot) -> Callable[[], Canvas]:
    """Return a function that opens a window with the network and its numbers."""
    kept = []  # qtbot does not keep widgets alive

    def open_one() -> Canvas:
        view = SceneView()
        kept.append(view)
        qtbot.addWidget(view)
        show_theme(view, theme("light"))
        show(view, spec=LENET)
        view.resize(1100, 720)
        with qtbot.waitExposed(view):
            view.show()
        show(view, trace=TRACE)
        QApplication.processEvents()
        return view.canvas

    return open_one


@pytest.fixture
def canvas(opened: Callable[[], Canvas]) -> Canvas:
    return opened()


def point_at(canvas: Canvas, cell: Cell) -> None:
    canvas.show_selection(select(TRACE, cell), False)
    dense = LENET.stage(cell.stage).kind == "dense"
    canvas.show_contributions(explain_dense(TRACE, cell) if dense else None)
    QApplication.processEvents()


def across(stage: Stage, steps: int = 5) -> Iterator[Cell]:
    """Return cells on a straight way through a stage."""
    for at in range(steps):
        yield Cell(stage.name, tuple(at * size // steps for size in stage.shape))


def all_over() -> list[Cell]:
    return [cell for stage in LENET.stages for cell in across(stage)]


def test_marks_that_come_and_go_leave_no_trace(canvas: Canvas) -> None:
    for cell in all_over():
        point_at(canvas, cell)
        before = seen(canvas.window())
        np.testing.assert_array_equal(before, painted_anew(canvas.window()), err_msg=str(cell))


def test_after_many_cells_the_window_looks_as_if_there_had_been_one(
    canvas: Canvas, opened: Callable[[], Canvas]
) -> None:
    for cell in all_over():
        point_at(canvas, cell)
    last = Cell("pool1", (2, 5, 6))
    point_at(canvas, last)
    fresh = opened()
    point_at(fresh, last)
    np.testing.assert_array_equal(seen(canvas.window()), seen(fresh.window()))


def test_nothing_is_left_when_the_mouse_leaves(canvas: Canvas) -> None:
    before = seen(canvas.window())
    for cell in all_over():
        point_at(canvas, cell)
    canvas.show_selection(None, False)
    canvas.show_contributions(None)
    QApplication.processEvents()
    np.testing.assert_array_equal(seen(canvas.window()), before)


@pytest.mark.parametrize("factor", [0.83, 1.7, 9.0])
def test_a_closer_look_leaves_no_trace_either(canvas: Canvas, factor: float) -> None:
    canvas.zoom(factor, QPointF(400, 300))
    QApplication.processEvents()
    for cell in all_over()[::3]:
        point_at(canvas, cell)
        before = seen(canvas.window())
        np.testing.assert_array_equal(before, painted_anew(canvas.window()), err_msg=str(cell))


def test_marks_stay_right_when_the_view_moves_under_them(canvas: Canvas) -> None:
    point_at(canvas, Cell("pool2", (3, 1, 1)))
    canvas.zoom(1.3, QPointF(500, 300))
    point_at(canvas, Cell("conv1", (3, 9, 9)))
    change(canvas, forward=True)
    point_at(canvas, Cell("conv1", (3, 9, 10)))
    before = seen(canvas.window())
    np.testing.assert_array_equal(before, painted_anew(canvas.window()))


def test_many_cells_between_two_frames_leave_no_trace(canvas: Canvas) -> None:
    for cell in all_over():
        canvas.show_selection(select(TRACE, cell), False)
    QApplication.processEvents()
    before = seen(canvas.window())
    np.testing.assert_array_equal(before, painted_anew(canvas.window()))


def test_only_a_part_of_the_window_is_painted_for_a_neighbour(
    canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    point_at(canvas, Cell("pool1", (2, 5, 6)))
    painted: list[Rect] = []
    layer = canvas.layers.layers[-1]
    original = type(layer).paint

    def paint(self: object, *args: object) -> None:
        assert canvas.state.part is not None
        painted.append(canvas.state.part)
        original(self, *args)

    monkeypatch.setattr(type(layer), "paint", paint)
    point_at(canvas, Cell("pool1", (2, 5, 7)))
    assert painted
    area = sum((right - left) * (bottom - top) for left, top, right, bottom in painted)
    assert area < 0.5 * canvas.viewport().width() * canvas.viewport().height()
