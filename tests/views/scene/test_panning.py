"""Moving the picture from anywhere: with the middle button, or with Space held."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from explorer.network.cells import Cell
from explorer.network.presets import preset
from explorer.views.parts.buttons import ToolButton
from explorer.views.parts.widgets import column
from explorer.views.scene.options import Form
from explorer.views.scene.scene_view import SceneView
from explorer.views.style.theme import load_fonts, theme
from explorer.views.style.themed import show_theme
from tests.gestures import drag, enter
from tests.views.scene.samples import change, fake_trace, show

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LENET = preset("lenet")
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
BY = QPoint(30, 21)
AGAIN = QEvent.Type.MouseButtonDblClick  # what the press of a drag soon after another is


class Desk(QWidget):
    """A scene beside something else that has the keyboard, as the pad often has."""

    def __init__(self) -> None:
        super().__init__()
        self.scene, self.other = SceneView(), QWidget()
        self.button = ToolButton("Other", "Does something else.", text="other")
        self.other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column(self.scene, self.other, self.button, within=self)


@pytest.fixture(params=["flat", "stacked"])
def desk(request: pytest.FixtureRequest, qtbot: QtBot) -> Desk:
    load_fonts()
    desk = Desk()
    qtbot.addWidget(desk)
    show_theme(desk, theme("light"))
    form: Form = request.param
    change(desk.scene, form=form, reduced_motion=True)
    show(desk.scene, spec=LENET, trace=fake_trace(LENET))
    desk.resize(970, 880)
    desk.show()
    desk.activateWindow()
    desk.other.setFocus()
    qtbot.waitUntil(desk.other.hasFocus)
    return desk


def places(scene: SceneView) -> Iterator[QPoint]:
    """Yield a place on a map, on a kernel's map, on a vector, on a bar, and an empty one."""
    for cell in (("input", (0, 9, 9)), ("conv1", (0, 14, 14)), ("dense1", (4,)), ("logits", (2,))):
        yield scene.canvas.cell_rect(Cell(*cell)).center().toPoint()
    yield QPoint(6, 6)


def moved(scene: SceneView, start: QPoint, **how: object) -> QPoint:
    """Return how far the picture goes when it is dragged."""
    corner = Cell("conv2", (0, 0, 0))
    before = scene.canvas.cell_rect(corner).center()
    drag(scene.canvas.viewport(), start, BY, **how)  # type: ignore[arg-type]
    return (scene.canvas.cell_rect(corner).center() - before).toPoint()


def test_the_middle_button_moves_the_picture_from_anywhere(qtbot: QtBot, desk: Desk) -> None:
    scene = desk.scene
    with qtbot.assertNotEmitted(scene.cell_clicked), qtbot.assertNotEmitted(scene.released):
        for start in places(scene):
            scene.fit()
            assert moved(scene, start, button=MIDDLE) == BY
            assert moved(scene, start, button=MIDDLE, press=AGAIN) == BY


def test_space_held_moves_the_picture_from_anywhere_wherever_the_keyboard_is(
    qtbot: QtBot, desk: Desk
) -> None:
    scene = desk.scene
    enter(scene.canvas, QPoint(200, 200))
    with qtbot.assertNotEmitted(scene.cell_clicked), qtbot.assertNotEmitted(scene.released):
        for start, holder in zip(places(scene), 3 * (desk.other, scene.canvas), strict=False):
            scene.fit()
            holder.setFocus()
            qtbot.waitUntil(holder.hasFocus)
            qtbot.keyPress(holder, Qt.Key.Key_Space)
            assert scene.canvas.viewport().cursor().shape() == Qt.CursorShape.OpenHandCursor
            assert moved(scene, start, button=LEFT) == BY
            assert moved(scene, start, button=LEFT, press=AGAIN) == BY
            assert moved(scene, start, button=LEFT) == BY
            qtbot.keyRelease(holder, Qt.Key.Key_Space)
            assert scene.canvas.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_a_click_without_space_keeps_a_cell_as_ever(qtbot: QtBot, desk: Desk) -> None:
    scene, cell = desk.scene, Cell("conv1", (0, 14, 14))
    place = scene.canvas.cell_rect(cell).center().toPoint()
    enter(scene.canvas, place)
    qtbot.keyPress(desk.other, Qt.Key.Key_Space)
    qtbot.keyRelease(desk.other, Qt.Key.Key_Space)
    with qtbot.waitSignal(scene.cell_clicked) as clicked:
        qtbot.mouseClick(scene.canvas.viewport(), LEFT, pos=place)
    assert clicked.args == [cell]


@pytest.mark.parametrize(
    ("reason", "pans"),
    [(Qt.FocusReason.MouseFocusReason, True), (Qt.FocusReason.TabFocusReason, False)],
)
def test_space_presses_a_button_only_for_those_who_went_there_by_keyboard(
    qtbot: QtBot, desk: Desk, reason: Qt.FocusReason, pans: bool
) -> None:
    pressed: list[str] = []
    desk.button.clicked.connect(lambda: pressed.append("pressed"))
    desk.button.setFocus(reason)
    qtbot.waitUntil(desk.button.hasFocus)
    enter(desk.scene.canvas, QPoint(200, 200))
    qtbot.keyPress(desk.button, Qt.Key.Key_Space)
    if pans:
        assert moved(desk.scene, QPoint(6, 6), button=LEFT) == BY
    qtbot.keyRelease(desk.button, Qt.Key.Key_Space)
    assert bool(pressed) != pans
