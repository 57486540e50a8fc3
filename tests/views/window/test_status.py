"""The status bar, fed by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from explorer.network.cells import Cell, Selection
from explorer.views.style.theme import ThemeName, load_fonts, theme
from explorer.views.style.themed import show_theme
from explorer.views.window.status import StatusBar


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_sentence_lies_on_the_panel_of_the_theme(qtbot: QtBot, name: ThemeName) -> None:
    load_fonts()
    bar = StatusBar()
    qtbot.addWidget(bar)
    look = theme(name)
    show_theme(bar, look)
    bar.resize(600, 24)
    image = bar._sentence.grab().toImage()
    assert image.pixelColor(image.width() - 2, 2) == look.color("panel")


def test_a_kept_cell_is_said_to_be_kept(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    selection = Selection(Cell("relu1", (0, 1, 2)), 0.5, "relu1: 0.50", ())
    bar.show_selection(selection, True)
    assert bar.sentence == "relu1: 0.50 (kept; Esc lets go)"
    assert bar._sentence.accessibleDescription() == bar.sentence


def test_what_changes_faster_than_one_reads_is_painted_when_it_rests(
    qtbot: QtBot, shown: Callable[..., StatusBar]
) -> None:
    bar = shown(StatusBar(), 600, 24)
    sentence = bar._sentence
    for column in range(5):
        text = f"relu1, column {column}: 0.50"
        bar.show_selection(Selection(Cell("relu1", (0, 1, column)), 0.5, text, ()), False)
        assert sentence.accessibleDescription() == text  # heard at once
    qtbot.waitUntil(lambda: sentence._painted == "relu1, column 4: 0.50")
