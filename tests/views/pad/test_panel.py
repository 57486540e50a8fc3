"""The panel around the pad says what the user asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from explorer.digits.drawing import Picture
from explorer.live.facts import Pen
from explorer.views.pad.panel import PadPanel
from tests.views.records import seven


@pytest.fixture
def panel(shown: Callable[..., PadPanel]) -> PadPanel:
    return shown(PadPanel(), 264, 460)


def test_pen_and_eraser_exclude_each_other(
    panel: PadPanel, heard: Callable[..., list[Any]]
) -> None:
    said = heard(panel.eraser_requested)
    panel.eraser_button.click()
    panel.pen_button.click()
    assert said == [True, False]
    panel.show_pen(Pen(eraser=True))
    assert panel.eraser_button.isChecked()
    assert not panel.pen_button.isChecked()


def test_sliders_say_pad_pixels_degrees_and_factors(
    qtbot: QtBot, panel: PadPanel, heard: Callable[..., list[Any]]
) -> None:
    said = {
        "width": heard(panel.pen_width.value_requested),
        "softness": heard(panel.softness.value_requested),
        "turn": heard(panel.turn.value_requested),
        "thicken": heard(panel.thicken.value_requested),
        "shift": heard(panel.shift_requested),
    }
    for slider in (panel.pen_width, panel.softness, panel.turn, panel.thicken):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    for slider in (panel.right, panel.down):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert said["width"] == [23.0]
    assert said["softness"] == [pytest.approx(0.05)]
    assert said["turn"] == [1.0]
    assert said["thicken"] == [pytest.approx(1.05)]
    assert said["shift"] == [(1.0, 0.0), (1.0, 1.0)]


def test_showing_a_drawing_moves_the_sliders_and_says_nothing(
    panel: PadPanel, heard: Callable[..., list[Any]]
) -> None:
    said = heard(panel.shift_requested), heard(panel.turn.value_requested)
    panel.show_drawing(replace(seven(), shift=(12.0, -30.0), turn=15.0, thicken=1.5))
    assert (panel.right.shown, panel.down.shown) == (12.0, -30.0)
    assert panel.turn.shown == 15.0
    assert panel.thicken.shown == pytest.approx(1.5)
    assert said == ([], [])


def test_polarity_is_offered_only_for_pictures(panel: PadPanel) -> None:
    assert not panel.polarity.isVisible()
    picture = Picture(np.zeros((4, 4), np.uint8), inverted=True)
    panel.show_drawing(replace(seven(), picture=picture))
    assert panel.polarity.isVisible()
    assert panel.polarity.text() == "Dark ink"
    panel.show_drawing(seven())
    assert not panel.polarity.isVisible()


def test_the_pad_stays_square(panel: PadPanel) -> None:
    for width, height in ((264, 460), (264, 700), (500, 460)):
        panel.resize(width, height)
        panel.grab()
        assert panel.pad.width() == panel.pad.height()
