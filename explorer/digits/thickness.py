"""Thicker and thinner ink where only a bitmap is known: grey dilation and erosion by a disc.

Dilation takes the darkest ink within the radius of each pixel, erosion the lightest (Serra
1982).
"""

from __future__ import annotations

import numpy as np

from explorer.digits.drawing import Bytes


def thickened(ink: Bytes, radius: int) -> Bytes:
    """Return ink (..., height, width) grown by `radius` pixels, or shrunk if it is negative."""
    if radius == 0:
        return ink
    if radius < 0:
        return np.asarray(255 - _dilated(255 - ink, -radius), np.uint8)
    return _dilated(ink, radius)


def _dilated(ink: Bytes, radius: int) -> Bytes:
    """Go through the disc's rows from the shortest chord to the longest, widening as we go."""
    result, row, half = ink.copy(), ink, 0
    for down in range(radius, -1, -1):
        chord = int((radius**2 - down**2) ** 0.5)
        row, half = _widened(row, chord - half), chord
        result = _spread(result, row, down, axis=-2)
    return result


def _widened(row: Bytes, steps: int) -> Bytes:
    for _ in range(steps):
        row = _spread(row, row, 1, axis=-1)
    return row


def _spread(base: Bytes, ink: Bytes, by: int, axis: int) -> Bytes:
    """Return the maximum of `base` and of `ink` moved by both `by` and `-by` along an axis."""
    result = base.copy()
    target, moved = np.swapaxes(result, axis, -1), np.swapaxes(ink, axis, -1)
    length = target.shape[-1]
    if by < length:
        late, early = slice(by, None), slice(length - by)
        np.maximum(target[..., late], moved[..., early], out=target[..., late])
        np.maximum(target[..., early], moved[..., late], out=target[..., early])
    return result
