from __future__ import annotations

from PySide6.QtCore import QRectF

from explorer.network.cells import Cell
from explorer.views.blocks.blocks import Spot
from explorer.views.blocks.sheet import nearest


def spot(x: float, y: float) -> Spot:
    return Spot(QRectF(x, y, 10, 10), "", (x, y), Cell("input", (0, int(y), int(x))))


def test_arrows_go_to_the_closest_spot_in_their_direction() -> None:
    here, right, far, below = spot(0, 0), spot(20, 0), spot(60, 0), spot(0, 20)
    spots = [here, far, right, below]
    assert nearest(here, spots, 1, 0) is right
    assert nearest(here, spots, 0, 1) is below
    assert nearest(here, spots, -1, 0) is None


def test_a_spot_straight_on_beats_a_closer_one_to_the_side() -> None:
    here, straight, aside = spot(0, 0), spot(40, 0), spot(20, 30)
    assert nearest(here, [straight, aside], 1, 0) is straight
