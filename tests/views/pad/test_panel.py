"""The panel around the pad says what the user asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from explorer.digits.drawing import Drawing, Picture
from explorer.digits.options import ALL_STEPS
from explorer.live.facts import Pen
from explorer.pen import prepare_drawing
from explorer.views.pad.panel import PadPanel
from tests.views.records import SEVEN, preparation, seven, stroke


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
    assert panel.polarity.accessibleName() == "Dark ink"
    panel.show_drawing(seven())
    assert not panel.polarity.isVisible()


def test_a_slider_that_a_step_undoes_says_so_where_it_was_moved(panel: PadPanel) -> None:
    panel.more.setChecked(True)
    panel.show_drawing(replace(seven(), thicken=1.5))
    panel.show_preparation(preparation(ALL_STEPS))
    assert panel.whole_drawing.text() == "undone by redraw"
    assert panel.next_stroke.text() == ""  # the pen is the usual one
    assert "redraw undoes it" in panel.thicken.toolTip()
    panel.show_drawing(replace(seven(), thicken=1.5, shift=(9.0, 0.0)))
    assert panel.whole_drawing.text() == "undone by redraw, crop"
    panel.show_pen(Pen(softness=0.5))
    panel.grab()
    places = [slider.y() for slider in (panel.pen_width, panel.thicken)]
    assert 0 < places[0] < places[1]
    assert panel.next_stroke.text() == "undone by redraw"
    panel.show_preparation(preparation(replace(ALL_STEPS, redraw=False)))
    assert panel.whole_drawing.text() == "undone by crop"
    assert panel.next_stroke.text() == ""
    panel.grab()
    assert [slider.y() for slider in (panel.pen_width, panel.thicken)] == places  # under the mouse
    assert "undoes" not in panel.thicken.toolTip()


def test_what_is_said_to_be_undone_leaves_the_pixels_as_they_were() -> None:
    steps = replace(ALL_STEPS, centre=False)
    plain = prepare_drawing(seven(), steps).pixels
    for other in (
        replace(seven(), thicken=1.5),
        replace(seven(), shift=(20.0, -15.0)),
        Drawing((stroke(SEVEN, width=9.0, softness=0.7),)),
    ):
        assert np.abs(prepare_drawing(other, steps).pixels - plain).max() < 0.02
    assert np.abs(prepare_drawing(replace(seven(), turn=9.0), steps).pixels - plain).max() > 0.1


def test_the_sample_keys_are_one_stop_of_tab_and_arrows_move_inside(
    qtbot: QtBot, panel: PadPanel, heard: Callable[..., list[Any]]
) -> None:
    said = heard(panel.sample_requested)
    panel.activateWindow()
    panel.show_history(True, True)
    panel.clear_button.setFocus()
    qtbot.keyClick(panel.clear_button, Qt.Key.Key_Tab)
    assert panel.samples[0].hasFocus()
    for digit in range(3):
        qtbot.keyClick(panel.samples[digit], Qt.Key.Key_Right)
    assert panel.samples[3].hasFocus()
    qtbot.keyClick(panel.samples[3], Qt.Key.Key_Space)
    assert said == [3]
    qtbot.keyClick(panel.samples[3], Qt.Key.Key_Backtab)
    assert panel.clear_button.hasFocus()
    qtbot.keyClick(panel.clear_button, Qt.Key.Key_Tab)
    assert panel.samples[3].hasFocus()
