"""What a user has drawn: strokes of a pen, a picture, or strokes over a picture.

Everything lives on the pad, a square of 280 x 280 pixels with y growing downward. Strokes stay
geometry as long as possible: they can be turned, moved and drawn again with another pen
without losing anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAD = 280
PEN_WIDTH = 22.0

# Quoted, because the window is painted before numpy is imported.
Floats: TypeAlias = "NDArray[np.float32]"
Bytes: TypeAlias = "NDArray[np.uint8]"
Box = tuple[float, float, float, float]
"""A rectangle: x0, y0, x1, y1."""


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """One movement of the pen: `points` (n, 2) as x, y in pad pixels.

    `width` is the pen in pad pixels, `softness` (0 to 1) the blurred share of its edge, an
    `eraser` takes ink away. `pressures` (n,) in 0 to 1 widen or narrow the pen along the way.
    Arrays are copied and read-only. Raises ValueError if the shapes do not fit.
    """

    points: Floats
    width: float = PEN_WIDTH
    softness: float = 0.0
    eraser: bool = False
    pressures: Floats | None = None

    def __post_init__(self) -> None:
        points = _read_only(self.points)
        if points.ndim != 2 or points.shape[1] != 2:
            raise ValueError(f"points are (n, 2), not {points.shape}")
        object.__setattr__(self, "points", points)
        if self.pressures is not None:
            pressures = _read_only(self.pressures)
            if pressures.shape != points.shape[:1]:
                raise ValueError(f"{len(points)} points need as many pressures")
            object.__setattr__(self, "pressures", pressures)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """An image as ink: 0 is paper, 255 full ink; grey (height, width) or RGB (3, height, width).

    `name` is where it came from; `inverted` is set if the file had dark ink on light paper and was
    turned around.
    """

    ink: Bytes
    name: str = ""
    inverted: bool = False

    def __post_init__(self) -> None:
        ink = np.array(self.ink, np.uint8)
        if ink.ndim not in (2, 3) or (ink.ndim == 3 and len(ink) != 3) or 0 in ink.shape:
            raise ValueError(f"ink is (height, width) or (3, height, width), not {ink.shape}")
        ink.setflags(write=False)
        object.__setattr__(self, "ink", ink)


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A picture with strokes over it, then turned, shifted and thickened.

    `turn` is in degrees, clockwise on the screen, about the middle of the pad; `shift` (x, y)
    in pad pixels comes after it. `thicken` multiplies the width of every stroke.
    """

    strokes: tuple[Stroke, ...] = ()
    picture: Picture | None = None
    shift: tuple[float, float] = (0.0, 0.0)
    turn: float = 0.0
    thicken: float = 1.0

    @property
    def empty(self) -> bool:
        """Whether nothing was drawn at all (an eraser alone leaves no ink)."""
        return self.picture is None and all(s.eraser or not len(s.points) for s in self.strokes)

    @property
    def only_strokes(self) -> bool:
        """Whether the ink is known as geometry: no picture under it, nothing erased."""
        return self.picture is None and not any(stroke.eraser for stroke in self.strokes)

    @property
    def moved(self) -> bool:
        """Whether it is turned or shifted."""
        return self.turn != 0 or self.shift != (0.0, 0.0)

    def to_pad(self, points: Floats) -> Floats:
        """Return where points (n, 2) of the strokes lie on the pad: turned, then shifted."""
        if not self.moved:
            return points
        middle = np.full(2, PAD / 2, np.float32)
        moved = (points - middle) @ self._rotation() + middle + np.array(self.shift, np.float32)
        return np.asarray(moved, np.float32)

    def from_pad(self, points: Floats) -> Floats:
        """Return which stroke points (n, 2) lie at these places of the pad; undoes `to_pad`."""
        if not self.moved:
            return points
        middle = np.full(2, PAD / 2, np.float32)
        back = (points - np.array(self.shift, np.float32) - middle) @ self._rotation().T + middle
        return np.asarray(back, np.float32)

    def _rotation(self) -> Floats:
        c, s = cos(radians(self.turn)), sin(radians(self.turn))
        return np.array([[c, s], [-s, c]], np.float32)


def _read_only(values: Any) -> Floats:
    copy = np.array(values, np.float32)
    copy.setflags(write=False)
    return copy
