"""F5 shows a page large and bare; Esc brings back what was there, pixel by pixel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from explorer.live.session import Session
from explorer.live.settings import Settings
from explorer.network.cells import Cell
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.views.draw.page import DrawPage
from explorer.views.parts.columns import LEFT, RIGHT
from explorer.views.style.theme import DISPLAY, SMALL, load_fonts, theme
from explorer.views.window.presentation import SCALE, ring_cursor
from explorer.views.window.window import Window
from tests.screen import differs
from tests.views.windows import open_window

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise")  # offscreen says so
LOOK = theme("light", 1.05)  # no other test has put letters of it into a cache
READABLE = 18  # pixels of 720: a fortieth of the picture's height, for the last row


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    session = Session(preset("lenet"), device="cpu", seed=1)
    session.set_network(Network.untrained(preset("lenet"), seed=1))
    yield session
    session.close()


@pytest.fixture
def window(qtbot: QtBot, session: Session, settings: Settings) -> Window:
    load_fonts()
    window = open_window(session, settings, LOOK)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.page("draw")
    session.place_sample(7)
    session.flush()
    qtbot.waitUntil(lambda: session.settled, timeout=30_000)
    assert window.menus["quit"].text()  # filled now
    window.banner.dismiss()
    window.grab()
    return window


def settle(qtbot: QtBot) -> None:
    qtbot.wait(50)


def page_of(window: Window) -> DrawPage:
    page = window.front
    assert isinstance(page, DrawPage)
    return page


def present(qtbot: QtBot, window: Window) -> None:
    """Press F5, on a projector of 1280 x 720."""
    window.menus["present"].trigger()
    assert window.isFullScreen()
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
    window.resize(1280, 720)
    settle(qtbot)


def escape(qtbot: QtBot, window: Window) -> None:
    window.menus["release"].trigger()
    settle(qtbot)


@pytest.mark.parametrize("changed", [False, True])
def test_esc_brings_everything_back(
    qtbot: QtBot, window: Window, session: Session, changed: bool
) -> None:
    page = page_of(window)
    scrolled = page.findChildren(QScrollArea)[0].verticalScrollBar()
    if changed:
        page.pad_panel.more.setChecked(True)
        page.columns.fold(RIGHT, folded=True)
        page.columns.handle(1).moveSplitter(330)
        page.set_what_if_open(True)
        page.scene.canvas.zoom(2.0)  # type: ignore[union-attr]
        session.freeze(Cell("conv2", (3, 4, 5)))
        session.flush()
        settle(qtbot)
        scrolled.setValue(80)
        page.pad_panel.pen_width.setFocus()
        settle(qtbot)
    focused, value, kept = window.focusWidget(), scrolled.value(), session.selected
    before, sizes = window.grab().toImage(), page.columns.sizes()
    present(qtbot, window)
    assert differs(before, window.grab().toImage())
    assert "Esc" in window.banner.note
    assert page.pad_panel.pad.isVisible()
    for hidden in (window.bar, window.status, page.pad_panel.more, page.preparation):
        assert not hidden.isVisible()
    window.menus["present"].trigger()
    settle(qtbot)
    assert page.columns.sizes() == sizes
    assert scrolled.value() == value
    assert window.focusWidget() is focused
    assert session.selected == kept
    assert not differs(before, window.grab().toImage())


def test_esc_lets_go_of_a_kept_cell_first(qtbot: QtBot, window: Window, session: Session) -> None:
    present(qtbot, window)
    session.freeze(Cell("conv1", (0, 4, 5)))
    escape(qtbot, window)
    assert session.selected is None
    assert window.presentation.on
    escape(qtbot, window)
    assert not window.presentation.on
    assert not window.menus["present"].isChecked()
    assert window.bar.isVisible()


@pytest.mark.parametrize("form", ["flat", "stacked"])
def test_a_layer_that_is_open_stays_open(
    qtbot: QtBot, window: Window, session: Session, form: str
) -> None:
    window.change_options(form=form)
    page = page_of(window)
    page.focus_host.open("conv1")  # type: ignore[union-attr]
    qtbot.wait(600)  # it grows out of its map
    before = window.grab().toImage()
    present(qtbot, window)
    window.menus["present"].trigger()
    settle(qtbot)
    assert page.focus_host.shown  # type: ignore[union-attr]
    assert not differs(before, window.grab().toImage())


def test_a_maximised_window_is_maximised_again(qtbot: QtBot, window: Window) -> None:
    window.showMaximized()
    window.menus["present"].trigger()
    assert window.isFullScreen()
    window.menus["present"].trigger()
    assert window.isMaximized()
    assert not window.isFullScreen()


def test_nothing_of_it_is_remembered(
    qtbot: QtBot, window: Window, session: Session, settings: Settings
) -> None:
    page_of(window).columns.fold(LEFT, folded=True)
    columns = page_of(window).remembered()["columns"]
    present(qtbot, window)
    window.close()
    assert settings.get("text_scale", 1.0) == 1.0
    again = open_window(session, settings, theme("light"))
    qtbot.addWidget(again)
    assert page_of(again).remembered()["columns"] == columns
    assert not again.presentation.on
    assert QApplication.overrideCursor() is None


def test_all_text_is_read_from_eight_metres(qtbot: QtBot, window: Window, session: Session) -> None:
    present(qtbot, window)
    session.freeze(Cell("conv2", (3, 4, 5)))
    session.flush()
    settle(qtbot)
    page = page_of(window)
    look = page.scene.canvas.theme  # type: ignore[union-attr]
    assert look.scale == SCALE
    assert look.size(SMALL) >= READABLE
    assert look.size(DISPLAY) >= 6 * READABLE
    layout = page.scene.canvas.state.layout  # type: ignore[union-attr]
    assert min(layout.heads.title, layout.type.small) >= READABLE
    boxes = [stage.header.box for stage in layout.stages]
    for at, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[at + 1 :])
        assert one.right <= layout.width
    assert not any("…" in line for stage in layout.stages for line in stage.header.lines)
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text():
            assert QFontInfo(label.font()).pixelSize() >= READABLE, label.text()
    controls = page.scene.controls  # type: ignore[union-attr]
    assert controls.legend.isVisible()
    assert not controls.fit.isVisible()
    assert not controls.winners.isVisible()


def test_the_pointer_has_a_ring(qtbot: QtBot, window: Window) -> None:
    present(qtbot, window)
    assert QApplication.overrideCursor() is not None
    look = theme("dark", SCALE)
    image = ring_cursor(look).pixmap().toImage()
    middle = QPoint(image.width() // 2, image.height() // 2)
    bad = theme("dark").color("bad")
    ring = image.pixelColor(middle + QPoint(look.size(12), 0))
    assert abs(ring.red() - bad.red()) < 8
    assert image.pixelColor(middle + QPoint(12, 0)).alpha() == 0, "what it points at is seen"
    window.menus["present"].trigger()
    assert QApplication.overrideCursor() is None


def test_text_is_as_large_a_part_of_a_larger_screen(qtbot: QtBot, window: Window) -> None:
    present(qtbot, window)
    small = page_of(window).columns.sizes()
    window.resize(2560, 1440)
    settle(qtbot)
    assert window.looks.now.scale == 2 * SCALE
    large = page_of(window).columns.sizes()
    assert large[LEFT] == pytest.approx(2 * small[LEFT], abs=2)
    escape(qtbot, window)
    assert window.looks.now is LOOK
