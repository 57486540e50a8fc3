"""The explanation follows what is selected, in short or in full."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from explorer.digits.drawing import Drawing, Stroke
from explorer.live.session import Session
from explorer.network.build import build
from explorer.network.cells import Cell
from explorer.network.fields import projective_field
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.views.cards.brief import extents_of
from explorer.views.cards.host import CardHost
from explorer.views.scene.options import Form
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
def host(qtbot: QtBot, scene: SceneView, session: Session) -> CardHost:
    host = CardHost(scene, session)
    host.card.set_theme(theme("light"))
    host.card.resize(300, 700)
    qtbot.addWidget(host.card)
    host.card.show()
    session.frame_changed.connect(host.show_frame)
    return host


def test_pointing_shows_a_cell_in_short_and_a_click_its_explanation(
    session: Session, host: CardHost
) -> None:
    assert "Point at any cell" in host.card.accessibleDescription()
    session.hover(CELL)
    assert host.card.face is None
    assert session.frame.selection is not None
    assert host.card.accessibleDescription() == session.frame.selection.sentence
    session.freeze(CELL)
    assert host.card.face is not None
    host.card.closed.emit()
    assert session.selected is None
    assert "Point at any cell" in host.card.accessibleDescription()


@pytest.mark.parametrize("form", ["flat", "stacked"])
def test_while_a_kernel_slides_the_explanation_follows_and_keeps_its_place(
    scene: SceneView, session: Session, host: CardHost, form
) -> None:
    change(scene, form=form)
    host.card.resize(300, 330)
    session.freeze(Cell("conv2", (2, 0, 0)))
    QApplication.processEvents()
    bar = host.card.scrolled
    assert bar.maximum() > 60
    bar.setValue(60)
    for at in range(0, 100, 7):
        scene.slide.seek(at)
        cell = Cell("conv2", (2, *divmod(at, 10)))
        assert session.selected == cell
        assert host.card.face is not None
        assert f"row {at // 10}, column {at % 10}" in host.card.face.title
        assert bar.value() == 60


def picture(host: CardHost) -> QImage:
    QApplication.processEvents()  # the panel is laid out
    return host.card.grab().toImage()


@pytest.mark.parametrize("form", ["flat", "stacked"])
@pytest.mark.parametrize("frozen", [False, True])
def test_the_explanation_says_where_a_number_goes_while_the_picture_shows_it(
    qtbot: QtBot, scene: SceneView, session: Session, host: CardHost, form: Form, frozen: bool
) -> None:
    change(scene, form=form)
    (session.freeze if frozen else session.hover)(CELL)
    before = picture(host)
    assert scene.selection is not None
    assert not scene.selection.forward
    qtbot.keyPress(scene.canvas, Qt.Key.Key_Shift)
    assert scene.selection.fields == projective_field(session.spec, CELL)
    assert extents_of(scene.selection)[:2] == ("goes to", "relu2 · 1 map · 1 × 1")
    assert host.card.face is None
    assert "Where does it go?" in [label.text() for label in host.card.findChildren(QLabel)]
    assert picture(host) != before
    qtbot.keyRelease(scene.canvas, Qt.Key.Key_Shift)
    assert (host.card.face is not None) == frozen
    qtbot.waitUntil(lambda: picture(host) == before)
    change(scene, form=form, forward=True)
    assert extents_of(scene.selection)[0] == "goes to"
    assert picture(host) != before
