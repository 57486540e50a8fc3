"""One way through every grid of tiles: by mouse, by keys, with the scroll area that follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

from explorer.views.parts.brush import Look
from explorer.views.parts.tiles import Cell, CellGrid, TileRows, TileScroll
from tests.gestures import move

Key = Qt.Key


class Board(CellGrid):
    """Three rows of four cells, 20 pixels each."""

    def __init__(self) -> None:
        super().__init__("Board", "A board.")

    def shape(self) -> tuple[int, int]:
        return 3, 4

    def area(self) -> QRectF:
        return QRectF(10, 10, 80, 60)

    def describe(self, tile: Cell | None) -> str:
        return f"cell {tile}"

    def paint_tiles(self, painter: QPainter, look: Look, exposed: QRectF) -> None:
        pass


class Numbers(TileRows):
    """Numbers on tiles of 40 x 30, from `first` on; remembers which were painted."""

    hovers = False

    def __init__(self, count: int = 100, wide: float = 40) -> None:
        self.many, self.wide = count, wide
        self.painted: list[int] = []
        super().__init__("Numbers", "Numbers.")

    def count(self) -> int:
        return self.many

    def tile_size(self) -> QSizeF:
        return QSizeF(self.wide, 30)

    def describe(self, tile: int | None) -> str:
        return f"number {tile}"

    def reason(self) -> str:
        return "no numbers"

    def paint_tile(self, painter: QPainter, look: Look, tile: int, area: QRectF) -> None:
        self.painted.append(tile)


class Choosing(Numbers):
    """Numbers one of which is always chosen, counted from -1."""

    walk_chooses, first = True, -1

    def choose(self, tile: int) -> None:
        self.show_chosen(tile)
        super().choose(tile)


@pytest.fixture
def numbers(shown: Callable[..., Any]) -> Numbers:
    numbers = Numbers()
    shown(TileScroll(numbers, least=2), 190, 95)
    return numbers


def test_a_cell_is_pointed_at_and_left(
    shown: Callable[..., Board], heard: Callable[..., list[Any]]
) -> None:
    board = shown(Board(), 100, 80)
    hovered = heard(board.tile_hovered)
    move(board, QPoint(35, 55))
    assert board.accessibleDescription() == "cell (2, 1)"
    move(board, QPoint(5, 5))
    assert hovered == [(2, 1), None]


def test_keys_walk_the_cells_to_the_edges_and_enter_chooses(
    qtbot: QtBot, shown: Callable[..., Board], heard: Callable[..., list[Any]]
) -> None:
    board = shown(Board(), 100, 80)
    hovered, chosen = heard(board.tile_hovered), heard(board.tile_chosen)
    keys = (Key.Key_Down, Key.Key_Down, Key.Key_Right, Key.Key_End, Key.Key_Right)
    for key in (*keys, Key.Key_PageDown, Key.Key_Home, Key.Key_PageUp, Key.Key_Return):
        qtbot.keyClick(board, key)
    assert hovered == [(0, 0), (1, 0), (1, 1), (1, 3), (2, 3), (2, 0), (0, 0)]
    assert chosen == [(0, 0)]


def test_a_click_chooses_the_cell_under_it_and_no_other(
    qtbot: QtBot, shown: Callable[..., Board], heard: Callable[..., list[Any]]
) -> None:
    board, left = shown(Board(), 100, 80), Qt.MouseButton.LeftButton
    chosen = heard(board.tile_chosen)
    for place in (QPoint(89, 69), QPoint(95, 40)):
        qtbot.mouseClick(board, left, pos=place)
    assert chosen == [(2, 3)]


def test_tiles_flow_into_rows_and_the_scroll_area_holds_them_all(numbers: Numbers) -> None:
    assert numbers.columns == 4
    assert numbers.height() == 25 * 30
    assert numbers.tile_area(6) == QRectF(80, 30, 40, 30)
    assert numbers.tile_at(QRectF(80, 30, 40, 30).center()) == 6
    numbers.many = 3
    numbers.refit()
    assert numbers.height() == 95


def test_only_exposed_tiles_are_painted(numbers: Numbers) -> None:
    numbers.painted.clear()
    numbers.grab(QRectF(0, 40, 10, 10).toRect())
    assert numbers.painted == [4, 5, 6, 7]


def test_keys_walk_the_rows_and_keep_the_tile_in_view(qtbot: QtBot, numbers: Numbers) -> None:
    walked = []
    keys = (Key.Key_Down, Key.Key_Down, Key.Key_Right, Key.Key_PageDown, Key.Key_End, Key.Key_Home)
    for key in keys:
        qtbot.keyClick(numbers, key)
        walked.append(numbers.hot)
        assert numbers.hot is not None
        area = numbers.tile_area(numbers.hot).toAlignedRect()
        assert numbers.visibleRegion().boundingRect().contains(area)
    assert walked == [0, 4, 5, 17, 99, 0]


def test_walking_chooses_where_one_tile_is_always_chosen(
    qtbot: QtBot, shown: Callable[..., Choosing], heard: Callable[..., list[Any]]
) -> None:
    list_ = shown(Choosing(3, wide=100), 100, 200)
    chosen = heard(list_.tile_chosen)
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Right, Key.Key_End, Key.Key_Down):
        qtbot.keyClick(list_, key)
    assert chosen == [-1, 0, 1, 1]
    assert list_.accessibleDescription() == "number 1"


def test_without_tiles_nothing_can_be_chosen(
    qtbot: QtBot, shown: Callable[..., Numbers], heard: Callable[..., list[Any]]
) -> None:
    numbers = shown(Numbers(0), 100, 100)
    chosen = heard(numbers.tile_chosen)
    qtbot.keyClick(numbers, Key.Key_Down)
    qtbot.keyClick(numbers, Key.Key_Return)
    qtbot.mouseClick(numbers, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    numbers.grab()
    assert (chosen, numbers.painted) == ([], [])
