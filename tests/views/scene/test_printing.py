"""The scene on paper: what a saved picture contains."""

from __future__ import annotations

import base64
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage

from explorer.network.cells import Cell
from explorer.network.checkpoint import pretrained
from explorer.network.fields import select
from explorer.network.records import Trace
from explorer.views.scene.printing import scene_image, scene_svg
from explorer.views.scene.scene_view import SceneView
from explorer.views.style.colormaps import signed_index
from explorer.views.style.theme import theme
from tests.views.scene.samples import change, show, show_selected

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture(scope="module")
def trace() -> Trace:
    network = pretrained("lenet")
    return network.trace(np.random.default_rng(3).random((1, 28, 28)).astype(np.float32))


@pytest.fixture
def scene(shown: Callable[..., Any], trace: Trace) -> SceneView:
    scene = SceneView()
    shown(scene, 900, 700)
    show(scene, trace=trace)
    return scene


def texts(svg: bytes) -> str:
    return " ".join("".join(node.itertext()) for node in ET.fromstring(svg).iter(f"{SVG}text"))


def images(svg: bytes) -> list[QImage]:
    found = ET.fromstring(svg).iter(f"{SVG}image")
    data = [node.attrib[LINK].partition("base64,")[2] for node in found]
    return [QImage.fromData(base64.b64decode(text)) for text in data]


def test_the_svg_has_every_label_as_text(scene: SceneView, trace: Trace) -> None:
    text = texts(scene_svg(scene))
    for stage in trace.spec.stages:
        assert stage.name in text
    assert f"{trace.logits[3]:.2f}".replace("-", "−") in text
    assert "pre-activation" in text  # the legend's


def test_the_svg_embeds_every_map_with_one_pixel_per_cell(scene: SceneView, trace: Trace) -> None:
    values = trace.stage("conv1").values
    table = theme("light").colormaps.signed
    colors = table[signed_index(values, float(np.abs(values).max()))]
    maps = [image for image in images(scene_svg(scene)) if image.width() == image.height() == 28]
    drawn = [
        np.array([[image.pixel(x, y) for x in range(28)] for y in range(28)], np.uint32)
        for image in maps
    ]
    for plane in colors:
        assert any(np.array_equal(plane, picture) for picture in drawn)


def test_the_svg_is_not_smoothed_by_viewers(scene: SceneView) -> None:
    svg = scene_svg(scene).decode()
    assert svg.count("<image ") == svg.count("image-rendering:pixelated") > 50


def test_a_frozen_selection_is_in_the_picture(scene: SceneView, trace: Trace) -> None:
    before = scene_svg(scene)
    show_selected(scene, select(trace, Cell("pool1", (2, 5, 5))), True)
    after = scene_svg(scene)
    assert after.count(b"<path") + after.count(b"<poly") > before.count(b"<path") + before.count(
        b"<poly"
    )


@pytest.mark.parametrize("form", ["flat", "stacked"])
def test_the_png_is_twice_as_fine_as_the_screen(scene: SceneView, form: Any) -> None:
    change(scene, form=form)
    scene.grab()
    image = scene_image(scene)
    assert image.width() == 2 * scene.canvas.viewport().width()
    assert image.height() > 2 * scene.canvas.viewport().height()
    assert len({image.pixel(x, image.height() // 2) for x in range(0, image.width(), 3)}) > 20


def test_stacked_planes_are_drawn_with_words_as_words(scene: SceneView, trace: Trace) -> None:
    change(scene, form="stacked")
    scene.grab()
    svg = scene_svg(scene)
    assert len(images(svg)) > 20
    text = texts(svg)
    for stage in trace.spec.stages:
        assert stage.name in text
    assert f"{trace.logits[3]:.2f}".replace("-", "−") in text


def test_an_empty_scene_prints_its_structure(shown: Callable[..., Any]) -> None:
    scene = SceneView()
    shown(scene, 900, 700)
    assert "conv2" in texts(scene_svg(scene))
    assert not scene_image(scene).isNull()
