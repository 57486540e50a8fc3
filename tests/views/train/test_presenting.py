"""The Train page before an audience: network, transport and figures, and back again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from explorer.views.parts.columns import LEFT
from explorer.views.style.theme import theme
from explorer.views.train.page import TrainPage
from explorer.views.window.window import Window
from tests.screen import differs

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise")  # offscreen says so


def test_a_presented_run_shows_no_forms_and_esc_brings_them_back(
    qtbot: QtBot, window: Window, finished: TrainPage
) -> None:
    assert window.menus["quit"].text()  # filled now
    window.looks.use(theme("light", 1.05))  # no other test has put letters of it into a cache
    window.grab()
    qtbot.wait(700)  # curves are drawn a while after a run's end
    window.banner.dismiss()
    before, sizes = finished.grab().toImage(), finished.columns.sizes()
    window.menus["present"].trigger()
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
    window.resize(1280, 720)
    qtbot.wait(50)
    transport = finished.middle.transport
    assert finished.columns.sizes()[LEFT] == 0
    assert transport.play.isVisible()
    assert transport.phases.isVisible()
    for hidden in (finished.left.plan, transport.speed, transport.branch, transport.note):
        assert not hidden.isVisible()
    window.menus["release"].trigger()
    assert not window.presentation.on
    window.resize(1280, 800)  # the desktop would
    qtbot.waitUntil(lambda: finished.columns.sizes() == sizes)
    qtbot.wait(700)
    assert window.bar.isVisible()
    assert not differs(before, finished.grab().toImage())
