"""The data view: samples, classes, averages, pixels, downloads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from explorer.digits.datasets import Dataset
from explorer.live.facts import DownloadState
from explorer.views.style.theme import Theme
from explorer.views.train.forms.data_view import DataView, describe_data
from explorer.views.train.forms.download_bar import DownloadBar
from explorer.views.train.forms.pixel_grid import PixelGrid
from tests.views.train.records import dataset


@pytest.fixture
def view(shown: Callable[..., DataView]) -> DataView:
    view = shown(DataView(), 800, 600)
    view.show_dataset(dataset())
    view.grab()
    return view


def test_a_data_set_is_told_in_a_line() -> None:
    assert describe_data(dataset()) == "made: 50 images, 8 × 8 grey, 10 classes"


def test_choosing_a_class_shows_only_its_images_and_their_average(
    qtbot: QtBot, view: DataView
) -> None:
    for _ in range(4):
        qtbot.keyClick(view.bars, Qt.Key.Key_Down)
    assert view.grid.places.tolist() == [15, 16, 17, 18, 19]
    assert view.pixel_title.text() == "average of 3"


def test_a_bar_is_clicked(qtbot: QtBot, view: DataView) -> None:
    row = view.bars.height() // 11
    qtbot.mouseClick(view.bars, Qt.MouseButton.LeftButton, pos=QPoint(40, 2 * row + 4))
    assert view.pixel_title.text() == "average of 1"


def test_a_sample_shows_its_pixels_and_can_enter_the_network(
    qtbot: QtBot, view: DataView, heard: Callable[..., list[Any]]
) -> None:
    said = heard(view.sample_requested)
    assert not view.use.isEnabled()
    qtbot.mouseClick(view.grid, Qt.MouseButton.LeftButton, pos=QPoint(70, 20))
    assert view.pixel_title.text() == "image 1: 0"
    view.use.click()
    assert said == [1]
    view.average.click()
    assert view.pixel_title.text() == "average of all images"


def test_arrow_keys_walk_through_samples_and_keep_them_in_view(
    qtbot: QtBot, view: DataView
) -> None:
    view.samples.resize(120, 110)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, *[Qt.Key.Key_Down] * 40):
        qtbot.keyClick(view.grid, key)
    assert view.pixel_title.text().endswith(": 9")
    bar = view.samples.verticalScrollBar()
    assert bar.value() == bar.maximum()


def test_an_error_is_a_sentence_and_what_was_there_stays(view: DataView) -> None:
    view.show_error("labels.gz is damaged.")
    assert view.error.isVisibleTo(view)
    assert len(view.grid.places) == 50
    view.show_dataset(dataset(2))
    assert not view.error.isVisibleTo(view)


def test_colours_odd_sizes_and_long_names_are_painted(view: DataView) -> None:
    images = np.random.default_rng(0).integers(0, 256, (7, 3, 11, 5), np.uint8)
    names = ("a class with quite a long name", "b")
    view.show_dataset(Dataset("odd", images, np.array([0, 1, 0, 1, 0, 1, 0]), names))
    view.grid.sample_chosen.emit(3)
    view.grab()
    view.show_dataset(None)
    view.grab()


def test_pixels_are_read_by_keys_and_zoomed(
    qtbot: QtBot, shown: Callable[..., PixelGrid], heard: Callable[..., list[Any]]
) -> None:
    pixels = shown(PixelGrid(), 200, 200)
    pixels.show_image(dataset().images[-1])
    hovered = heard(pixels.tile_hovered)
    qtbot.keyClick(pixels, Qt.Key.Key_Down)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(pixels, key)
    assert hovered[-1] == (2, 2)
    assert pixels.accessibleDescription() == "row 2, column 2: 200"
    before = pixels.side
    for _ in range(30):
        qtbot.keyClick(pixels, Qt.Key.Key_Plus)
    pixels.grab()
    assert pixels.side == 6 * before
    for _ in range(30):
        qtbot.keyClick(pixels, Qt.Key.Key_Minus)
    assert pixels.side == before


def test_a_coloured_pixel_says_its_three_numbers(shown: Callable[..., PixelGrid]) -> None:
    pixels = shown(PixelGrid(), 100, 100)
    pixels.show_image(np.arange(12, dtype=np.uint8).reshape(3, 2, 2))
    pixels.point_at((1, 0))
    assert pixels.accessibleDescription() == "row 1, column 0: red 2, green 6, blue 10"


@pytest.mark.parametrize(
    ("stage", "start", "cancel", "bundled", "words"),
    [
        ("needed", "Download", False, False, "MNIST is not on this machine yet (11 MiB)."),
        ("loading", None, True, False, "MNIST: 4.0 of 11 MiB"),
        ("stopped", "Go on", False, False, "MNIST: 4.0 of 11 MiB, stopped"),
        ("failed", "Try again", False, True, "MNIST is not there yet."),
    ],
)
def test_a_download_offers_what_makes_sense(
    shown: Callable[..., DownloadBar],
    stage: Any,
    start: str | None,
    cancel: bool,
    bundled: bool,
    words: str,
) -> None:
    bar = shown(DownloadBar(), 400, 80)
    bar.show_state(DownloadState(stage, "MNIST", 4 << 20, 11 << 20, "No mirror answers."))
    assert bar.words.text() == words
    assert bar.start.isVisibleTo(bar) == (start is not None)
    if start:
        assert bar.start.text() == start
    assert bar.cancel.isVisibleTo(bar) == cancel
    assert bar.bundled.isVisibleTo(bar) == bundled
    assert bar.reason.isVisibleTo(bar) == (stage == "failed")


def test_download_intents_and_hiding(
    shown: Callable[..., DownloadBar], heard: Callable[..., list[Any]]
) -> None:
    bar = shown(DownloadBar(), 400, 80)
    said = [heard(s) for s in (bar.start.clicked, bar.cancel.clicked, bar.bundled.clicked)]
    for button in (bar.start, bar.cancel, bar.bundled):
        button.click()
    assert [len(each) for each in said] == [1, 1, 1]
    bar.show_state(DownloadState("done"))
    assert not bar.isVisible()


def test_a_press_shows_the_numbers_and_another_the_whole_image(
    shown: Callable[..., DataView],
) -> None:
    view = shown(DataView(), 320, 460)
    images = np.full((2, 1, 28, 28), 200, np.uint8)
    view.show_dataset(Dataset("grey", images, np.arange(2, dtype=np.int64), ("one", "two")))
    assert not view.pixels.numbers
    view.numbers.click()
    assert view.pixels.numbers
    view.grab()
    view.numbers.click()
    assert not view.pixels.numbers


def test_the_data_view_fits_a_narrow_column_and_shows_some_rows(qtbot: QtBot, look: Theme) -> None:
    view = DataView()
    qtbot.addWidget(view)
    view.set_theme(look)
    view.show_dataset(dataset())
    assert view.minimumSizeHint().width() <= 300
    assert view.samples.minimumSizeHint().height() >= 3 * 44
