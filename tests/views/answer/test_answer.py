"""The answer: a guess, its rival, and a bar for every class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics
from pytestqt.qtbot import QtBot

from explorer.network.cells import Cell
from explorer.network.records import Likeness
from explorer.views.answer.answer import AnswerPanel
from explorer.views.answer.headline import LOADING, texts
from explorer.views.answer.likeness import sentence
from explorer.views.draw.columns import LEAST_LEFT
from explorer.views.parts.texts import texts_of
from explorer.views.style.theme import GRID, SMALL, Theme, theme
from explorer.views.style.themed import show_theme
from tests.gestures import move
from tests.views.drawn import drawing_spec, drawn_trace
from tests.views.records import selection, spec, sure_of, trace

GARMENTS = ("T-shirt", "Trouser", "Pullover", "Dress", "Ankle boot")


@pytest.fixture
def panel(shown: Callable[..., AnswerPanel]) -> AnswerPanel:
    panel = AnswerPanel()
    panel.show_spec(spec())
    return shown(panel, 272, 330)


def test_the_headline_names_the_guess_and_the_runner_up() -> None:
    name, lines = texts(trace([0.1, 0.7, 0.2]))
    assert name == "1"
    assert lines[:2] == ("70.0 %", "then 2, 20.0 %")


def test_a_sigmoid_output_tells_that_its_sum_is_not_one() -> None:
    made = trace([0.9, 0.8, 0.1], spec(("a", "b", "c"), "sigmoid"))
    assert "sum 1.80, not 1" in texts(made)[1][-1]


def test_without_a_trace_there_is_a_calm_sentence_and_no_bar(
    panel: AnswerPanel, look: Theme
) -> None:
    panel.show_trace(None)
    image = panel.bars.grab().toImage()
    colors = {image.pixelColor(150, y).name() for y in range(image.height())}
    assert colors == {look.color("panel").name()}


def test_loading_is_said_until_it_is_over(panel: AnswerPanel) -> None:
    before = panel.headline.grab().toImage()
    panel.show_loading(True)
    assert panel.headline.quiet == LOADING
    assert panel.headline.grab().toImage() != before
    panel.show_loading(False)
    assert panel.headline.grab().toImage() == before


def test_the_longest_bar_belongs_to_the_guess(panel: AnswerPanel, look: Theme) -> None:
    panel.show_trace(sure_of(7))
    image = panel.bars.grab().toImage()
    row = panel.bars.height() // 10
    accent = look.color("accent").name()
    inked = [
        sum(image.pixelColor(x, row * n + row // 2).name() == accent for x in range(image.width()))
        for n in range(10)
    ]
    assert inked.index(max(inked)) == 7
    assert max(inked) > 100


def test_a_changed_answer_replaces_every_trace_of_the_old_one(panel: AnswerPanel) -> None:
    panel.show_trace(sure_of(7))
    panel.grab()
    panel.show_trace(sure_of(2))
    after = panel.grab().toImage()
    panel.hide()
    panel.show()
    assert panel.grab().toImage() == after


def test_long_names_and_many_classes_find_room(shown: Callable[..., AnswerPanel]) -> None:
    panel = AnswerPanel()
    panel.show_spec(spec(GARMENTS))
    shown(panel, 272, 330)
    panel.show_trace(trace([0.1, 0.1, 0.1, 0.1, 0.6], spec(GARMENTS)))
    panel.grab()
    assert panel.headline.name_width() <= panel.headline.width() * 0.52
    letters = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    panel.show_spec(spec(letters))
    panel.show_trace(trace([1 / 26] * 26, spec(letters)))
    assert panel.bars.height() > panel.bars.parentWidget().height()


def test_pointing_at_a_bar_selects_its_class(
    qtbot: QtBot, panel: AnswerPanel, heard: Callable[..., list[Any]]
) -> None:
    hovered, clicked = heard(panel.bars.cell_hovered), heard(panel.bars.cell_clicked)
    row = panel.bars.height() // 10
    move(panel.bars, QPoint(30, row * 3 + 4))
    qtbot.mouseClick(panel.bars, Qt.MouseButton.LeftButton, pos=QPoint(30, row * 3 + 4))
    assert hovered == [Cell("probabilities", (3,))]
    assert clicked == [Cell("probabilities", (3,))]


@pytest.mark.parametrize("stage", ["probabilities", "logits"])
def test_the_selected_class_is_marked(panel: AnswerPanel, stage: str, look: Theme) -> None:
    panel.show_selection(selection(Cell(stage, (4,))))
    row = panel.bars.height() // 10
    color = panel.bars.grab().toImage().pixelColor(150, row * 4 + 1)
    assert color.name() == look.color("selection_soft").name()


def test_an_auto_encoder_answers_with_a_picture(
    qtbot: QtBot, panel: AnswerPanel, heard: Callable[..., list[Any]]
) -> None:
    panel.show_spec(drawing_spec())
    assert panel.drawn is not None
    assert panel.drawn.isVisible()
    assert not panel.headline.isVisible()
    assert not panel.bars.isVisible()
    drawn = drawn_trace()
    panel.show_trace(drawn)
    assert str(drawn.error)[:4] in panel.drawn.sentence
    hovered = heard(panel.cell_hovered)
    panel.drawn.cell_hovered.emit(Cell("dense1", (0,)))
    assert hovered == [Cell("dense1", (0,))]
    panel.show_selection(selection(Cell("dense1", (0,))))
    panel.show_trace(None)
    assert panel.drawn.sentence == "Draw something"


def test_a_classifier_after_an_auto_encoder_has_its_bars_again(panel: AnswerPanel) -> None:
    panel.show_trace(drawn_trace())  # a trace may come before its spec
    assert panel.headline.isHidden()
    panel.show_spec(spec())
    panel.show_trace(sure_of(4))
    assert panel.drawn is not None
    assert panel.drawn.isHidden()
    assert panel.headline.isVisible()
    assert panel.bars.isVisible()


def likeness(nearer: float) -> Likeness:
    return Likeness(np.full((1, 28, 28), 200, np.uint8), 3, 51.4, nearer)


def test_the_headline_says_that_a_drawing_looks_like_no_digit(
    panel: AnswerPanel, look: Theme
) -> None:
    """Only from the share that is said on: 99.5 % of the held-out digits; the name is quiet."""
    for nearer, sure in ((0.994, True), (0.996, False), (0.994, True)):
        panel.show_trace(sure_of(8), likeness(nearer))
        image = panel.headline.grab().toImage()
        name = range(round(image.width() * 0.36))
        colors = {image.pixelColor(x, y).name() for x in name for y in range(image.height())}
        assert (look.color("text").name() in colors) is sure
        assert (look.color("muted").name() in colors) is not sure
    name, lines = texts(trace([0.1, 0.7, 0.2]), unlike=True)
    assert (name, lines) == ("1", ("Looks like\nno digit", "1, 70.0 %", "then 2, 20.0 %"))


def test_the_nearest_known_digit_stands_beside_its_distance(panel: AnswerPanel) -> None:
    words = "Nearest known digit: a 3, 51° away; 99.6 % of digits have one nearer."
    assert sentence(0.996, 3, 51.4) == words
    row = panel.likeness
    panel.show_trace(sure_of(8))
    empty = row.grab().toImage()
    panel.show_trace(sure_of(8), likeness(0.996))
    shown = row.grab().toImage()
    assert shown.copy(0, 0, row.height(), row.height()) != empty.copy(
        0, 0, row.height(), row.height()
    )
    panel.show_trace(None)
    assert row.grab().toImage() == empty


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_the_words_about_the_nearest_digit_fit_into_the_narrowest_column(
    shown: Callable[..., AnswerPanel], scale: float
) -> None:
    panel = AnswerPanel()
    panel.show_spec(spec())
    shown(panel, LEAST_LEFT, 600)
    show_theme(panel.window(), theme("light", scale))
    panel.grab()
    font = QFontMetrics(panel.likeness.theme.font(SMALL))
    room = QRect(0, 0, panel.likeness.width() - panel.likeness.theme.size(32) - GRID, 1000)
    needed = font.boundingRect(room, Qt.TextFlag.TextWordWrap, sentence(1.0, 8, 90.0))
    assert needed.height() <= panel.likeness.height()
    assert needed.width() <= room.width()
    strong = texts_of(panel.likeness.theme, 13, QFont.Weight.DemiBold)
    assert strong.width("Looks like") <= panel.headline.width() * 0.64 - 8


def test_a_network_of_other_things_keeps_no_room_for_digits(panel: AnswerPanel) -> None:
    assert panel.likeness.isVisible()
    panel.show_spec(spec(GARMENTS))
    assert not panel.likeness.isVisible()
    panel.show_spec(drawing_spec())
    assert not panel.likeness.isVisible()
