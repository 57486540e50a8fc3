"""What a data set holds, in numbers and in one picture per class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.digits.datasets import Dataset


@dataclass(frozen=True, slots=True, eq=False)
class DataFacts:
    """Images per class int64 (classes,), and the mean image of all and of each class.

    `average` uint8 (1 + classes, c, h, w): first that of all images, then one per class, empty
    where there is no image of it.
    """

    counts: NDArray[np.int64]
    average: NDArray[np.uint8]


def facts_of(dataset: Dataset) -> DataFacts:
    """Count and average a data set; some 50 ms for 60,000 images of 28 x 28."""
    classes = len(dataset.classes)
    counts = np.bincount(dataset.labels, minlength=classes)[:classes].astype(np.int64)
    sums = np.zeros((classes, *dataset.images.shape[1:]), np.float64)
    for label in range(classes):
        sums[label] = dataset.images[dataset.labels == label].sum(0, dtype=np.float64)
    shape = (-1, 1, 1, 1)
    means = sums / np.maximum(counts, 1).reshape(shape)
    whole = sums.sum(0, keepdims=True) / max(1, int(counts.sum()))
    average = np.rint(np.concatenate([whole, means])).astype(np.uint8)
    for array in (counts, average):
        array.setflags(write=False)
    return DataFacts(counts, average)
