"""Two rows side by side, or below each other: nothing is squeezed where there is no room."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from explorer.views.parts.buttons import chip
from explorer.views.parts.pair import Pair
from explorer.views.parts.widgets import Elided, column, row


def test_what_has_no_room_goes_below(qtbot: QtBot, shown: Callable[..., Pair]) -> None:
    one, other = (chip(text, text, text) for text in ("the first", "the second"))
    pair = shown(Pair(row(one), row(other)), 400, 80)
    assert one.y() == other.y()
    both = one.sizeHint().width() + other.sizeHint().width()
    assert pair.minimumSizeHint().width() < both
    pair.resize(both, 80)
    qtbot.waitUntil(lambda: other.y() > one.geometry().bottom())
    assert other.width() >= other.sizeHint().width()
    pair.resize(400, 80)
    qtbot.waitUntil(lambda: one.y() == other.y())


def test_a_text_that_would_be_elided_gets_a_line_of_its_own(
    qtbot: QtBot, shown: Callable[..., Pair]
) -> None:
    words, button = Elided("Gradients in step 2, batch image 1"), chip("batch", "batch", "batch")
    words.setSizePolicy(button.sizePolicy())
    shown(Pair(row((words, 1)), row(button)), 240, 80)
    qtbot.waitUntil(lambda: button.y() > words.geometry().bottom())
    assert words.text() == words.toolTip()


def test_what_is_around_learns_that_the_height_is_another(
    qtbot: QtBot, shown: Callable[..., QWidget]
) -> None:
    one, other = (chip(text, text, text) for text in ("the first", "the second"))
    pair, around = Pair(row(one), row(other)), QWidget()
    column(pair, None, within=around)
    shown(around, 400, 200)
    beside = pair.height()
    around.resize(one.sizeHint().width() + other.sizeHint().width(), 200)
    qtbot.waitUntil(lambda: pair.height() > beside)
    assert pair.height() == pair.sizeHint().height()
