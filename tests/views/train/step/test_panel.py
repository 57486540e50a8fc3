"""The whole microscope: following the phases, reaching every part, themes and sizes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QWidget
from pytestqt.qtbot import QtBot

from explorer.live.training.facts import Anatomy
from explorer.network.records import Weights
from explorer.training.plan import PHASES
from explorer.views.style.theme import theme
from explorer.views.style.themed import show_theme
from explorer.views.train.step.panel import AnatomyPanel
from explorer.views.train.step.weight_place import WeightPlace
from tests.views.train.step.conftest import DIGITS

ROOT = Path(__file__).resolve().parents[4]


def after(anatomy: Anatomy, phase: int) -> Anatomy:
    """Leave of a whole step what is known after some of its phases."""
    if phase == 0:
        return anatomy
    known = {"loss": phase >= 2, "backward": phase >= 3, "update": False}
    kept = {name: getattr(anatomy, name) if there else None for name, there in known.items()}
    return replace(anatomy, step=anatomy.step - 1, phase=phase, **kept)


@pytest.fixture
def panel(shown: Callable[..., AnatomyPanel], anatomy: Anatomy) -> AnatomyPanel:
    panel = shown(AnatomyPanel(), 360, 640)
    panel.show_anatomy(anatomy, DIGITS)
    panel.grab()
    return panel


def in_sight(panel: AnatomyPanel) -> QWidget:
    return panel._pages.currentWidget()


def test_it_goes_along_with_the_phases_of_a_step(panel: AnatomyPanel, anatomy: Anatomy) -> None:
    for phase in (1, 2, 3, 0):
        panel.show_anatomy(after(anatomy, phase), DIGITS)
        panel.grab()
        done = phase or 4
        assert panel.phase == PHASES[done - 1]
        assert panel._when.text() == f"step 4, after {panel.phase}"


def test_every_phase_has_a_part(panel: AnatomyPanel) -> None:
    parts = (panel.forward, panel.loss, panel.backward, panel.update_part)
    for phase, part in zip(PHASES, parts, strict=True):
        panel.show_phase(phase)
        panel.grab()
        assert in_sight(panel) is part


def test_a_phase_that_has_not_been_done_is_shown_once_it_is(
    panel: AnatomyPanel, anatomy: Anatomy
) -> None:
    panel.show_anatomy(after(anatomy, 1), DIGITS)
    panel.show_phase("backward")
    assert in_sight(panel) is panel._note
    panel.show_anatomy(after(anatomy, 3), DIGITS)
    assert in_sight(panel) is panel.backward


def test_the_chosen_part_stays_while_whole_steps_go_by(
    panel: AnatomyPanel, anatomy: Anatomy
) -> None:
    panel.show_phase("loss")
    panel.show_anatomy(None, ())
    assert in_sight(panel) is panel._note
    panel.show_anatomy(anatomy, DIGITS)
    assert in_sight(panel) is panel.loss


def test_an_image_that_is_chosen_is_said(
    qtbot: QtBot, panel: AnatomyPanel, heard: Callable[..., list[Any]]
) -> None:
    said = heard(panel.sample_chosen)
    panel.show_phase("forward")
    qtbot.keyClick(panel.forward.grid, Qt.Key.Key_Right)
    assert said == [4]


def test_a_gradient_that_is_chosen_shows_its_update(panel: AnatomyPanel) -> None:
    panel.show_phase("backward")
    place = WeightPlace("conv1", (1, 0, 2, 2))
    panel.backward.place_chosen.emit(place)
    panel.show_phase("update")
    assert panel.update_part.place == place


def test_showing_never_speaks(panel: AnatomyPanel, anatomy: Anatomy) -> None:
    said: list[object] = []
    panel.sample_chosen.connect(lambda *what: said.append(what))
    for phase in (0, 1, 2, 3, 0):
        panel.show_anatomy(after(anatomy, phase), DIGITS)
    for name in PHASES:
        panel.show_phase(name)
    panel.show_place(WeightPlace("logits", (0, 0)))
    panel.show_anatomy(None, ())
    assert said == []


def test_only_the_part_in_sight_is_brought_up_to_date(
    panel: AnatomyPanel, anatomy: Anatomy, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    for name in ("forward", "loss", "backward"):
        part = getattr(panel, name)
        monkeypatch.setattr(part, "show_anatomy", lambda *_, name=name: shown.append(name))
    panel.show_phase("loss")
    panel.show_anatomy(anatomy, DIGITS)
    panel.show_phase("backward")
    panel.show_phase("loss")
    assert shown[-2:] == ["loss", "backward"]


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("size", [(340, 220), (340, 900), (560, 700)])
def test_every_part_fits_in_every_look(
    panel: AnatomyPanel, name: Any, scale: float, size: tuple[int, int]
) -> None:
    show_theme(panel, theme(name, scale))
    panel.resize(*size)
    for phase in PHASES:
        panel.show_phase(phase)
        panel.grab()
        assert panel.minimumSizeHint().width() <= 340
        assert in_sight(panel).width() <= size[0]


def not_numbers(weights: Mapping[str, Weights]) -> dict[str, Weights]:
    """Return weights of the same shapes in which nothing is a number any more."""
    lost = {}
    for name, layer in weights.items():
        bias = None if layer.bias is None else np.full_like(layer.bias, np.inf)
        lost[name] = Weights(np.full_like(layer.weight, np.nan), bias)
    return lost


def test_a_step_that_fell_apart_is_shown_all_the_same(panel: AnatomyPanel, broken: Anatomy) -> None:
    assert broken.loss is not None
    assert broken.backward is not None
    assert broken.update is not None
    nothing = np.full_like(broken.loss.logits, np.nan)
    loss = replace(broken.loss, logits=nothing, outputs=nothing, terms=nothing, loss=np.nan)
    weights = not_numbers(broken.backward.weights)
    backward = replace(broken.backward, weights=weights, norms=dict.fromkeys(weights, np.nan))
    memory = dict.fromkeys(broken.update.memory_after, weights)
    update = replace(broken.update, gradient=weights, after=weights, memory_after=memory)
    panel.show_anatomy(replace(broken, loss=loss, backward=backward, update=update), DIGITS)
    for phase in PHASES:
        panel.show_phase(phase)
        panel.grab()
    panel.update_part.choice.largest.click()
    panel.update_part.choice.part.value_requested.emit("bias")
    panel.grab()


def test_every_part_explains_itself(panel: AnatomyPanel) -> None:
    for phase in PHASES:
        panel.show_phase(phase)
    focusable = [
        widget
        for widget in panel.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None  # of a field
        and not isinstance(widget, QListView)  # of a combo box
    ]
    assert len(focusable) > 15
    for widget in focusable:
        assert widget.accessibleName(), widget
        assert widget.whatsThis() or widget.toolTip(), widget


def test_the_microscope_imports_neither_torch_nor_pyqtgraph() -> None:
    code = (
        "import sys, explorer.views.train.step.panel\n"
        "print(*({'torch', 'pyqtgraph'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=100
    )
    assert result.stdout.split() == [], result.stderr
    assert result.returncode == 0, result.stderr
