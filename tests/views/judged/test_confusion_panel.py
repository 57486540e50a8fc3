"""The confusion matrix and the strip of wrong digits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from explorer.training.record.validation import READ
from explorer.views.judged.confusion_matrix import shares_of, summary
from explorer.views.judged.confusion_panel import ConfusionPanel
from explorer.views.parts.brush import Look
from tests.views.train.records import dataset, validation

DIGITS = tuple("0123456789")


@pytest.fixture
def panel(shown: Callable[..., ConfusionPanel]) -> ConfusionPanel:
    panel = shown(ConfusionPanel(), 360, 480)
    panel.show_validation(validation(200), DIGITS, dataset().images)
    panel.grab()
    return panel


def test_the_whole_is_summed_up_where_nothing_is_pointed_at(panel: ConfusionPanel) -> None:
    assert panel.facts.text() == "950 of 1,000 right (95.0 %)"


def test_pointing_at_a_cell_says_its_facts(qtbot: QtBot, panel: ConfusionPanel) -> None:
    qtbot.mouseMove(panel.matrix, panel.matrix.tile_area((4, 5)).center().toPoint())
    assert panel.facts.text() == "4 read as 5: 5 of 100 (5.0 %)"


def test_arrow_keys_walk_and_enter_filters_the_mistakes(
    qtbot: QtBot, panel: ConfusionPanel, heard: Callable[..., list[Any]]
) -> None:
    said = heard(panel.matrix.tile_chosen)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(panel.matrix, key)
    assert said == [(0, 1)]
    assert {(w.label, w.guess) for w in panel.wrong.shown} == {(0, 1)}
    qtbot.keyClick(panel.matrix, Qt.Key.Key_Escape)
    assert len(panel.wrong.shown) == 12


def test_a_cell_lists_all_its_images_and_says_how_many(panel: ConfusionPanel) -> None:
    assert panel.listed.text() == "Mistakes: the surest 12 of 50; all when paused"
    panel.matrix.choose((4, 5))
    assert panel.listed.text() == "4 read as 5: the surest 1 of 5; all when paused"
    assert not panel.complete
    read = np.array([(n, 4, 5 if n < 5 else 4, 0.9) for n in range(100)], READ)
    panel.show_validation(replace(validation(200), read=read), DIGITS, dataset().images)
    assert panel.listed.text() == "4 read as 5: all 5, the surest first"
    assert [r.image for r in panel.wrong.shown] == [0, 1, 2, 3, 4]
    panel.matrix.choose((4, 4))
    assert panel.listed.text() == "4 read as 4: all 95, the surest first"
    assert panel.complete
    panel.grab()
    last = panel.wrong.tile_area(94)
    assert panel.wrong.height() >= last.bottom() > panel.height()
    panel.matrix.choose((0, 9))
    assert panel.listed.text() == "0 read as 9: none"
    assert panel.facts.text() == "0 read as 9: 0 of 100 (0 %)"


@pytest.mark.parametrize(
    ("classes", "name"), [(DIGITS, "true digit"), (tuple("abcd"), "true class")]
)
def test_the_axes_have_titles_and_every_class_its_recall(
    panel: ConfusionPanel, monkeypatch: pytest.MonkeyPatch, classes: tuple[str, ...], name: str
) -> None:
    panel.show_validation(validation(200, len(classes)), classes, None)
    texts: list[str] = []
    monkeypatch.setattr(
        Look, "text", lambda _look, _painter, _rect, text, *_a, **_k: texts.append(text)
    )
    panel.matrix.grab()
    assert {"read as", name, "recall"} <= set(texts)
    assert texts.count("95.0 %") == len(classes)


def test_a_wrong_digit_is_asked_for_by_its_place_in_the_data(
    qtbot: QtBot, panel: ConfusionPanel, heard: Callable[..., list[Any]]
) -> None:
    said = heard(panel.sample_requested)
    qtbot.mouseClick(panel.wrong, Qt.MouseButton.LeftButton, pos=QPoint(70, 20))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(panel.wrong, key)
    assert said == [1, 2]


def test_the_strip_scrolls_to_its_end_and_no_further(qtbot: QtBot, panel: ConfusionPanel) -> None:
    for _ in range(30):
        qtbot.keyClick(panel.wrong, Qt.Key.Key_Right)
    panel.grab()
    assert panel.wrong.hot == 11


def test_mistakes_fill_the_rows_that_there_is_room_for(
    qtbot: QtBot, panel: ConfusionPanel, heard: Callable[..., list[Any]]
) -> None:
    strip, said = panel.wrong, heard(panel.sample_requested)
    panel.resize(300, 900)
    panel.parentWidget().resize(300, 900)
    panel.grab()
    row = int(strip.tile_size().height())
    assert strip.height() >= 2 * row
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(20, row + 20))
    qtbot.keyClick(strip, Qt.Key.Key_Up)
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    columns = strip.width() // 58
    assert said == [strip.shown[columns].image, strip.shown[0].image]


def test_without_a_validation_it_says_so(panel: ConfusionPanel) -> None:
    panel.show_validation(None, ())
    panel.grab()
    assert panel.facts.text() == ""


def test_long_names_rgb_images_and_places_beyond_the_data_are_painted(
    panel: ConfusionPanel,
) -> None:
    names = tuple(f"a very long class name {n}" for n in range(10))
    panel.show_validation(validation(5), names, np.zeros((3, 3, 9, 7), np.uint8))
    panel.grab()
    assert panel.matrix.describe((0, 1)).startswith("a very long class name 0 read as")


def test_two_or_forty_classes_fit(panel: ConfusionPanel) -> None:
    for count in (2, 40):
        panel.show_validation(validation(5, count), tuple(map(str, range(count))), None)
        panel.grab()


def test_a_class_without_images_has_no_share() -> None:
    counts = np.array([[0, 0], [1, 3]])
    assert shares_of(counts).tolist() == [[0, 0], [0.25, 0.75]]
    assert summary(np.zeros((2, 2), np.int64)) == ""
