"""The panel of steps shows what each did and switches them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from explorer.digits.drawing import Drawing
from explorer.digits.options import Options
from explorer.digits.prepare import Step
from explorer.network.cells import Cell, Region
from explorer.pen import prepare_drawing
from explorer.views.preparation import PreparationPanel
from tests.views.records import preparation, selection, seven


@pytest.fixture
def panel(shown: Callable[..., PreparationPanel]) -> PreparationPanel:
    panel = PreparationPanel()
    panel.show_preparation(preparation())
    return shown(panel, 264, 300)


def test_pressing_a_step_asks_for_the_options_without_it(
    qtbot: QtBot, panel: PreparationPanel, heard: Callable[..., list[Any]]
) -> None:
    said = heard(panel.options_requested)
    qtbot.mouseClick(panel.steps["crop"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(panel.steps["centre"], Qt.Key.Key_Space)
    assert said == [Options(crop=False), Options(crop=False, centre=False)]


def test_showing_options_ticks_the_steps_and_says_nothing(
    panel: PreparationPanel, heard: Callable[..., list[Any]]
) -> None:
    said = heard(panel.options_requested)
    panel.show_options(Options(scale=False))
    assert [b.isChecked() for b in panel.steps.values()] == [True, True, False, True]
    assert said == []


def test_every_step_of_a_preparation_has_its_button(panel: PreparationPanel) -> None:
    assert [step.name for step in preparation().steps] == list(panel.steps)


def test_a_step_without_effect_says_why(panel: PreparationPanel) -> None:
    made = preparation()
    idle = replace(made.steps[2], applied=False, note="needs crop")
    assert isinstance(idle, Step)
    button = panel.steps["scale"]
    before = button.grab().toImage()
    button.show_step(idle)
    assert "needs crop" in button.toolTip()
    assert button.grab().toImage() != before  # a dash instead of a tick


def test_every_input_pixel_can_be_pointed_at(
    qtbot: QtBot, panel: PreparationPanel, heard: Callable[..., list[Any]]
) -> None:
    pixels = panel.pixels
    hovered, clicked = heard(pixels.cell_hovered), heard(pixels.cell_clicked)
    side = pixels._target().width()
    place = QPoint(int(side * 7.5 / 28), int(side * 3.5 / 28))
    qtbot.mouseMove(pixels, place)
    qtbot.mouseClick(pixels, Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseMove(pixels, QPoint(int(side) + 20, 10))
    assert hovered == [Cell("input", (0, 3, 7)), None]
    assert clicked == [Cell("input", (0, 3, 7))]


def test_the_receptive_field_of_a_selected_cell_is_outlined(panel: PreparationPanel) -> None:
    before = panel.pixels.grab().toImage()
    region = Region("input", (0, 4, 4), (1, 9, 9))
    panel.pixels.show_selection(selection(Cell("conv1", (0, 4, 4)), region))
    assert panel.pixels.grab().toImage() != before
    panel.pixels.show_selection(None)
    assert panel.pixels.grab().toImage() == before


def test_the_facts_catch_up_with_the_pixels(qtbot: QtBot, panel: PreparationPanel) -> None:
    thin = prepare_drawing(seven(), Options(redraw=False, crop=False, scale=False))
    panel.show_preparation(preparation())
    panel.show_preparation(thin)
    share = f"ink {thin.ink:.1%}"
    qtbot.waitUntil(lambda: share in panel.pixels.facts)
    assert panel.pixels.facts[0] == "28 × 28"


def test_the_first_ink_is_told_at_once(panel: PreparationPanel) -> None:
    panel.show_preparation(prepare_drawing(Drawing()))
    assert panel.pixels.facts == ("28 × 28", "no ink yet")
    panel.show_preparation(preparation())
    assert panel.pixels.facts[1].startswith("ink ")


def test_pixels_keep_their_exact_shape_at_any_size(panel: PreparationPanel) -> None:
    for height in (260, 300, 411):
        panel.resize(264, height)
        target = panel.pixels._target()
        assert target.width() % 28 == 0
        assert target.width() == target.height()
