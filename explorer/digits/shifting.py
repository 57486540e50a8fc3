"""Moving the network's own pixels, after the preparation, so that it cannot undo the move.

A drawing that is moved on the pad is centred again. What one pixel more or less does to a
network shows only when the finished pixels are moved.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from explorer.digits.prepare import Preparation

T = TypeVar("T", bound=np.generic)


def shifted(images: NDArray[T], right: int, down: int) -> NDArray[T]:
    """Return images (..., height, width) moved by whole pixels; what comes in is 0, paper."""
    height, width = images.shape[-2:]
    moved = np.zeros_like(images)
    rows, columns = _overlap(height, down), _overlap(width, right)
    moved[..., rows[1], columns[1]] = images[..., rows[0], columns[0]]
    return moved


def shifted_preparation(preparation: Preparation, right: int, down: int) -> Preparation:
    """Return a preparation with its pixels moved; each still knows its area of the pad."""
    pixels: NDArray[Any] = shifted(preparation.pixels, right, down)
    pixels.setflags(write=False)
    x, y = preparation.pad_offset
    scale = preparation.pad_scale
    return replace(preparation, pixels=pixels, pad_offset=(x - scale * right, y - scale * down))


def _overlap(size: int, by: int) -> tuple[slice, slice]:
    """Return where along one side is copied from and to."""
    by = max(-size, min(size, by))
    return slice(max(0, -by), size - max(0, by)), slice(max(0, by), size - max(0, -by))
