"""How deep the stacks are and how large the whole appears, so that it fills the window."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

from explorer.views.scene.layout.layout import SceneLayout
from explorer.views.scene.stacked.planes import Arrangement, arrange
from explorer.views.scene.stacked.space import View

_DEPTHS = tuple(0.5 + 0.25 * i for i in range(22))
_DEPTH_COUNTS = 0.3  # what a stack that opens wider is worth against larger planes


def best_depth(layout: SceneLayout, width: float, height: float) -> float:
    """Return how deep to make the stacks for a window: planes far apart, yet large."""

    def worth(depth: float) -> float:
        arrangement = arrange(layout, depth)
        return log(fitted(arrangement, View(), width, height).scale) + _DEPTH_COUNTS * log(depth)

    return max(_DEPTHS, key=worth)


def fitted(arrangement: Arrangement, view: View, width: float, height: float) -> View:
    """Return the view from the same side that shows everything in `width` x `height` pixels."""
    points = _corners(arrangement) @ np.array(replace(view, scale=1.0).axes())
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    scale = max(10.0, min(width / max(right - left, 1e-6), height / max(bottom - top, 1e-6)))
    x = width / 2 - scale * (left + right) / 2
    return replace(view, scale=scale, x=x, y=height / 2 - scale * (top + bottom) / 2)


@lru_cache(maxsize=2)
def _corners(arrangement: Arrangement) -> NDArray[np.float64]:
    """Return the corners (count, 3) of an arrangement, which stays the same while one turns it."""
    return np.array(arrangement.corners())


def arranged(
    layout: SceneLayout, width: float, height: float, fanned: Collection[str] = ()
) -> Arrangement:
    """Return the arrangement that suits a window of `width` x `height` pixels."""
    return arrange(layout, best_depth(layout, width, height), fanned)
