"""The panel fed with hand-made facts, and worked by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from explorer.live.accuracy import Accuracy
from explorer.network.presets import preset
from explorer.network.switch import Measurement
from explorer.views.style.theme import theme
from explorer.views.what_if.panel import WhatIfPanel
from explorer.views.what_if.stage_table import list_changes
from tests.views.what_if.records import exchange, shift

LEFT = Qt.MouseButton.LeftButton
DONE = Accuracy("done", Measurement(1000, 1000, 990), Measurement(1000, 1000, 500))


@pytest.fixture
def panel(shown: Callable[..., Any]) -> WhatIfPanel:
    panel = WhatIfPanel()
    panel.show_spec(preset("lenet"))
    shown(panel, 272, 300)
    return panel


def test_pressing_a_kind_asks_for_it_by_the_original_name(
    panel: WhatIfPanel, heard: Callable[..., list[Any]], qtbot: QtBot
) -> None:
    asked = heard(panel.exchange_requested)
    qtbot.mouseClick(panel.segments["pool1"].buttons["average"], LEFT)
    qtbot.mouseClick(panel.segments["relu4"].buttons["sigmoid"], LEFT)
    qtbot.mouseClick(panel.segments["probabilities"].buttons["sigmoid"], LEFT)
    assert asked == [("pool1", "average"), ("relu4", "sigmoid"), ("probabilities", "sigmoid")]


def test_the_arrow_keys_choose_within_a_row(
    panel: WhatIfPanel, heard: Callable[..., list[Any]], qtbot: QtBot
) -> None:
    asked = heard(panel.exchange_requested)
    buttons = panel.segments["pool2"].buttons
    buttons["max"].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(buttons["max"], Qt.Key.Key_Right)
    assert asked == [("pool2", "average")]
    assert buttons["average"].hasFocus()


def test_facts_press_buttons_but_ask_for_nothing(
    panel: WhatIfPanel, heard: Callable[..., list[Any]]
) -> None:
    asked = [heard(s) for s in (panel.exchange_requested, panel.shift_pad.move_requested)]
    panel.show_kinds({"relu1": "tanh"})
    panel.show_shift(1, -2)
    assert panel.segments["relu1"].shown == "tanh"
    assert panel.segments["relu2"].shown == "relu"
    assert panel.shift_pad.text == "→ 1 ↑ 2"
    panel.show_kinds({})
    assert panel.segments["relu1"].shown == "relu"
    assert asked == [[], []]


def test_reset_and_stages_are_possible_only_while_something_is_changed(
    panel: WhatIfPanel, heard: Callable[..., list[Any]], qtbot: QtBot
) -> None:
    asked = heard(panel.reset.clicked)
    qtbot.mouseClick(panel.reset, LEFT)
    assert asked == []
    panel.show_shift(0, 1)
    assert panel.stages.isEnabled()
    qtbot.mouseClick(panel.reset, LEFT)
    assert len(asked) == 1


def test_each_arrow_moves_the_picture_its_own_way(
    panel: WhatIfPanel, heard: Callable[..., list[Any]], qtbot: QtBot
) -> None:
    asked = heard(panel.shift_pad.move_requested)
    for name in ("left", "up", "right", "down"):
        qtbot.mouseClick(panel.shift_pad.buttons[name], LEFT)
    assert asked == [(-1, 0), (0, -1), (1, 0), (0, 1)]


def test_the_effect_is_that_of_both_comparisons(panel: WhatIfPanel) -> None:
    panel.show_kinds({"pool1": "sum"})
    panel.show_comparisons(exchange(), None)
    assert panel.effect.lines[0] == "7 of 66 numbers changed"
    panel.show_shift(1, 0)
    panel.show_comparisons(exchange(), shift())
    assert panel.effect.lines[1].startswith("→ 1 px")
    panel.grab()
    panel.show_comparisons(None, None)
    assert panel.effect.classes == []
    panel.grab()


def test_the_button_measures_and_while_counting_cancels(
    panel: WhatIfPanel, heard: Callable[..., list[Any]], qtbot: QtBot
) -> None:
    row = panel.accuracy
    measure, cancel = heard(row.measure_requested), heard(row.cancel_requested)
    button = row.button
    qtbot.mouseClick(button, LEFT)
    panel.show_accuracy(Accuracy("running"))
    assert button.text() == "cancel"
    assert button.accessibleName() == "Cancel measuring"
    qtbot.mouseClick(button, LEFT)
    assert (len(measure), len(cancel)) == (1, 1)
    panel.show_kinds({"pool1": "sum"})
    panel.show_accuracy(DONE)
    assert button.text() == "measure"
    assert panel.accuracy.text == "accuracy 99.0 → 50.0 %"


def test_an_auto_encoder_has_an_error_to_measure_and_no_accuracy(panel: WhatIfPanel) -> None:
    row = panel.accuracy
    panel.show_spec(preset("autoencoder"))
    said = (row.text, row.button.accessibleName(), row.line.toolTip(), row.button.toolTip())
    assert said[:2] == ("error", "Measure error")
    assert not any("accuracy" in words or "read" in words for words in said)
    panel.show_spec(preset("lenet"))
    assert row.text == "accuracy"
    assert row.button.accessibleName() == "Measure accuracy"


def test_folding_leaves_the_title_and_is_said(
    panel: WhatIfPanel, heard: Callable[..., list[Any]], qtbot: QtBot
) -> None:
    folded = heard(panel.folded)
    tall = panel.sizeHint().height()
    qtbot.keyClick(panel.heading, Qt.Key.Key_Space)
    assert folded == [True]
    assert not panel.segments["pool1"].isVisible()
    assert panel.sizeHint().height() < tall / 3
    qtbot.keyClick(panel.heading, Qt.Key.Key_Space)
    assert folded == [True, False]
    assert panel.sizeHint().height() == tall


@pytest.mark.qt_log_ignore("plugin does not support")  # windows offscreen
def test_the_stages_open_in_a_window_that_follows_the_facts(
    panel: WhatIfPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.show_kinds({"pool1": "sum"})
    panel.show_comparisons(exchange(), None)
    monkeypatch.setattr(QWidget, "raise_", lambda _: None)  # offscreen cannot
    qtbot.mouseClick(panel.stages, LEFT)
    window = panel.stage_window
    assert window is not None
    assert window.tables[0].rows[3][0] == "pool1"
    assert not window.tables[1].isVisible()
    panel.show_comparisons(exchange(), shift())
    assert window.tables[1].isVisible()
    window.grab()
    window.close()


def test_a_row_of_the_table_has_numbers_change_and_winners() -> None:
    lines = list_changes(exchange())
    assert lines[2] == ("conv1", "0 of 16", "0 %", 0.0, "–")
    assert lines[3] == ("pool1", "2 of 4", "75.6 %", pytest.approx(0.76, abs=0.005), "1 of 3")
    assert list_changes(None) == []


@pytest.mark.parametrize("name", ["tiny", "article", "harley"])
def test_another_network_brings_its_own_choices(panel: WhatIfPanel, name: str) -> None:
    panel.show_kinds({"relu1": "tanh"})
    panel.show_spec(preset(name))
    panel.grab()
    stages = {s.name for s in preset(name).stages if s.kind in ("activation", "pooling")}
    assert set(panel.segments) == stages | {"probabilities"}
    assert not panel.reset.isEnabled()


def test_every_control_explains_itself(panel: WhatIfPanel) -> None:
    for button in panel.findChildren(QAbstractButton):
        assert button.accessibleName()
        assert button.toolTip()
        assert button.whatsThis()


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_the_panel_asks_for_the_height_that_it_fills(panel: WhatIfPanel, scale: float) -> None:
    for name in ("light", "dark"):
        panel.set_theme(theme(name, scale))  # type: ignore[arg-type]
        QApplication.processEvents()  # as a window would: the layouts hear of the new sizes
        panel.resize(panel.sizeHint())
        panel.grab()
        assert panel._content.height() <= panel._scroll.viewport().height()
        assert panel.minimumSizeHint().width() <= 272 * scale


def test_the_scene_can_show_the_difference_while_there_is_one(
    panel: WhatIfPanel, heard: Callable[..., list[Any]], qtbot: QtBot
) -> None:
    asked = heard(panel.difference_chosen)
    choice = panel.shown
    assert not choice.isEnabled()
    panel.show_kinds({"relu1": "tanh"})
    qtbot.mouseClick(choice.buttons["difference"], LEFT)
    qtbot.mouseClick(choice.buttons["difference"], LEFT)
    assert asked == [True]
    panel.show_kinds({})
    assert choice.shown == "network"  # nothing differs; the choice waits
    assert panel.difference
    panel.show_shift(1, 0)
    assert choice.shown == "difference"
    panel.show_difference(False)
    assert choice.shown == "network"
    assert asked == [True]


def test_counting_shows_how_far_it_is(panel: WhatIfPanel) -> None:
    progress = panel.accuracy.progress
    assert not progress.isVisible()
    half = Measurement(500, 1000, 250)
    counting = Accuracy("running", Measurement(1000, 1000, 990), half)
    panel.show_accuracy(counting)
    assert progress.isVisible()
    assert progress.value() / progress.maximum() == counting.progress
    panel.show_accuracy(DONE)
    assert not progress.isVisible()


def test_of_how_many_digits_is_shown_where_there_is_room(panel: WhatIfPanel) -> None:
    panel.show_kinds({"pool1": "sum"})
    panel.show_accuracy(DONE)
    counts = [
        label for label in panel.accuracy.findChildren(QLabel) if label.text() == "1,000 digits"
    ]
    assert [label.isVisible() for label in counts] == [False]
    panel.resize(500, 300)
    panel.grab()
    assert [label.isVisible() for label in counts] == [True]


@pytest.mark.qt_log_ignore("plugin does not support")  # windows offscreen
@pytest.mark.parametrize("corner", [(0, 0), (5000, 0), (0, 5000), (5000, 5000)])
def test_the_stages_open_all_on_the_screen(
    panel: WhatIfPanel, monkeypatch: pytest.MonkeyPatch, corner: tuple[int, int]
) -> None:
    monkeypatch.setattr(QWidget, "raise_", lambda _: None)  # offscreen cannot
    panel.show_kinds({"pool1": "sum"})
    panel.show_comparisons(exchange(), shift())
    panel.window().move(*corner)
    panel.stages.click()
    window = panel.stage_window
    assert window is not None
    assert window.screen().availableGeometry().contains(window.frameGeometry())
    window.close()
