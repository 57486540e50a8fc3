"""Where a bitmap comes to lie on the network's grid: the geometry of crop, scale and centre.

A bitmap's coordinate x lies at `scale * x + origin` on the grid, both counted in edges: the
first pixel covers 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from explorer.digits.drawing import PAD, Box, Floats
from explorer.digits.resample import resample


@dataclass(frozen=True, slots=True)
class Grid:
    """The network's input as the preparation sees it: an `inner` square with a margin around.

    A 32 x 32 grid is the 28 x 28 preparation with two empty pixels around, as in LeNet-5.
    """

    height: int
    width: int
    inner: int

    @classmethod
    def of(cls, size: tuple[int, int], whole: bool = False) -> Grid:
        """Return the grid of a (height, width); `whole` leaves no margin in any square one."""
        height, width = size
        return cls(height, width, 28 if size == (32, 32) and not whole else min(size))

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        return self.height, self.width

    @property
    def margin(self) -> tuple[int, int]:
        """Columns at the left and rows at the top that stay empty."""
        return (self.width - self.inner) // 2, (self.height - self.inner) // 2

    @property
    def ink_side(self) -> int:
        """The longer side of scaled ink: 20 of 28."""
        return max(1, round(self.inner * 20 / 28))

    @property
    def middle(self) -> tuple[float, float]:
        """The middle (x, y) in edge coordinates."""
        x, y = self.margin
        return x + self.inner / 2, y + self.inner / 2


@dataclass(frozen=True, slots=True)
class Placing:
    """How the bitmap comes to lie on the grid: which `area` of it, how large, and where.

    `at_rest` is the place of the bitmap's origin with the box (or the pad) in the middle.
    """

    area: tuple[int, int, int, int]
    scale: float
    at_rest: tuple[float, float]

    def cut(self, image: Floats) -> Floats:
        """Return the area of an image (..., height, width)."""
        left, top, right, bottom = self.area
        return image[..., top:bottom, left:right]

    def draw(self, cut: Floats, grid: Grid, origin: tuple[float, float]) -> Floats:
        """Resample a cut-out onto the grid, the bitmap's origin at `origin` (x, y)."""
        x = origin[0] + self.scale * self.area[0]
        y = origin[1] + self.scale * self.area[1]
        return resample(cut, grid.size, self.scale, (x, y))

    def balanced(self, grid: Grid, box: Box, cut: Floats) -> tuple[float, float]:
        """Return the origin that puts the centre of mass half a pixel past the middle.

        MNIST's digits balance at 14.5, not at 14.0. Lopsided ink stops at the grid's edge: none of
        it is lost.
        """
        mass = centre_of_mass(cut if cut.ndim == 2 else cut.mean(axis=0))
        origin = []
        for axis in (0, 1):
            wanted = grid.middle[axis] + 0.5 - self.scale * (mass[axis] + self.area[axis])
            first = grid.margin[axis] - self.scale * box[axis]
            last = grid.margin[axis] + grid.inner - self.scale * box[axis + 2]
            origin.append(min(max(wanted, first), last))
        return origin[0], origin[1]


def uncropped(
    grid: Grid, shape: tuple[int, ...], scale: float, pad_offset: tuple[float, float]
) -> Placing:
    """Place a whole bitmap (..., height, width) so that the pad fills the grid.

    `pad_offset` (x, y) is where the bitmap begins on the pad.
    """
    x, y = grid.margin
    shrink = grid.inner / PAD
    at_rest = (x + shrink * pad_offset[0], y + shrink * pad_offset[1])
    return Placing((0, 0, shape[-1], shape[-2]), scale, at_rest)


def cropped(grid: Grid, shape: tuple[int, ...], scale: float, box: Box) -> Placing:
    """Place the `box` of a bitmap (..., height, width) in the middle of the grid."""
    x, y = grid.middle
    at_rest = (x - scale * (box[0] + box[2]) / 2, y - scale * (box[1] + box[3]) / 2)
    (left, top), (right, bottom) = map(floor, box[:2]), map(ceil, box[2:])
    area = max(0, left), max(0, top), min(shape[-1], right), min(shape[-2], bottom)
    return Placing(area, scale, at_rest)


def centre_of_mass(image: Floats) -> tuple[float, float]:
    """Return (x, y) in edge coordinates: the middle of the first pixel is 0.5."""
    height, width = image.shape
    factors = np.ones((width, 2), np.float32)
    factors[:, 1] = np.arange(width) + 0.5
    total, across = (image @ factors).astype(np.float64).T
    ink = total.sum()
    return float(across.sum() / ink), float(total @ (np.arange(height) + 0.5) / ink)
