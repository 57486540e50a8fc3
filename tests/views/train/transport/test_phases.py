"""The four phases over the controls: which are done, which is looked at, what a choice does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from explorer.live.training import commands
from explorer.live.training.facts import TrainerState
from explorer.training.plan import PHASES
from explorer.views.style.theme import theme
from explorer.views.style.themed import show_theme
from explorer.views.train.page import TrainPage
from explorer.views.train.transport.phases import PhaseRow
from explorer.views.train.transport.transport import Transport
from tests.views.train.records import run_facts

PAUSED = TrainerState(run_facts(), "paused", step=5, head=10)


@pytest.fixture
def phases(shown: Callable[..., PhaseRow]) -> PhaseRow:
    return shown(PhaseRow(), 536, 40)


def done(row: PhaseRow) -> int:
    return sum(button.done for button in row.buttons.values())


def test_a_click_and_an_arrow_key_choose_a_phase(
    qtbot: QtBot, phases: PhaseRow, heard: Callable[..., list[Any]]
) -> None:
    chosen = heard(phases.phase_chosen)
    for button in phases.buttons.values():
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen == list(PHASES)
    phases.show_phase("forward")
    phases.buttons["forward"].setFocus()
    qtbot.keyClick(phases.buttons["forward"], Qt.Key.Key_Right)
    assert phases.buttons["loss"].isChecked()


@pytest.mark.parametrize(
    ("state", "count"),
    [
        (TrainerState(), 0),
        (replace(PAUSED, step=0), 0),
        (replace(PAUSED, phase=3), 3),
        (PAUSED, 4),
        (replace(PAUSED, status="running"), 0),
        (replace(PAUSED, status="running", unit="phase", phase=2), 2),
    ],
    ids=["no run", "nothing done", "in a step", "after a step", "at full speed", "by phase"],
)
def test_the_row_shows_how_far_the_step_is(
    shown: Callable[..., Transport], state: TrainerState, count: int
) -> None:
    transport = shown(Transport(), 540, 200)
    transport.show_state(state, ())
    assert done(transport.phases) == count


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_every_name_has_room_in_the_narrowest_window(phases: PhaseRow, scale: float) -> None:
    show_theme(phases, theme("light", scale))
    assert phases.minimumSizeHint().width() <= 460  # of 1280, between columns of larger text
    phases.grab()


def test_the_row_stands_over_the_controls(shown: Callable[..., Transport]) -> None:
    transport = shown(Transport(), 540, 200)
    assert transport.phases.width() == transport.width()
    play = transport.play.mapTo(transport, QPoint())
    assert transport.phases.geometry().bottom() < play.y()
    assert transport.phases.height() > transport.play.height()


def reading(page: TrainPage) -> str:
    derived = page.middle.scene.canvas.state.derived
    return derived.kind if derived is not None else "values"


def test_choosing_a_phase_does_it_and_opens_what_it_shows(qtbot: QtBot, begun: TrainPage) -> None:
    row, trainer = begun.middle.transport.phases, begun.trainer
    row.buttons["backward"].click()
    qtbot.waitUntil(lambda: trainer.state.phase == 3, timeout=20_000)
    qtbot.waitUntil(lambda: reading(begun) == "gradient")
    assert (trainer.state.step, trainer.state.unit) == (0, "phase")
    assert begun.right.panel == "step"
    assert begun.right.step.phase == "backward"
    row.buttons["forward"].click()
    assert begun.right.step.phase == "forward"
    assert reading(begun) == "values"
    row.buttons["update"].click()
    qtbot.waitUntil(lambda: trainer.state.step == 1 and reading(begun) == "change")
    assert trainer.state.phase == 0
    for phase in PHASES:  # the step is done: now it is only looked at
        row.buttons[phase].click()
        assert begun.right.step.phase == phase
    trainer.send(commands.ChooseSample(1))
    qtbot.waitUntil(lambda: begun.scene_host._anatomy is not None)
    assert trainer.state.step == 1


def test_choosing_a_phase_without_a_run_begins_one(qtbot: QtBot, page: TrainPage) -> None:
    page.middle.transport.phases.buttons["loss"].click()
    qtbot.waitUntil(lambda: page.trainer.state.phase == 2, timeout=60_000)
    assert page.right.panel == "step"
    assert page.right.step.phase == "loss"
    assert page.scene_host.watched == "batch"


def test_choosing_a_phase_holds_a_training_on(qtbot: QtBot, page: TrainPage) -> None:
    page.trainer.send(commands.SetSpeed(20))
    page.host.play(True)
    trainer = page.trainer
    qtbot.waitUntil(lambda: trainer.state.status == "running" and trainer.state.step > 1)
    page.middle.transport.phases.buttons["loss"].click()
    qtbot.waitUntil(lambda: trainer.state.status == "paused")
    assert page.right.panel == "step"
    assert page.right.step.phase == "loss"


def test_a_step_by_phase_opens_the_phase_wherever_one_was(qtbot: QtBot, begun: TrainPage) -> None:
    transport = begun.middle.transport
    transport.units.buttons["phase"].click()
    assert begun.right.panel == "step"
    qtbot.waitUntil(lambda: begun.trainer.state.unit == "phase")
    begun.right.choose_panel("curves")
    begun.scene_host.watch("picture")
    transport.forward.click()
    qtbot.waitUntil(lambda: begun.trainer.state.phase == 1)
    assert begun.right.panel == "step"
    assert begun.scene_host.watched == "batch"
    assert transport.forward.accessibleName() == "Next phase"
    begun.trainer.send(commands.SetUnit("batch"))
    qtbot.waitUntil(lambda: transport.forward.accessibleName() == "Next batch")
    begun.right.choose_panel("curves")
    transport.forward.click()
    qtbot.waitUntil(lambda: begun.trainer.state.step == 1)
    assert begun.right.panel == "curves"


def test_a_phase_is_highlighted_while_it_is_looked_at(qtbot: QtBot, begun: TrainPage) -> None:
    def highlighted() -> list[str]:
        buttons = begun.middle.transport.phases.buttons
        return [phase for phase, button in buttons.items() if button.isChecked()]

    begun.trainer.send(commands.StepUnit(1))
    qtbot.waitUntil(lambda: begun.trainer.state.step == 1)
    qtbot.waitUntil(lambda: begun.right.step.phase == "update")
    assert highlighted() == []  # the watched picture and the curves show none
    begun.right.choose_panel("step")
    assert highlighted() == ["update"]
    begun.right.choose_panel("curves")
    begun.middle.strip.watched.buttons["batch"].click()
    assert highlighted() == ["update"]
