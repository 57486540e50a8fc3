"""Side columns go and come at their borders, for the mouse and the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from explorer.views.parts.columns import LEFT, MIDDLE, RIGHT, Columns

WIDE, SIDE = 800, 150


def filled() -> Columns:
    columns = Columns(*(QLabel() for _place in range(3)))
    columns.show_widths(SIDE, SIDE)
    return columns


@pytest.fixture
def columns(shown: Callable[..., Any]) -> Columns:
    made: Columns = shown(filled(), WIDE, 300)
    return made


@pytest.mark.parametrize("place", [LEFT, RIGHT])
def test_a_click_hides_a_column_and_the_next_one_brings_it_back(
    columns: Columns, place: int
) -> None:
    before, button = columns.sizes(), columns.buttons[place]
    assert (before[LEFT], before[RIGHT]) == (SIDE, SIDE)
    assert button.accessibleName().startswith("Hide the ")
    assert button.toolTip()
    button.click()
    assert columns.sizes()[place] == 0
    assert columns.sizes()[MIDDLE] == before[MIDDLE] + SIDE
    assert button.accessibleName().startswith("Show the ")
    assert button.isVisible()
    button.click()
    assert columns.sizes() == before


def test_the_keyboard_reaches_the_border_and_nothing_in_a_hidden_column(
    qtbot: QtBot, columns: Columns
) -> None:
    button = columns.buttons[LEFT]
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert columns.is_folded(LEFT)
    assert not columns.widget(LEFT).findChild(QLabel).isVisible()


def test_a_border_still_moves_and_a_dragged_out_column_is_shown(
    qtbot: QtBot, columns: Columns
) -> None:
    drag(qtbot, columns, 60)
    assert columns.sizes()[LEFT] == pytest.approx(SIDE + 60, abs=1)
    dragged = columns.sizes()
    columns.fold(LEFT, folded=True)
    columns.fold(LEFT, folded=False)
    assert columns.sizes() == dragged, "as wide as the user had made it"
    columns.fold(LEFT, folded=True)
    drag(qtbot, columns, 90)
    assert not columns.is_folded(LEFT)
    assert columns.sizes()[LEFT] == pytest.approx(90, abs=1)


def drag(qtbot: QtBot, columns: Columns, by: int) -> None:
    handle, left = columns.handle(1), Qt.MouseButton.LeftButton
    qtbot.mousePress(handle, left, pos=QPoint(4, 10))
    qtbot.mouseMove(handle, QPoint(4 + by, 10))
    qtbot.mouseRelease(handle, left, pos=QPoint(4, 10))


def test_hidden_columns_and_widths_are_remembered(
    qtbot: QtBot, shown: Callable[..., Any], columns: Columns
) -> None:
    assert columns.remembered().isEmpty()
    columns.fold(RIGHT, folded=True)
    again = filled()
    again.recall(columns.remembered())
    shown(again, 1000, 300)
    assert again.sizes()[RIGHT] == 0
    again.show_widths(SIDE + 20, SIDE + 20)
    again.fold(RIGHT, folded=False)
    assert again.sizes()[RIGHT] == SIDE + 20, "the page still sizes it"
    drag(qtbot, columns, 40)
    third = filled()
    third.recall(columns.remembered())
    shown(third, 1000, 300)
    third.show_widths(10, 10)
    assert third.sizes()[LEFT] == columns.sizes()[LEFT]
    third.fold(RIGHT, folded=False)
    assert third.sizes()[RIGHT] == SIDE


@pytest.mark.parametrize(
    "nonsense", [b"", b"\x00\xff", b"{}", b"[]", b'{"folded": 1, "widths": 2}']
)
def test_nonsense_is_not_recalled(columns: Columns, nonsense: bytes) -> None:
    before = columns.sizes()
    columns.recall(QByteArray(nonsense))
    assert columns.sizes() == before
    assert not columns.moved_by_user


def test_a_column_that_takes_the_place_of_a_hidden_one_is_hidden(columns: Columns) -> None:
    columns.fold(LEFT, folded=True)
    new = QLabel()
    columns.exchange(LEFT, new)
    assert not new.isVisible()
    columns.fold(LEFT, folded=False)
    assert new.isVisible()
    assert columns.sizes()[LEFT] == SIDE
