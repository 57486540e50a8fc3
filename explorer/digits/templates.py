"""How people write the ten digits: our own stroke templates, drawn by hand for this program.

`templates.txt` has a line for each variant: the digit and its points in a box about 66 wide and
100 high with y growing downward; strokes are separated by `|`. The pen runs smoothly through the
points, except where a `!` marks a corner. MNIST shows one country's habits; these add the flagged
1, the crossed 7, the slashed 0 and other shapes that a stranger may draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from explorer.digits.spline import spline_basis
from explorer.resources import resource

HEIGHT = 100.0
POINTS = 56


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """One way to write a digit.

    `controls` (n, 2) are its points in template units. `basis` (POINTS, n) turns them, jittered
    or not, into the pen's path: `path = basis @ controls`. `drawn` (POINTS - 1,) is False for the
    segments during which the pen is lifted.
    """

    digit: int
    controls: NDArray[np.float32]
    basis: NDArray[np.float32]
    drawn: NDArray[np.bool_]


@cache
def templates() -> tuple[Template, ...]:
    """Return all variants of all digits, in order of the digit."""
    lines = resource("digits", "templates.txt").read_text("utf-8").splitlines()
    return tuple(_template(int(line[0]), line[1:]) for line in lines)


def _template(digit: int, words: str) -> Template:
    strokes = [_parsed(stroke) for stroke in words.split("|")]
    counts = _shares([_length(points) for points, _ in strokes])
    controls = np.concatenate([points for points, _ in strokes])
    basis = np.zeros((POINTS, len(controls)), np.float32)
    drawn = np.ones(POINTS - 1, np.bool_)
    row = column = 0
    for (points, corners), count in zip(strokes, counts, strict=True):
        basis[row : row + count, column : column + len(points)] = spline_basis(
            points, corners, count
        )
        row, column = row + count, column + len(points)
        if row < POINTS:
            drawn[row - 1] = False
    return Template(digit, controls, basis, drawn)


def _parsed(stroke: str) -> tuple[NDArray[np.float32], list[bool]]:
    words = stroke.split()
    points = [[float(n) for n in word.rstrip("!").split(",")] for word in words]
    return np.array(points, np.float32), [word.endswith("!") for word in words]


def _length(points: NDArray[np.float32]) -> float:
    return float(np.hypot(*np.diff(points, axis=0).T).sum())


def _shares(lengths: list[float]) -> list[int]:
    """Split POINTS among strokes by length, at least three each."""
    counts = [max(3, int(POINTS * length / sum(lengths))) for length in lengths]
    counts[int(np.argmax(counts))] += POINTS - sum(counts)
    return counts
