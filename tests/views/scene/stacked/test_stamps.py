"""Planes copied all at once while they turn: nearly the picture that is seen at rest."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.network.cells import Cell
from explorer.network.fields import select
from explorer.network.spec import Spec
from explorer.views.scene.scene_view import SceneView
from explorer.views.scene.stacked.canvas import StackedCanvas
from explorer.views.scene.stacked.stamps import Stamps
from explorer.views.style.theme import theme
from explorer.views.style.themed import show_theme
from tests.views.scene.samples import ODD, fake_trace, show, show_selected
from tests.views.scene.stacked.test_canvas import LENET, canvas, scene
from tests.views.scene.stacked.test_imprint import one_by_one, shot

__all__ = ["canvas", "scene"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def stamped(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Return an entry for every frame that was painted by stamps."""
    found: list[bool] = []
    paint = Stamps.paint

    def listen(self: Stamps, painter: object) -> None:
        found.append(True)
        paint(self, painter)  # type: ignore[arg-type]

    monkeypatch.setattr(Stamps, "paint", listen)
    return found


def far_apart(one: np.ndarray, other: np.ndarray) -> float:
    """Return the share of all pixels that are clearly of another colour."""
    return float((np.abs(one - other).max(axis=2) > 60).mean())


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("turn", [(2, 1), (45, -20), (-90, -75), (-20, 0), (0, -39)])
def test_a_picture_that_turns_is_nearly_that_at_rest(
    scene: SceneView,
    canvas: StackedCanvas,
    stamped: list[bool],
    look: str,
    ratio: float,
    turn: tuple[int, int],
) -> None:
    show_theme(scene, theme(look))
    canvas.turn(*turn)
    turning = shot(canvas, ratio)
    assert stamped
    canvas.settle()
    assert far_apart(turning, one_by_one(canvas, ratio)) < 0.02


@pytest.mark.parametrize("spec", ODD)
def test_any_spec_turns_with_and_without_numbers(
    scene: SceneView, spec: Spec, stamped: list[bool]
) -> None:
    show(scene, spec=spec)
    canvas = scene.canvas
    assert isinstance(canvas, StackedCanvas)
    for trace in (None, fake_trace(spec)):
        show(scene, trace=trace)
        canvas.turn(6, 2)
        turning = shot(canvas)
        canvas.settle()
        assert far_apart(turning, one_by_one(canvas)) < 0.03
    assert stamped


def test_new_numbers_are_seen_while_it_turns(scene: SceneView, canvas: StackedCanvas) -> None:
    canvas.turn(3, 0)
    shot(canvas)
    show(scene, trace=fake_trace(LENET, 7))
    canvas.turn(3, 0)
    turning = shot(canvas)
    canvas.settle()
    assert far_apart(turning, one_by_one(canvas)) < 0.02


def test_after_a_moment_it_is_painted_as_finely_as_before(
    qtbot: QtBot, canvas: StackedCanvas
) -> None:
    canvas.turn(10, 5)
    shot(canvas)
    qtbot.waitUntil(lambda: not canvas.space.turning)
    assert np.abs(shot(canvas) - one_by_one(canvas)).max() <= 64


def test_a_frozen_selection_still_fades_the_rest(
    scene: SceneView, canvas: StackedCanvas, stamped: list[bool]
) -> None:
    trace = fake_trace(LENET)
    show_selected(scene, select(trace, Cell("pool1", (2, 4, 5))), True)
    canvas.turn(5, 0)
    shot(canvas)
    assert not stamped


def test_a_picture_enlarged_too_far_is_painted_plane_by_plane(
    canvas: StackedCanvas, stamped: list[bool]
) -> None:
    canvas.zoom(30)
    canvas.turn(5, 0)
    shot(canvas)
    assert not stamped
