"""Two moments side by side: which are chosen, and what is said about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.live.session import Session
from explorer.live.training import commands
from explorer.live.training.facts import OpenRun
from explorer.network.compare import compare
from explorer.network.records import Weights
from explorer.pen import prepare_drawing
from explorer.training.look.moments import Difference, LayerDifference, Moment
from explorer.training.record.validation import Validation
from explorer.views.style.theme import theme
from explorer.views.style.themed import show_theme
from explorer.views.train.compare_panel import ComparePanel, propose_moments
from explorer.views.train.page import TrainPage
from explorer.views.window.window import Window
from tests.views.records import spec, sure_of, trace

RUNS = (OpenRun("a", "first run", 20, 40, 100, True), OpenRun("b", "branch", 60, 60, 100, False))
PARENTS = {"b": "a"}


@pytest.fixture
def panel(shown: Callable[..., ComparePanel]) -> ComparePanel:
    panel = shown(ComparePanel(), 330, 500)
    panel.show_runs(RUNS, {"a": 0, "b": 30}, PARENTS)
    return panel


def difference(names: tuple[str, str] = ("a", "a"), *, other_size: bool = False) -> Difference:
    first, second = sure_of(1), sure_of(7)
    if other_size:
        small = replace(spec(), name="small", input_shape=(1, 12, 12))
        second = trace([0.91 if n == 7 else 0.01 for n in range(10)], small)
    layer = LayerDifference(Weights(np.zeros((1, 1), np.float32), None), 0.25)
    none = np.zeros((0, 0), np.int64)
    judged = Validation(36, 0.8, 0.5, 100, none, (), MappingProxyType({}), MappingProxyType({}))
    moments = (Moment(names[0], 0, first), Moment(names[1], 40, second, judged))
    stages = None if other_size else compare(first, second)
    layers = {} if other_size else {"logits": layer}
    return Difference(*moments, stages, MappingProxyType(layers))


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
    asked.clear()
    panel.renew()
    panel.show_runs((replace(RUNS[0], head=41), RUNS[1]), {"a": 0, "b": 30}, PARENTS)
    panel.renew()
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [("a", 0, "a", 41)]


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
    lines = {line[0]: line[1:] for line in panel.facts.rows}
    assert lines["step"] == ("0", "40")
    assert lines["answer"] == ("1, 91.0 %", "7, 91.0 %")
    assert lines["accuracy"] == ("not measured yet", "80.0 % at step 36")
    assert "parameters" not in lines  # the same of both
    stages = {line[0]: line[-1] for line in panel.table.rows}
    assert list(stages)[1] == "input"
    assert stages["logits"] == "25.0 %"
    panel.grab()


def test_two_architectures_are_compared_by_what_they_share(panel: ComparePanel) -> None:
    panel.show_difference(difference(("lenet", "tiny"), other_size=True))
    lines = {line[0]: line[1:] for line in panel.facts.rows}
    assert lines["run"] == ("lenet", "tiny")
    assert lines["answer"] == ("1, 91.0 %", "7, 91.0 %")
    assert lines["input"] == ("1 × 28 × 28", "1 × 12 × 12")
    assert lines["parameters"] == ("7,850", "1,450")
    assert lines["multiply-adds"] == ("7,840", "1,440")
    assert panel.table.rows == []
    assert not panel.in_scene.isEnabled()
    assert "differently" in panel.hint.text()


def test_a_refused_pair_leaves_no_old_result(panel: ComparePanel) -> None:
    panel.show_difference(difference())
    panel.show_refusal("That run is not open any more.")
    assert panel.hint.text() == "That run is not open any more."
    assert panel.facts.rows == panel.table.rows == []


def test_another_picture_is_compared_at_once(
    panel: ComparePanel, heard: Callable[..., list[Any]]
) -> None:
    panel.ask()
    panel.show_difference(difference())
    asked = heard(panel.compare_requested)
    for brightness in (0, 0, 1):
        panel.show_picture(np.full((1, 28, 28), brightness, np.float32))
        panel.show_difference(difference())
    assert len(asked) == 2


def test_what_changed_while_it_was_hidden_is_compared_on_coming_back(
    panel: ComparePanel, heard: Callable[..., list[Any]]
) -> None:
    panel.ask()
    panel.show_difference(difference())
    asked = heard(panel.compare_requested)
    panel.hide()
    panel.show_picture(np.ones((1, 28, 28), np.float32))
    assert asked == []
    panel.show()
    assert asked == [("a", 0, "a", 40)]
    assert panel.waiting


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
    qtbot.waitUntil(lambda: _change(compare, "logits") not in ("", "0 %"), timeout=10_000)


def test_the_picture_that_is_drawn_is_the_one_compared(qtbot: QtBot, finished: TrainPage) -> None:
    compared: list[Difference] = []
    finished.trainer.compared.connect(compared.append)
    finished.right.chips.buttons["compare"].click()
    qtbot.waitUntil(lambda: bool(compared), timeout=10_000)
    finished.follow_host.watch_sample(3)
    finished.follow_host.watch_sample(4)
    image = finished.trainer.state.run.judge.images[4]  # type: ignore[union-attr]
    qtbot.waitUntil(
        lambda: np.allclose(compared[-1].first.trace.pixels, image / 255, atol=1e-6),
        timeout=10_000,
    )
    finished.right.chips.buttons["curves"].click()
    finished.follow_host.watch_sample(5)
    finished.right.chips.buttons["compare"].click()
    image = finished.trainer.state.run.judge.images[5]  # type: ignore[union-attr]
    qtbot.waitUntil(
        lambda: np.allclose(compared[-1].second.trace.pixels, image / 255, atol=1e-6),
        timeout=10_000,
    )


def test_a_view_with_the_comparison_is_settled_when_that_is_there(
    qtbot: QtBot, finished: TrainPage
) -> None:
    finished.show_state({"panel": "compare"})
    qtbot.waitUntil(lambda: finished.settled, timeout=10_000)
    assert finished.right.compare.table.rows


def _key(page: TrainPage) -> str:
    run = page.trainer.state.run
    assert run is not None
    return run.key


def _change(panel: ComparePanel, stage: str) -> str:
    return next((str(line[2]) for line in panel.table.rows if line[0] == stage), "")


def test_a_drawing_made_on_the_draw_page_is_compared_on_coming_back(
    qtbot: QtBot, finished: TrainPage, window: Window, session: Session
) -> None:
    compared: list[Difference] = []
    finished.trainer.compared.connect(compared.append)
    finished.right.chips.buttons["compare"].click()
    qtbot.waitUntil(lambda: bool(compared), timeout=10_000)
    window.show_page("draw")
    session.place_sample(7)
    session.flush()
    window.show_page("train")
    run = finished.trainer.state.run
    assert run is not None
    drawn = prepare_drawing(session.drawing, session.options, run.spec.input_shape).pixels
    qtbot.waitUntil(lambda: np.array_equal(compared[-1].first.trace.pixels, drawn), timeout=10_000)


def test_the_table_fits_a_narrow_column_with_large_text(panel: ComparePanel) -> None:
    show_theme(panel.window(), theme("light", 1.5))
    panel.show_difference(difference())
    panel.grab()
    assert panel.table.minimumSizeHint().width() <= panel.width()
