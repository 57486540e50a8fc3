"""A smooth pen path through a few points: a Catmull-Rom spline that may have sharp corners.

The path is linear in its points, so it is given as a matrix of weights: moving a point a little
bends the path around it without any new calculation.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def spline_basis(points: Floats, corners: list[bool], count: int) -> Floats:
    """Return the weights (count, n) of a spline through `points` (n, 2), sharp at its `corners`.

    The samples lie about evenly along the chord lengths, with every corner among them. Between
    points a and b with tangents p and q the cubic Hermite form is used.
    """
    chords = np.hypot(*np.diff(points, axis=0).T)
    knots = np.concatenate([[0.0], np.cumsum(chords)])
    places = _sample_places(knots, [0, *np.flatnonzero(corners), len(points) - 1], count)
    segment = np.clip(np.searchsorted(knots, places, "right") - 1, 0, len(points) - 2)
    t = ((places - knots[segment]) / chords[segment])[:, None]
    unit = np.eye(len(points))
    start, stop = unit[segment], unit[segment + 1]
    out = np.stack([_tangent(unit, corners, int(i), leaving=True) for i in segment])
    into = np.stack([_tangent(unit, corners, int(i) + 1, leaving=False) for i in segment])
    weights = (
        (2 * t**3 - 3 * t**2 + 1) * start
        + (t**3 - 2 * t**2 + t) * out
        + (3 * t**2 - 2 * t**3) * stop
        + (t**3 - t**2) * into
    )
    return np.asarray(weights, np.float32)


def _tangent(
    unit: NDArray[np.float64], corners: list[bool], index: int, *, leaving: bool
) -> NDArray[np.float64]:
    """Return the tangent at a point as weights of all points: one-sided at ends and corners."""
    last = len(unit) - 1
    if not corners[index] and 0 < index < last:
        return np.asarray((unit[index + 1] - unit[index - 1]) / 2)
    before = index if leaving else index - 1
    return np.asarray(unit[before + 1] - unit[before])


def _sample_places(knots: NDArray[np.float64], sharp: list[int], count: int) -> NDArray[np.float64]:
    places = np.linspace(0.0, knots[-1], count)
    for index in sharp:
        places[np.argmin(np.abs(places - knots[index]))] = knots[index]
    return np.sort(places)
