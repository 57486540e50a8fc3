"""A mouse on its way over the whole Draw page leaves every view as if it were painted anew."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from explorer.digits.drawing import Drawing, Stroke
from explorer.live.session import Session
from explorer.network.build import build
from explorer.network.cells import Cell
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.spec import Stage
from explorer.views.draw.page import DrawPage
from explorer.views.scene.scene_view import SceneView
from explorer.views.style.theme import ThemeName, load_fonts, theme
from tests.gestures import move
from tests.screen import painted_anew, seen

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(params=["light", "dark"])
def page(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[DrawPage]:
    load_fonts()
    look: ThemeName = request.param
    session = Session(seed=1)
    page = DrawPage(session)
    qtbot.addWidget(page)
    page.set_theme(theme(look))
    page.install_scene(SceneView())
    page.resize(1400, 900)
    with qtbot.waitExposed(page):
        page.show()
    spec = preset("lenet")
    session.set_network(Network(spec, build(spec)))
    points = np.array([[70, 70], [200, 60], [135, 230]], np.float32)
    session.place_drawing(Drawing((Stroke(points),)))
    session.flush()
    QApplication.processEvents()
    yield page
    session.close()


def path(page: DrawPage, stage: Stage, steps: int = 4) -> list[QPoint]:
    """Return places of the scene on a straight way through a stage."""
    assert page.scene is not None
    canvas = page.scene.canvas
    cells = [Cell(stage.name, tuple(i * n // steps for n in stage.shape)) for i in range(steps)]
    return [canvas.cell_rect(cell).center().toPoint() for cell in cells]


def part(window: NDArray[np.uint32], page: DrawPage, widget: QWidget) -> NDArray[np.uint32]:
    """Return what one widget shows of a picture of the page."""
    corner = widget.mapTo(page, QPoint(0, 0))
    rows = slice(corner.y(), corner.y() + widget.height())
    return window[rows, corner.x() : corner.x() + widget.width()]


def test_no_view_keeps_a_trace_of_cells_that_were_pointed_at(page: DrawPage) -> None:
    assert page.scene is not None
    assert page.card_host is not None
    views = {
        "scene": page.scene.canvas.viewport(),
        "pad": page.pad_panel.pad,
        "pixels": page.preparation.pixels,
        "bars": page.answer.bars,
        "card": page.card_host.card.head,
        "legend": page.scene.controls.legend,
    }
    for stage in preset("lenet").stages:
        for place in path(page, stage):
            move(page.scene.canvas.viewport(), place)
            QApplication.processEvents()
            before = seen(page)
            after = painted_anew(page)
            for name, view in views.items():
                same = np.array_equal(part(before, page, view), part(after, page, view))
                assert same, f"{name} after {stage.name} at {place.toTuple()}"
