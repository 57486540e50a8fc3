"""Which cells get a number, and how it is written."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.network.cells import Cell
from explorer.network.presets import preset
from explorer.views.scene.layout.layout import arrange
from explorer.views.scene.layout.places import cell_box
from explorer.views.scene.numbers.numerals import LEAST_WIDTH, NumberStyle, style_for
from explorer.views.scene.paint.cell_numbers import CellNumbers, blocks
from explorer.views.scene.pixels import PixelStyle
from explorer.views.scene.state import SceneState
from explorer.views.scene.zoom import Camera
from explorer.views.style.theme import theme
from tests.views.scene.samples import COLOUR, ODD, STYLE, fake_trace

WINDOW = 900.0, 700.0


def state_of(spec, scale: float, cell: Cell | None = None) -> SceneState:
    """Return a traced scene, zoomed so that a cell is in the middle of the window."""
    state = SceneState(theme("light"), arrange(spec, *WINDOW, STYLE))
    state.trace = fake_trace(spec)
    state.set_weights(state.trace.weights)
    state.mosaic.show(state.trace, "layer", ("pool1", "pool2"))
    if cell is not None:
        x, y = cell_box(state.layout, cell).centre
        state.camera = Camera(scale, WINDOW[0] / 2 - scale * x, WINDOW[1] / 2 - scale * y)
    return state


def test_a_whole_network_has_no_room_for_numbers(qapp) -> None:
    assert list(blocks(state_of(preset("lenet"), 1), *WINDOW)) == []


@pytest.mark.parametrize("spec", [preset("lenet"), *ODD], ids=lambda spec: spec.name)
def test_only_visible_cells_with_room_are_written(qapp, spec) -> None:
    for stage in spec.stages[:-2]:
        cell = Cell(stage.name, tuple(n // 2 for n in stage.shape))
        state = state_of(spec, 12, cell)
        found = list(blocks(state, *WINDOW))
        for block in found:
            rows, columns = block.values.shape
            assert block.colors.shape == (rows, columns)
            assert np.diff(block.across).min() >= LEAST_WIDTH - 1e-6
            assert block.across[1] > 0
            assert block.across[-2] < WINDOW[0]
            assert block.down[1] > 0
            assert block.down[-2] < WINDOW[1]


def test_the_numbers_are_those_of_the_trace_and_of_the_kernels(qapp) -> None:
    spec = preset("lenet")
    state = state_of(spec, 20, Cell("pool1", (1, 6, 6)))
    assert state.trace is not None
    values = state.trace.stage("pool1").values[1]
    assert any(
        np.isin(block.values, values).all() and block.values.size
        for block in blocks(state, *WINDOW)
    )
    box = state.layout.stage("conv1").kernels[2]
    x, y = box.centre
    state.camera = Camera(30, 450 - 30 * x, 350 - 30 * y)
    kernel = state.weights["conv1"].weight[2, 0]
    shown = np.concatenate([block.values.ravel() for block in blocks(state, *WINDOW)])
    assert np.isin(kernel[2, 2], shown)


def test_pixels_are_written_as_chosen(qapp) -> None:
    state = state_of(COLOUR, 40, Cell("input", (1, 10, 10)))
    state.pixels = PixelStyle("byte", "dark")
    block = next(blocks(state, *WINDOW))
    assert block.values.max() > 1
    assert block.style.places == 0


@pytest.mark.parametrize(
    ("arguments", "places"),
    [
        ((22, 22, 1.8, True, False), 1),
        ((22, 22, 1.8, False, False), 2),
        ((22, 22, 0.6, True, False), 2),
        ((40, 40, 12.0, True, False), 2),
        ((22, 22, 255.0, False, True), 0),
        ((60, 40, 0.02, True, False), 3),
        ((60, 40, 5000.0, True, False), 0),
    ],
)
def test_decimals_are_as_many_as_the_width_allows(arguments, places: int) -> None:
    chosen = style_for(*arguments)
    assert isinstance(chosen, NumberStyle)
    assert chosen.places == places
    assert chosen.size >= 8


def test_where_nothing_fits_nothing_is_written() -> None:
    assert style_for(22, 22, 123456.0, True, False) is None


def test_large_cells_get_large_numbers() -> None:
    small, large = style_for(30, 30, 1, False, False), style_for(120, 120, 1, False, False)
    assert small is not None
    assert large is not None
    assert large.size > 2 * small.size


def test_what_is_written_is_kept_until_something_changes(qapp) -> None:
    state = state_of(preset("lenet"), 20, Cell("input", (0, 14, 14)))
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter

    item = CellNumbers(state)
    item.set_area(QRectF(0, 0, *WINDOW))
    picture = QImage(900, 700, QImage.Format.Format_RGB32)

    def strips() -> list[object]:
        painter = QPainter(picture)
        item.paint(painter, None, None)  # type: ignore[arg-type]
        painter.end()
        return item._strips

    first = strips()
    assert first
    assert strips() is first
    state.set_pixels(PixelStyle("byte"))
    assert strips() is not first
