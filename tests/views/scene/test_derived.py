"""Gradients, changes and differences as what the scene shows in place of values."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.network.cells import Cell, number
from explorer.network.compare import compare
from explorer.network.fields import select
from explorer.network.presets import PRESETS, preset
from explorer.network.records import Trace, Weights
from explorer.network.spec import Spec
from explorer.training.look.anatomy import BackwardRecord, UpdateRecord
from explorer.training.plan import Plan
from explorer.views.scene.derived import changes, differences, gradients, restated
from tests.views.scene.samples import ODD, fake_trace

LENET = preset("lenet")


def fake_gradients(trace: Trace, scale: float = 1.0, seed: int = 1) -> BackwardRecord:
    """Return random gradients of every stage but the probabilities, as with cross-entropy."""
    draw = np.random.default_rng(seed)
    stages = {
        s.name: (scale * draw.normal(size=s.shape)).astype(np.float32)
        for s in trace.spec.stages[:-1]
    }
    weights = {
        name: Weights((scale * draw.normal(size=w.weight.shape)).astype(np.float32), None)
        for name, w in trace.weights.items()
    }
    return BackwardRecord(0, stages, weights, {}, {})


def fake_update(trace: Trace) -> UpdateRecord:
    """Return an update that adds a hundredth of random numbers to every kernel."""
    draw = np.random.default_rng(2)
    after = {
        name: Weights(
            (w.weight + 0.01 * draw.normal(size=w.weight.shape)).astype(np.float32), w.bias
        )
        for name, w in trace.weights.items()
    }
    none: Any = MappingProxyType({})
    return UpdateRecord(1, Plan(), 0.1, 1, trace.weights, trace.weights, after, none, none)


def test_gradients_stand_where_the_values_stood_and_missing_ones_are_calm() -> None:
    trace = fake_trace(LENET)
    record = fake_gradients(trace)
    derived = gradients(LENET, record)
    assert derived.stages is not None
    assert derived.stages[3] is record.stages["pool1"]
    assert derived.stages[-1] is None
    assert derived.value(LENET, Cell("probabilities", (3,))) is None
    assert derived.weights is record.weights


def test_a_gradient_of_another_shape_is_left_out() -> None:
    record = fake_gradients(fake_trace(LENET))
    wrong = BackwardRecord(0, {"pool1": record.stages["relu1"]}, {}, {}, {})
    assert gradients(LENET, wrong).stages == (None,) * len(LENET.stages)


def test_changes_are_after_minus_before_and_leave_the_maps_alone() -> None:
    trace = fake_trace(LENET)
    record = fake_update(trace)
    derived = changes(record)
    assert derived.stages is None
    expected = record.after["conv2"].weight - record.before["conv2"].weight
    assert (derived.weights["conv2"].weight == expected).all()


def test_differences_are_second_minus_first_and_pixels_differ_as_drawn() -> None:
    first, second = fake_trace(LENET, 0), fake_trace(LENET, 1)
    derived = differences(compare(first, second))
    assert derived.stages is not None
    for index, shown in enumerate(derived.stages):
        assert shown is not None
        old, new = first.stages[index].values, second.stages[index].values
        expected = new - old if index else second.pixels - first.pixels
        assert (shown == expected).all()
    kernels = derived.weights["conv1"].weight
    assert (kernels == second.weights["conv1"].weight - first.weights["conv1"].weight).all()


def test_moved_winners_lie_on_the_map_they_were_chosen_from() -> None:
    first, second = fake_trace(LENET, 0), fake_trace(LENET, 1)
    comparison = compare(first, second)
    (one, two) = differences(comparison).moved
    assert (LENET.stages[one.index].name, LENET.stages[two.index].name) == ("relu1", "relu2")
    assert len(one.planes) == comparison.stage("pool1").moved_count
    for plane, old, new in zip(one.planes, one.before, one.after, strict=True):
        window = (plane, *(new // 2))
        assert second.stage("pool1").winners[window] == new[0] * 28 + new[1]
        assert first.stage("pool1").winners[window] == old[0] * 28 + old[1]


def test_the_sentence_says_the_gradient_and_where() -> None:
    trace = fake_trace(LENET)
    record = fake_gradients(trace, 1e-3)
    cell = Cell("pool1", (3, 4, 7))
    said = restated(select(trace, cell), LENET, gradients(LENET, record))
    value = float(record.stages["pool1"][3, 4, 7])
    assert (said.value, said.quantity) == (value, "gradient")
    assert said.sentence == f"pool1, map 3, row 4, column 7: gradient {number(value)}"
    assert said.fields == select(trace, cell).fields


def test_where_there_is_no_gradient_the_value_stays_and_is_not_called_one() -> None:
    trace = fake_trace(LENET)
    selection = select(trace, Cell("probabilities", (3,)))
    said = restated(selection, LENET, gradients(LENET, fake_gradients(trace)))
    assert said.value == selection.value
    assert said.sentence == f"{selection.sentence}, no gradient"


def test_a_difference_says_both_values_and_how_the_winner_moved() -> None:
    first, second = fake_trace(LENET, 0), fake_trace(LENET, 1)
    comparison = compare(first, second)
    derived = differences(comparison)
    moved = comparison.stage("pool1").moved
    assert moved is not None
    for index in np.argwhere(moved)[::40]:
        cell = Cell("pool1", tuple(index.tolist()))
        said = restated(select(second, cell), LENET, derived).sentence
        old = divmod(int(first.stage("pool1").winners[cell.index]), 28)
        new = divmod(int(second.stage("pool1").winners[cell.index]), 28)
        assert said.endswith(
            f"winner moved from row {old[0]}, column {old[1]} to row {new[0]}, column {new[1]}"
        )
        values = [float(t.stage("pool1").values[cell.index]) for t in (first, second)]
        assert_adds_up(said, values[1] - values[0], *values)


def assert_adds_up(sentence: str, *numbers: float) -> None:
    """Check that a difference is printed that leads from the old number to the new one."""
    found = re.search(r"difference (\S+) \((\S+) → ([^\s)]+)\)", sentence)
    assert found is not None
    change, old, new = (Decimal(text.replace("−", "-")) for text in found.groups())
    assert old + change == new
    step = 10.0 ** min(int(n.as_tuple().exponent) for n in (change, old, new))
    for shown, exact in zip((change, old, new), numbers, strict=True):
        assert float(shown) == pytest.approx(exact, abs=0.501 * step + 1e-7)


def test_while_values_are_shown_a_selection_stays_as_it_is() -> None:
    trace = fake_trace(LENET)
    selection = select(trace, Cell("conv1", (0, 0, 0)))
    assert restated(selection, LENET, None) is selection
    assert restated(selection, LENET, changes(fake_update(trace))) is selection


@given(st.sampled_from([*map(preset, PRESETS), *ODD]), st.data())
@settings(max_examples=60, deadline=None)
def test_the_number_at_any_cell_is_the_records(spec: Spec, data: st.DataObject) -> None:
    trace, other = traces(spec)
    record, comparison = fake_gradients(trace, 1e-7), compare(trace, other)
    index = data.draw(st.integers(0, len(spec.stages) - 2))
    stage = spec.stages[index]
    place = tuple(data.draw(st.integers(0, size - 1)) for size in stage.shape)
    cell = Cell(stage.name, place)
    selection = select(other, cell)
    assert restated(selection, spec, gradients(spec, record)).value == float(
        record.stages[stage.name][place]
    )
    old, new = (t.stages[index].values if index else t.pixels for t in (trace, other))
    said = restated(selection, spec, differences(comparison))
    assert said.value == float(new[place] - old[place])
    assert_adds_up(said.sentence, said.value, float(old[place]), float(new[place]))


@lru_cache(maxsize=16)
def traces(spec: Spec) -> tuple[Trace, Trace]:
    return fake_trace(spec, 0), fake_trace(spec, 1)
