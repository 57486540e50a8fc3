"""Numbers and choices of a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from explorer.views.parts.fields import Field, NumberEdit, Picker, stepped


@pytest.fixture
def whole(shown: Callable[..., NumberEdit]) -> NumberEdit:
    edit = shown(NumberEdit("Filters", "How many.", low=1, high=9), 80, 30)
    edit.show_value(6)
    return edit


def test_typing_says_the_number_at_once(
    qtbot: QtBot, whole: NumberEdit, heard: Callable[..., list[Any]]
) -> None:
    said = heard(whole.value_requested)
    whole.selectAll()
    qtbot.keyClicks(whole, "12")
    assert said == [1, 12]


def test_arrow_keys_step_within_the_bounds(
    qtbot: QtBot, whole: NumberEdit, heard: Callable[..., list[Any]]
) -> None:
    said = heard(whole.value_requested)
    qtbot.keyClick(whole, Qt.Key.Key_Up)
    qtbot.keyClick(whole, Qt.Key.Key_PageUp)
    qtbot.keyClick(whole, Qt.Key.Key_Up)
    qtbot.keyClick(whole, Qt.Key.Key_Down)
    assert said == [7, 9, 8]


def test_the_small_arrows_step_too(
    qtbot: QtBot, whole: NumberEdit, heard: Callable[..., list[Any]]
) -> None:
    said = heard(whole.value_requested)
    qtbot.mouseClick(whole, Qt.MouseButton.LeftButton, pos=QPoint(whole.width() - 6, 4))
    assert said == [7]


def test_text_that_is_no_number_is_refused_and_put_back_on_leaving(
    qtbot: QtBot, whole: NumberEdit, heard: Callable[..., list[Any]]
) -> None:
    field = Field(whole)
    qtbot.addWidget(field)
    said, unreadable = heard(whole.value_requested), heard(whole.unreadable)
    whole.lineEdit().setText("")
    qtbot.keyClicks(whole, "x")
    assert said == []
    assert unreadable == ["“x” is not a whole number."]
    assert field.error
    whole.clearFocus()
    whole.focusOutEvent(_focus_out())
    assert whole.text() == "6"
    assert said == [6]


def _focus_out() -> Any:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent

    return QFocusEvent(QEvent.Type.FocusOut)


@pytest.mark.parametrize(
    ("typed", "read"), [("3e-3", 0.003), ("0,5", 0.5), (" 1 ", 1.0), ("inf", None), ("1e999", None)]
)
def test_decimals_are_read_as_people_write_them(
    qtbot: QtBot, heard: Callable[..., list[Any]], typed: str, read: float | None
) -> None:
    edit = NumberEdit("Rate", "How fast.", whole=False)
    qtbot.addWidget(edit)
    said = heard(edit.value_requested)
    edit.lineEdit().textEdited.emit(typed)
    assert said == ([] if read is None else [read])


def test_showing_what_is_being_typed_leaves_the_text_alone(whole: NumberEdit) -> None:
    whole.lineEdit().setText("06")
    whole.show_value(6)
    assert whole.text() == "06"


@given(st.floats(1e-7, 1e6))
def test_steps_of_a_decimal_go_up_and_come_back(value: float) -> None:
    above, below = stepped(value, 1), stepped(value, -1)
    assert below < value < above
    assert above <= value * 2.51


def test_decimals_step_through_1_2_5() -> None:
    assert [stepped(0.01, n) for n in (-2, -1, 0, 1, 2, 3)] == [0.002, 0.005, 0.01, 0.02, 0.05, 0.1]
    assert stepped(1e-7, -1) == 0


def test_a_picker_says_only_what_the_user_chose(
    qtbot: QtBot, heard: Callable[..., list[Any]]
) -> None:
    picker = Picker("Kind", "Which.", (("max", "maximum"), ("sum", "sum")))
    qtbot.addWidget(picker)
    said = heard(picker.value_requested)
    picker.show_value("sum")
    assert said == []
    qtbot.keyClick(picker, Qt.Key.Key_Up)
    assert said == ["max"]


def test_a_value_that_is_not_offered_is_still_shown(qtbot: QtBot) -> None:
    picker = Picker("Kind", "Which.", (("max", "maximum"),))
    qtbot.addWidget(picker)
    picker.show_value("median")
    assert picker.currentData() == "median"
