"""The gradients of a step: bars with numbers, and the gradients of one layer as pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from explorer.live.training.facts import Anatomy
from explorer.network.presets import preset
from explorer.training.look.anatomy import BackwardRecord
from explorer.views.blocks.meters import MeterRow
from explorer.views.parts.number_text import significant
from explorer.views.train.step.backward_section import (
    BackwardSection,
    stage_blocks,
    weight_blocks,
)
from explorer.views.train.step.weight_place import WeightPlace
from tests.views.train.step.conftest import DIGITS


@pytest.fixture
def record(anatomy: Anatomy) -> BackwardRecord:
    assert anatomy.backward is not None
    return anatomy.backward


@pytest.fixture
def section(shown: Callable[..., BackwardSection], anatomy: Anatomy) -> BackwardSection:
    section = shown(BackwardSection(), 340, 800)
    section.show_anatomy(anatomy, DIGITS)
    section.grab()
    return section


def test_every_layer_and_every_stage_has_its_norm(record: BackwardRecord) -> None:
    rows = [b for b in weight_blocks(record, "conv1") if isinstance(b, MeterRow)]
    shown = {row.name: row.numbers for row in rows}
    assert shown == {name: (significant(norm, 3),) for name, norm in record.norms.items()}
    longest = max(rows, key=lambda row: row.meters[0].share)
    assert longest.name == max(record.norms, key=record.norms.__getitem__)
    rows = [b for b in stage_blocks(record) if isinstance(b, MeterRow)]
    assert [row.name for row in rows] == list(record.stage_norms)


def test_norms_are_those_of_the_gradients(record: BackwardRecord) -> None:
    weights = record.weights["logits"]
    assert weights.bias is not None
    every = np.concatenate([weights.weight.ravel(), weights.bias])
    assert record.norms["logits"] == pytest.approx(float(np.linalg.norm(every)), rel=1e-5)


def test_a_click_on_a_layer_shows_its_gradients(
    qtbot: QtBot, section: BackwardSection, heard: Callable[..., list[Any]], record: BackwardRecord
) -> None:
    said = heard(section.place_chosen)
    spot = next(s for s in section.norms.spots() if s.key == ("meter", "logits"))
    where = spot.rect.center().toPoint()
    qtbot.mouseClick(section.norms, Qt.MouseButton.LeftButton, pos=where)
    assert said[0].layer == "logits"
    gradient = np.abs(record.weights["logits"].weight)
    assert gradient[said[0].index] == gradient.max()
    section.show_place(said[0])
    section.grab()
    assert "logits" in section.grid.title


def test_layers_are_reached_by_keyboard(
    qtbot: QtBot, section: BackwardSection, heard: Callable[..., list[Any]]
) -> None:
    said = heard(section.place_chosen)
    section.norms.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(section.norms, key)
    assert [place.layer for place in said] == ["logits"]


def test_a_click_on_a_gradient_chooses_its_weight(
    qtbot: QtBot, section: BackwardSection, heard: Callable[..., list[Any]]
) -> None:
    said = heard(section.place_chosen)
    where = section.grid.tile_area((1, 0, 2, 0)).center().toPoint()
    qtbot.mouseClick(section.grid, Qt.MouseButton.LeftButton, pos=where)
    assert said == [WeightPlace("conv1", (1, 0, 2, 0))]


def test_pictures_have_one_scale_that_ends_at_the_largest_gradient(
    section: BackwardSection, record: BackwardRecord
) -> None:
    assert section.grid.limit == float(np.abs(record.weights["conv1"].weight).max())


def test_gradients_that_are_no_numbers_are_shown_as_such(
    shown: Callable[..., BackwardSection], anatomy: Anatomy, record: BackwardRecord
) -> None:
    weights = record.weights["conv1"]
    lost = replace(weights, weight=np.full_like(weights.weight, np.nan))
    norms = {name: float("nan") for name in record.norms}
    stage_norms = dict.fromkeys(record.stage_norms, 0.0)
    weights_lost = {**record.weights, "conv1": lost}
    backward = replace(record, weights=weights_lost, norms=norms, stage_norms=stage_norms)
    section = shown(BackwardSection(), 340, 800)
    section.show_anatomy(replace(anatomy, backward=backward), DIGITS)
    section.grab()
    assert any("not a number" in spot.words for spot in section.norms.spots())


@pytest.mark.parametrize("width", [340, 450, 560])
def test_every_layer_fits_the_width(
    shown: Callable[..., BackwardSection], take_apart: Callable[..., Anatomy], width: int
) -> None:
    anatomy = take_apart(preset("lenet"), step=1, phase=3)
    section = shown(BackwardSection(), width, 400)
    section.show_anatomy(anatomy, DIGITS)
    assert anatomy.backward is not None
    for layer, weights in anatomy.backward.weights.items():
        section.show_place(WeightPlace(layer, (0,) * weights.weight.ndim))
        section.grab()
        assert section.grid.mapTo(section, QPoint(section.grid.width(), 0)).x() <= width
