"""Two moments side by side: which are chosen, and what is said about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.live.training import commands
from explorer.live.training.facts import OpenRun
from explorer.network.compare import compare
from explorer.network.records import Weights
from explorer.training.look.moments import Difference, LayerDifference, Moment
from explorer.views.train.compare_panel import (
    ComparePanel,
    describe_answers,
    format_ratio,
    propose_moments,
)
from explorer.views.train.page import TrainPage
from tests.views.records import sure_of

RUNS = (OpenRun("a", "first run", 20, 40, 100, True), OpenRun("b", "branch", 60, 60, 100, False))
PARENTS = {"b": "a"}


@pytest.fixture
def panel(shown: Callable[..., ComparePanel]) -> ComparePanel:
    panel = shown(ComparePanel(), 330, 500)
    panel.show_runs(RUNS, {"a": 0, "b": 30}, PARENTS)
    return panel


def difference(names: tuple[str, str] = ("a", "a")) -> Difference:
    first, second = sure_of(1), sure_of(7)
    layer = LayerDifference(Weights(np.zeros((1, 1), np.float32), None), 0.25)
    moments = (Moment(names[0], 0, first), Moment(names[1], 40, second))
    return Difference(*moments, compare(first, second), MappingProxyType({"logits": layer}))


def test_at_first_it_compares_the_beginning_with_the_newest_step(panel: ComparePanel) -> None:
    assert panel.chosen == ("a", 0, "a", 40)


def test_a_branch_is_set_beside_its_parent_at_the_step_at_which_it_stands(
    panel: ComparePanel,
) -> None:
    for step, expected in ((35, 35), (40, 40), (60, 40)):
        branch = OpenRun("b", "branch", step, 60, 100, True)
        panel.show_runs((replace(RUNS[0], active=False), branch), {"a": 0, "b": 30}, PARENTS)
        assert panel.chosen == ("a", expected, "b", expected)
    panel.show_runs((branch,), {"b": 30}, PARENTS)
    assert panel.chosen == ("b", 30, "b", 60)


def test_a_branch_from_the_end_of_its_parent_is_set_beside_that_end() -> None:
    parent = OpenRun("a", "first run", 40, 40, 40, False)
    branch = OpenRun("b", "branch", 55, 60, 100, True)
    assert propose_moments(branch, 40, parent) == (("a", 40), ("b", 55))


def test_a_branch_leaves_the_users_own_choice_alone(panel: ComparePanel) -> None:
    panel.steps["first"].show_value(12)
    panel.steps["first"].value_requested.emit(12)
    runs = (replace(RUNS[0], active=False), replace(RUNS[1], active=True))
    panel.show_runs(runs, {"a": 0, "b": 30}, PARENTS)
    assert panel.chosen == ("a", 12, "a", 40)


def test_it_asks_again_only_for_other_moments(
    qtbot: QtBot, panel: ComparePanel, heard: Callable[..., list[Any]]
) -> None:
    asked = heard(panel.compare_requested)
    panel.ask()
    panel.renew()
    panel.show_runs((replace(RUNS[0], head=41), RUNS[1]), {"a": 0, "b": 30}, PARENTS)
    panel.renew()
    qtbot.waitUntil(lambda: len(asked) > 1)
    assert asked == [("a", 0, "a", 40), ("a", 0, "a", 41)]


def test_what_the_user_chose_stays_as_the_run_goes_on(panel: ComparePanel) -> None:
    panel.pickers["second"].show_value("b")
    panel.pickers["second"].value_requested.emit("b")
    panel.steps["second"].show_value(50)
    panel.show_runs((RUNS[0], RUNS[1]), {"a": 0, "b": 30}, PARENTS)
    assert panel.chosen == ("a", 0, "b", 50)


def test_steps_that_a_run_does_not_have_are_brought_into_it(panel: ComparePanel) -> None:
    panel.pickers["first"].show_value("b")
    panel.steps["first"].show_value(3)
    panel.steps["second"].show_value(999)
    assert panel.chosen == ("b", 30, "a", 40)


def test_here_takes_the_step_at_which_the_run_stands(panel: ComparePanel) -> None:
    panel.here["first"].click()
    assert panel.chosen == ("a", 20, "a", 40)


def test_exchange_asks_the_other_way_round(
    panel: ComparePanel, heard: Callable[..., list[Any]]
) -> None:
    asked = heard(panel.compare_requested)
    panel.swap.click()
    assert asked == [("a", 40, "a", 0)]


def test_it_asks_a_moment_after_the_last_key(
    qtbot: QtBot, panel: ComparePanel, heard: Callable[..., list[Any]]
) -> None:
    asked = heard(panel.compare_requested)
    for step in (1, 12):
        panel.steps["first"].show_value(step)
        panel.steps["first"].value_requested.emit(step)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [("a", 12, "a", 40)]


def test_the_answers_of_both_moments_are_said(panel: ComparePanel) -> None:
    panel.show_difference(difference())
    assert panel.answer.text().startswith("step 0: read as 1,")
    assert "step 40: read as 7" in panel.answer.text()
    assert describe_answers(difference(("a", "b"))).startswith("a, step 0")
    names = [name for name, _, _ in panel.table.rows]
    assert names[0] == "input"
    assert {n: w for n, _, w in panel.table.rows}["logits"] == 0.25
    panel.grab()


def test_relative_sizes_are_percents_and_large_ones_multiples() -> None:
    assert [format_ratio(x) for x in (0, 0.5, 1.27, 48.0)] == ["0 %", "50 %", "127 %", "48 ×"]


def test_the_scene_shows_the_difference_while_the_panel_is_there(
    qtbot: QtBot, finished: TrainPage
) -> None:
    finished.right.chips.buttons["compare"].click()
    scene = finished.middle.scene
    qtbot.waitUntil(lambda: scene.canvas.state.derived is not None, timeout=10_000)
    assert "minus step 0" in finished.middle.strip.words.toolTip()
    finished.right.compare.in_scene.click()
    assert scene.canvas.state.derived is None
    finished.right.compare.in_scene.click()
    assert scene.canvas.state.derived is not None
    finished.right.chips.buttons["curves"].click()
    assert scene.canvas.state.derived is None


def test_a_new_branch_is_compared_with_the_run_it_left(qtbot: QtBot, finished: TrainPage) -> None:
    trainer, compare = finished.trainer, finished.right.compare
    parent = _key(finished)
    trainer.send(commands.JumpTo(10))
    qtbot.waitUntil(lambda: trainer.state.step == 10)
    finished.right.chips.buttons["compare"].click()
    qtbot.waitUntil(lambda: bool(compare.table.rows), timeout=10_000)
    trainer.send(commands.BranchRun({"learning_rate": 0.5}))
    qtbot.waitUntil(lambda: _key(finished) != parent, timeout=10_000)
    key = _key(finished)
    assert compare.chosen == (parent, 10, key, 10)
    trainer.send(commands.StepUnit(1))
    qtbot.waitUntil(lambda: compare.chosen == (parent, 11, key, 11), timeout=10_000)
    qtbot.waitUntil(lambda: _changes(compare).get("logits", 0) > 0, timeout=10_000)


def _key(page: TrainPage) -> str:
    run = page.trainer.state.run
    assert run is not None
    return run.key


def _changes(panel: ComparePanel) -> dict[str, float]:
    return {name: change for name, change, _ in panel.table.rows}
