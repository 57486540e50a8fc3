from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from explorer.network.explain import activated
from explorer.views.cards.curve import CurveScale


@pytest.mark.parametrize(("kind", "ends"), [("tanh", (-1, 1)), ("sigmoid", (0, 1))])
def test_axes_end_at_the_bounds_of_the_function(kind: str, ends: tuple[int, int]) -> None:
    x = np.linspace(-5, 5, 121)
    scale = CurveScale(QRectF(0, 0, 100, 100), np.stack([x, activated(kind, x)]))
    assert (scale.low_y, scale.high_y) == ends


def test_a_point_outside_stays_at_the_edge() -> None:
    x = np.linspace(-4, 4, 9)
    scale = CurveScale(QRectF(0, 0, 80, 40), np.stack([x, np.maximum(x, 0)]))
    assert scale.at(0, 0).x() == 40
    assert scale.at(99, 99).x() == 80
    assert scale.at(99, 99).y() == 0
