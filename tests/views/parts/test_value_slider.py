"""A slider with a name and a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from explorer.views.parts.value_slider import ValueSlider


@pytest.fixture
def slider(shown: Callable[..., ValueSlider]) -> ValueSlider:
    slider = ValueSlider(
        "Turn", "Turn it.", low=-10, high=10, step=0.5, start=0, written=lambda v: f"{v:.1f}"
    )
    return shown(slider, 120, 30)


def test_dragging_says_the_value_in_the_user_s_unit(
    qtbot: QtBot, slider: ValueSlider, heard: Callable[..., list[Any]]
) -> None:
    said = heard(slider.value_requested)
    middle = slider.height() - 8
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(113, middle))
    qtbot.mouseMove(slider, QPoint(7, middle))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(7, middle))
    assert said[0] == 10.0
    assert said[-1] == -10.0


def test_keys_move_it_by_one_step_and_r_puts_it_back(
    qtbot: QtBot, slider: ValueSlider, heard: Callable[..., list[Any]]
) -> None:
    said = heard(slider.value_requested)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    qtbot.keyClick(slider, Qt.Key.Key_R)
    assert said == [0.5, 1.0, 0.0]


def test_a_double_click_puts_it_back(
    qtbot: QtBot, slider: ValueSlider, heard: Callable[..., list[Any]]
) -> None:
    slider.show_value(5.0)
    said = heard(slider.value_requested)
    qtbot.mouseDClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    assert said[-1] == 0.0


def test_showing_a_value_says_nothing(slider: ValueSlider, heard: Callable[..., list[Any]]) -> None:
    said = heard(slider.value_requested)
    slider.show_value(7.5)
    assert slider.shown == 7.5
    assert said == []


def test_a_screen_reader_knows_it_as_a_slider(slider: ValueSlider) -> None:
    face = QAccessible.queryAccessibleInterface(slider)
    assert face.role() == QAccessible.Role.Slider
    assert face.text(QAccessible.Text.Name) == "Turn"
