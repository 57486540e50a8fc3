"""In which order the images of a batch stand."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from explorer.network.records import Floats

Order = Literal["batch", "largest", "smallest"]
ORDERS: tuple[Order, ...] = get_args(Order)


def ordered(losses: Floats, order: Order) -> NDArray[np.int64]:
    """Return the places in the batch as they are shown; a loss that is no number is the largest."""
    if order == "batch":
        return np.arange(len(losses), dtype=np.int64)
    known = np.where(np.isnan(losses), np.inf, losses)
    ranks = np.argsort(-known if order == "largest" else known, kind="stable")
    return np.asarray(ranks, np.int64)
