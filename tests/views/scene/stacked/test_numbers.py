"""Numbers in the cells of planes: where there is room, right side up, none behind another plane."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from pytestqt.qtbot import QtBot

from explorer.network.cells import Cell
from explorer.network.presets import preset
from explorer.views.scene.numbers.numerals import CellBlock, NumberWriter
from explorer.views.scene.scene_view import SceneView
from explorer.views.scene.stacked.canvas import StackedCanvas
from explorer.views.scene.stacked.numbers import PlaneNumbers
from tests.views.scene.frames import painted
from tests.views.scene.samples import fake_trace, show
from tests.views.scene.stacked.test_canvas import EMPTY, LEFT, canvas, scene
from tests.views.scene.test_derived import fake_gradients

__all__ = ["canvas", "scene"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LENET = preset("lenet")
FRONT = Cell("conv2", (0, 4, 4))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[tuple[CellBlock, np.ndarray]]:
    """Return the blocks that get written, with the cells that are hidden."""
    found: list[tuple[CellBlock, np.ndarray]] = []
    slanted = NumberWriter.slanted

    def listen(self: NumberWriter, block: CellBlock, *rest: Any) -> Any:
        found.append((block, rest[-1]))
        return slanted(self, block, *rest)

    monkeypatch.setattr(NumberWriter, "slanted", listen)
    return found


def look_at(canvas: StackedCanvas, cell: Cell, factor: float = 9.0) -> None:
    canvas.zoom(factor, canvas.cell_rect(cell).center())
    middle = QPointF(canvas.viewport().rect().center()) - canvas.cell_rect(cell).center()
    canvas._pan(middle.x(), middle.y())


def strips(canvas: StackedCanvas) -> Any:
    size = canvas.viewport().size()
    return PlaneNumbers(canvas.space).strips(size.width(), size.height(), 1.0)


def test_from_afar_no_cell_has_a_number(canvas: StackedCanvas) -> None:
    assert not strips(canvas)


def test_from_near_by_the_numbers_are_those_of_the_trace(
    canvas: StackedCanvas, written: list[tuple[CellBlock, np.ndarray]]
) -> None:
    look_at(canvas, FRONT)
    found = strips(canvas)
    assert (LENET.index("conv2"), 0, False) in found
    trace = canvas.state.trace
    assert trace is not None
    maps = trace.stage("conv2").values
    values = next(b.values for b, _ in written if b.values.shape == maps[0].shape)
    assert any((values == one).all() for one in maps)


def test_kernels_have_numbers_too_and_nothing_between_their_slices(
    canvas: StackedCanvas, written: list[tuple[CellBlock, np.ndarray]]
) -> None:
    kernel = canvas.space.arrangement.stacks[LENET.index("conv2")].kernels[0]
    x, y = canvas.view.to_window((kernel.x, kernel.y, kernel.z))
    canvas.zoom(16.0, QPointF(x, y))
    assert (LENET.index("conv2"), 0, True) in strips(canvas)
    gaps = [np.isnan(block.values) for block, _ in written if np.isnan(block.values).any()]
    assert gaps
    for mask in gaps:  # whole rows and columns between the slices
        lines = mask.all(axis=1)[:, None] | mask.all(axis=0)[None]
        assert (mask == lines).all()


def test_a_number_stands_in_the_middle_of_its_cell(canvas: StackedCanvas) -> None:
    look_at(canvas, FRONT)
    place, image, _ = strips(canvas)[LENET.index("conv2"), 0, False]
    plane = canvas.space.arrangement.stacks[LENET.index("conv2")].planes[0]
    for row, column in ((4, 4), (3, 5), (5, 2)):
        rect = canvas.cell_rect(Cell("conv2", (0, row, column)))
        inked = [
            (x, y)
            for x in range(int(rect.left()) + 2, int(rect.right()) - 1)
            for y in range(int(rect.top()), int(rect.bottom()))
            if _cell_of(canvas, plane, x, y) == (row, column)
            and image.pixelColor(QPoint(x, y) - place.toPoint()).alpha() > 128
        ]
        xs, ys = zip(*inked, strict=True)
        assert abs((min(xs) + max(xs)) / 2 - rect.center().x()) < 4
        assert abs((min(ys) + max(ys)) / 2 - rect.center().y()) < 4


def _cell_of(canvas: StackedCanvas, plane: Any, x: int, y: int) -> tuple[int, int]:
    across, down = canvas.view.to_plane(x + 0.5, y + 0.5, plane.z)
    return int((down - plane.y) // plane.height), int((across - plane.x) // plane.width)


def test_cells_behind_a_nearer_plane_are_left_out(
    canvas: StackedCanvas, written: list[tuple[CellBlock, np.ndarray]]
) -> None:
    look_at(canvas, FRONT, 6.0)
    strips(canvas)
    assert any(hidden.any() for _, hidden in written)
    assert not all(hidden.any() for _, hidden in written)


def test_while_the_picture_turns_there_are_no_numbers(qtbot: QtBot, canvas: StackedCanvas) -> None:
    look_at(canvas, FRONT)
    view = canvas.viewport()
    qtbot.mousePress(view, LEFT, pos=EMPTY)
    qtbot.mouseMove(view, EMPTY + QPoint(20, 10))
    qtbot.mouseMove(view, EMPTY + QPoint(30, 10))
    assert canvas.space.moving
    assert not strips(canvas)
    qtbot.mouseRelease(view, LEFT, pos=EMPTY + QPoint(30, 10))
    assert strips(canvas)


def test_numbers_are_written_once_until_something_changes(
    scene: SceneView, canvas: StackedCanvas, written: list[tuple[CellBlock, np.ndarray]]
) -> None:
    look_at(canvas, FRONT)
    painted(scene)
    count = len(written)
    assert count
    painted(scene)
    assert len(written) == count
    trace = fake_trace(LENET, 7)
    show(scene, trace=trace)
    show(scene, gradients=fake_gradients(trace))
    painted(scene)
    assert len(written) > count
