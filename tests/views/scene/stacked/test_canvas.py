"""The stacked picture as a widget: the same facts as the flat one, from any side."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.network.cells import Cell
from explorer.network.fields import select
from explorer.network.presets import PRESETS, preset
from explorer.views.scene.scene_view import SceneView
from explorer.views.scene.stacked.camera import View
from explorer.views.scene.stacked.canvas import StackedCanvas
from explorer.views.style.theme import load_fonts, theme
from explorer.views.style.themed import show_theme
from tests.gestures import move
from tests.views.scene.frames import painted
from tests.views.scene.samples import ODD, change, fake_trace, show, show_selected

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LENET = preset("lenet")
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
EMPTY = QPoint(6, 6)


@pytest.fixture
def scene(qtbot: QtBot) -> SceneView:
    load_fonts()
    view = SceneView()
    qtbot.addWidget(view)
    show_theme(view, theme("light"))
    change(view, reduced_motion=True)
    show(view, spec=LENET)
    view.resize(970, 860)
    view.show()
    qtbot.waitExposed(view)
    change(view, form="stacked")
    show(view, trace=fake_trace(LENET))
    return view


@pytest.fixture
def canvas(scene: SceneView) -> StackedCanvas:
    assert isinstance(scene.canvas, StackedCanvas)
    return scene.canvas


def at(canvas: StackedCanvas, cell: Cell) -> QPoint:
    return canvas.cell_rect(cell).center().toPoint()


def drag(qtbot: QtBot, canvas: StackedCanvas, by: QPoint, button=LEFT, keys=None) -> None:
    keys = keys or Qt.KeyboardModifier.NoModifier
    qtbot.mousePress(canvas.viewport(), button, keys, EMPTY)
    for share in (1, 2, 3):
        qtbot.mouseMove(canvas.viewport(), EMPTY + by * share / 3)
    qtbot.mouseRelease(canvas.viewport(), button, keys, EMPTY + by)


def test_pointing_says_the_nearest_cell_and_beside_none(
    qtbot: QtBot, scene: SceneView, canvas: StackedCanvas
) -> None:
    said: list[Cell | None] = []
    scene.cell_hovered.connect(said.append)
    cell = Cell("conv1", (0, 9, 14))
    move(canvas.viewport(), at(canvas, cell))
    move(canvas.viewport(), EMPTY)
    assert cell in said
    assert said[-1] is None


def test_a_click_keeps_a_cell_and_a_click_beside_lets_go(
    qtbot: QtBot, scene: SceneView, canvas: StackedCanvas
) -> None:
    cell = Cell("relu1", (0, 14, 14))
    with qtbot.waitSignal(scene.cell_clicked) as clicked:
        qtbot.mouseClick(canvas.viewport(), LEFT, pos=at(canvas, cell))
    assert clicked.args == [cell]
    with qtbot.waitSignal(scene.released):
        qtbot.mouseClick(canvas.viewport(), LEFT, pos=EMPTY)


def test_dragging_turns_and_a_double_click_resets(
    qtbot: QtBot, scene: SceneView, canvas: StackedCanvas
) -> None:
    before = canvas.view
    with qtbot.assertNotEmitted(scene.released), qtbot.assertNotEmitted(scene.cell_clicked):
        drag(qtbot, canvas, QPoint(60, -30))
    assert canvas.view.yaw < before.yaw
    assert canvas.view.pitch < before.pitch
    qtbot.mouseDClick(canvas.viewport(), LEFT, pos=EMPTY)
    assert (canvas.view.yaw, canvas.view.pitch) == (View().yaw, View().pitch)


def test_fit_undoes_the_rotation_and_another_size_does_not(
    scene: SceneView, canvas: StackedCanvas
) -> None:
    first = canvas.view
    canvas.fan("conv1")
    fanned = canvas.view
    canvas.turn(20, 9)
    turned = canvas.view
    scene.resize(scene.width() - 60, scene.height())
    assert (canvas.view.yaw, canvas.view.pitch) == (turned.yaw, turned.pitch)
    scene.resize(scene.width() + 60, scene.height())
    scene.fit()
    assert canvas.view == fanned
    assert (fanned.yaw, fanned.pitch) == (first.yaw, first.pitch)


@pytest.mark.parametrize(
    ("button", "keys"),
    [(MIDDLE, Qt.KeyboardModifier.NoModifier), (LEFT, Qt.KeyboardModifier.ShiftModifier)],
)
def test_the_middle_button_and_shift_move_the_picture(
    qtbot: QtBot, canvas: StackedCanvas, button: Qt.MouseButton, keys: Qt.KeyboardModifier
) -> None:
    before = canvas.view
    drag(qtbot, canvas, QPoint(30, 60), button, keys)
    assert (canvas.view.yaw, canvas.view.scale) == (before.yaw, before.scale)
    assert canvas.view.x - before.x == pytest.approx(30)
    assert canvas.view.y - before.y == pytest.approx(60)


def test_the_wheel_zooms_about_the_mouse(canvas: StackedCanvas) -> None:
    cell = Cell("conv1", (0, 9, 9))
    point = QPointF(at(canvas, cell))
    before = canvas.view.scale
    wheel = QWheelEvent(
        point,
        canvas.viewport().mapToGlobal(point),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), wheel)
    assert canvas.view.scale > 1.2 * before
    assert (at(canvas, cell) - point.toPoint()).manhattanLength() <= 4


def test_keys_turn_zoom_and_walk(qtbot: QtBot, scene: SceneView, canvas: StackedCanvas) -> None:
    before = canvas.view
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(canvas, Qt.Key.Key_Left, alt)
    qtbot.keyClick(canvas, Qt.Key.Key_Up, alt)
    assert canvas.view.yaw < before.yaw
    assert canvas.view.pitch > before.pitch
    scale = canvas.view.scale
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.view.scale > scale
    show_selected(scene, select(fake_trace(LENET), Cell("conv1", (1, 4, 4))), frozen=False)
    with qtbot.waitSignal(scene.cell_hovered) as hovered:
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert hovered.args == [Cell("conv1", (1, 4, 5))]


def test_a_click_on_a_name_fans_its_stage_out_and_back(qtbot: QtBot, canvas: StackedCanvas) -> None:
    index = LENET.index("conv2")

    def click() -> None:
        place = QPoint(*map(int, canvas.space.labels[index].box.centre))
        qtbot.mouseClick(canvas.viewport(), LEFT, pos=place)

    stacked = canvas.space.arrangement.stacks[index]
    click()
    fanned = canvas.space.arrangement.stacks[index]
    assert fanned.fanned
    for tile in range(16):
        cell = Cell("conv2", (tile, 5, 5))
        assert canvas._cell(canvas.cell_rect(cell).center()) == cell
    click()
    assert canvas.space.arrangement.stacks[index] == stacked


def test_the_planes_move_on_their_way_unless_motion_is_reduced(
    qtbot: QtBot, scene: SceneView, canvas: StackedCanvas
) -> None:
    change(scene, reduced_motion=False)
    before = canvas.space.arrangement.stacks[1].planes[5].x
    canvas.fan("conv1")
    qtbot.waitUntil(lambda: not canvas.fans.moving)
    after = canvas.space.arrangement.stacks[1].planes[5].x
    change(scene, reduced_motion=True)
    canvas.fan("conv1")
    assert canvas.space.arrangement.stacks[1].planes[5].x != after
    assert before != after


def test_a_cell_has_the_colour_of_its_number(scene: SceneView, canvas: StackedCanvas) -> None:
    values = fake_trace(LENET).stage("conv1").values
    high, low = (
        Cell("conv1", (0, *divmod(int(at), 28))) for at in (values[0].argmax(), values[0].argmin())
    )
    image = painted(scene)
    blue, orange = (image.pixelColor(at(canvas, cell)) for cell in (high, low))
    assert blue.blue() > blue.red()
    assert orange.red() > orange.blue()


def test_a_selection_is_amber_and_lets_the_rest_fade(
    scene: SceneView, canvas: StackedCanvas
) -> None:
    trace, other = fake_trace(LENET), at(canvas, Cell("relu2", (0, 5, 5)))
    cell = Cell("pool1", (0, 7, 7))
    before = painted(scene).pixelColor(other)
    show_selected(scene, select(trace, cell), frozen=True)
    after = painted(scene)
    rect = canvas.cell_rect(cell)
    edge = [QPoint(round(rect.left()), y) for y in range(int(rect.top()), int(rect.bottom()))]
    amber = theme("light").color("selection")
    assert any(_near(after.pixelColor(point), amber) for point in edge)
    assert after.pixelColor(other) != before


def _near(one: QColor, other: QColor) -> bool:
    return abs(one.red() - other.red()) + abs(one.green() - other.green()) < 90


@pytest.mark.parametrize("spec", [*map(preset, PRESETS), *ODD], ids=lambda spec: spec.name)
def test_any_spec_can_be_shown_with_any_selection(scene: SceneView, spec) -> None:
    trace = fake_trace(spec)
    show(scene, spec=spec)
    show(scene, trace=trace)
    for stage in spec.stages:
        cell = Cell(stage.name, tuple(n // 2 for n in stage.shape))
        for frozen in (False, True):
            show_selected(scene, select(trace, cell), frozen)
            painted(scene)


def test_both_pictures_show_the_same_and_come_back_as_they_were(
    qtbot: QtBot, scene: SceneView, canvas: StackedCanvas
) -> None:
    change(scene, scope="map")
    change(scene, form="flat")
    assert scene.canvas is not canvas
    assert scene.canvas.state is canvas.state
    assert scene.options.scope == "map"
    assert not canvas.isVisible()
    show(scene, spec=preset("harley"))
    change(scene, form="stacked")
    assert scene.canvas is canvas
    assert canvas.space.arrangement.stacks[0].planes[0].rows == 32


def test_names_explain_their_stage(canvas: StackedCanvas) -> None:
    label = canvas.space.labels[LENET.index("conv2")]
    tip = canvas.tip(QPointF(*label.box.centre))
    assert tip.startswith("conv2: 16 kernels of 5 × 5")
    assert "fans" in tip
    assert canvas.tip(QPointF(EMPTY)) == ""


def test_a_larger_window_shows_it_larger(scene: SceneView, canvas: StackedCanvas) -> None:
    before = canvas.view.scale
    scene.resize(1300, 1000)
    assert canvas.view.scale > before
    canvas.zoom(2)
    closer = canvas.view
    scene.resize(970, 860)
    assert canvas.view == closer


def test_a_click_on_a_kernel_asks_for_it_and_its_tip_tells_of_it(
    qtbot: QtBot, scene: SceneView, canvas: StackedCanvas
) -> None:
    kernel = canvas.space.arrangement.stacks[LENET.index("conv2")].kernels[0]
    middle = (kernel.x + kernel.right) / 2, (kernel.y + kernel.bottom) / 2, kernel.z
    point = QPointF(*canvas.view.to_window(middle))
    assert canvas.tip(point).startswith("conv2, kernel 0")
    with qtbot.waitSignal(scene.kernel_clicked) as clicked:
        qtbot.mouseClick(canvas.viewport(), LEFT, pos=point.toPoint())
    assert clicked.args == ["conv2", 0]


def test_kernels_are_painted_in_the_colours_of_their_weights(
    scene: SceneView, canvas: StackedCanvas
) -> None:
    weights = canvas.state.weights["conv1"].weight
    kernel = canvas.space.arrangement.stacks[1].kernels[0]
    row, column = 1, 2
    centre = (
        kernel.x + (column + 0.5) * kernel.width,
        kernel.y + (row + 0.5) * kernel.height,
        kernel.z,
    )
    color = painted(scene).pixelColor(QPointF(*canvas.view.to_window(centre)).toPoint())
    words = canvas.state.kernel_words["conv1"][0]
    assert color.rgb() & 0xFFFFFF == int(words[row, column]) & 0xFFFFFF
    assert weights[0, 0, row, column] != 0
