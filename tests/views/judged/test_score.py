"""The score of a validation in words."""

from __future__ import annotations

import math
from dataclasses import replace

from explorer.views.judged.score import score_text
from tests.views.train.records import validation


def test_a_classifier_is_scored_by_its_right_guesses() -> None:
    assert score_text(validation(100)) == "95 %"


def test_an_auto_encoder_is_scored_by_its_error() -> None:
    drawn = replace(validation(100), accuracy=math.nan, error=0.01234)
    assert score_text(drawn) == "mean squared error 0.0123"
