"""One layer opened large: what it reads, the operation, what it makes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.digits.drawing import Drawing, Stroke
from explorer.live.session import Session
from explorer.network.cells import Cell
from explorer.network.checkpoint import pretrained
from explorer.network.fields import receptive_field
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.views.draw.page import DrawPage
from explorer.views.focus.host import FocusHost
from explorer.views.focus.map_view import LEAST, LargeMap
from explorer.views.focus.view import FocusView
from explorer.views.scene.scene_view import SceneView
from explorer.views.style.theme import load_fonts, theme
from tests.gestures import move
from tests.views.scene.samples import change

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SEVEN = np.array([[70, 70], [200, 60], [135, 230]], np.float32)


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session(seed=1)
    yield session
    session.close()


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> DrawPage:
    load_fonts()
    page = DrawPage(session)
    qtbot.addWidget(page)
    page.set_theme(theme("light"))
    page.install_scene(SceneView())
    page.resize(1600, 930)
    with qtbot.waitExposed(page):
        page.show()
    show(session, pretrained("lenet"))
    change(scene_of(page), reduced_motion=True)
    return page


def show(session: Session, network: Network) -> None:
    session.set_network(network)
    session.place_drawing(Drawing((Stroke(SEVEN),)))
    session.flush()
    QApplication.processEvents()


def scene_of(page: DrawPage) -> SceneView:
    assert page.scene is not None
    return page.scene


def host_of(page: DrawPage) -> FocusHost:
    assert page.focus_host is not None
    return page.focus_host


def view_of(page: DrawPage) -> FocusView:
    view = host_of(page).view
    assert view is not None
    assert view.board is not None
    return view


def picked(view: LargeMap, row: int, column: int) -> tuple[int, int]:
    """Return where a cell of a map is, in pixels."""
    assert view.picture is not None
    rect, tile = view.map_rect(), view.picture.tile
    x = rect.x() + (column + 0.5) * rect.width() / tile.columns
    y = rect.y() + (row + 0.5) * rect.height() / tile.rows
    return round(x), round(y)


@pytest.mark.parametrize("name", ["lenet", "autoencoder"])
def test_every_kind_of_layer_opens_with_its_numbers_at_reading_size(
    page: DrawPage, session: Session, name: str
) -> None:
    show(session, pretrained("lenet") if name == "lenet" else Network.untrained(preset(name), 1))
    trace = session.trace
    assert trace is not None
    for stage in trace.spec.stages:
        host_of(page).open(stage.name)
        QApplication.processEvents()
        view, cell = view_of(page), session.selected
        assert view.isVisible()
        assert cell is not None
        assert cell.stage == stage.name
        board = view.board
        assert board is not None
        assert board.after.framed is not None
        row, column = board.after.framed[:2]
        assert board.after.cell(row, column) == cell
        value = trace.stage(stage.name).values[cell.index]
        assert np.abs(trace.stage(stage.name).values).max() == abs(value)  # the strongest
        if stage.name != trace.spec.stages[0].name:  # its tile is drawn as ink
            assert board.after.tile.values[row, column] == value
        else:
            assert board.before is None
        rect = view.after.map_rect()
        assert max(rect.width(), rect.height()) >= LEAST, stage.name
        assert board.face.foot.equal


def test_what_an_operation_reads_is_framed_on_the_map_before(
    page: DrawPage, session: Session
) -> None:
    trace = session.trace
    assert trace is not None
    for cell in (Cell("conv2", (3, 4, 5)), Cell("pool1", (2, 3, 4)), Cell("relu1", (1, 9, 9))):
        session.freeze(cell)
        host_of(page).open()
        board = view_of(page).board
        assert board is not None
        assert board.before is not None
        field = receptive_field(trace.spec, cell)[-1]
        assert board.before.stage == field.stage
        assert board.before.framed == (*field.start[1:], *field.stop[1:])


def test_a_click_on_a_name_opens_the_layer_and_escape_comes_back(
    qtbot: QtBot, page: DrawPage, session: Session
) -> None:
    canvas = scene_of(page).canvas
    box = canvas.state.on_window(canvas.state.layout.stage("conv2").header.box)
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert host_of(page).shown
    cell = session.selected
    assert cell is not None
    assert cell.stage == "conv2"
    qtbot.keyClick(view_of(page), Qt.Key.Key_Escape)
    assert not host_of(page).shown
    assert not view_of(page).isVisible()
    assert session.selected == cell  # as it was kept
    assert canvas.hasFocus()


def test_enter_keeps_a_cell_and_once_more_opens_its_layer(
    qtbot: QtBot, page: DrawPage, session: Session
) -> None:
    canvas = scene_of(page).canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert session.frame.frozen
    assert not host_of(page).shown
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert host_of(page).shown


def test_a_click_or_a_drag_over_a_map_goes_there_and_pointing_is_shown_in_the_network(
    qtbot: QtBot, page: DrawPage, session: Session
) -> None:
    host_of(page).open("conv2")
    after = view_of(page).after
    x, y = picked(after, 2, 7)
    qtbot.mouseClick(after, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    cell = session.selected
    assert cell is not None
    assert (cell.stage, cell.index[1:]) == ("conv2", (2, 7))
    before = view_of(page).before
    x, y = picked(before, 5, 6)
    move(before, QPoint(x, y))
    pointed = scene_of(page).canvas.state.pointed
    assert pointed is not None
    assert (pointed.stage, pointed.index[1:]) == ("pool1", (5, 6))


def test_the_slide_runs_there_from_the_chosen_cell(
    qtbot: QtBot, page: DrawPage, session: Session
) -> None:
    page.slide("step")
    assert host_of(page).shown
    start = session.selected
    assert start is not None
    assert start.stage == "conv1"
    for _ in range(3):  # multiply, sum, move on
        page.slide("step")
    moved = session.selected
    assert moved is not None
    assert moved.index[2] == start.index[2] + 1
    board = view_of(page).board
    assert board is not None
    assert board.after.framed is not None
    assert board.after.framed[:2] == moved.index[1:]
    assert scene_of(page).canvas.state.covered is not None
    host_of(page).close()
    assert scene_of(page).canvas.state.covered is None  # the whole map is seen again


def test_it_follows_the_drawing_and_closes_when_the_cell_is_let_go(
    page: DrawPage, session: Session
) -> None:
    host_of(page).open("relu1")
    before = view_of(page).board
    session.place_drawing(Drawing((Stroke(280 - SEVEN),)))
    session.flush()
    after = view_of(page).board
    assert after is not None
    assert before is not None
    assert not np.array_equal(after.after.tile.values, before.after.tile.values)
    session.release()
    assert not host_of(page).shown


def test_it_grows_out_of_the_network_unless_motion_is_reduced(
    qtbot: QtBot, page: DrawPage, session: Session
) -> None:
    host_of(page).open("pool1")
    assert not view_of(page).moving
    host_of(page).close()
    change(scene_of(page), reduced_motion=False)
    host_of(page).open("pool1")
    view = view_of(page)
    assert view.moving
    assert not view.grab().isNull()
    qtbot.waitUntil(lambda: not view.moving)
    assert view.after.isVisible()
    host_of(page).close()
    assert view.moving
    qtbot.waitUntil(lambda: not view.isVisible())


def test_a_saved_view_opens_the_layer_again(page: DrawPage, session: Session) -> None:
    host_of(page).open("pool2")
    state = page.state()
    host_of(page).close()
    page.show_state(state)
    assert host_of(page).shown


def test_it_opens_again_after_an_exchange_was_put_back(page: DrawPage, session: Session) -> None:
    session.exchange("relu1", "tanh")
    change(scene_of(page), reduced_motion=True, reading="differences")
    host_of(page).open("conv1")
    assert not host_of(page).shown  # the scene shows differences, not values
    session.restore_original()
    host_of(page).open("conv1")
    assert host_of(page).shown


def test_the_whole_operation_is_seen_at_once_when_a_layer_is_first_opened(
    page: DrawPage, session: Session
) -> None:
    host_of(page).open("conv1")
    QApplication.processEvents()
    sheet = view_of(page).sheet
    assert sheet.visibleRegion().boundingRect().height() == sheet.height()
