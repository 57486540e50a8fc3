"""The score of a validation in words: the share of right guesses, or how far drawings are off."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from explorer.network.cells import number
from explorer.views.parts.figures import percent

if TYPE_CHECKING:
    from explorer.training.record.validation import Validation


def score_text(validation: Validation) -> str:
    """Return `97.3 %`, or for an auto-encoder `mean squared error 0.0123`."""
    if isnan(validation.accuracy):
        return f"mean squared error {number(validation.error)}"
    return percent(validation.accuracy)
