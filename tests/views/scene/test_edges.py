"""The edges of a dense unit: which, how strong, and what they say."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from explorer.network.cells import Cell, number
from explorer.network.explain import explain_dense
from explorer.network.fields import select
from explorer.network.presets import preset
from explorer.network.records import Trace
from explorer.views.scene.edges import (
    FROZEN,
    HOVERED,
    count_edges,
    describe_edge,
    edges_of,
    nearest,
)
from explorer.views.scene.layout.layout import arrange
from explorer.views.scene.layout.places import cell_box
from explorer.views.scene.scene_view import SceneView
from explorer.views.scene.stacked.switch import Form
from explorer.views.style.theme import load_fonts, theme
from explorer.views.style.themed import show_theme
from tests.gestures import move
from tests.views.scene.frames import painted
from tests.views.scene.samples import STYLE, change, dense_trace, show, show_selected
from tests.views.scene.test_derived import fake_update

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise")  # offscreen says so
LENET = preset("lenet")
LAYOUT = arrange(LENET, 1000, 800, STYLE)


@pytest.fixture(scope="module")
def trace() -> Trace:
    return dense_trace(LENET)


@pytest.fixture
def scene(qtbot: QtBot, trace: Trace) -> SceneView:
    load_fonts()
    view = SceneView()
    qtbot.addWidget(view)
    show_theme(view, theme("light"))
    show(view, trace=trace)
    view.resize(970, 860)
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.mark.parametrize(("frozen", "count"), [(False, HOVERED), (True, FROZEN)])
def test_the_largest_contributions_are_drawn_the_strongest_last(
    trace: Trace, frozen: bool, count: int
) -> None:
    explanation = explain_dense(trace, Cell("dense1", (7,)))
    edges = edges_of(LAYOUT, explanation, frozen)
    assert len(edges) == count
    sizes = [abs(edge.share) for edge in edges]
    assert sizes == sorted(sizes)
    assert sizes[-1] == 1
    assert {e.term.source.index[0] for e in edges} == set(explanation.order[:count].tolist())
    assert all(np.sign(e.share) == np.sign(e.term.product) for e in edges)


def test_the_edges_of_a_diverged_network_are_drawn_and_say_what_they_are(
    scene: SceneView, caplog: pytest.LogCaptureFixture
) -> None:
    trace = dense_trace(LENET)
    cell = Cell("logits", (3,))
    values = trace.stage("relu4").values.copy()
    values[:3] = np.nan, np.inf, -np.inf
    stages = (replace(s, values=values) if s.stage.name == "relu4" else s for s in trace.stages)
    broken = replace(trace, stages=tuple(stages))
    show(scene, trace=broken)
    show_selected(scene, select(broken, cell), True)
    show(scene, contributions=explain_dense(broken, cell))
    with caplog.at_level("ERROR"):
        painted(scene)
    assert not caplog.records
    by_unit = {edge.term.source.index[0]: edge for edge in scene.canvas.state.edges}
    assert by_unit[0].share == 0
    assert "nan" in describe_edge(LAYOUT.spec, by_unit[0], cell)
    assert {abs(by_unit[unit].share) for unit in (1, 2)} == {1.0}
    assert max(abs(edge.share) for unit, edge in by_unit.items() if unit > 2) == 1.0


def test_on_demand_every_connection_is_drawn_and_else_the_rest_is_said(trace: Trace) -> None:
    unit = explain_dense(trace, Cell("dense1", (7,)))
    assert len(edges_of(LAYOUT, unit, False, everything=True)) == 400
    assert count_edges(24, 400) == "24 strongest of 400 connections drawn"
    assert count_edges(400, 400) == "all 400 connections drawn"


@pytest.mark.parametrize("form", ["flat", "stacked"])
def test_a_kept_unit_says_how_many_edges_are_drawn_and_offers_all(
    qtbot: QtBot, scene: SceneView, trace: Trace, form: Form
) -> None:
    cell, controls = Cell("dense1", (7,)), scene.controls
    change(scene, form=form)
    show_selected(scene, select(trace, cell), frozen=False)
    show(scene, contributions=explain_dense(trace, cell))
    assert scene.selection is not None
    assert scene.selection.sentence.endswith("24 strongest of 400 connections drawn")
    assert not controls.connections.isVisible()
    show_selected(scene, select(trace, cell), frozen=True)
    show(scene, contributions=explain_dense(trace, cell))
    assert controls.connections.isVisible()
    assert controls.count.text() == "60 strongest of 400 connections drawn"
    some = painted(scene)
    with qtbot.waitSignal(scene.options_requested) as chosen:
        controls.connections.click()
    scene.show_options(chosen.args[0])
    assert len(scene.canvas.state.edges) == 400
    assert controls.count.text() == "all 400 connections drawn"
    assert painted(scene) != some
    show_selected(scene, select(trace, Cell("relu3", (7,))), frozen=True)
    show(scene, contributions=None)
    assert not controls.connections.isVisible()


def test_an_output_is_joined_to_the_whole_layer_before_it(trace: Trace) -> None:
    edges = edges_of(LAYOUT, explain_dense(trace, Cell("logits", (3,))), False)
    assert len(edges) == 84
    goal = cell_box(LAYOUT, Cell("logits", (3,)))
    assert {edge.end for edge in edges} == {(goal.x, goal.centre[1])}


def test_a_kept_output_is_joined_to_every_flattened_unit() -> None:
    spec = preset("article")
    layout, explanation = (
        arrange(spec, 1000, 800, STYLE),
        explain_dense(dense_trace(spec), Cell("logits", (3,))),
    )
    assert len(edges_of(layout, explanation, True)) == 400
    assert len(edges_of(layout, explanation, False)) == 128


def test_an_edge_leaves_the_cell_that_it_comes_from(trace: Trace) -> None:
    for edge in edges_of(LAYOUT, explain_dense(trace, Cell("dense1", (7,))), True):
        box = cell_box(LAYOUT, edge.term.source)
        assert edge.start == (box.right, box.centre[1])


def test_the_nearest_edge_is_found_and_none_far_away(trace: Trace) -> None:
    edges = edges_of(LAYOUT, explain_dense(trace, Cell("logits", (3,))), True)
    strongest = edges[-1]
    (x0, y0), (x1, y1) = strongest.start, strongest.end
    assert nearest(edges, x0 + 0.1 * (x1 - x0), y0 + 0.1 * (y1 - y0), 3) is strongest
    assert nearest(edges, x1, y1, 3) is strongest
    assert nearest(edges, x1 + 40, y1, 3) is None
    assert nearest((), 0, 0, 3) is None


def test_an_edge_says_its_product(trace: Trace) -> None:
    explanation = explain_dense(trace, Cell("dense1", (7,)))
    edge = edges_of(LAYOUT, explanation, True)[-1]
    words = describe_edge(LAYOUT.spec, edge, explanation.cell)
    plane, row, column = edge.term.origin.index
    assert words.startswith(f"pool2, map {plane}, row {row}, column {column}: weight ")
    assert " × value " in words
    assert words.endswith("for dense1, unit 7")
    assert ("= +" in words) == (edge.term.product > 0)
    assert "-" not in words


def test_printed_factors_of_every_edge_give_its_printed_product(trace: Trace) -> None:
    for unit in range(10):
        explanation = explain_dense(trace, Cell("logits", (unit,)))
        for edge in edges_of(LAYOUT, explanation, True):
            words = describe_edge(LAYOUT.spec, edge, explanation.cell).replace("−", "-")
            found = re.search(r"weight (\S+) × value (\S+) = \+?(\S+) for", words)
            assert found is not None
            weight, value, product = found.groups()
            step = 10.0 ** -len(product.partition(".")[2])
            given = float(weight) * float(value)
            assert given == pytest.approx(float(product), abs=0.501 * step)
            assert words.endswith(f"for logits, class {unit}")


def test_edges_come_with_contributions_and_go_with_them(scene: SceneView, trace: Trace) -> None:
    cell = Cell("dense2", (20,))
    show_selected(scene, select(trace, cell), frozen=True)
    before = painted(scene)
    show(scene, contributions=explain_dense(trace, cell))
    assert painted(scene) != before
    show(scene, contributions=None)
    assert painted(scene) == before


def test_pointing_at_an_edge_says_its_term_and_lights_it_up(
    qtbot: QtBot, scene: SceneView, trace: Trace
) -> None:
    cell = Cell("logits", (3,))
    show_selected(scene, select(trace, cell), frozen=True)
    show(scene, contributions=explain_dense(trace, cell))
    state = scene.canvas.state
    edge, plain = state.edges[-1], painted(scene)
    (x0, y0), (x1, y1) = edge.start, edge.end
    middle = QPointF(*state.camera.to_window((x0 + 3 * x1) / 4, (y0 + 3 * y1) / 4))
    said = QSignalSpy(scene.cell_hovered)
    move(scene.canvas.viewport(), middle.toPoint())
    assert state.edge is not None
    assert painted(scene) != plain
    assert said.at(0) == [state.edge.term.origin]
    move(scene.canvas.viewport(), QPointF(6, 6).toPoint())
    assert state.edge is None
    assert painted(scene) == plain


def test_a_term_pointed_at_in_the_card_lights_its_edge_up(scene: SceneView, trace: Trace) -> None:
    cell = Cell("dense1", (7,))
    show_selected(scene, select(trace, cell), frozen=True)
    show(scene, contributions=explain_dense(trace, cell))
    edge = scene.canvas.state.edges[3]
    scene.canvas.show_pointed(edge.term.origin)
    assert scene.canvas.state.pointed_edge() is edge


def test_another_network_takes_the_edges_away(scene: SceneView, trace: Trace) -> None:
    cell = Cell("dense1", (110,))
    show_selected(scene, select(trace, cell), frozen=True)
    show(scene, contributions=explain_dense(trace, cell))
    show(scene, spec=preset("tiny"))
    assert scene.canvas.state.edges == ()
    painted(scene)


@pytest.mark.parametrize("form", ["flat", "stacked"])
def test_edges_show_the_change_of_their_weights_while_changes_are_shown(
    scene: SceneView, trace: Trace, form: Form
) -> None:
    cell = Cell("dense2", (7,))
    change(scene, form=form)
    show(scene, trace=trace)
    show_selected(scene, select(trace, cell), frozen=True)
    show(scene, contributions=explain_dense(trace, cell))
    update = fake_update(trace)
    show(scene, changes=update)
    changed = update.after["dense2"].weight[7] - update.before["dense2"].weight[7]
    edges = scene.canvas.state.edges
    strongest = edges[-1]
    unit = int(np.abs(changed).argmax())
    assert strongest.term.source.index == (unit,)
    assert abs(strongest.share) == 1
    for edge in edges:
        assert edge.term.weight == float(changed[edge.term.source.index[0]])
    words = describe_edge(LAYOUT.spec, strongest, cell, scene.canvas.state.edge_quantity)
    sign = "+" if changed[unit] > 0 else ""
    assert f"weight change {sign}{number(float(changed[unit]))}" in words
    show(scene, trace=trace)
    products = explain_dense(trace, cell).products
    assert scene.canvas.state.edges[-1].term.source.index == (int(np.abs(products).argmax()),)
