"""Keeping some training images aside, so that choices can be judged without the test set."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.errors import UserError


def split(count: int, validation: int, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of the images to train on and of those to validate with, each sorted.

    Chosen at random by `seed`; the two never overlap. Raises UserError if nothing is left.
    """
    if validation >= count:
        raise UserError(f"{validation:,} of {count:,} images for validation leave none to learn.")
    order = np.random.default_rng(seed).permutation(count)
    return np.sort(order[validation:]), np.sort(order[:validation])
