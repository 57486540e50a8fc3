"""The Draw page with a network that draws: every view that knows classes gets along without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.digits.datasets import load
from explorer.live.session import Session
from explorer.live.settings import Settings
from explorer.network.cells import Cell
from explorer.network.checkpoint import save
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.switch import replaced
from explorer.views.draw.page import DrawPage
from explorer.views.scene.scene_view import SceneView
from explorer.views.style.theme import theme
from explorer.views.window.window import Window
from tests.live.test_session import draw
from tests.views.scene.samples import change
from tests.views.windows import open_window

DRAWING = Network.untrained(preset("autoencoder"), seed=1)


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    session = Session(device="cpu", seed=1)
    session.set_network(Network.untrained(preset("lenet"), seed=1))
    yield session
    session.close()


@pytest.fixture
def window(qtbot: QtBot, session: Session, tmp_path: Path) -> Window:
    window = open_window(session, Settings(tmp_path / "settings.ini"), theme("light"))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.front.install_scene(SceneView())
    return window


@pytest.fixture
def page(window: Window, session: Session) -> DrawPage:
    """Return the page with a drawing, after the network became one that draws."""
    draw(session)
    session.set_network(DRAWING)
    session.flush()
    assert session.trace is not None
    window.grab()
    return window.front


def test_the_drawing_and_what_is_drawn_of_it_stand_side_by_side(
    page: DrawPage, session: Session
) -> None:
    drawn = page.answer.drawn
    assert drawn is not None
    assert drawn.isVisible()
    assert session.trace is not None
    assert f"{session.trace.error:.3f}"[:4] in drawn.sentence
    session.clear()
    session.flush()
    assert drawn.sentence == "Draw something"


def test_every_kind_of_cell_can_be_selected_everywhere(
    window: Window, page: DrawPage, session: Session
) -> None:
    for form in ("flat", "stacked"):
        change(page, form=form)
        for forward in (False, True):
            change(page, forward=forward)
            for stage in session.spec.stages:
                cell = Cell(stage.name, tuple(n // 2 for n in stage.shape))
                session.hover(cell)
                window.grab()
                session.freeze(cell)
                window.grab()
                assert "print(" in session.code(Path("net.safetensors"))
                session.release()


def test_pointing_at_the_code_selects_it_in_the_scene(page: DrawPage, session: Session) -> None:
    assert page.answer.drawn is not None
    page.answer.drawn.cell_hovered.emit(Cell("dense1", (3,)))
    assert page.scene is not None
    shown = page.scene.canvas.state.selection
    assert shown is not None
    assert shown.cell == Cell("dense1", (3,))


def test_exchanging_tells_the_error_on_the_test_digits(
    qtbot: QtBot, window: Window, page: DrawPage, session: Session
) -> None:
    said = []
    session.what_if.measured.connect(said.append)
    session.exchange("relu1", "tanh")
    session.flush()
    qtbot.waitUntil(lambda: bool(said) and said[-1].state == "done", timeout=30_000)
    pixels = load("bundled", "test").images / np.float32(255)
    own = np.square(DRAWING.predict(pixels) - pixels).mean()
    other = np.square(replaced(DRAWING, "relu1", "tanh").predict(pixels) - pixels).mean()
    assert said[-1].before.error == pytest.approx(own, rel=1e-4)
    assert said[-1].after.error == pytest.approx(other, rel=1e-4)
    window.grab()
    session.restore_original()


def test_a_classifier_comes_back_with_its_probabilities(
    window: Window, page: DrawPage, session: Session
) -> None:
    session.set_network(Network.untrained(preset("lenet"), seed=1))
    session.flush()
    QApplication.processEvents()
    window.grab()
    assert page.answer.bars.isVisible()
    assert page.answer.drawn is not None
    assert not page.answer.drawn.isVisible()


def test_it_can_be_saved_and_opened_again(
    qtbot: QtBot, page: DrawPage, session: Session, tmp_path: Path
) -> None:
    session.set_network(Network.untrained(preset("lenet"), seed=1))
    path = tmp_path / "drawing.safetensors"
    save(DRAWING, path)
    session.open_checkpoint(path)
    qtbot.waitUntil(lambda: session.spec.reconstructs, timeout=20_000)
    session.flush()
    assert session.trace is not None
    assert session.trace.spec == DRAWING.spec
