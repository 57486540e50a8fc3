from __future__ import annotations

from PySide6.QtCore import QRectF

from explorer.network.cells import Cell, Region
from explorer.views.blocks.bars import Axis
from explorer.views.blocks.blocks import Line, Spot, Sum
from explorer.views.parts.brush import Look


def test_a_long_line_takes_more_height(look: Look) -> None:
    short, long = Line("a sum"), Line("a sum that says far more than fits " * 3)
    assert long.height(look, 200) > 2 * short.height(look, 200)


def test_a_sum_breaks_between_its_parts(look: Look) -> None:
    parts = tuple((f"+ {n}.00", "number") for n in range(20))
    few, many = Sum(parts[:2], True, ""), Sum(parts, True, "")
    assert many.height(look, 300) > few.height(look, 300)


def test_a_line_of_a_sum_never_ends_in_a_word(look: Look) -> None:
    parts = tuple(
        (text, "word" if text in "=+" else "number") for text in ["1111", "+", "2222", "="]
    )
    line = Sum((*parts, ("3333", "result")), True, "")
    assert [line.height(look, room) // look.line("body") for room in (300, 110, 60)] == [1, 2, 3]


def test_a_sum_that_is_a_little_too_long_is_written_smaller(look: Look) -> None:
    parts = (("6 channels", "word"), ("−0.123456", "number"), ("+ bias", "word"))
    line = Sum((*parts, ("0.012345", "number"), ("=", "word"), ("−0.111111", "result")), True, "")
    short = Sum((("0.12", "number"), ("=", "word"), ("0.12", "result")), True, "")
    assert line.height(look, 330) == short.height(look, 330)


def test_a_spot_means_its_cell_and_its_region() -> None:
    region = Region("pool1", (0, 2, 2), (1, 4, 4))
    spot = Spot(QRectF(0, 0, 10, 10), "", 1, Cell("conv1", (0, 0, 0)), region=region)
    assert spot.means(Cell("conv1", (0, 0, 0)))
    assert spot.means(Cell("pool1", (0, 3, 3)))
    assert not spot.means(Cell("pool1", (0, 4, 3)))
    assert spot.moved(5).rect.top() == 5


def test_an_axis_holds_zero_and_all_values() -> None:
    axis = Axis.over([-1.0, 3.0])
    assert axis.place(0.0, 10, 100) == 35
    assert axis.place(3.0, 10, 100) == 110
    assert Axis.over([]).place(0.0, 10, 100) == 10
