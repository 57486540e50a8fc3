"""The card floats over whichever picture is seen and keeps still while a kernel slides."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.digits.drawing import Drawing, Stroke
from explorer.live.session import Session
from explorer.network.build import build
from explorer.network.cells import Cell
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.views.cards.host import CardHost
from explorer.views.scene.scene_view import SceneView
from explorer.views.style.theme import load_fonts, theme
from explorer.views.style.themed import show_theme
from tests.views.scene.samples import change

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
CELL = Cell("conv2", (2, 3, 4))


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    session = Session(seed=1)
    spec = preset("lenet")
    session.set_network(Network(spec, build(spec)))
    points = np.array([[70, 70], [200, 60], [135, 230]], np.float32)
    session.place_drawing(Drawing((Stroke(points),)))
    session.flush()
    yield session
    session.close()


@pytest.fixture
def scene(qtbot: QtBot, session: Session) -> SceneView:
    load_fonts()
    scene = SceneView()
    qtbot.addWidget(scene)
    show_theme(scene, theme("light"))
    scene.resize(970, 860)
    scene.show()
    qtbot.waitExposed(scene)
    session.frame_changed.connect(scene.show_frame)
    scene.cell_clicked.connect(session.freeze)
    scene.show_frame(session.frame)
    return scene


@pytest.fixture
def host(scene: SceneView, session: Session) -> CardHost:
    host = CardHost(scene, session)
    host.card.set_theme(theme("light"))
    return host


def test_the_card_comes_along_to_the_other_picture_and_back(
    scene: SceneView, session: Session, host: CardHost
) -> None:
    session.freeze(CELL)
    for form in ("stacked", "flat", "stacked"):
        change(scene, form=form)
        assert host.card.parentWidget() is scene.canvas
        assert host.card.isVisible()
        assert not host.card.geometry().contains(scene.canvas.cell_rect(CELL).center().toPoint())
    session.release()
    change(scene, form="flat")
    assert not host.card.isVisible()


@pytest.mark.parametrize("form", ["flat", "stacked"])
def test_while_a_kernel_slides_the_card_follows_in_words_but_stays_in_place(
    scene: SceneView, session: Session, host: CardHost, form
) -> None:
    change(scene, form=form)
    session.freeze(Cell("conv2", (2, 0, 0)))
    places = set()
    for at in range(0, 100, 7):
        scene.slide.seek(at)
        places.add((host.card.x(), host.card.y()))
        cell = Cell("conv2", (2, *divmod(at, 10)))
        assert scene.canvas.state.selection is not None
        assert scene.canvas.state.selection.cell == cell
        assert not host.card.geometry().contains(scene.canvas.cell_rect(cell).center().toPoint())
    assert len(places) == 1
