"""The user's choices for the scene are one record."""

from __future__ import annotations

import json

from explorer.views.scene.options import REMEMBERED, SWITCHES, SceneOptions, options_from
from explorer.views.scene.pixels import PixelStyle


def test_choices_travel_as_json() -> None:
    chosen = SceneOptions(
        "stacked", "map", all_winners=True, pixels="byte", ink="dark", forward=True
    )
    assert options_from(json.loads(json.dumps(chosen.to_json()))) == chosen


def test_what_no_field_can_hold_is_left_out() -> None:
    nonsense = {"form": "round", "scope": 3, "all_winners": "yes", "unknown": 1, "ink": "dark"}
    start = SceneOptions(scope="network")
    assert options_from(nonsense, start) == SceneOptions(scope="network", ink="dark")


def test_pixels_have_one_style() -> None:
    assert SceneOptions(pixels="byte", ink="light").pixel_style == PixelStyle("byte", "light")


def test_momentary_choices_are_not_remembered() -> None:
    assert set(REMEMBERED) == {"form", "scope", "all_winners", "all_connections", "pixels", "ink"}
    assert set(SWITCHES) == {"all_winners", "all_connections", "forward", "reduced_motion"}
