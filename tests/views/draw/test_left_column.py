"""The column of pad and pixels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from explorer.views.draw.columns import LeftColumn
from explorer.views.draw.preparation import PreparationPanel
from explorer.views.pad.panel import PadPanel


@pytest.mark.parametrize("size", [(264, 640), (330, 760), (420, 1000)])
def test_the_pad_is_above_the_pixels_and_nothing_is_left_over(
    shown: Callable[..., Any], size: tuple[int, int]
) -> None:
    pad, preparation = PadPanel(), PreparationPanel()
    column = shown(LeftColumn(pad, preparation), *size)
    assert pad.geometry().bottom() < preparation.geometry().top()
    assert preparation.geometry().bottom() == column.height() - 1
    assert pad.width() == preparation.width() == column.width()
    assert abs(pad.pad.width() - pad.pad.height()) <= 1
