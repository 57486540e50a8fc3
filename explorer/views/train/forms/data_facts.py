"""A data set in one line."""

from __future__ import annotations

from explorer.digits.datasets import Dataset


def data_line(dataset: Dataset) -> str:
    """Return the data set in a line: `4,000 images, 28 × 28 grey, 10 classes`."""
    count, channels, height, width = dataset.images.shape
    colour = "grey" if channels == 1 else "RGB"
    images = f"{count:,} image{'' if count == 1 else 's'}"
    return f"{images}, {height} × {width} {colour}, {len(dataset.classes)} classes"
