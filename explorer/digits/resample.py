"""Exact area resampling: each new pixel is the average of the area it covers.

A pixel of the source is a square of constant ink. Scale and sub-pixel shift happen in one go,
as a small matrix per axis: `rows @ image @ columns.T`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def area_weights(source: int, grid: int, scale: float, offset: float) -> Floats:
    """Return the matrix (grid, source) that resamples one axis.

    The source's coordinate x lies at `scale * x + offset` on the grid, both counted in edges:
    pixel j covers j to j + 1. Whatever falls outside the grid is lost; outside the source
    there is no ink.
    """
    edges = (np.arange(grid + 1) - offset) / scale
    covered = edges[:, None] - np.arange(source)
    np.minimum(np.maximum(covered, 0, out=covered), 1, out=covered)  # np.clip is slower
    return np.asarray((covered[1:] - covered[:-1]) * scale, np.float32)


def resample(
    image: Floats, size: tuple[int, int], scale: float, offset: tuple[float, float]
) -> Floats:
    """Return an image (..., height, width) as (..., *size), moved by `offset` (x, y)."""
    height, width = image.shape[-2:]
    if size == (height, width) and np.allclose((scale, *offset), (1, 0, 0), atol=1e-9, rtol=0):
        return image
    rows = area_weights(height, size[0], scale, offset[1])
    columns = area_weights(width, size[1], scale, offset[0])
    result = np.asarray(rows @ image @ columns.T, np.float32)
    return np.minimum(np.maximum(result, 0, out=result), 1, out=result)


def centred_fit(shape: tuple[int, ...], size: tuple[int, int]) -> tuple[float, float, float]:
    """Return scale, x and y that fit an image (..., height, width) into (height, width), centred.

    The aspect is kept.
    """
    height, width = shape[-2:]
    scale = min(size[0] / height, size[1] / width)
    return scale, (size[1] - scale * width) / 2, (size[0] - scale * height) / 2


def fitted(image: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return bytes (..., height, width) fitted into `size`, centred, with paper (0) around."""
    if image.shape[-2:] == size:
        return image
    scale, x, y = centred_fit(image.shape, size)
    result = resample(levels(image), size, scale, (x, y))
    return np.rint(result * 255).astype(np.uint8)


def levels(ink: NDArray[np.uint8]) -> Floats:
    """Return bytes as ink in 0 to 1: value / 255 and nothing else."""
    return np.divide(ink, np.float32(255), dtype=np.float32)


def grey(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return RGB ink (..., 3, height, width) as luminance (..., height, width), ITU-R BT.601."""
    red, green, blue = (ink[..., channel, :, :].astype(np.uint32) for channel in range(3))
    return np.asarray((299 * red + 587 * green + 114 * blue + 500) // 1000, np.uint8)
