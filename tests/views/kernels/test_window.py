"""The kernel window: gestures and keys in, words and pixels out."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from pytestqt.qtbot import QtBot

from explorer.network.cells import number
from explorer.network.kernels import KernelFacts, distribution, kernel_facts
from explorer.network.records import Weights
from explorer.views.kernels.layout import KernelWeight
from explorer.views.kernels.window import KernelWindow
from explorer.views.style.theme import load_fonts, theme
from explorer.views.style.themed import show_theme
from tests.gestures import move

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise")  # offscreen says so


def facts(name: str = "conv2", channels: int = 3, kernels: int = 8) -> KernelFacts:
    draw = np.random.default_rng(5)
    weight = draw.normal(size=(kernels, channels, 5, 5)).astype(np.float32)
    return kernel_facts(name, Weights(weight, np.arange(kernels, dtype=np.float32)))


@pytest.fixture
def window(qtbot: QtBot) -> KernelWindow:
    load_fonts()
    window = KernelWindow()
    qtbot.addWidget(window)
    show_theme(window, theme("light"))
    window.show_stages(("conv1", "conv2"))
    window.show_facts(facts())
    window.show()
    qtbot.waitExposed(window)
    return window


def place(window: KernelWindow, weight: KernelWeight) -> QPoint:
    assert window.board.places is not None
    box = window.board.places.box(weight)
    assert box is not None
    return QPoint(int(box.centre[0]), int(box.centre[1]))


def test_pointing_at_a_weight_says_its_number(qtbot: QtBot, window: KernelWindow) -> None:
    weight = KernelWeight(0, 1, 2, 3)
    with qtbot.waitSignal(window.weight_hovered) as said:
        move(window.board, place(window, weight))
    assert said.args == [weight]
    value = facts().weight[0, 1, 2, 3]
    sign = "−" if value < 0 else ""
    assert window.sentence.startswith(f"kernel 0, channel 1, row 2, column 3: {sign}")
    assert "bias 0" in window.sentence


def test_the_keyboard_walks_and_the_screen_reader_hears(qtbot: QtBot, window: KernelWindow) -> None:
    window.board.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_PageDown):
        qtbot.keyClick(window.board, key)
    assert window.board.hot == KernelWeight(1, 0, 1, 1)
    assert window.board.accessibleDescription() == window.sentence


def test_one_channel_can_be_seen_alone_and_larger(window: KernelWindow) -> None:
    before, small = window.board.grab().toImage(), window.board.places
    window.channels.setCurrentIndex(2)
    assert window.board.places is not None
    assert small is not None
    assert window.board.places.channels == (1,)
    assert window.board.places.cell >= small.cell
    assert window.board.grab().toImage() != before


def test_sizes_change_by_keyboard(qtbot: QtBot, window: KernelWindow) -> None:
    places = window.board.places
    assert places is not None
    qtbot.keyClick(window.board, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert window.board.places is not None
    assert window.board.places.cell > places.cell
    qtbot.keyClick(window.board, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window.board, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert window.board.places.cell < places.cell


def test_escape_closes(qtbot: QtBot, window: KernelWindow) -> None:
    qtbot.keyClick(window.board, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_another_layer_is_asked_for_and_showing_one_says_nothing(
    qtbot: QtBot, window: KernelWindow
) -> None:
    with qtbot.assertNotEmitted(window.stage_chosen):
        window.show_facts(facts("conv1", 1, 6))
    assert not window.channels.isEnabled()
    with qtbot.waitSignal(window.stage_chosen) as chosen:
        window.stages.setCurrentText("conv2")
    assert chosen.args == ["conv2"]


def test_the_chosen_kernel_is_framed_and_scrolled_to(window: KernelWindow) -> None:
    before = window.grab().toImage()
    window.show_kernel(7)
    assert window.grab().toImage() != before
    area = window.board.kernel_area()
    assert window.board.visibleRegion().boundingRect().intersects(area)


def test_colour_channels_are_called_by_their_colours(window: KernelWindow) -> None:
    window.show_facts(facts("conv1", 3))
    assert [window.channels.itemText(i) for i in range(4)][1:] == ["red", "green", "blue"]


def test_all_kernels_share_one_scale_in_both_themes(window: KernelWindow) -> None:
    for name in ("light", "dark"):
        show_theme(window, theme(name))
        weight = facts().weight
        largest = np.unravel_index(np.abs(weight).argmax(), weight.shape)
        assert window.board.colors[largest] in theme(name).colormaps.signed[[0, 254]]
        window.grab()


@pytest.fixture
def dense() -> KernelFacts:
    weight = np.random.default_rng(6).normal(size=(9, 4 * 3 * 3)).astype(np.float32)
    return kernel_facts("dense1", Weights(weight, np.zeros(9, np.float32)), (4, 3, 3))


def test_a_dense_layer_is_shown_as_maps_and_as_its_whole_matrix(
    window: KernelWindow, dense: KernelFacts
) -> None:
    window.show_facts(dense)
    assert window.windowTitle() == "Weights of dense1"
    choices = [window.channels.itemText(i) for i in range(window.channels.count())]
    assert choices == ["as maps", "whole matrix", "map 0", "map 1", "map 2", "map 3"]
    window.show_kernel(7)
    for choice, tile in ((0, KernelWeight(7, 2, 1, 2)), (1, KernelWeight(0, 0, 7, 23))):
        window.channels.setCurrentIndex(choice)
        move(window.board, place(window, tile))
        value = number(float(dense.weight[7, 2, 1, 2]))
        assert window.sentence.startswith(f"unit 7, map 2, row 1, column 2: {value} (bias 0")
        assert window.board.place(tile) == (7, 23)
        assert window.board.kernel_area().contains(place(window, tile))
        assert window.board.value(tile) == dense.weight[7, 2, 1, 2]


def test_every_pixel_of_the_matrix_has_the_colour_of_its_weight(
    window: KernelWindow, dense: KernelFacts
) -> None:
    window.show_facts(dense)
    window.channels.setCurrentIndex(1)
    window.board.zoom(-2)
    image, colors = window.board.grab().toImage(), window.board.colors[0, 0]
    assert colors.shape == (9, 36)
    for row, column in np.ndindex(9, 36):
        middle = place(window, KernelWeight(0, 0, row, column))
        assert image.pixel(middle) == colors[row, column]


def test_numbers_are_written_only_where_they_are_seen(
    window: KernelWindow, dense: KernelFacts
) -> None:
    window.show_facts(dense)
    window.channels.setCurrentIndex(1)
    board = window.board
    board.zoom(20)
    whole = board.grab().toImage()
    part = QRect(place(window, KernelWeight(0, 0, 4, 11)) - QPoint(70, 50), QSize(140, 100))
    assert board.grab(part).toImage() == whole.copy(part)


def test_histograms_have_numbered_axes(window: KernelWindow) -> None:
    plain = window.activations.grab().toImage()
    window.show_activations("relu1: 3 activations", distribution([0.0, 1.0, 2.0], 2.0, False))
    shown = window.activations.grab().toImage()
    assert shown != plain
    assert window.activations.accessibleDescription() == "relu1: 3 activations"
    window.show_activations("relu1: 3 activations", distribution([0.0, 1.0, 2.0], 2.0, False), 1.0)
    assert window.activations.grab().toImage() != shown


def test_every_control_explains_itself(window: KernelWindow) -> None:
    board, histograms = window.board, (window.histogram, window.activations)
    for widget in (board, *histograms, window.stages, window.channels):
        assert widget.accessibleName()
        assert widget.whatsThis()
