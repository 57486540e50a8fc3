"""How the room of a page is shared."""

from __future__ import annotations

import pytest

from explorer.views.draw.columns import LEAST_LEFT, LEAST_RIGHT, pad_side, side_widths


@pytest.mark.parametrize("size", [(1264, 718), (1584, 914), (1904, 994), (3824, 2074)])
def test_columns_are_never_too_narrow_and_leave_the_most_to_the_network(
    size: tuple[int, int],
) -> None:
    left, right = side_widths(*size, chrome=370)
    assert left >= LEAST_LEFT
    assert right >= LEAST_RIGHT
    assert size[0] - left - right > max(left, right)


def test_columns_grow_with_the_window_and_with_the_text() -> None:
    assert side_widths(1904, 994, 370) > side_widths(1264, 718, 370)
    assert side_widths(1264, 718, 370, scale=1.5) > side_widths(1264, 718, 370)


def test_a_wide_but_low_window_does_not_waste_width() -> None:
    assert side_widths(2544, 718, 370)[0] < side_widths(2544, 1400, 370)[0]


@pytest.mark.parametrize("room", range(240, 900, 37))
def test_pad_and_pixels_share_the_height(room: int) -> None:
    side = pad_side(400, room)
    assert 120 <= side <= 400
    assert room - side >= 84
