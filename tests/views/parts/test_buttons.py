"""Buttons behave as buttons, in every text size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from explorer.views.parts.buttons import KEY, ToolButton
from explorer.views.style.stylesheet import ButtonShape
from explorer.views.style.theme import theme
from explorer.views.style.themed import show_theme


def test_a_click_and_the_space_bar_press_it(
    qtbot: QtBot, shown: Callable[..., ToolButton], heard: Callable[..., list[Any]]
) -> None:
    button = shown(ToolButton("Undo", "Take it back.", icon="undo"), 30, 30)
    said = heard(button.clicked)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert len(said) == 2


def test_it_explains_itself_to_everybody(shown: Callable[..., ToolButton]) -> None:
    button = shown(ToolButton("Undo", "Take it back.", shortcut="Ctrl+Z", icon="undo"), 30, 30)
    assert button.accessibleName() == "Undo"
    assert "Take it back." in button.toolTip()
    assert "Z" in button.toolTip()
    assert "Take it back." in button.whatsThis()
    face = QAccessible.queryAccessibleInterface(button)
    assert face.role() == QAccessible.Role.Button


def test_room_grows_with_text_and_text_size(shown: Callable[..., ToolButton]) -> None:
    button = shown(ToolButton("Sample 1", "Place a 1.", text="1", shape=KEY), 30, 30)
    small = button.sizeHint()
    button.setText("a longer text")
    assert button.sizeHint().width() > small.width()
    show_theme(button.window(), theme("light", 1.5))
    assert button.sizeHint().height() > small.height()


def test_the_icon_stands_for_the_text_where_room_is_short(
    shown: Callable[..., ToolButton],
) -> None:
    button = shown(ToolButton("Eraser", "Take ink away.", icon="eraser", text="Eraser"), 100, 30)
    assert button.minimumSizeHint().width() < button.sizeHint().width()
    button.resize(30, 30)
    narrow = button.grab().toImage()
    button.setText("another text")
    assert button.grab().toImage() == narrow


@pytest.mark.parametrize("shape", list(ButtonShape))
def test_the_keyboard_s_place_is_ringed_and_the_mouse_s_is_not(
    qtbot: QtBot, shown: Callable[..., ToolButton], shape: ButtonShape
) -> None:
    button = shown(ToolButton("Eraser", "Take ink away.", text="Eraser", shape=shape), 100, 30)
    button.window().activateWindow()
    qtbot.waitUntil(button.window().isActiveWindow)
    button.clearFocus()
    plain = button.grab().toImage()
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert button.hasFocus()
    assert button.grab().toImage() == plain
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.grab().toImage() != plain
