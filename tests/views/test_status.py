"""The status bar, fed by hand."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from explorer.network.cells import Cell, Selection
from explorer.views.status import StatusBar
from explorer.views.theme import ThemeName, load_fonts, theme


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_sentence_lies_on_the_panel_of_the_theme(qtbot: QtBot, name: ThemeName) -> None:
    load_fonts()
    bar = StatusBar()
    qtbot.addWidget(bar)
    look = theme(name)
    bar.set_theme(look)
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
