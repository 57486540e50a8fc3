"""The scene with gradients, changes and differences in place of values, flat and stacked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from explorer.network.cells import Cell, number
from explorer.network.compare import compare
from explorer.network.fields import select
from explorer.network.presets import PRESETS, preset
from explorer.network.records import Weights
from explorer.network.spec import Spec
from explorer.views.scene.legend_entries import LegendEntry, state_entries
from explorer.views.scene.paint.cell_numbers import blocks
from explorer.views.scene.paint.outputs import bar_reach
from explorer.views.scene.scene_view import SceneView
from explorer.views.scene.stacked.switch import Form
from explorer.views.style.theme import theme
from explorer.views.style.themed import show_theme
from tests.gestures import move
from tests.views.scene.frames import painted
from tests.views.scene.samples import ODD, change, fake_trace, show, show_selected
from tests.views.scene.test_derived import fake_gradients, fake_update
from tests.views.scene.test_scene_view import at, scene

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LENET = preset("lenet")
FORMS: tuple[Form, ...] = ("flat", "stacked")
__all__ = ["scene"]


def entries(view: SceneView) -> tuple[LegendEntry, ...]:
    return state_entries(view.canvas.state, view.options.scope)


def titles(view: SceneView) -> list[str]:
    return [f"{e.family.name} · {e.extent}" for e in entries(view)]


@pytest.mark.parametrize("form", FORMS)
def test_the_selected_cell_says_its_gradient_and_values_come_back_with_a_trace(
    scene: SceneView, form: Form
) -> None:
    trace, cell = fake_trace(LENET), Cell("pool1", (3, 4, 7))
    record = fake_gradients(trace, 1e-3)
    change(scene, form=form)
    show(scene, trace=trace)
    show_selected(scene, select(trace, cell), frozen=False)
    show(scene, gradients=record)
    words = f"gradient {number(float(record.stages['pool1'][cell.index]))}"
    assert scene.canvas.accessibleDescription().endswith(words)
    assert scene.selection is not None
    assert scene.selection.value == float(record.stages["pool1"][cell.index])
    show(scene, trace=trace)
    assert scene.selection == select(trace, cell)
    assert scene.canvas.accessibleDescription() == select(trace, cell).sentence


def test_the_colour_under_a_cell_is_that_of_its_gradient(scene: SceneView) -> None:
    trace = fake_trace(LENET)
    record = fake_gradients(trace, 1e-5)
    show(scene, trace=trace)
    show(scene, gradients=record)
    signed = theme("light").colormaps.signed
    image = painted(scene)
    for name in ("input", "conv1", "pool2"):
        values = record.stages[name]
        cell = Cell(name, tuple(np.unravel_index(np.abs(values).argmax(), values.shape)))
        expected = int(signed[254 if values[cell.index] > 0 else 0]) & 0xFFFFFF
        assert image.pixelColor(at(scene, cell)).rgb() & 0xFFFFFF == expected


def test_every_layer_stays_visible_however_small_its_gradients(scene: SceneView) -> None:
    trace = fake_trace(LENET)
    record = fake_gradients(trace)
    stages = {n: g * np.float32(10.0**-i) for i, (n, g) in enumerate(record.stages.items())}
    show(scene, trace=trace)
    show(scene, gradients=replace(record, stages=stages))
    mosaic, signed = scene.canvas.state.mosaic, theme("light").colormaps.signed
    for index in range(len(LENET.stages) - 1):
        assert {int(signed[0]), int(signed[254])} & set(mosaic.stage_words(index).tolist())
        cell = Cell(LENET.stages[index].name, (0,) * len(LENET.stages[index].shape))
        show_selected(scene, select(trace, cell), frozen=False)
        entry = entries(scene)[0]
        assert entry.extent == cell.stage
        assert entry.high == number(float(np.abs(stages[cell.stage]).max()))


def test_the_legend_numbers_gradients_of_maps_and_of_kernels_in_every_scope(
    scene: SceneView,
) -> None:
    trace = fake_trace(LENET)
    record = fake_gradients(trace)
    show(scene, trace=trace)
    show(scene, gradients=record)
    show_selected(scene, select(trace, Cell("conv2", (5, 1, 1))), frozen=False)
    assert titles(scene) == ["gradient · conv2", "kernel gradient · conv2"]
    largest = np.abs(record.weights["conv2"].weight).max()
    assert float(entries(scene)[1].high) == pytest.approx(largest, rel=0.01)
    change(scene, scope="map")
    assert titles(scene) == ["gradient · conv2, map 5", "kernel gradient · conv2, kernel 5"]
    own = np.abs(record.weights["conv2"].weight[5]).max()
    assert float(entries(scene)[1].high) == pytest.approx(own, rel=0.01)
    change(scene, scope="network")
    assert titles(scene) == ["gradient · all layers", "kernel gradient · all kernels"]
    assert all("to" in entry.sentence and entry.middle == "0" for entry in entries(scene))


def test_changes_show_in_the_kernels_while_the_maps_fade(scene: SceneView) -> None:
    trace = fake_trace(LENET)
    record = fake_update(trace)
    show(scene, trace=trace)
    before = scene.canvas.state.mosaic.stage_words(2).copy()
    show(scene, changes=record)
    state = scene.canvas.state
    assert (state.mosaic.stage_words(2) != before).any()
    assert titles(scene) == ["kernel change · conv1"]
    change = record.after["conv1"].weight - record.before["conv1"].weight
    assert entries(scene)[0].high == number(float(np.abs(change).max()))
    assert (state.shown_weights["conv1"].weight == change).all()
    show(scene, weights=record.after)
    assert state.shown_weights is record.after
    assert (state.mosaic.stage_words(1) != 0).all()
    assert "kernel change" not in " ".join(titles(scene))


@pytest.mark.parametrize("form", FORMS)
def test_a_difference_marks_the_moved_winners(scene: SceneView, form: Form) -> None:
    first, second = fake_trace(LENET, 0), fake_trace(LENET, 1)
    comparison = compare(first, second)
    change(scene, form=form)
    show(scene, comparison=comparison)
    assert scene.canvas.state.trace is second
    assert titles(scene)[0] == "difference · input"
    plain = painted(scene)
    change(scene, all_winners=True)
    marked = painted(scene)
    assert marked != plain
    change(scene, all_winners=False)
    assert painted(scene) != marked
    show_selected(scene, select(second, Cell("relu1", (0, 0, 0))), frozen=True)
    assert {index for index, _map in scene.canvas.state.marked_moves} == {LENET.index("relu1")}


def test_without_a_cell_the_legend_numbers_the_first_layer_that_differs(scene: SceneView) -> None:
    first = fake_trace(LENET, 0)
    second = replace(fake_trace(LENET, 1), pixels=first.pixels)
    show(scene, comparison=compare(first, second))
    assert titles(scene)[0] == "difference · conv1"


def test_the_bars_of_probabilities_differ_on_a_fixed_scale(scene: SceneView) -> None:
    trace = fake_trace(LENET)
    nearly = replace(trace.stages[-1], values=trace.probabilities + np.float32(1e-4))
    other = replace(trace, stages=(*trace.stages[:-1], nearly))
    show(scene, comparison=compare(trace, other))
    assert bar_reach(scene.canvas.state) == 1.0


def test_equal_networks_differ_in_no_kernel_and_the_legend_does_not_speak_of_them(
    scene: SceneView,
) -> None:
    first = fake_trace(LENET, 0)
    second = replace(fake_trace(LENET, 1), weights=first.weights)
    show(scene, comparison=compare(first, second))
    assert titles(scene) == ["difference · input"]
    kept = scene.canvas.state.kernels
    show(scene, comparison=compare(first, second))
    assert scene.canvas.state.kernels is kept  # nothing is painted anew in every frame


def test_numbers_in_cells_are_those_of_the_record(scene: SceneView) -> None:
    trace, cell = fake_trace(LENET), Cell("pool2", (3, 2, 2))
    record = fake_gradients(trace, 1e-4)
    show(scene, trace=trace)
    show(scene, gradients=record)
    scene.canvas.show_map(cell)
    shown = list(blocks(scene.canvas.state, 960, 800))
    values = record.stages["pool2"][3]
    block = next(b for b in shown if b.values.shape == (5, 5))
    assert (block.values == values).all()
    assert 10.0**-block.style.places < np.abs(values).max()


def test_without_a_record_values_are_shown_again(scene: SceneView) -> None:
    trace = fake_trace(LENET)
    show(scene, trace=trace)
    before = painted(scene)
    show(scene, gradients=fake_gradients(trace))
    assert painted(scene) != before
    show(scene, gradients=None)
    assert painted(scene) == before


def test_kernels_of_a_running_training_do_not_paint_the_words_anew(
    scene: SceneView, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = fake_trace(LENET)
    show(scene, trace=trace)
    painted(scene)
    calls: list[object] = []
    monkeypatch.setattr(
        "explorer.views.scene.paint.items.paint_artwork", lambda *_: calls.append(_)
    )
    first = painted(scene)
    later = {n: Weights(-w.weight, w.bias) for n, w in trace.weights.items()}
    show(scene, trace=replace(trace, weights=later))
    assert painted(scene) != first
    assert not calls


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("spec", [*map(preset, PRESETS), *ODD], ids=lambda spec: spec.name)
def test_any_quantity_of_any_spec_can_be_shown_in_any_form(
    scene: SceneView, spec: Spec, look: str
) -> None:
    show_theme(scene, theme("dark" if look == "dark" else "light"))
    trace, other = fake_trace(spec), fake_trace(spec, 4)
    show(scene, trace=trace)
    for form in FORMS:
        change(scene, form=form)
        show(scene, gradients=fake_gradients(trace))
        painted(scene)
        show(scene, changes=fake_update(trace))
        painted(scene)
        show(scene, comparison=compare(trace, other))
        painted(scene)
        show(scene, spec=LENET)
        show(scene, trace=trace)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["input", "conv1", "pool1", "conv2", "logits"])
def test_the_number_under_the_mouse_is_the_records(scene: SceneView, form: Form, name: str) -> None:
    trace = fake_trace(LENET)
    record = fake_gradients(trace, 1e-4)
    change(scene, form=form)
    show(scene, trace=trace)
    show(scene, gradients=record)
    shape = LENET.stage(name).shape
    cell = Cell(name, (0, *(size // 2 for size in shape[1:])))
    hovered: list[Cell | None] = []
    scene.cell_hovered.connect(hovered.append)
    move(scene.canvas.viewport(), scene.canvas.cell_rect(cell).center().toPoint())
    assert hovered[-1] == cell
    show_selected(scene, select(trace, cell), frozen=False)
    said = scene.selection
    assert said is not None
    assert said.value == float(record.stages[name][cell.index])
    shown = scene.canvas.state.numbers(LENET.index(name))
    assert shown is not None
    assert float(shown[cell.index]) == said.value
