from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage, QPainter

from explorer.network.cells import Cell
from explorer.views.blocks.blocks import Block
from explorer.views.blocks.table import NumberRow, Titles, TotalRow, columns
from explorer.views.parts.brush import Look

WIDTH = 300


def paint(block: Block, look: Look) -> np.ndarray:
    image = QImage(WIDTH, 60, QImage.Format.Format_RGB32)
    image.fill(look.color("panel"))
    painter = QPainter(image)
    block.paint(painter, look, WIDTH, None)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint32).reshape(60, WIDTH).copy()


def test_columns_share_the_room_beside_the_names(look: Look) -> None:
    places = columns(look, WIDTH, 3, 60)
    assert [place.width() for place in places] == [(WIDTH - 64) / 3] * 3
    assert places[0].x() == 60
    assert places[-1].right() == WIDTH - 4


def test_columns_without_room_beside_each_other_stand_in_two_lines(look: Look) -> None:
    row = NumberRow("7", ("−11.071", "0.000", "1.003", "0.997"), "", 20)
    assert row.height(look, 150) == 2 * row.height(look, 220)
    first, second, third, _last = columns(look, 150, 4, 20)
    assert (first.y(), first.x()) == (second.y(), third.x())
    assert third.y() == first.bottom()


def test_a_row_leads_to_its_cell_and_a_marked_one_has_a_ground(look: Look) -> None:
    cell = Cell("probabilities", (3,))
    row = NumberRow("3", ("1.0", "0.5"), "Class 3", 60, cell, ground="selection_soft")
    marked = NumberRow("3", ("1.0", "0.5"), "Class 3", 60, marked=True, ground="selection_soft")
    (spot,) = row.spots(look, WIDTH)
    assert (spot.cell, spot.words, spot.stop) == (cell, "Class 3", True)
    soft = look.color("selection_soft").rgb()
    assert soft not in paint(row, look)
    assert soft in paint(marked, look)


def test_a_long_name_gives_way_to_the_numbers(look: Look) -> None:
    row = NumberRow("a name that is far too long for its place", ("1.0",), "", 60)
    words = paint(row, look)
    assert (words[:, 70:200] == look.color("panel").rgb()).all()


def test_titles_of_one_line_stand_at_the_bottom(look: Look) -> None:
    both = Titles(("exp", "divided\nby the sum"), 60)
    assert Titles(("exp",), 60).height(look, WIDTH) == both.height(look, WIDTH) - look.line()
    upper, middle = (
        paint(both, look)[: int(look.line())],
        int(columns(look, WIDTH, 2, 60)[1].x()),
    )
    assert (upper[:, :middle] == look.color("panel").rgb()).all()
    assert (upper[:, middle:] != look.color("panel").rgb()).any()


def test_sums_stand_below_their_columns(look: Look) -> None:
    words = paint(TotalRow("sum", ("", "1.0"), 60), look)
    first, last = columns(look, WIDTH, 2, 60)
    painted = words[8:20] != look.color("panel").rgb()
    assert not painted[:, int(first.left()) : int(first.right())].any()
    assert painted[:, int(last.left()) :].any()
