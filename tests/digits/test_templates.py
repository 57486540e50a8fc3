"""Stroke templates: well-formed, and smooth but for their corners."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.digits.templates import POINTS, Template, templates

TEMPLATES = templates()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: f"{t.digit}-{len(t.controls)}")
def test_a_path_has_all_its_points_and_stays_near_its_controls(template: Template) -> None:
    path = template.basis @ template.controls
    assert path.shape == (POINTS, 2)
    assert np.isfinite(path).all()
    low, high = template.controls.min(0) - 12, template.controls.max(0) + 12
    assert ((path >= low) & (path <= high)).all()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: f"{t.digit}-{len(t.controls)}")
def test_weights_of_a_point_sum_to_one(template: Template) -> None:
    """So that shifting all controls shifts the path."""
    assert np.allclose(template.basis.sum(1), 1, atol=1e-5)


def test_the_crossed_seven_lifts_the_pen_once() -> None:
    crossed = [t for t in TEMPLATES if t.digit == 7 and (~t.drawn).sum() == 1]
    assert len(crossed) >= 8


def test_the_first_plain_one_is_a_straight_line() -> None:
    line = next(t for t in TEMPLATES if t.digit == 1)
    path = line.basis @ line.controls
    assert np.ptp(path[:, 0]) < 1e-4
    assert path[[0, -1], 1] == pytest.approx([0, 100], abs=1e-4)
