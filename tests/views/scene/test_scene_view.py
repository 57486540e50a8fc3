"""The scene as a widget: records go in, signals and pixels come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.network.cells import Cell, Selection
from explorer.network.fields import select
from explorer.network.presets import PRESETS, preset
from explorer.views.scene.layout.places import cell_box
from explorer.views.scene.options import SceneOptions
from explorer.views.scene.paint.items import Layers
from explorer.views.scene.scene_view import SceneView
from explorer.views.scene.stacked.canvas import StackedCanvas
from explorer.views.scene.stacked.switch import Form
from explorer.views.scene.zoom import Camera
from explorer.views.style.theme import load_fonts, theme
from explorer.views.style.themed import show_theme
from tests.gestures import move
from tests.views.scene.frames import frame_times, painted
from tests.views.scene.samples import ODD, change, fake_trace, show, show_selected

# the offscreen platform says so of any window with a least size
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LENET = preset("lenet")
EMPTY = QPoint(6, 6)


@pytest.fixture
def scene(qtbot: QtBot) -> SceneView:
    load_fonts()
    view = SceneView()
    qtbot.addWidget(view)
    show_theme(view, theme("light"))
    show(view, spec=LENET)
    view.resize(970, 860)
    view.show()
    qtbot.waitExposed(view)
    return view


def at(scene: SceneView, cell: Cell) -> QPoint:
    """Return where the middle of a cell is in the canvas."""
    state = scene.canvas.state
    x, y = state.camera.to_window(*cell_box(state.layout, cell).centre)
    return QPoint(int(x), int(y))


def pixel(scene: SceneView, cell: Cell) -> QColor:
    return painted(scene).pixelColor(at(scene, cell))


def test_pointing_at_a_cell_says_which_and_leaving_says_none(
    qtbot: QtBot, scene: SceneView
) -> None:
    cell = Cell("conv2", (5, 3, 4))
    said: list[Cell | None] = []
    scene.cell_hovered.connect(said.append)
    move(scene.canvas.viewport(), at(scene, cell))
    move(scene.canvas.viewport(), EMPTY)
    assert said == [cell, None]


def test_a_click_says_the_cell_and_a_click_beside_lets_go(qtbot: QtBot, scene: SceneView) -> None:
    cell = Cell("pool1", (2, 7, 7))
    with qtbot.waitSignal(scene.cell_clicked) as clicked:
        qtbot.mouseClick(scene.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at(scene, cell))
    assert clicked.args == [cell]
    with qtbot.waitSignal(scene.released):
        qtbot.mouseClick(scene.canvas.viewport(), Qt.MouseButton.LeftButton, pos=EMPTY)


def test_escape_lets_go(qtbot: QtBot, scene: SceneView) -> None:
    with qtbot.waitSignal(scene.released):
        qtbot.keyClick(scene.canvas, Qt.Key.Key_Escape)


def test_the_arrow_keys_walk_and_enter_keeps(qtbot: QtBot, scene: SceneView) -> None:
    trace = fake_trace(LENET)
    show(scene, trace=trace)
    show_selected(scene, select(trace, Cell("conv1", (1, 4, 4))), frozen=False)
    with qtbot.waitSignal(scene.cell_hovered) as hovered:
        qtbot.keyClick(scene.canvas, Qt.Key.Key_Right)
    assert hovered.args == [Cell("conv1", (1, 4, 5))]
    with qtbot.waitSignal(scene.cell_hovered) as hovered:
        qtbot.keyClick(scene.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert hovered.args[0].stage == "relu1"
    with qtbot.waitSignal(scene.cell_clicked):
        qtbot.keyClick(scene.canvas, Qt.Key.Key_Return)


def test_walking_while_frozen_moves_the_frozen_cell(qtbot: QtBot, scene: SceneView) -> None:
    trace = fake_trace(LENET)
    show(scene, trace=trace)
    show_selected(scene, select(trace, Cell("pool2", (1, 2, 2))), frozen=True)
    with qtbot.waitSignal(scene.cell_clicked) as clicked:
        qtbot.keyClick(scene.canvas, Qt.Key.Key_PageDown)
    assert clicked.args == [Cell("pool2", (2, 2, 2))]


def test_showing_and_setting_never_emit(qtbot: QtBot, scene: SceneView) -> None:
    trace = fake_trace(LENET)
    with (
        qtbot.assertNotEmitted(scene.cell_hovered),
        qtbot.assertNotEmitted(scene.options_requested),
    ):
        show(scene, trace=trace)
        show_selected(scene, select(trace, Cell("logits", (3,))), frozen=True)
        change(scene, scope="network")
        change(scene, all_winners=True)
        show_theme(scene, theme("dark"))
        scene.fit()


def test_the_wheel_zooms_about_the_mouse_and_fit_undoes_it(qtbot: QtBot, scene: SceneView) -> None:
    cell = Cell("conv1", (3, 9, 9))
    point = QPointF(at(scene, cell))
    wheel = QWheelEvent(
        point,
        scene.canvas.viewport().mapToGlobal(point),
        QPoint(),
        QPoint(0, 480),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(scene.canvas.viewport(), wheel)
    assert scene.canvas.state.camera.scale > 1.5
    assert (at(scene, cell) - point.toPoint()).manhattanLength() <= 6
    qtbot.keyClick(scene.canvas, Qt.Key.Key_F)
    assert scene.canvas.state.camera == Camera()


@pytest.mark.parametrize("form", ["flat", "stacked"])
def test_the_scene_is_framed_while_the_keyboard_is_in_it(scene: SceneView, form: Form) -> None:
    change(scene, form=form)
    accent = theme("light").color("accent")
    scene.activateWindow()
    reasons = {Qt.FocusReason.TabFocusReason: True, Qt.FocusReason.MouseFocusReason: False}
    for reason, framed in reasons.items():
        scene.controls.fit.setFocus()
        scene.canvas.setFocus(reason)
        picture = scene.canvas.viewport().grab().toImage()
        corners = [picture.pixelColor(1, 1), picture.pixelColor(picture.width() - 2, 40)]
        assert [corner == accent for corner in corners] == [framed, framed]


def test_dragging_an_empty_place_moves_the_picture(qtbot: QtBot, scene: SceneView) -> None:
    viewport, left = scene.canvas.viewport(), Qt.MouseButton.LeftButton
    with qtbot.assertNotEmitted(scene.released):
        qtbot.mousePress(viewport, left, pos=EMPTY)
        qtbot.mouseMove(viewport, EMPTY + QPoint(40, 25))
        qtbot.mouseRelease(viewport, left, pos=EMPTY + QPoint(40, 25))
    assert scene.canvas.state.camera == Camera(1.0, 40, 25)


def test_keys_zoom_in_and_out(qtbot: QtBot, scene: SceneView) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(scene.canvas, Qt.Key.Key_Plus, control)
    assert scene.canvas.state.camera.scale == pytest.approx(1.25)
    qtbot.keyClick(scene.canvas, Qt.Key.Key_Minus, control)
    assert scene.canvas.state.camera.scale == pytest.approx(1.0)


def test_a_fitted_scene_follows_the_window_and_a_closer_look_stays(scene: SceneView) -> None:
    scene.resize(1290, 940)
    wide = scene.canvas.state.layout.width
    assert wide == scene.canvas.viewport().width()
    cell = Cell("conv2", (7, 5, 5))
    scene.canvas.show_map(cell)
    before, layout = scene.canvas.cell_rect(cell), scene.canvas.state.layout
    middle = scene.canvas.viewport().rect().center() - before.center().toPoint()
    for size in ((970, 860), (700, 600), (1290, 940)):
        scene.resize(*size)
        after = scene.canvas.cell_rect(cell)
        assert scene.canvas.state.layout.width == scene.canvas.viewport().width()
        assert after.width() == pytest.approx(before.width())
        now = scene.canvas.viewport().rect().center() - after.center().toPoint()
        assert (now - middle).manhattanLength() <= 3
    assert scene.canvas.state.layout.stages == layout.stages
    scene.fit()
    assert scene.canvas.state.camera == Camera()


def test_a_cell_has_the_colour_of_its_number(scene: SceneView) -> None:
    trace = fake_trace(LENET)
    show(scene, trace=trace)
    values = trace.stage("conv1").values
    top = divmod(int(values[2].argmax()), 28)
    low = divmod(int(values[2].argmin()), 28)
    blue, orange = pixel(scene, Cell("conv1", (2, *top))), pixel(scene, Cell("conv1", (2, *low)))
    assert blue.blue() > blue.red()
    assert orange.red() > orange.blue()


def test_an_empty_pad_shows_calm_maps(scene: SceneView) -> None:
    cells = [Cell("conv1", (2, 3, 4)), Cell("relu2", (4, 4, 4)), Cell("dense1", (50,))]
    show(scene, trace=fake_trace(LENET))
    show(scene, trace=None)
    calm = {pixel(scene, cell).name() for cell in cells}
    assert len(calm) == 1


def test_a_selection_is_outlined_in_amber_in_every_earlier_stage(scene: SceneView) -> None:
    trace = fake_trace(LENET)
    show(scene, trace=trace)
    before = painted(scene)
    show_selected(scene, select(trace, Cell("pool2", (3, 2, 2))), frozen=False)
    after = painted(scene)
    amber = theme("light").color("selection")
    layout = scene.canvas.state.layout
    for name in ("input", "conv1", "relu1", "pool1", "conv2", "relu2", "pool2"):
        box = layout.stage(name).box
        points = [
            (x, y)
            for x in range(int(box.x), int(box.right))
            for y in range(int(box.y), int(box.bottom))
        ]
        changed = [p for p in points if before.pixel(*p) != after.pixel(*p)]
        assert any(_near(after.pixelColor(*p), amber) for p in changed), name
    show_selected(scene, None, False)
    assert painted(scene) == before


def _near(one: QColor, other: QColor) -> bool:
    return abs(one.red() - other.red()) + abs(one.green() - other.green()) < 60


def test_the_switches_say_what_was_chosen_and_show_it(qtbot: QtBot, scene: SceneView) -> None:
    show(scene, trace=fake_trace(LENET))
    first = painted(scene)
    with qtbot.waitSignal(scene.options_requested) as chosen:
        scene.controls._choices["scope", "map"].click()
    assert chosen.args == [SceneOptions(scope="map")]
    scene.show_options(chosen.args[0])
    assert painted(scene) != first
    with qtbot.waitSignal(scene.options_requested) as chosen:
        scene.controls.winners.click()
    assert chosen.args == [SceneOptions(scope="map", all_winners=True)]


@pytest.mark.parametrize("form", ["flat", "stacked"])
def test_winners_are_marked_only_while_a_pooling_is_pointed_at_or_chosen(
    scene: SceneView, form: Form
) -> None:
    trace = fake_trace(LENET)
    show(scene, trace=trace)
    change(scene, form=form)
    canvas, relu = scene.canvas, LENET.index("relu1")
    words = canvas.state.mosaic.stage_words(relu)
    plain, view = words.copy(), canvas.viewport()
    pooled = canvas.cell_rect(Cell("pool1", (5, 7, 7))).center().toPoint()
    name = _name_of(scene, LENET.index("pool1"))
    for point in (pooled, name):
        move(view, point)
        assert (words != plain).any()
        move(view, EMPTY)
        assert (words == plain).all()
    for stage, marked in (("relu1", True), ("pool1", True), ("conv1", False)):
        show_selected(scene, select(trace, Cell(stage, (1, 4, 4))), frozen=True)
        assert (words != plain).any() == marked
    show_selected(scene, select(trace, Cell("relu1", (1, 4, 4))), frozen=False)
    assert (words == plain).all()
    change(scene, all_winners=True)
    assert (words != plain).any()


def _name_of(scene: SceneView, index: int) -> QPoint:
    """Return where the name of a stage is in the picture in front."""
    canvas = scene.canvas
    if isinstance(canvas, StackedCanvas):
        box = canvas.space.labels[index].box
        return QPoint(int(box.centre[0]), int(box.centre[1]))
    x, y = canvas.state.layout.stages[index].header.box.centre
    return QPoint(*(int(v) for v in canvas.state.camera.to_window(x, y)))


def test_winners_cannot_be_chosen_where_nothing_has_any(scene: SceneView) -> None:
    show(scene, spec=next(spec for spec in ODD if spec.name == "in-a-row"))
    assert not scene.controls.winners.isEnabled()


def test_every_control_explains_itself(scene: SceneView) -> None:
    controls = scene.controls
    for widget in (*controls._choices.values(), controls.winners, controls.fit, controls.legend):
        assert widget.accessibleName()
        assert widget.toolTip()
        assert widget.whatsThis()
    assert scene.canvas.accessibleName()
    assert scene.canvas.whatsThis()


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


def test_a_trace_of_another_spec_brings_its_own_layout(scene: SceneView) -> None:
    show(scene, trace=fake_trace(preset("harley")))
    assert scene.canvas.state.layout.spec == preset("harley")


def test_a_screen_reader_hears_the_selection(scene: SceneView) -> None:
    selection = Selection(Cell("conv1", (0, 0, 0)), 1.0, "conv1, map 0: 1", ())
    show_selected(scene, selection, False)
    assert scene.canvas.accessibleDescription() == selection.sentence


def test_frames_can_be_timed(scene: SceneView) -> None:
    times = frame_times(scene, [fake_trace(LENET, seed) for seed in (1, 2)], frames=4)
    assert len(times) == 4
    assert min(times) > 0


def test_headers_and_kernels_explain_themselves(scene: SceneView) -> None:
    layout = scene.canvas.state.layout
    header = layout.stage("conv2").header.box.centre
    assert scene.canvas.tip(QPointF(*header)).startswith("conv2: 16 kernels of 5 × 5")
    kernel = layout.stage("conv2").kernels[3].centre
    assert scene.canvas.tip(QPointF(*kernel)).startswith("conv2, kernel 3: 6 slices")
    assert scene.canvas.tip(QPointF(EMPTY)) == ""
    assert scene.canvas.tip(QPointF(*layout.stage("conv2").tiles[3].centre)) == ""


def test_kernels_are_shown_before_anything_is_drawn(scene: SceneView) -> None:
    box = scene.canvas.state.layout.stage("conv1").kernels[0]
    point = QPoint(int(box.x + 2), int(box.y + 2))
    before = painted(scene).pixel(point)
    show(scene, weights=fake_trace(LENET).weights)
    assert painted(scene).pixel(point) != before
    show(scene, spec=LENET)
    assert painted(scene).pixel(point) == before


def test_a_double_click_lets_a_map_fill_the_view_and_again_fits(
    qtbot: QtBot, scene: SceneView
) -> None:
    show(scene, trace=fake_trace(LENET))
    cell, left = Cell("conv1", (2, 14, 14)), Qt.MouseButton.LeftButton
    viewport, state = scene.canvas.viewport(), scene.canvas.state
    qtbot.mouseDClick(viewport, left, pos=at(scene, cell))
    tile = state.on_window(state.layout.stage("conv1").tiles[2])
    assert max(tile.width() / viewport.width(), tile.height() / viewport.height()) > 0.9
    assert viewport.rect().contains(tile.toRect())
    qtbot.mouseDClick(viewport, left, pos=at(scene, cell))
    assert state.camera == Camera()
    qtbot.mouseDClick(viewport, left, pos=at(scene, Cell("dense1", (40,))))
    assert state.camera.scale > 1
    qtbot.keyClick(scene.canvas, Qt.Key.Key_F)
    assert state.camera == Camera()


def test_numbers_appear_in_cells_that_are_large_enough(scene: SceneView) -> None:
    show(scene, trace=fake_trace(LENET))
    colours = len(
        {painted(scene).pixel(at(scene, Cell("pool2", (2, 2, 2))) + QPoint(x, 0)) for x in range(2)}
    )
    scene.canvas.show_map(Cell("pool2", (2, 2, 2)))
    picture, rect = painted(scene), scene.canvas.cell_rect(Cell("pool2", (2, 2, 2))).toRect()
    inside = {
        picture.pixel(x, y)
        for x in range(rect.left() + 2, rect.right() - 2)
        for y in range(rect.top() + 2, rect.bottom() - 2)
    }
    assert len(inside) > 4 > colours


def test_the_legend_follows_how_pixels_are_counted(scene: SceneView) -> None:
    show(scene, trace=fake_trace(LENET))
    before = painted(scene)
    change(scene, pixels="byte", ink="light")
    assert "255" in scene.controls.legend.accessibleDescription()
    assert "light ink" in scene.controls.legend.accessibleDescription()
    assert painted(scene) != before
    change(scene, pixels="one", ink="theme")
    assert painted(scene) == before


def test_shift_shows_where_a_number_goes(qtbot: QtBot, scene: SceneView) -> None:
    trace = fake_trace(LENET)
    show(scene, trace=trace)
    cell = Cell("conv1", (2, 14, 14))
    show_selected(scene, select(trace, cell), frozen=True)
    back = painted(scene)
    qtbot.keyPress(scene.canvas, Qt.Key.Key_Shift)
    forward = painted(scene)
    assert scene.canvas.state.forward
    before, after = (_changed(scene, name, back, forward) for name in ("input", "conv2"))
    assert before
    assert after
    qtbot.keyRelease(scene.canvas, Qt.Key.Key_Shift)
    assert painted(scene) == back


def _changed(scene: SceneView, name: str, one, other) -> bool:
    box = scene.canvas.state.layout.stage(name).box
    return any(
        one.pixel(x, y) != other.pixel(x, y)
        for x in range(int(box.x), int(box.right))
        for y in range(int(box.y), int(box.bottom), 2)
    )


def test_the_direction_of_the_field_can_be_switched_and_shift_shows_the_other(
    qtbot: QtBot, scene: SceneView
) -> None:
    trace = fake_trace(LENET)
    show(scene, trace=trace)
    for cell in (Cell("input", (0, 3, 3)), Cell("dense1", (4,)), Cell("probabilities", (4,))):
        show_selected(scene, select(trace, cell), frozen=False)
        change(scene, forward=True)
        painted(scene)
        assert scene.canvas.state.forward
        qtbot.keyPress(scene.canvas, Qt.Key.Key_Shift)
        assert not scene.canvas.state.forward
        qtbot.keyRelease(scene.canvas, Qt.Key.Key_Shift)
        change(scene, forward=False)


def test_tab_walks_the_stages_of_a_selection_and_then_goes_on(
    qtbot: QtBot, scene: SceneView
) -> None:
    trace = fake_trace(LENET)
    show(scene, trace=trace)
    scene.cell_hovered.connect(
        lambda cell: show_selected(scene, select(trace, cell) if cell else None, False)
    )
    scene.activateWindow()
    scene.canvas.setFocus()
    qtbot.waitUntil(scene.canvas.hasFocus)
    qtbot.keyClick(scene.canvas, Qt.Key.Key_Right)
    visited = [scene.canvas.state.selection.cell.stage]
    while scene.canvas.hasFocus():
        qtbot.keyClick(scene.canvas, Qt.Key.Key_Tab)
        visited.append(scene.canvas.state.selection.cell.stage)
    assert visited == [*(stage.name for stage in LENET.stages), "probabilities"]
    scene.canvas.setFocus()
    qtbot.keyClick(scene.canvas, Qt.Key.Key_Backtab)
    assert scene.canvas.state.selection.cell.stage == "logits"
    show_selected(scene, None, False)
    qtbot.keyClick(scene.canvas, Qt.Key.Key_Tab)
    assert not scene.canvas.hasFocus(), "with nothing selected Tab is Tab"


def test_a_closer_look_follows_the_walking_cell(qtbot: QtBot, scene: SceneView) -> None:
    trace = fake_trace(LENET)
    show(scene, trace=trace)
    cell = Cell("conv1", (0, 14, 14))
    show_selected(scene, select(trace, cell), True)
    scene.canvas.show_map(cell)
    scene.cell_clicked.connect(lambda cell: show_selected(scene, select(trace, cell), True))
    for _ in range(4):
        qtbot.keyClick(scene.canvas, Qt.Key.Key_PageDown)
    cell = scene.canvas.state.selection.cell
    assert cell == Cell("conv1", (4, 14, 14))
    assert scene.canvas.viewport().rect().contains(scene.canvas.cell_rect(cell).toRect())


@pytest.mark.parametrize("form", ["flat", "stacked"])
@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_what_a_diverged_network_says_is_painted_too(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, scene: SceneView, form: Form, wrong: float
) -> None:
    """An exception while Qt paints can end the whole program."""
    caught: list[BaseException] = []
    monkeypatch.setattr(Layers, "paint", _guarded(Layers.paint, caught))
    trace = fake_trace(preset("lenet"))
    stages = tuple(
        replace(s, values=s.values if i == 0 else np.full_like(s.values, wrong))
        for i, s in enumerate(trace.stages)
    )
    change(scene, form=form)
    for _ in range(3):
        show(scene, trace=replace(trace, stages=stages))
        show_selected(scene, select(scene.canvas.state.trace, Cell("logits", (3,))), True)
        scene.canvas.viewport().repaint()
    assert not caught


def _guarded(paint: Callable[..., None], caught: list[BaseException]) -> Callable[..., None]:
    def guarded(*arguments: object) -> None:
        try:
            paint(*arguments)
        except Exception as error:
            caught.append(error)

    return guarded
