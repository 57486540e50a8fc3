"""The score of a validation in words."""

from __future__ import annotations

import math
from dataclasses import replace

from explorer.views.judged.confusion_panel import format_score
from tests.views.train.records import validation


def test_a_classifier_is_scored_by_its_right_guesses() -> None:
    assert format_score(validation(100)) == "95.0 %"


def test_an_auto_encoder_is_scored_by_its_error() -> None:
    drawn = replace(validation(100), accuracy=math.nan, error=0.01234)
    assert format_score(drawn) == "mean squared error 0.0123"
