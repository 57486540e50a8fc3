"""Selecting cells of traces, whoever makes them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.errors import UserError
from explorer.live.frame import Frame
from explorer.live.selecting import Selecting
from explorer.network.cells import Cell, Selection
from explorer.network.explanations import DenseExplanation
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.records import Trace
from tests.live.followed import Followed


def traced(name: str = "tiny", seed: int = 1) -> Trace:
    spec = preset(name)
    pixels = np.random.default_rng(seed).random(spec.input_shape, np.float32)
    return Network.untrained(spec, seed).trace(pixels)


def framed(trace: Trace) -> Frame:
    return Frame(trace.spec, trace=trace, weights=trace.weights)


@pytest.fixture
def selecting(qapp: object) -> Selecting:
    selecting = Selecting(preset("tiny"))
    selecting.show(framed(traced()))
    return selecting


def test_a_hovered_cell_is_said_and_not_explained(selecting: Selecting) -> None:
    said, explained = Followed(selecting, "selection", "frozen"), Followed(selecting, "explanation")
    selecting.hover(Cell("conv1", (0, 1, 2)))
    selecting.hover(Cell("conv1", (0, 1, 2)))
    [(selection, frozen)] = said.all
    assert isinstance(selection, Selection)
    assert not frozen
    assert explained.all == []  # a cell that the mouse passes needs no explanation


def test_a_frozen_cell_is_explained_and_stays_while_the_mouse_moves(selecting: Selecting) -> None:
    explained = Followed(selecting, "explanation")
    selecting.freeze(Cell("conv1", (0, 1, 2)))
    selecting.hover(Cell("conv1", (1, 1, 1)))
    assert selecting.selected == Cell("conv1", (0, 1, 2))
    assert len(explained.all) == 1
    assert explained.all[0] is not None


def test_another_trace_says_the_same_cell_with_its_new_value(selecting: Selecting) -> None:
    selecting.freeze(Cell("logits", (3,)))
    said = Followed(selecting, "selection", "frozen")
    other = traced(seed=2)
    selecting.show(framed(other))
    [(selection, frozen)] = said.all
    assert frozen
    assert selection.value == other.logits[3]


def test_without_a_trace_the_cell_stays_but_has_no_number(selecting: Selecting) -> None:
    selecting.freeze(Cell("logits", (3,)))
    said = Followed(selecting, "selection", "frozen")
    selecting.show(Frame(preset("tiny")))
    assert said.all == [(None, True)]
    assert selecting.selected == Cell("logits", (3,))
    selecting.show(framed(traced()))
    assert said.all[1][0] is not None


@pytest.mark.parametrize("cell", [Cell("dense1", (100,)), Cell("conv2", (0, 0, 0))])
def test_a_cell_that_another_network_does_not_have_is_let_go_of(qapp: object, cell: Cell) -> None:
    selecting = Selecting(preset("tiny"))
    selecting.show(framed(traced("lenet")))
    selecting.freeze(cell)
    selecting.show(framed(traced("tiny")))
    assert selecting.selected is None


def test_a_moment_is_one_emission(qtbot: QtBot, selecting: Selecting) -> None:
    selecting.freeze(Cell("logits", (3,)))
    frames: list[Frame] = []
    selecting.frame_changed.connect(frames.append)
    moment = framed(traced(seed=2))
    selecting.show(moment)
    [frame] = frames
    assert frame is selecting.frame
    assert frame.trace is moment.trace
    assert frame.selection is not None
    assert frame.explanation is not None
    assert frame.contributions is frame.explanation


@pytest.mark.parametrize("cell", [Cell("logits", (4,)), Cell("probabilities", (4,))])
def test_an_output_comes_with_the_terms_of_its_logit(selecting: Selecting, cell: Cell) -> None:
    said = Followed(selecting, "contributions")
    selecting.hover(cell)
    assert isinstance(said.all[0], DenseExplanation)
    assert said.all[0].cell == Cell("logits", (4,))


def test_a_rival_turns_a_logit_into_a_lead(selecting: Selecting) -> None:
    said = Followed(selecting, "explanation")
    selecting.freeze(Cell("logits", (4,)))
    selecting.set_rival(2)
    selecting.set_rival(None)
    logits = traced().logits
    assert said.all[1].total == pytest.approx(float(logits[4] - logits[2]), abs=1e-5)
    assert said.all[2].total == pytest.approx(float(logits[4]), abs=1e-5)


def test_releasing_says_that_nothing_is_selected(selecting: Selecting) -> None:
    selecting.freeze(Cell("logits", (4,)))
    said = Followed(selecting, "selection", "frozen")
    selecting.release()
    assert said.all == [(None, False)]
    assert selecting.selected is None


def test_code_needs_a_selected_number(selecting: Selecting, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Click a number first"):
        selecting.code(tmp_path / "weights.safetensors")
    selecting.freeze(Cell("logits", (4,)))
    assert "torch" in selecting.code(tmp_path / "weights.safetensors")


def test_another_stride_is_explained_until_another_layer_is_looked_at(
    selecting: Selecting,
) -> None:
    explained = Followed(selecting, "explanation")
    selecting.freeze(Cell("conv1", (0, 1, 2)))
    assert explained.all[-1].alternatives[0].own
    selecting.set_stride(2)
    assert explained.all[-1].alternatives[0].stride == 2
    selecting.freeze(Cell("conv1", (0, 1, 3)))
    assert explained.all[-1].alternatives[0].stride == 2
    selecting.release()
    selecting.hover(Cell("conv1", (0, 1, 2)))
    selecting.freeze(Cell("conv1", (0, 1, 2)))
    assert explained.all[-1].alternatives[0].own
