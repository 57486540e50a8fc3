"""Everything that the scene explains, reached with nothing but keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from explorer.live.session import Session
from explorer.live.settings import Settings
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.views.scene.scene_view import SceneView
from explorer.views.style.theme import load_fonts, theme
from explorer.views.window.window import Window
from tests.views.windows import open_window

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise")  # offscreen says so
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    session = Session(preset("lenet"), device="cpu", seed=1)
    session.set_network(Network.untrained(preset("lenet"), seed=1))
    yield session
    session.close()


@pytest.fixture
def window(qtbot: QtBot, session: Session, tmp_path: Path) -> Window:
    load_fonts()
    window = open_window(session, Settings(tmp_path / "settings.ini"), theme("light"))
    qtbot.addWidget(window)
    window.resize(1400, 900)
    window.show()
    qtbot.waitExposed(window)
    window.front.install_scene(SceneView())
    window.activateWindow()
    window.grab()  # fills the menus
    qtbot.waitUntil(window.front.pad_panel.pad.hasFocus)
    assert window.menus["quit"].text()  # filled now
    session.flush()
    return window


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    """Type where the keyboard is, as a user does."""
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, key)


def scene_of(window: Window) -> SceneView:
    scene = window.front.scene
    assert scene is not None
    return scene


def tab_to(qtbot: QtBot, wanted: QWidget) -> None:
    for _ in range(60):
        if wanted.hasFocus():
            return
        press(qtbot, Qt.Key.Key_Tab)
    raise AssertionError("Tab does not lead there")


def test_from_the_empty_window_to_an_explained_cell_and_back(
    qtbot: QtBot, window: Window, session: Session
) -> None:
    canvas = scene_of(window).canvas
    press(qtbot, Qt.Key.Key_7)
    session.flush()
    assert session.trace is not None
    tab_to(qtbot, canvas)
    press(qtbot, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert window.status.sentence.startswith("input, row 15, column 14: ")
    press(qtbot, *[Qt.Key.Key_Tab] * 4, Qt.Key.Key_PageDown)
    assert canvas.state.selection is not None
    assert canvas.state.selection.cell.stage == "conv2"
    assert canvas.accessibleDescription() == window.status.sentence
    card = window.front.card_host.card  # type: ignore[union-attr]
    assert card.face is None
    press(qtbot, Qt.Key.Key_Return)
    assert canvas.state.frozen
    assert card.face is not None
    press(qtbot, Qt.Key.Key_Tab, Qt.Key.Key_Left)
    assert canvas.state.selection.cell.stage == "relu2"
    assert "relu2" in card.face.title
    press(qtbot, Qt.Key.Key_Escape)
    assert canvas.state.selection is None
    assert card.face is None
    press(qtbot, Qt.Key.Key_Tab)
    assert not canvas.hasFocus()


def test_a_unit_shows_its_edges_and_where_it_goes_by_keyboard(
    qtbot: QtBot, window: Window, session: Session
) -> None:
    canvas = scene_of(window).canvas
    press(qtbot, Qt.Key.Key_3)
    session.flush()
    tab_to(qtbot, canvas)
    press(qtbot, Qt.Key.Key_Right)
    while canvas.state.selection.cell.stage != "dense1":  # type: ignore[union-attr]
        press(qtbot, Qt.Key.Key_Tab)
    assert canvas.state.edges
    press(qtbot, Qt.Key.Key_G)
    assert canvas.state.forward
    assert not canvas.state.edges
    press(qtbot, Qt.Key.Key_G)
    assert canvas.state.edges


def test_kernels_open_by_keyboard_for_the_selected_layer(
    qtbot: QtBot, window: Window, session: Session
) -> None:
    canvas = scene_of(window).canvas
    press(qtbot, Qt.Key.Key_3)
    session.flush()
    tab_to(qtbot, canvas)
    press(qtbot, Qt.Key.Key_Right, Qt.Key.Key_Tab, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClick(canvas, Qt.Key.Key_K, CONTROL)
    kernels = window.front.kernel_host.window  # type: ignore[union-attr]
    assert kernels is not None
    qtbot.waitUntil(kernels.isActiveWindow)
    assert kernels.windowTitle() == "Kernels of conv1"
    selection = canvas.state.selection
    assert selection is not None
    assert kernels.board.kernel == selection.cell.index[0] == 2
    qtbot.keyClick(kernels.board, Qt.Key.Key_Right)
    assert canvas.state.pointed is not None, "the pixel that the weight is multiplied with"
    qtbot.keyClick(kernels.board, Qt.Key.Key_Escape)
    assert not kernels.isVisible()


def test_how_pixels_are_counted_is_remembered(
    qtbot: QtBot, window: Window, session: Session, tmp_path: Path
) -> None:
    window.menus["pixels:byte"].trigger()
    window.menus["ink:dark"].trigger()
    legend = scene_of(window).controls.legend
    assert "dark ink" in legend.accessibleDescription()
    window.close()
    again = open_window(session, Settings(tmp_path / "settings.ini"), theme("dark"))
    qtbot.addWidget(again)
    assert again.options.pixels == "byte"
    assert again.options.ink == "dark"
    assert again.menus["ink:dark"].isChecked()
