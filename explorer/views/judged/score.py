"""The score of a validation in words: the share of right guesses, or how far drawings are off."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from explorer.network.cells import number
from explorer.text import _
from explorer.views.parts.figures import figure, percent

if TYPE_CHECKING:  # it brings torch
    from explorer.training.record.validation import Validation


def format_score(validation: Validation) -> str:
    """Return `97.3 %`, or for an auto-encoder `mean squared error 0.0123`."""
    if isnan(validation.accuracy):
        return _("mean squared error {error}").format(error=number(validation.error))
    return percent(validation.accuracy)


def format_headline(validation: Validation) -> str:
    """Return `step 200 · loss 0.200`; for an auto-encoder its score stands for the loss."""
    if not validation.confusion.size:
        text = _("step {step:,} · {score}")
        return text.format(step=validation.step, score=format_score(validation))
    loss = figure(validation.loss, 3)
    return _("step {step:,} · loss {loss}").format(step=validation.step, loss=loss)
