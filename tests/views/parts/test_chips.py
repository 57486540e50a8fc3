"""Buttons of which one is chosen, and a title that folds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from explorer.views.parts.chips import Chips, Fold

KINDS = {"max": ("max", "The largest."), "average": ("avg", "The mean."), "sum": ("sum", "All.")}
LEFT = Qt.MouseButton.LeftButton


def test_only_the_user_chooses_aloud(
    qtbot: QtBot, shown: Callable[..., Chips], heard: Callable[..., list[Any]]
) -> None:
    chips = shown(Chips("Pooling", KINDS), 200, 40)
    chosen = heard(chips.chosen)
    chips.show_chosen("average")
    assert (chips.shown, chosen) == ("average", [])
    qtbot.mouseClick(chips.buttons["sum"], LEFT)
    assert (chips.shown, chosen) == ("sum", ["sum"])
    chips.show_chosen("median")
    assert chips.shown == ""


def test_joined_chips_begin_with_the_usual_choice_and_mark_it(
    qtbot: QtBot, shown: Callable[..., Chips], heard: Callable[..., list[Any]]
) -> None:
    chips = shown(Chips("pool1", KINDS, joined=True, own="max"), 200, 40)
    chosen = heard(chips.chosen)
    assert chips.shown == "max"
    own = chips.buttons["max"].grab().toImage()
    qtbot.mouseClick(chips.buttons["average"], LEFT)
    assert chosen == ["average"]
    assert chips.buttons["max"].grab().toImage() != own
    assert chips.buttons["average"].accessibleName() == "pool1: average"
    edges = [button.geometry() for button in chips.buttons.values()]
    assert edges[0].right() + 1 == edges[1].left()


def test_a_fold_is_pressed_by_mouse_and_keyboard(
    qtbot: QtBot, shown: Callable[..., Fold], heard: Callable[..., list[Any]]
) -> None:
    fold = shown(Fold("Otherwise", "Fold it.", "More."), 200, 30)
    toggled = heard(fold.toggled)
    unfolded = fold.grab().toImage()
    qtbot.mouseClick(fold, LEFT)
    assert fold.grab().toImage() != unfolded
    qtbot.keyClick(fold, Qt.Key.Key_Space)
    assert toggled == [False, True]


def test_a_fold_with_little_room_shortens_its_title(shown: Callable[..., Fold]) -> None:
    fold = shown(Fold("Otherwise and more", "Fold it.", "More."), 200, 30)
    fold.resize(fold.sizeHint().width() // 2, 22)
    short = fold.grab().toImage()
    fold.setText("")
    assert fold.grab().toImage() != short  # the arrow alone
