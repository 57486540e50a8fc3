"""Zoom and pan: how scene pixels become window pixels, without a window."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from explorer.views.scene.layout.geometry import Box

LARGEST = 40.0


@dataclass(frozen=True, slots=True)
class Camera:
    """A point of the scene appears at `scale` x point + (`x`, `y`) in the window."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def to_window(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the scene appears."""
        return self.scale * x + self.x, self.scale * y + self.y

    def to_scene(self, x: float, y: float) -> tuple[float, float]:
        """Return which point of the scene appears at a place of the window."""
        return (x - self.x) / self.scale, (y - self.y) / self.scale

    def moved(self, dx: float, dy: float) -> Camera:
        """Return the camera after the picture was dragged by (dx, dy) window pixels."""
        return Camera(self.scale, self.x + dx, self.y + dy)

    def zoomed(self, factor: float, x: float, y: float, least: float = 0.25) -> Camera:
        """Return the camera zoomed by a factor; the point at (x, y) of the window stays there."""
        scale = min(LARGEST, max(least, self.scale * factor))
        ratio = scale / self.scale
        return Camera(scale, x - ratio * (x - self.x), y - ratio * (y - self.y))


def fitted(width: float, height: float, window_width: float, window_height: float) -> Camera:
    """Return the camera that shows a whole scene in the middle of a window, never enlarged."""
    scale = min(1.0, window_width / max(width, 1.0), window_height / max(height, 1.0))
    x = (window_width - scale * width) / 2
    return Camera(scale, float(round(x)), float(round((window_height - scale * height) / 2)))


def closest(box: Box, window_width: float, window_height: float, margin: float = 24.0) -> Camera:
    """Return the camera that shows one box of the scene as large as the window allows."""
    wide, high = window_width - 2 * margin, window_height - 2 * margin
    scale = min(LARGEST, max(1.0, wide) / box.width, max(1.0, high) / box.height)
    x, y = box.centre
    return Camera(scale, window_width / 2 - scale * x, window_height / 2 - scale * y)


def follow(
    camera: Camera,
    moved: Iterable[tuple[Box, Box]],
    was: tuple[float, float],
    now: tuple[float, float],
) -> Camera:
    """Return the camera that shows in the middle of a window what it showed there, as large.

    Boxes of the scene moved, each from one place to another, and the window has another size.
    """
    x, y = camera.to_scene(was[0] / 2, was[1] / 2)
    before, after = min(moved, key=lambda pair: math.dist(pair[0].centre, (x, y)))
    scale = camera.scale * before.width / after.width
    x = after.x + (x - before.x) * after.width / before.width
    y = after.y + (y - before.y) * after.height / before.height
    return Camera(scale, now[0] / 2 - scale * x, now[1] / 2 - scale * y)


def into_view(
    shown: Box, window_width: float, window_height: float, margin: float = 48.0
) -> tuple[float, float]:
    """Return how far to move the picture so that a box of the window is inside it."""
    return (
        _shift(shown.x, shown.right, window_width, margin),
        _shift(shown.y, shown.bottom, window_height, margin),
    )


def _shift(first: float, last: float, room: float, margin: float) -> float:
    """Return how far to move what reaches from `first` to `last` into 0 to `room`."""
    margin = max(0.0, min(margin, (room - (last - first)) / 2))
    return max(0.0, margin - first) or min(0.0, room - margin - last)


def kept(
    camera: Camera, width: float, height: float, window_width: float, window_height: float
) -> Camera:
    """Return the camera moved so that a part of the scene stays in the window."""
    margin_x, margin_y = min(120.0, window_width / 3), min(120.0, window_height / 3)
    x = min(max(camera.x, margin_x - camera.scale * width), window_width - margin_x)
    y = min(max(camera.y, margin_y - camera.scale * height), window_height - margin_y)
    return Camera(camera.scale, x, y)
