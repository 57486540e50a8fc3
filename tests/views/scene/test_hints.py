"""Hints at the pointer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from explorer.live.settings import Settings
from explorer.network.cells import Cell
from explorer.network.presets import preset
from explorer.views.scene.gestures import GESTURES
from explorer.views.scene.hints import GIVEN, Hints
from explorer.views.scene.options import Form
from explorer.views.scene.scene_view import SceneView
from explorer.views.style.theme import load_fonts, theme
from explorer.views.style.themed import show_theme
from tests.gestures import move
from tests.views.scene.samples import change, fake_trace, show

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")
LENET = preset("lenet")
EMPTY, CELL = QPoint(6, 6), Cell("conv1", (1, 9, 9))


@pytest.fixture(params=["flat", "stacked"])
def scene(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[SceneView]:
    load_fonts()
    view = SceneView()
    qtbot.addWidget(view)
    show_theme(view, theme("light"))
    form: Form = request.param
    change(view, form=form, reduced_motion=True)
    show(view, spec=LENET, trace=fake_trace(LENET))
    view.resize(780, 620)
    view.show()
    qtbot.waitExposed(view)
    yield view
    hide(qtbot)


def hide(qtbot: QtBot) -> None:
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def rest(qtbot: QtBot, scene: SceneView, place: QPoint) -> str:
    """Let the mouse rest at a place; return the hint that is given there, by its name, or none."""
    hide(qtbot)
    viewport = scene.canvas.viewport()
    move(viewport, place)
    event = QHelpEvent(QEvent.Type.ToolTip, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, event)
    shown = QToolTip.text() if QToolTip.isVisible() else ""
    return next((gesture.hint for gesture in GESTURES if shown and gesture.what in shown), "")


def at(scene: SceneView) -> QPoint:
    return scene.canvas.cell_rect(CELL).center().toPoint()


def all_given(qtbot: QtBot, scene: SceneView, settings: Settings) -> list[str]:
    """Return the hints as they come, each from hints that have been quiet for long."""

    def next_at(place: QPoint) -> str:
        hints = Hints(scene, settings)
        name = rest(qtbot, scene, place)
        hints.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return name

    given = [next_at(EMPTY), next_at(EMPTY)]
    scene.canvas.zoom(1.5)
    given += [next_at(EMPTY), next_at(EMPTY)]
    scene.fit()
    return [*given, next_at(at(scene)), next_at(at(scene)), next_at(at(scene))]


def test_each_hint_is_given_once_when_it_is_of_use(
    qtbot: QtBot, scene: SceneView, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "settings.ini")
    once = ["zoom", "", "move", "", "numbers", "forward", ""]
    if scene.options.form == "stacked":
        once = ["zoom", "", "move", "", "forward", "", ""]
    assert all_given(qtbot, scene, settings) == once
    settings.save()
    assert not any(all_given(qtbot, scene, Settings(tmp_path / "settings.ini")))
    settings.set(GIVEN, "")
    assert all_given(qtbot, scene, settings) == once


def test_no_hint_follows_right_after_another(
    qtbot: QtBot, scene: SceneView, tmp_path: Path
) -> None:
    Hints(scene, Settings(tmp_path / "settings.ini"))
    assert [rest(qtbot, scene, at(scene)) for _again in range(3)] == ["zoom", "", ""]


def test_a_hint_is_on_the_screen_and_leaves_the_cell_free(
    qtbot: QtBot, scene: SceneView, tmp_path: Path
) -> None:
    for number, zoomed in enumerate((1.0, 3.0, 12.0)):
        Hints(scene, Settings(tmp_path / f"{number}.ini"))
        scene.fit()
        scene.canvas.zoom(zoomed, scene.canvas.cell_rect(CELL).center())
        assert rest(qtbot, scene, at(scene))
        (tip,) = (w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not scene)
        cell = scene.canvas.cell_rect(CELL).toAlignedRect()
        covered = QRect(scene.canvas.viewport().mapToGlobal(cell.topLeft()), cell.size())
        assert not tip.geometry().intersects(covered)
        assert scene.screen().availableGeometry().contains(tip.geometry())
        assert isinstance(tip, QWidget)


def test_no_hint_stands_in_for_the_tip_of_a_name(
    qtbot: QtBot, scene: SceneView, tmp_path: Path
) -> None:
    Hints(scene, Settings(tmp_path / "settings.ini"))
    viewport = scene.canvas.viewport().rect()
    named = next(
        place
        for y in range(2, viewport.height(), 6)
        for x in range(2, viewport.width(), 6)
        if scene.canvas.tip((place := QPoint(x, y)).toPointF())
    )
    assert rest(qtbot, scene, named) == ""
    assert QToolTip.text()
    assert rest(qtbot, scene, EMPTY) == "zoom"
