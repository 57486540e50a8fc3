"""Selecting cells of traces, whoever makes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from explorer.errors import UserError
from explorer.live.selecting import Selecting
from explorer.network.cells import Cell, Selection
from explorer.network.explanations import DenseExplanation
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.records import Trace
from explorer.network.switch import replaced_spec


def traced(name: str = "tiny", seed: int = 1) -> Trace:
    spec = preset(name)
    pixels = np.random.default_rng(seed).random(spec.input_shape, np.float32)
    return Network.untrained(spec, seed).trace(pixels)


@pytest.fixture
def selecting(qapp: object) -> Selecting:
    selecting = Selecting()
    selecting.show_trace(traced())
    return selecting


def heard(signal: Any) -> list[Any]:
    said: list[Any] = []
    signal.connect(lambda *values: said.append(values if len(values) > 1 else values[0]))
    return said


def test_a_hovered_cell_is_said_and_not_explained(selecting: Selecting) -> None:
    said, explained = heard(selecting.selection_changed), heard(selecting.explained)
    selecting.hover(Cell("conv1", (0, 1, 2)))
    selecting.hover(Cell("conv1", (0, 1, 2)))
    [(selection, frozen)] = said
    assert isinstance(selection, Selection)
    assert not frozen
    assert explained == []  # a cell that the mouse passes needs no explanation


def test_a_frozen_cell_is_explained_and_stays_while_the_mouse_moves(selecting: Selecting) -> None:
    explained = heard(selecting.explained)
    selecting.freeze(Cell("conv1", (0, 1, 2)))
    selecting.hover(Cell("conv1", (1, 1, 1)))
    assert selecting.selected == Cell("conv1", (0, 1, 2))
    assert len(explained) == 1
    assert explained[0] is not None


def test_another_trace_says_the_same_cell_with_its_new_value(selecting: Selecting) -> None:
    selecting.freeze(Cell("logits", (3,)))
    said = heard(selecting.selection_changed)
    other = traced(seed=2)
    selecting.show_trace(other)
    [(selection, frozen)] = said
    assert frozen
    assert selection.value == other.logits[3]


def test_without_a_trace_the_cell_stays_but_has_no_number(selecting: Selecting) -> None:
    selecting.freeze(Cell("logits", (3,)))
    said = heard(selecting.selection_changed)
    selecting.show_trace(None)
    assert said == [(None, True)]
    assert selecting.selected == Cell("logits", (3,))
    selecting.show_trace(traced())
    assert said[1][0] is not None


@pytest.mark.parametrize("cell", [Cell("dense1", (100,)), Cell("conv2", (0, 0, 0))])
def test_a_cell_that_another_network_does_not_have_is_let_go_of(qapp: object, cell: Cell) -> None:
    selecting = Selecting()
    selecting.show_trace(traced("lenet"))
    selecting.freeze(cell)
    selecting.show_trace(traced("tiny"))
    assert selecting.selected is None


def test_traces_are_repeated_for_those_who_see_only_this(selecting: Selecting) -> None:
    said, trace = heard(selecting.traced), traced()
    selecting.show_trace(trace)
    assert said == [trace]
    assert selecting.trace is trace
    assert selecting.spec is trace.spec


@pytest.mark.parametrize("cell", [Cell("logits", (4,)), Cell("probabilities", (4,))])
def test_an_output_comes_with_the_terms_of_its_logit(selecting: Selecting, cell: Cell) -> None:
    said = heard(selecting.contributions)
    selecting.hover(cell)
    assert isinstance(said[0], DenseExplanation)
    assert said[0].cell == Cell("logits", (4,))


def test_a_rival_turns_a_logit_into_a_lead(selecting: Selecting) -> None:
    said: list[Any] = heard(selecting.explained)
    selecting.freeze(Cell("logits", (4,)))
    selecting.set_rival(2)
    selecting.set_rival(None)
    logits = traced().logits
    assert said[1].total == pytest.approx(float(logits[4] - logits[2]), abs=1e-5)
    assert said[2].total == pytest.approx(float(logits[4]), abs=1e-5)


def test_releasing_says_that_nothing_is_selected(selecting: Selecting) -> None:
    selecting.freeze(Cell("logits", (4,)))
    said = heard(selecting.selection_changed)
    selecting.release()
    assert said == [(None, False)]
    assert selecting.selected is None


def test_code_needs_a_selected_number(selecting: Selecting, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Click a number first"):
        selecting.code(tmp_path / "weights.safetensors")
    selecting.freeze(Cell("logits", (4,)))
    assert "torch" in selecting.code(tmp_path / "weights.safetensors")


def test_a_renamed_stage_keeps_its_cell_selected(selecting: Selecting) -> None:
    spec = preset("tiny")
    selecting.freeze(Cell("relu1", (0, 1, 2)))
    selecting.rename(spec, replaced_spec(spec, "relu1", "tanh"))
    assert selecting.selected == Cell("tanh1", (0, 1, 2))


def test_another_stride_is_explained_until_another_layer_is_looked_at(
    selecting: Selecting,
) -> None:
    explained = heard(selecting.explained)
    selecting.freeze(Cell("conv1", (0, 1, 2)))
    assert explained[-1].alternatives[0].own
    selecting.set_stride(2)
    assert explained[-1].alternatives[0].stride == 2
    selecting.freeze(Cell("conv1", (0, 1, 3)))
    assert explained[-1].alternatives[0].stride == 2
    selecting.release()
    selecting.hover(Cell("conv1", (0, 1, 2)))
    selecting.freeze(Cell("conv1", (0, 1, 2)))
    assert explained[-1].alternatives[0].own
