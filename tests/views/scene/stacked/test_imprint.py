"""Planes kept as one picture: the same as painted one by one, and as new as the numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from explorer.network.spec import Spec
from explorer.views.scene.paint.items import Kept
from explorer.views.scene.scene_view import SceneView
from explorer.views.scene.stacked.canvas import StackedCanvas
from explorer.views.scene.stacked.imprint import Imprint
from explorer.views.style.theme import theme
from explorer.views.style.themed import show_theme
from tests.views.scene.samples import ODD, fake_trace, show
from tests.views.scene.stacked.test_canvas import LENET, canvas, scene
from tests.views.scene.test_derived import fake_gradients

__all__ = ["canvas", "scene"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def shot(canvas: StackedCanvas, ratio: float = 1.0, frames: int = 1) -> np.ndarray:
    """Return the last of some frames of a canvas, painted on a screen of a ratio."""
    size = canvas.viewport().size()
    image = QImage(size * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    for _ in range(frames):
        canvas.viewport().render(image)
    words = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return words[:, :, :3].astype(int)


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Return an entry for every frame that was a copy of the kept picture."""
    found: list[bool] = []
    paint = Imprint.paint

    def listen(self: Imprint, painter: QPainter) -> None:
        found.append(True)
        paint(self, painter)

    monkeypatch.setattr(Imprint, "paint", listen)
    return found


def one_by_one(canvas: StackedCanvas, ratio: float = 1.0) -> np.ndarray:
    """Return a frame without the kept picture of the planes."""
    get = Kept.get

    def without(self: Kept[object], key: object, make: Callable[[], object]) -> object:
        made = get(self, key, make)
        return None if isinstance(made, Imprint) else made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Kept, "get", without)
        return shot(canvas, ratio)


def assert_alike(canvas: StackedCanvas, ratio: float = 1.0) -> None:
    """Colours may be rounded apart; a pixel or two may fall to either side of a hidden frame."""
    apart = np.abs(shot(canvas, ratio, frames=3) - one_by_one(canvas, ratio)).max(axis=2)
    assert (apart > 3).sum() <= 10
    assert apart.max() <= 64


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_the_kept_picture_is_that_of_planes_painted_one_by_one(
    scene: SceneView, canvas: StackedCanvas, copied: list[bool], look: str, ratio: float
) -> None:
    show_theme(scene, theme(look))
    show(scene, trace=fake_trace(LENET, 1))
    assert_alike(canvas, ratio)
    assert copied


@pytest.mark.parametrize("turn", [(0, 0), (45, -20), (-90, -75), (10, 25)])
def test_it_is_the_same_from_every_side_and_fanned_out(
    scene: SceneView, canvas: StackedCanvas, turn: tuple[int, int]
) -> None:
    canvas.fan("conv1")
    canvas.turn(*turn)
    canvas.settle()
    assert_alike(canvas)


@pytest.mark.parametrize("spec", ODD)
def test_it_shows_any_spec_with_and_without_numbers(scene: SceneView, spec: Spec) -> None:
    show(scene, spec=spec)
    assert isinstance(scene.canvas, StackedCanvas)
    assert_alike(scene.canvas)
    show(scene, trace=fake_trace(spec))
    assert_alike(scene.canvas)


def test_new_numbers_and_kernels_appear_in_it_at_once(
    scene: SceneView, canvas: StackedCanvas, copied: list[bool]
) -> None:
    shot(canvas, frames=3)
    before = shot(canvas)
    show(scene, trace=fake_trace(LENET, 5))
    copied.clear()
    after = shot(canvas)
    assert copied
    assert (before != after).any()
    assert np.abs(after - one_by_one(canvas)).max() <= 3
    show(scene, gradients=fake_gradients(fake_trace(LENET)))
    changed = shot(canvas)
    assert np.abs(changed - one_by_one(canvas)).max() <= 3


def test_a_picture_that_moves_is_not_kept(canvas: StackedCanvas, copied: list[bool]) -> None:
    for _ in range(3):
        canvas.turn(5, 0)
        shot(canvas)
    assert not copied
