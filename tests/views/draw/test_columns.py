"""How the room of the Draw page is shared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from explorer.views.answer.answer import AnswerPanel
from explorer.views.draw.columns import LEAST_LEFT, LEAST_RIGHT, LeftColumn, side_widths
from explorer.views.draw.preparation import PreparationPanel
from explorer.views.pad.panel import PadPanel


@pytest.mark.parametrize("width", [1600, 1920, 2560, 3840])
def test_the_network_gets_seven_tenths_of_the_width(width: int) -> None:
    left, right = side_widths(width)
    assert width - left - right - 32 >= 0.7 * width  # 32: margins and handles


def test_columns_are_never_too_narrow() -> None:
    assert side_widths(1280) >= (LEAST_LEFT, LEAST_RIGHT)
    assert side_widths(640) == (LEAST_LEFT, LEAST_RIGHT)


@pytest.mark.parametrize("size", [(196, 640), (260, 760), (420, 1100)])
def test_the_pad_is_square_and_what_finds_no_room_scrolls(
    shown: Callable[..., Any], size: tuple[int, int]
) -> None:
    pad, answer, preparation = PadPanel(), AnswerPanel(), PreparationPanel()
    column = shown(LeftColumn(pad, answer, preparation), *size)
    assert abs(pad.pad.width() - pad.pad.height()) <= 1
    assert pad.geometry().bottom() < answer.geometry().top()
    assert answer.geometry().bottom() < preparation.geometry().top()
    assert pad.width() == answer.width() == preparation.width() <= column.width()
    over = preparation.geometry().bottom() + 1 - column.height()
    assert column.verticalScrollBar().maximum() == max(0, over)
