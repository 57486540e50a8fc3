"""What a control says about itself."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolTip, QWhatsThis, QWidget
from pytestqt.qtbot import QtBot

from explorer.views.parts.help import WhatsThis, explain, explain_action, native, strong
from explorer.views.parts.widgets import column
from explorer.views.style.theme import ThemeName, load_fonts, theme
from explorer.views.style.themed import show_theme


def test_a_control_gets_name_tip_and_explanation(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    explain(widget, "Undo", "Take it back.", "Any number of times.", "Ctrl+Z")
    assert widget.accessibleName() == "Undo"
    assert widget.accessibleDescription() == "Take it back."
    assert widget.toolTip().startswith("Take it back.")
    assert "Any number of times." in widget.whatsThis()


def test_a_menu_entry_explains_itself_under_its_own_name(qapp: object) -> None:
    action = QAction("&Open image…")
    explain_action(action, "Put an image on the pad.")
    assert action.statusTip() == "Put an image on the pad."
    assert action.whatsThis().startswith("<b>Open image</b>")


def test_shortcuts_are_written_as_the_platform_does(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert native("Ctrl+Shift+Z") == "Ctrl+Shift+Z"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert native("Ctrl+Z")


@pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")
@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_what_is_clicked_is_explained_in_the_window_s_look(
    qtbot: QtBot, name: ThemeName, scale: float
) -> None:
    load_fonts()
    window, button, plain = QWidget(), QPushButton("undo"), QWidget()
    qtbot.addWidget(window)
    column(button, plain, within=window)
    window.resize(200, 200)
    detail = "A sentence that is far too long for one line. " * 9
    explain(button, "Undo", "Take it back.", detail)
    explain(window, "Window", "What holds the rest.")
    show_theme(window, theme(name, scale))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)  # what still comes to a window hides tips
    help_, pressed = WhatsThis(window), []
    button.clicked.connect(lambda: pressed.append(True))
    for widget in (button, plain):
        help_.begin()
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
        said = strong(widget.whatsThis() or window.whatsThis())
        qtbot.waitUntil(lambda said=said: QToolTip.isVisible() and QToolTip.text() == said)
        assert not QWhatsThis.inWhatsThisMode()
    help_.begin()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: QToolTip.text() == strong(button.whatsThis()))
    assert not pressed
    (tip,) = (w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window)
    assert tip.font().pixelSize() == theme(name, scale).size(11)
    assert tip.screen().availableGeometry().contains(tip.geometry())
    picture = tip.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(tip.width()) for y in range(60)}
    palette = theme(name).palette
    assert {palette.text, palette.panel} <= colours  # which contrast by far more than 4.5 : 1
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed


@pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", "grabbing the keyboard")
def test_an_entry_of_a_menu_is_explained_and_not_done(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []  # events that still come to a window hide a tip at once

    class Tip:
        @staticmethod
        def showText(_place: QPoint, text: str, _widget: QWidget) -> None:
            shown.append(text)

    monkeypatch.setattr("explorer.views.parts.help.QToolTip", Tip)
    window = QWidget()
    qtbot.addWidget(window)
    show_theme(window, theme("light"))
    window.show()
    menu, done = QMenu(window), []
    qtbot.addWidget(menu)
    action = menu.addAction("&Undo")
    explain_action(action, "Take it back.")
    action.triggered.connect(lambda: done.append(True))
    WhatsThis(window).begin()
    menu.popup(QPoint(20, 20))
    qtbot.waitExposed(menu)
    QApplication.processEvents()
    place = menu.actionGeometry(action).center()
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: shown == [strong(action.whatsThis())])
    assert not done
    assert not QWhatsThis.inWhatsThisMode()
