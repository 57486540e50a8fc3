"""A mistake in painting costs one layer of one frame, and is told once."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget
from pytestqt.qtbot import QtBot

from explorer.network.presets import preset
from explorer.views.parts.guard import Faults, painting, saved
from explorer.views.scene.layout.layout import arrange
from explorer.views.scene.paint.items import Layers, SceneItem
from explorer.views.scene.scene_view import SceneView
from explorer.views.scene.stacked.switch import Form
from explorer.views.scene.state import SceneState
from explorer.views.style.theme import theme
from tests.views.scene.samples import STYLE, change, dense_trace, show

LENET = preset("lenet")
RED, BLUE = QColor("#ff0000"), QColor("#0000ff")


class Broken(SceneItem):
    """Leaves the painter moved, clipped and saved, and fails for as long as it is told to."""

    def __init__(self, state: SceneState, depth: float) -> None:
        super().__init__(state, depth)
        self.error: Exception | None = ValueError("no such number")

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget) -> None:
        with saved(painter):
            painter.translate(1000, 0)
            painter.setClipRect(QRectF(0, 0, 1, 1))
            painter.setOpacity(0.1)
            if self.error is not None:
                raise self.error


class Spot(SceneItem):
    """Paints a corner of the window in a colour."""

    def __init__(self, state: SceneState, depth: float, color: QColor) -> None:
        super().__init__(state, depth)
        self._color = color

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget) -> None:
        painter.fillRect(QRectF(10 * self.zValue(), 0, 10, 10), self._color)


@pytest.fixture
def state(qapp: object) -> SceneState:
    return SceneState(theme("light"), arrange(LENET, 900, 700, STYLE))


def painted(layers: Layers) -> QImage:
    image = QImage(40, 10, QImage.Format.Format_RGB32)
    image.fill(0)
    with painting(image) as painter:
        layers.paint(painter, QStyleOptionGraphicsItem(), QWidget())
        assert painter.transform().isIdentity()
        assert not painter.hasClipping()
    return image


def test_a_layer_that_fails_is_told_once_and_the_others_still_paint(
    state: SceneState, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Broken(state, 1)
    layers = Layers(state, [Spot(state, 0, RED), broken, Spot(state, 2, BLUE)])
    with caplog.at_level(logging.ERROR):
        images = [painted(layers) for _ in range(3)]
    assert [record.message for record in caplog.records] == ["Broken could not be painted"]
    assert "no such number" in caplog.text
    assert "Traceback" in caplog.text
    for image in images:
        assert (image.pixelColor(5, 5), image.pixelColor(25, 5)) == (RED, BLUE)


def test_another_kind_of_mistake_is_told_as_well(
    state: SceneState, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Broken(state, 1)
    layers = Layers(state, [broken])
    with caplog.at_level(logging.ERROR):
        painted(layers)
        broken.error = KeyError("stage")
        painted(layers)
    assert len(caplog.records) == 2


def test_a_layer_that_recovers_paints_again(
    state: SceneState, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Broken(state, 1)
    layers = Layers(state, [broken, Spot(state, 2, BLUE)])
    with caplog.at_level(logging.ERROR):
        before = painted(layers)
        broken.error = None
        assert painted(layers) == before
    assert len(caplog.records) == 1


def test_an_error_that_was_never_raised_has_no_place(caplog: pytest.LogCaptureFixture) -> None:
    faults = Faults()
    with caplog.at_level(logging.ERROR):
        faults.log(faults, ValueError("a"))
        faults.log(faults, ValueError("b"))
    assert len(caplog.records) == 1


def test_a_picture_whose_painting_fails_can_be_thrown_away(qapp: object) -> None:
    """Qt ends the program for a picture that is destroyed with a painter at work on it."""

    def begin() -> None:
        picture = QImage(10, 10, QImage.Format.Format_RGB32)
        with painting(picture) as painter:
            painter.drawPoint(QPointF(1, 1))
            raise LookupError

    for _ in range(10):
        with pytest.raises(LookupError):
            begin()


@pytest.mark.qt_log_ignore("propagateSizeHints", "raise")  # offscreen says so
@pytest.mark.parametrize(
    ("form", "broken"),
    [("flat", "paint.items.paint_kernels"), ("stacked", "stacked.words._paint_sign")],
)
def test_the_scene_outlives_pictures_that_fail_half_way(
    form: Form,
    broken: str,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both are painted into a picture that is kept, within the painting of the window."""
    scene = SceneView()
    qtbot.addWidget(scene)
    change(scene, form=form)
    show(scene, spec=LENET)
    scene.resize(900, 600)
    with qtbot.waitExposed(scene):
        scene.show()
    show(scene, trace=dense_trace(LENET))

    def repaint() -> QImage:
        scene.canvas.state.set_theme(theme("light"))  # nothing that was kept is of use
        for _ in range(3):
            scene.canvas.viewport().repaint()
        return scene.grab().toImage()

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    scene.grab()  # lays out
    before = repaint()
    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(f"explorer.views.scene.{broken}", fail)
        assert repaint() != before
    assert "ZeroDivisionError" in caplog.text
    assert len(caplog.records) == 1
    assert repaint() == before
