"""What the seed articles' figures show, tried on the Draw page with mouse, keys and its buttons.

The identifiers are those of the list of features; each test does what its row asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.digits.drawing import Drawing, Picture, Stroke
from explorer.live.session import Session
from explorer.network.cells import Cell, Selection
from explorer.network.checkpoint import pretrained
from explorer.network.fields import select
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.records import Trace
from explorer.network.spec import Activation, Convolution, Dense, Flatten, Pooling, Spec
from explorer.views.blocks.bars import BarRows
from explorer.views.blocks.blocks import Code, Line
from explorer.views.blocks.table import TotalRow
from explorer.views.cards.card import ExplanationCard
from explorer.views.cards.faces.channels import ChannelRow
from explorer.views.cards.faces.compared import Compared
from explorer.views.draw.page import DrawPage
from explorer.views.kernels.layout import KernelWeight
from explorer.views.scene.canvas import Canvas
from explorer.views.scene.layout.places import cell_box
from explorer.views.scene.paint.cell_numbers import blocks
from explorer.views.scene.pixels import PixelStyle
from explorer.views.scene.scene_view import SceneView
from explorer.views.scene.stacked.canvas import StackedCanvas
from explorer.views.scene.trail import trail_of
from explorer.views.style.theme import load_fonts, theme
from explorer.views.what_if.panel import WhatIfPanel
from tests.gestures import move
from tests.views.scene.frames import painted
from tests.views.scene.samples import change

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise")
EIGHT = [(140 + 42 * np.sin(2 * a), 140 - 80 * np.cos(a)) for a in np.linspace(0, 2 * np.pi, 60)]


@dataclass
class Tried:
    """A page with a drawn 8, and what one does with it."""

    page: DrawPage
    session: Session
    qtbot: QtBot

    @property
    def scene(self) -> SceneView:
        assert self.page.scene is not None
        return self.page.scene

    @property
    def canvas(self) -> Canvas:
        return self.scene.canvas

    @property
    def card(self) -> ExplanationCard:
        assert self.page.card_host is not None
        return self.page.card_host.card

    @property
    def trace(self) -> Trace:
        assert self.session.trace is not None
        return self.session.trace

    @property
    def selection(self) -> Selection:
        assert self.canvas.state.selection is not None
        return self.canvas.state.selection

    def values(self, stage: str) -> Any:
        return self.trace.stage(stage).values

    def place(self, cell: Cell) -> QPoint:
        return self.canvas.cell_rect(cell).center().toPoint()

    def point_at(self, cell: Cell) -> Selection:
        move(self.canvas.viewport(), self.place(cell))
        assert self.selection.cell == cell
        return self.selection

    def click(self, cell: Cell) -> Any:
        """Click a cell and return the explanation on the card."""
        left = Qt.MouseButton.LeftButton
        self.qtbot.mouseClick(self.canvas.viewport(), left, pos=self.place(cell))
        assert self.selection.cell == cell
        assert not self.card.isHidden()
        return self.card._explanation

    def press(self, button: Any) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.canvas, key)

    def blocks(self, kind: type) -> list[Any]:
        assert self.card.face is not None
        return [block for block in self.card.face.blocks if isinstance(block, kind)]

    def words(self) -> str:
        return "\n".join(block.text for block in self.blocks(Line))

    def exchange(self, stage: str, kind: str) -> None:
        """Press a button of the panel for other choices."""
        panel = self.page.findChild(WhatIfPanel)
        assert isinstance(panel, WhatIfPanel)
        panel.set_open(True)
        QApplication.processEvents()
        assert panel.segments[stage].isVisible()
        self.press(panel.segments[stage].buttons[kind])


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Callable[[Network], Tried]]:
    load_fonts()
    kept: list[Tried] = []

    def show(network: Network) -> Tried:
        session = Session(seed=1)
        page = DrawPage(session)
        qtbot.addWidget(page)
        page.set_theme(theme("light"))
        page.install_scene(SceneView())
        page.resize(1600, 960)
        with qtbot.waitExposed(page):
            page.show()
        session.set_network(network)
        session.place_drawing(Drawing((Stroke(np.array(EIGHT, np.float32)),)))
        session.flush()
        QApplication.processEvents()
        kept.append(Tried(page, session, qtbot))
        return kept[-1]

    yield show
    for tried in kept:
        tried.session.close()


@pytest.fixture
def lenet(opened: Callable[[Network], Tried]) -> Tried:
    return opened(pretrained("lenet"))


@pytest.fixture
def article(opened: Callable[[Network], Tried]) -> Tried:
    return opened(pretrained("article"))


def pooled_cell(tried: Tried, stage: str = "pool1") -> Cell:
    """Return the pooled cell with the largest value."""
    values = tried.values(stage)
    return Cell(stage, tuple(int(i) for i in np.unravel_index(values.argmax(), values.shape)))


def test_noise_is_said_to_look_like_no_digit_and_an_eight_is_not(lenet: Tried) -> None:
    """No row of the list: what an honest answer to noise is."""
    lenet.qtbot.waitUntil(lambda: lenet.page.settled)
    eight = lenet.session.frame.likeness
    assert eight is not None
    assert (eight.label, eight.unlike) == (8, False)
    empty = lenet.page.answer.likeness.grab().toImage()
    noise = np.random.default_rng(1).integers(0, 256, (280, 280)).astype(np.uint8)
    lenet.session.place_picture(Picture(noise, "noise.png"))
    lenet.session.flush()
    assert lenet.session.frame.likeness is not None
    assert lenet.session.frame.likeness.unlike
    assert lenet.page.answer.likeness.grab().toImage() != empty


def test_a_3x3_kernel_frames_nine_inputs_and_a_switch_adds_the_bias(article: Tried) -> None:
    """000-2."""
    cell = Cell("conv1", (2, 12, 13))
    article.point_at(cell)
    trail = trail_of(article.canvas.state)
    assert trail is not None
    (field,) = trail.field
    (frame,) = field.rects
    side = article.canvas.cell_rect(Cell("input", (0, 0, 0))).width()
    assert (round(frame.width() / side), round(frame.height() / side)) == (3, 3)
    explanation = article.click(cell)
    np.testing.assert_array_equal(
        explanation.patch[0], article.values("input")[0, 12:15, 13:16].astype(np.float64)
    )
    assert explanation.products.size == 9
    assert explanation.added == pytest.approx(explanation.products.sum())
    for added, wanted in ((False, explanation.added), (True, explanation.value)):
        chips = article.card.controls.bias.chips
        assert chips is not None
        article.press(chips.buttons["with" if added else "without"])
        shown = article.card.face
        assert shown is not None
        assert float(shown.value.replace("−", "-")) == pytest.approx(wanted, abs=0.006)


def test_another_map_comes_with_another_kernel(lenet: Tried) -> None:
    """000-3."""
    first = lenet.click(Cell("conv1", (1, 12, 13)))
    lenet.key(Qt.Key.Key_PageDown)
    second = lenet.card._explanation
    assert lenet.selection.cell == Cell("conv1", (2, 12, 13))
    weights = lenet.trace.weights["conv1"].weight
    np.testing.assert_allclose(first.kernel, weights[1])
    np.testing.assert_allclose(second.kernel, weights[2])
    assert second.value == lenet.values("conv1")[2, 12, 13]


def test_a_pooled_cell_frames_its_four_inputs_and_marks_the_winner(lenet: Tried) -> None:
    """000-4, 001-19: frames, winner and values while pointing; what another stride does."""
    cell = pooled_cell(lenet)
    plane, row, column = cell.index
    selection = lenet.point_at(cell)
    assert selection.fields[-1].shape == (1, 2, 2)
    window = lenet.values("relu1")[plane, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
    assert selection.window == tuple(window.ravel().tolist())
    assert selection.winner is not None
    assert lenet.values("relu1")[selection.winner.index] == window.max() == selection.value
    trail = trail_of(lenet.canvas.state)
    assert trail is not None
    assert len(trail.strong) + len(trail.fine) == 2  # the cell and the winner
    lenet.click(cell)
    for stride, side, said in (
        (1, 27, "share a row and a column"),
        (3, 9, "are never looked at"),
        (2, 14, "side by side"),
    ):
        chips = lenet.card.controls.stride.chips
        assert chips is not None
        lenet.press(chips.buttons[str(stride)])
        (compared,) = lenet.blocks(Compared)
        assert compared.entries[1].tile.values.shape == (side, side)
        assert said in lenet.words()


def test_pooling_prints_what_remains_of_a_real_map(lenet: Tried) -> None:
    """000-6, 002-9: 784 values become 196; half per side is a quarter of the values."""
    cell = pooled_cell(lenet)
    lenet.click(cell)
    assert "784 values in, 196 out: a quarter remains (−75.0 %)" in lenet.words()
    assert "28 × 28 → 14 × 14, half per side" in lenet.words()
    assert "0 parameters" in lenet.words()
    (compared,) = lenet.blocks(Compared)
    before, after = compared.entries[:2]
    np.testing.assert_array_equal(before.tile.values, lenet.values("relu1")[cell.index[0]])
    np.testing.assert_array_equal(after.tile.values, lenet.values("pool1")[cell.index[0]])


def test_a_whole_network_is_on_one_screen_down_to_every_connection(article: Tried) -> None:
    """000-7, 000-12, 001-2: from pixels to a softmax, flatten explicit, all edges on demand."""
    window = article.canvas.viewport().rect()
    stages = article.trace.spec.stages
    kinds = [stage.kind for stage in stages]
    assert kinds[0] == "input"
    assert {"convolution", "activation", "pooling", "flatten", "dense"} <= set(kinds)
    assert kinds[-1] == "probabilities"
    for stage in stages:
        last = Cell(stage.name, tuple(n - 1 for n in stage.shape))
        assert window.contains(article.place(last))
    for label in range(10):
        article.session.freeze(Cell("logits", (label,)))
        ends = {edge.term.source for edge in article.canvas.state.edges}
        assert len(ends) == 400
    article.click(Cell("probabilities", (8,)))
    (total,) = article.blocks(TotalRow)
    assert total.numbers[-1] == "= 1.000"
    assert article.trace.prediction == 8


def test_a_kernel_over_many_maps_shows_a_partial_sum_for_each(lenet: Tried) -> None:
    """000-11."""
    explanation = lenet.click(Cell("conv2", (3, 4, 5)))
    assert explanation.patch.shape == explanation.kernel.shape == (6, 5, 5)
    assert len(lenet.blocks(ChannelRow)) == 6
    total = explanation.partial_sums.sum() + explanation.bias
    assert total == pytest.approx(lenet.values("conv2")[3, 4, 5], abs=1e-4)


def test_pixels_are_numbers_in_either_range_and_either_ink(lenet: Tried) -> None:
    """001-3, 002-1: a grid with numbers, 0 to 255 or 0 to 1, ink dark or light."""
    state = lenet.canvas.state
    lenet.canvas.show_map(Cell("input", (0, 0, 0)))
    size = lenet.canvas.viewport().size()
    shown: dict[PixelStyle, Any] = {}
    for style in (PixelStyle(), PixelStyle("byte", "light"), PixelStyle("one", "dark")):
        change(lenet.page, pixels=style.unit, ink=style.ink)
        found = list(blocks(state, size.width(), size.height()))
        assert found  # every visible cell has its number
        shown[style] = found[0].values
    ink = lenet.values("input")[0]
    np.testing.assert_allclose(shown[PixelStyle()], ink)
    np.testing.assert_allclose(shown[PixelStyle("byte", "light")], 255 * ink, atol=0.5)
    np.testing.assert_allclose(shown[PixelStyle("one", "dark")], 1 - ink, atol=1e-6)


def test_a_colour_picture_enters_as_three_planes(opened: Callable[[Network], Tried]) -> None:
    """001-3, 002-2, 003-3: both shapes are shown, red, green and blue apart."""
    layers = (Convolution(4, 3), Activation(), Pooling(), Flatten(), Dense(10))
    tried = opened(Network.untrained(Spec("colour", (3, 28, 28), layers)))
    ink = np.zeros((3, 60, 60), np.uint8)
    ink[0, 10:50, 10:30], ink[2, 10:50, 30:50] = 255, 255
    tried.session.place_picture(Picture(ink, "two colours", False))
    tried.session.flush()
    layout = tried.canvas.state.layout
    assert len(layout.stage("input").tiles) == 3
    words = [tried.point_at(Cell("input", (plane, 14, 9))).sentence for plane in range(3)]
    assert all(name in word for name, word in zip(("red", "green", "blue"), words, strict=True))
    assert "28 × 28 × 3" in tried.page.preparation.pixels.facts[0]
    explanation = tried.click(Cell("conv1", (1, 10, 10)))
    assert explanation.patch.shape == (3, 3, 3)


def test_relu_is_a_curve_a_line_of_code_and_two_hues(lenet: Tried) -> None:
    """001-8, 001-9, 002-7: before and after, negatives in another hue, the branch that ran."""
    values = lenet.values("conv1")
    for negative in (True, False):
        found = np.argwhere((values < -0.2) if negative else (values > 0.2))[0]
        index = tuple(int(i) for i in found)
        explanation = lenet.click(Cell("relu1", index))
        assert (explanation.before < 0) == negative
        assert (explanation.value == 0) == negative
        (code,) = lenet.blocks(Code)
        assert code.lines[code.taken[-1]].strip() == ("return 0" if negative else "return x")
        colors = {}
        for stage in ("conv1", "relu1"):
            lenet.session.release()
            place = lenet.place(Cell(stage, index))
            colors[stage] = painted(lenet.scene).pixelColor(place)
        if negative:
            assert colors["conv1"].red() > colors["conv1"].blue() + 10
            assert abs(colors["relu1"].red() - colors["relu1"].blue()) < 12


def test_another_activation_changes_the_maps(lenet: Tried) -> None:
    """001-8."""
    before = lenet.values("relu1").copy()
    lenet.exchange("relu1", "tanh")
    np.testing.assert_allclose(lenet.values("relu1"), np.tanh(lenet.values("conv1")), atol=1e-6)
    lenet.exchange("relu1", "relu")
    np.testing.assert_array_equal(lenet.values("relu1"), before)


def test_pooling_keeps_the_number_of_maps_and_pairs_them(lenet: Tried) -> None:
    """001-11."""
    spec = lenet.trace.spec
    assert spec.stage("relu1").shape[0] == spec.stage("pool1").shape[0] == 6
    for plane in range(6):
        field = lenet.point_at(Cell("pool1", (plane, 5, 5))).fields[-1]
        assert (field.start[0], field.stop[0]) == (plane, plane + 1)


def test_maximum_and_sum_of_one_map_have_a_legend_each(lenet: Tried) -> None:
    """001-12."""
    cell = pooled_cell(lenet)
    lenet.click(cell)
    (compared,) = lenet.blocks(Compared)
    by_kind = {entry.name: entry for entry in compared.entries}
    relu = lenet.values("relu1")[cell.index[0]]
    windows = relu.reshape(14, 2, 14, 2)
    np.testing.assert_allclose(by_kind["sum"].tile.values, windows.sum((1, 3)), atol=1e-5)
    np.testing.assert_allclose(by_kind["max"].tile.values, windows.max((1, 3)), atol=1e-6)
    assert float(by_kind["sum"].high) > float(by_kind["max"].high)


def test_an_output_shows_all_its_edges_and_brightness_is_probability(
    opened: Callable[[Network], Tried],
) -> None:
    """001-14, 001-18, 001-20: Harley's network, 100 edges to an output, only the 8 bright."""
    harley = opened(pretrained("harley"))
    assert harley.trace.spec.parameters == 63_802
    assert harley.trace.spec.input_shape == (1, 32, 32)
    assert harley.trace.prediction == 8
    edges = None
    for label in (8, 3):
        harley.point_at(Cell("logits", (label,)))
        edges = harley.canvas.state.edges
        assert len(edges) == 100
        for edge in edges:
            assert edge.share == pytest.approx(
                edge.term.product / max(abs(e.term.product) for e in edges)
            )
            assert edge.term.product == pytest.approx(edge.term.weight * edge.term.value)
    image = painted(harley.scene)
    layout = harley.canvas.state.layout
    quiet = theme("light").color("panel")
    for label, share in enumerate(harley.trace.probabilities.tolist()):
        tile = cell_box(layout, Cell("probabilities", (label,)))
        color = image.pixelColor(round(tile.right) - 3, round(tile.y) + 3)
        assert (color == quiet) == (share < 0.05)


def test_layers_in_any_order_are_all_drawn(opened: Callable[[Network], Tried]) -> None:
    """001-16: several convolutions with their activation before a pooling."""
    twice = (Convolution(4, 3), Activation(), Convolution(6, 3), Activation(), Pooling())
    tried = opened(Network.untrained(Spec("twice", (1, 28, 28), (*twice, Flatten(), Dense(10)))))
    for stage in tried.trace.spec.stages:
        middle = tuple(n // 2 for n in stage.shape)
        assert tried.point_at(Cell(stage.name, middle)).cell.stage == stage.name


def test_the_planes_in_space_tell_the_same_about_a_cell(lenet: Tried) -> None:
    """001-21: turned and zoomed, the same hover facts."""
    change(lenet.page, form="stacked")
    canvas = lenet.canvas
    assert isinstance(canvas, StackedCanvas)
    for turn in range(3):
        view = canvas.view
        lenet.qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        canvas.zoom(1.1)
        assert canvas.view != view
        for stage in ("input", "conv1", "pool2"):
            move(canvas.viewport(), QPoint(1, 1))
            middle = tuple(n // 2 + turn for n in lenet.values(stage).shape[1:])
            move(canvas.viewport(), lenet.place(Cell(stage, (0, *middle))))
            assert lenet.selection == select(lenet.trace, lenet.selection.cell)


def test_all_maps_can_share_one_scale(lenet: Tried) -> None:
    """002-4."""
    shown: dict[str, QImage] = {}
    for scope in ("map", "layer", "network"):
        change(lenet.page, scope=scope)
        shown[scope] = painted(lenet.scene)
    assert shown["map"] != shown["layer"] != shown["network"]
    mosaic = lenet.canvas.state.mosaic
    reaches = {mosaic.reach(lenet.trace.spec.index("conv1"), plane) for plane in range(6)}
    assert len(reaches) == 1


def test_the_volume_of_a_layer_grows_slice_by_slice(lenet: Tried) -> None:
    """003-7."""
    change(lenet.page, reduced_motion=True)
    lenet.click(Cell("conv1", (0, 12, 12)))
    seen = []
    for _ in range(6):
        lenet.press(lenet.scene.slide_bar.stack)
        covered = lenet.canvas.state.covered
        assert covered is not None
        seen.append((covered.tile, lenet.selection.cell.index[0]))
    assert seen == [(plane, plane) for plane in range(6)]


def test_the_output_can_be_a_sigmoid_whose_sum_is_not_one(lenet: Tried) -> None:
    """003-12."""
    lenet.exchange("probabilities", "sigmoid")
    total = float(lenet.trace.probabilities.sum())
    assert total != 1
    lenet.click(Cell("probabilities", (8,)))
    (said,) = lenet.blocks(TotalRow)
    assert float(said.numbers[-1].removeprefix("= ")) == pytest.approx(total, abs=1e-3)
    assert float(said.numbers[-1].removeprefix("= ")) != 1
    assert "do not add up to 1" in lenet.words()


def test_a_dense_layer_on_maps_is_a_convolution_in_disguise(lenet: Tried) -> None:
    """003-13: the strip of all stages, and what a fully convolutional network would do."""
    names = [stage.name for stage in lenet.trace.spec.stages]
    assert names[0] == "input"
    assert names[-1] == "probabilities"
    header = lenet.canvas.state.layout.stage("dense1").header.box
    x, y = lenet.canvas.state.camera.to_window(*header.centre)
    assert "Fully connected (FC)" in lenet.canvas.tip(QPoint(round(x), round(y)).toPointF())
    lenet.click(Cell("dense1", (30,)))
    assert "convolution whose kernel covers all maps: 16 × 5 × 5" in lenet.words()


def test_every_connection_of_a_dense_unit_is_drawn_listed_and_pictured(lenet: Tried) -> None:
    """Issue 9: 24 of 400 under the mouse, 60 kept, all of them on demand; the weights as maps."""
    unit = Cell("dense1", (30,))
    lenet.point_at(unit)
    assert len(lenet.canvas.state.edges) == 24
    lenet.click(unit)
    assert len(lenet.canvas.state.edges) == 60
    assert lenet.scene.controls.count.text() == "60 strongest of 400 connections drawn"
    change(lenet.page, all_connections=True)
    assert len(lenet.canvas.state.edges) == 400
    (others,) = (spot for spot in lenet.card.sheet.spots() if spot.enlarges is not None)
    lenet.card.sheet.spot_activated.emit(others)
    (listed,) = lenet.blocks(BarRows)
    assert listed.count == 390
    assert lenet.page.kernel_host is not None
    lenet.page.kernel_host.show_stage()
    window = lenet.page.kernel_host.window
    assert window is not None
    weights = torch.from_numpy(lenet.trace.weights["dense1"].weight[30].copy())
    for choice, tile in ((0, KernelWeight(30, 3, 2, 1)), (1, KernelWeight(0, 0, 30, 86))):
        window.channels.setCurrentIndex(choice)
        window.board.point_at(tile)
        assert window.board.value(tile) == float(weights.unflatten(0, (16, 5, 5))[3, 2, 1])
        assert lenet.canvas.state.pointed == Cell("pool2", (3, 2, 1))
    counts = torch.from_numpy(lenet.values("relu3").copy()).count_nonzero()
    assert window.activations.title.startswith(f"relu3: {counts} activations")
    window.close()


def test_winners_show_while_a_pooling_is_pointed_at(lenet: Tried) -> None:
    """Issue 9: a ReLU map looks dashed only where a pooling chooses from it."""
    words = lenet.canvas.state.mosaic.stage_words(lenet.trace.spec.index("relu1"))
    plain = words.copy()
    lenet.point_at(pooled_cell(lenet))
    assert (words != plain).any()
    lenet.point_at(Cell("relu1", (2, 12, 12)))
    assert (words == plain).all()
    lenet.click(Cell("relu1", (2, 12, 12)))
    assert (words != plain).any()
    lenet.key(Qt.Key.Key_Escape)
    change(lenet.page, all_winners=True)
    assert (words != plain).any()


def test_the_preset_of_the_first_article_ends_in_a_softmax(article: Tried) -> None:
    """000-12."""
    assert article.trace.spec == preset("article")
    assert float(article.trace.probabilities.sum()) == pytest.approx(1)
