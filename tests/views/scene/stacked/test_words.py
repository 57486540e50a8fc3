"""The planes of a colour picture are named from every side, and no letter covers another."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.network.presets import preset
from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.layout.layout import arrange as arrange_flat
from explorer.views.scene.scene_view import SceneView
from explorer.views.scene.stacked import words
from explorer.views.scene.stacked.camera import View
from explorer.views.scene.stacked.planes import Stack, arrange, fitted
from explorer.views.scene.stacked.words import letter_boxes
from explorer.views.style.theme import theme
from explorer.views.style.themed import show_theme
from tests.views.scene.frames import painted
from tests.views.scene.samples import COLOUR, STYLE, change, fake_trace, show

FLAT = arrange_flat(COLOUR, 900, 700, STYLE)
SIZE = 12.0
SIDES = [(20, 39), (60, 39), (-30, 39), (-70, 39), (20, -39), (-40, -39)]


def seen(view: View, stack: Stack) -> list[Box]:
    """Return the upright rectangles of the visible planes, without their slanted ends."""
    (_, xy), (_, yy), _ = view.axes()
    found = []
    for plane in stack.planes:
        x, y = view.to_window((plane.x, plane.y, plane.z))
        fall = xy * plane.columns * plane.width
        high = yy * plane.rows * plane.height - abs(fall)
        wide = view.axes()[0][0] * plane.columns * plane.width
        found.append(Box(x, y + max(0.0, fall), wide, high))
    return found


@pytest.mark.parametrize(("yaw", "pitch"), SIDES)
def test_no_letter_stands_on_a_plane_or_on_another_letter(yaw: float, pitch: float) -> None:
    arrangement = arrange(FLAT, 1.5)
    view = fitted(arrangement, View(yaw, pitch), 1000, 600)
    stack = arrangement.stacks[0]
    boxes = [box for box in letter_boxes(view, stack, SIZE) if box is not None]
    assert len(boxes) == 3
    for at, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[at + 1 :])
        assert not any(box.overlaps(plane) for plane in seen(view, stack))


def test_straight_from_the_front_only_the_nearest_plane_is_named() -> None:
    stack = arrange(FLAT, 1.5).stacks[0]
    boxes = letter_boxes(View(0, 0, 100, 200, 200), stack, SIZE)
    assert boxes[0] is not None
    assert boxes[1:] == [None, None]


def test_planes_side_by_side_have_a_letter_each_and_tiny_ones_none() -> None:
    stack = arrange(FLAT, 1.5, {"input"}).stacks[0]
    assert None not in letter_boxes(View(-30, 39, 100, 300, 300), stack, SIZE)
    assert letter_boxes(View(20, 39, 10, 300, 300), stack, SIZE) == [None, None, None]


def test_a_letter_gives_way_to_words() -> None:
    stack, view = arrange(FLAT, 1.5).stacks[0], View(20, 39, 100, 300, 300)
    first, *others = letter_boxes(view, stack, SIZE)
    assert first is not None
    assert letter_boxes(view, stack, SIZE, [first]) == [None, *others]


@pytest.mark.qt_log_ignore("propagateSizeHints", "raise")  # offscreen says so
def test_the_picture_has_the_letters_of_a_colour_picture_alone(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = SceneView()
    qtbot.addWidget(scene)
    show_theme(scene, theme("light"))
    change(scene, form="stacked")
    scene.resize(900, 600)
    with qtbot.waitExposed(scene):
        scene.show()
    changed = {}
    for spec in (COLOUR, preset("lenet")):
        show(scene, trace=fake_trace(spec))
        scene.grab()
        with monkeypatch.context() as patch:
            patch.setattr(words, "LETTERS", "   ")
            plain = painted(scene)
        named = painted(scene)
        pixels = [np.frombuffer(image.constBits(), np.uint32) for image in (plain, named)]
        changed[spec.name] = int((pixels[0] != pixels[1]).sum())
    assert 20 < changed["colour"] < 400
    assert changed["lenet"] == 0
