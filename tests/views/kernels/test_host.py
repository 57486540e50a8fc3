"""The kernel window beside a scene: what it shows for the cell that is selected."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from explorer.live.frame import Frame
from explorer.network.cells import Cell, unflattened
from explorer.network.checkpoint import pretrained
from explorer.network.explain import explain
from explorer.network.fields import select
from explorer.network.records import Trace
from explorer.views.kernels.host import KernelHost
from explorer.views.kernels.layout import KernelWeight
from explorer.views.kernels.window import KernelWindow
from explorer.views.scene.scene_view import SceneView
from explorer.views.style.theme import load_fonts

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise")  # offscreen says so


class Selecting(QObject):
    """Emits frames as a session does."""

    frame_changed = Signal(object)

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame


@pytest.fixture(scope="module")
def trace() -> Trace:
    return pretrained("lenet").trace(np.random.default_rng(3).random((1, 28, 28), np.float32))


@pytest.fixture
def shown(qtbot: QtBot, trace: Trace) -> Any:
    load_fonts()
    scene = SceneView()
    qtbot.addWidget(scene)
    session = Selecting(Frame(trace.spec, weights=trace.weights, trace=trace))
    host = KernelHost(scene, session)  # type: ignore[arg-type] # only its frames are needed
    yield SimpleNamespace(host=host, session=session, scene=scene)
    if host.window is not None:
        host.window.close()


def opened(shown: Any, trace: Trace, cell: Cell) -> KernelWindow:
    chosen, why = select(trace, cell), explain(trace, cell)
    frame = replace(shown.session.frame, selection=chosen, frozen=True, explanation=why)
    shown.session.frame_changed.emit(frame)
    shown.host.show_stage()
    assert shown.host.window is not None
    return shown.host.window


def test_a_selected_unit_opens_its_dense_layer_framed(shown: Any, trace: Trace) -> None:
    window = opened(shown, trace, Cell("dense1", (30,)))
    assert window.windowTitle() == "Weights of dense1"
    assert window.board.kernel == 30
    assert window.board.visibleRegion().boundingRect().intersects(window.board.kernel_area())


def test_a_weight_of_a_kept_unit_leads_to_the_cell_that_it_multiplies(
    shown: Any, trace: Trace
) -> None:
    window = opened(shown, trace, Cell("dense1", (30,)))
    window.board.point_at(KernelWeight(30, 3, 2, 1))
    assert shown.scene.canvas.state.pointed == Cell("pool2", (3, 2, 1))
    window.channels.setCurrentIndex(1)
    window.board.point_at(KernelWeight(0, 0, 30, 86))
    assert shown.scene.canvas.state.pointed == Cell("pool2", unflattened((16, 5, 5), 86))
    window.board.point_at(KernelWeight(0, 0, 29, 86))
    assert shown.scene.canvas.state.pointed is None


def test_the_activations_are_those_of_the_selected_map_or_the_one_pointed_at(
    shown: Any, trace: Trace
) -> None:
    window, values = opened(shown, trace, Cell("conv2", (4, 2, 2))), trace.stage("relu2").values
    assert window.activations.title == title(values[4], "relu2, map 4")
    window.board.point_at(KernelWeight(9, 0, 0, 0))
    assert window.activations.title == title(values[9], "relu2, map 9")
    window.board.point_at(None)
    shown.session.frame_changed.emit(shown.session.frame)
    assert window.activations.title == title(values, "relu2")
    shown.session.frame_changed.emit(replace(shown.session.frame, trace=None))
    assert window.activations.title == "no drawing yet"


def test_a_clicked_kernel_stays_framed_while_the_drawing_changes(shown: Any, trace: Trace) -> None:
    shown.host.show_kernel("conv2", 11)
    window = shown.host.window
    other = pretrained("lenet").trace(np.random.default_rng(4).random((1, 28, 28), np.float32))
    shown.session.frame_changed.emit(replace(shown.session.frame, trace=other))
    assert window.board.kernel == 11
    assert window.activations.title == title(other.stage("relu2").values[11], "relu2, map 11")
    shown.host.show_stage("conv1")
    assert window.activations.title == title(other.stage("relu1").values, "relu1")


def test_another_network_takes_the_window_along(shown: Any, trace: Trace) -> None:
    window = opened(shown, trace, Cell("conv2", (15, 2, 2)))
    other = pretrained("tiny").trace(np.random.default_rng(4).random((1, 12, 12), np.float32))
    shown.session.frame_changed.emit(Frame(other.spec, weights=other.weights, trace=other))
    assert window.windowTitle() == "Kernels of conv1"
    assert window.activations.title == title(other.stage("relu1").values, "relu1")
    shown.session.frame_changed.emit(Frame(other.spec))
    assert not window.isVisible()


def title(values: np.ndarray, name: str) -> str:
    zeros = int((values == 0).sum())
    return f"{name}: {values.size - zeros:,} activations ({zeros:,} more are 0)"
