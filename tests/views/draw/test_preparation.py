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
from explorer.views.draw.pixel_view import PixelView
from explorer.views.draw.preparation import PreparationPanel
from explorer.views.scene.pixels import PixelStyle
from explorer.views.style.theme import Theme, theme
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


def _ground(view: PixelView) -> int:
    """Return the colour in the middle of the first pixel, which is paper."""
    image = view.grab().toImage()
    ratio = image.devicePixelRatio()
    return image.pixel(int(4 * ratio), int(3 * ratio)) & 0xFFFFFF


@pytest.mark.parametrize("name", ["light", "dark"])
def test_pixels_are_drawn_with_dark_or_light_ink_as_chosen(
    name: str, shown: Callable[..., Any]
) -> None:
    look: Theme = theme("light" if name == "light" else "dark")
    view = shown(PixelView(), 28 * 8 + 90, 28 * 8)
    view.set_theme(look)
    view.show_preparation(preparation())
    own = _ground(view)
    grounds = {}
    for ink in ("dark", "light"):
        view.set_pixels(PixelStyle("byte", ink))
        grounds[ink] = _ground(view)
    same, other = ("dark", "light") if name == "light" else ("light", "dark")
    assert grounds[same] == own
    assert grounds[other] == int(look.colormaps.ink[254]) & 0xFFFFFF
    view.set_pixels(PixelStyle())
    assert _ground(view) == own


def test_the_facts_and_the_pixels_that_are_said_do_not_change_with_the_ink(
    qtbot: QtBot, panel: PreparationPanel, heard: Callable[..., list[Any]]
) -> None:
    facts, clicked = panel.pixels.facts, heard(panel.pixels.cell_clicked)
    panel.pixels.set_pixels(PixelStyle(ink="dark"))
    assert panel.pixels.facts == facts
    assert clicked == []


def test_a_selection_stays_visible_on_ink_that_is_drawn_against_the_theme(
    shown: Callable[..., Any], look: Theme
) -> None:
    view = shown(PixelView(), 28 * 8 + 90, 28 * 8)
    view.show_preparation(preparation())
    view.set_pixels(PixelStyle(ink="light"))
    field = Region("input", (0, 0, 0), (1, 5, 5))
    view.show_selection(selection(Cell("conv1", (0, 0, 0)), field))
    image = view.grab().toImage()
    colours = {image.pixel(x, 20) & 0xFFFFFF for x in range(30, 52)}
    for meaning in ("selection", "panel"):
        assert look.color(meaning).rgb() & 0xFFFFFF in colours
