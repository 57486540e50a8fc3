"""From points in space to points of the window and back, without a window.

In space x runs with the data, y downward along the rows of a map, z away from the viewer. The
picture is axonometric: parallel lines stay parallel, so that equal cells look equal wherever they
stand, and the y axis stays upright on the screen. All maps face along z; the view never turns so
far that one would be seen from its edge.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import cos, radians, sin

YAW, PITCH = 20.0, 39.0  # degrees from which the whole is first seen: from the left and above
_FARTHEST_YAW, _FARTHEST_PITCH = 72.0, 68.0
_SMALLEST, _LARGEST = 10.0, 8000.0  # window pixels per unit of space

Point = tuple[float, float]
Point3 = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class View:
    """Where one looks from: `yaw` and `pitch` in degrees, `scale` window pixels per unit.

    The origin of space appears at (`x`, `y`) of the window.
    """

    yaw: float = YAW
    pitch: float = PITCH
    scale: float = 100.0
    x: float = 0.0
    y: float = 0.0

    def axes(self) -> tuple[Point, Point, Point]:
        """Return where one unit along x, y and z goes in the window, in pixels."""
        return _axes(self.yaw, self.pitch, self.scale)

    def to_window(self, point: Point3) -> Point:
        """Return where a point of space appears."""
        (xx, xy), (_, yy), (zx, zy) = self.axes()
        x, y, z = point
        return self.x + x * xx + z * zx, self.y + x * xy + y * yy + z * zy

    def to_plane(self, x: float, y: float, z: float) -> Point:
        """Return the (x, y) of space seen at a place of the window, on the plane at depth `z`."""
        (xx, xy), (_, yy), (zx, zy) = self.axes()
        across = (x - self.x - z * zx) / xx
        return across, (y - self.y - z * zy - across * xy) / yy

    def turned(self, yaw: float, pitch: float) -> View:
        """Return the view turned by so many degrees, as far as maps can still be read."""
        return replace(
            self,
            yaw=min(_FARTHEST_YAW, max(-_FARTHEST_YAW, self.yaw + yaw)),
            pitch=min(_FARTHEST_PITCH, max(-_FARTHEST_PITCH, self.pitch + pitch)),
        )

    def turned_about(self, yaw: float, pitch: float, pivot: Point3) -> View:
        """Return the view turned while a point of space keeps its place in the window."""
        before, turned = self.to_window(pivot), self.turned(yaw, pitch)
        after = turned.to_window(pivot)
        return turned.moved(before[0] - after[0], before[1] - after[1])

    def moved(self, dx: float, dy: float) -> View:
        """Return the view after the picture was dragged by (dx, dy) window pixels."""
        return replace(self, x=self.x + dx, y=self.y + dy)

    def zoomed(self, factor: float, x: float, y: float) -> View:
        """Return the view enlarged; what is at (x, y) of the window stays there."""
        scale = min(_LARGEST, max(_SMALLEST, self.scale * factor))
        ratio = scale / self.scale
        moved_x, moved_y = x - ratio * (x - self.x), y - ratio * (y - self.y)
        return replace(self, scale=scale, x=moved_x, y=moved_y)


@lru_cache(maxsize=16)
def _axes(yaw: float, pitch: float, scale: float) -> tuple[Point, Point, Point]:
    yaw, pitch = radians(yaw), radians(pitch)
    return (
        (scale * cos(yaw), scale * sin(yaw) * sin(pitch)),
        (0.0, scale * cos(pitch)),
        (scale * sin(yaw), -scale * cos(yaw) * sin(pitch)),
    )
