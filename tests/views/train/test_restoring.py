"""The Train page's part of a view: another window opens the run at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from explorer.live.data_source import DataSource
from explorer.live.session import Session
from explorer.live.settings import Settings
from explorer.live.training import commands
from explorer.live.training.trainer import Trainer
from explorer.views.style.theme import theme
from explorer.views.train.page import TrainPage
from explorer.views.train.slot import train_slot
from explorer.views.window.view_state import ViewState, view_state_of_link
from explorer.views.window.window import Window
from tests.views.windows import open_window


@pytest.fixture
def other(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    """Return another window, with trainings and a session of its own."""
    session = Session(seed=1)

    def make() -> TrainPage:
        return TrainPage(session, Trainer(tmp_path / "runs"), DataSource())

    settings = Settings(tmp_path / "other.ini")
    window = open_window(session, settings, theme("light"), train_slot(make))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    yield window
    window.close_pages()
    session.close()


def jump(page: TrainPage, _qtbot: QtBot) -> None:
    page.trainer.send(commands.JumpTo(7))
    page.left.show_section("network")
    page.right.choose_panel("confusion")


def phases(page: TrainPage, qtbot: QtBot) -> None:
    page.trainer.send(commands.JumpTo(5))
    page.trainer.send(commands.SetUnit("phase"))
    for phase in (1, 2, 3):
        page.trainer.send(commands.StepUnit(1))
        qtbot.waitUntil(lambda phase=phase: page.trainer.state.phase == phase, timeout=20_000)
    page.right.choose_panel("step")


def sample(page: TrainPage, _qtbot: QtBot) -> None:
    page.follow_host.watch_sample(3)
    page.right.choose_panel("compare")
    page.left.show_section("data")


@pytest.mark.parametrize("change", [jump, phases, sample])
def test_another_window_opens_the_run_at_the_same_moment(
    qtbot: QtBot,
    window: Window,
    finished: TrainPage,
    other: Window,
    change: Callable[[TrainPage, QtBot], None],
) -> None:
    change(finished, qtbot)
    qtbot.waitUntil(lambda: finished.trainer.state.status == "paused", timeout=20_000)
    qtbot.wait(600)  # what was seen is searched for its first reading
    link = window.view_state.to_link()
    before = {name: picture(finished, name) for name in ("scene", "panel", "transport")}
    state = finished.trainer.state
    assert state.run is not None
    finished.trainer.send(commands.CloseRun(state.run.key))
    qtbot.waitUntil(lambda: finished.trainer.state.run is None, timeout=20_000)
    other.show_view(view_state_of_link(link))
    page: Any = other.page("train")
    qtbot.waitUntil(lambda: page.settled and page.trainer.state.run is not None, timeout=60_000)
    now = page.trainer.state
    assert (now.step, now.phase) == (state.step, state.phase)
    assert (page.left.section, page.right.panel) == (finished.left.section, finished.right.panel)
    for name, image in before.items():
        qtbot.waitUntil(lambda n=name, i=image: picture(page, n) == i, timeout=20_000)


def picture(page: TrainPage, name: str) -> object:
    """Return what a part of the page shows."""
    if name == "scene":
        return page.middle.scene.grab().toImage()
    return (page.right if name == "panel" else page.middle.transport.timeline).grab().toImage()


def test_a_view_can_describe_a_run_by_its_length(
    qtbot: QtBot, other: Window, few_images: Path
) -> None:
    plan = {"data": str(few_images), "epochs": 2, "batch_size": 10}
    part = {"plan": plan, "run": {"steps": 4}, "step": 2, "panel": "curves"}
    other.show_view(ViewState("train", parts={"train": part}))
    page: Any = other.page("train")
    qtbot.waitUntil(lambda: page.settled and page.trainer.state.step == 2, timeout=60_000)
    assert page.trainer.state.head == 4


def test_a_run_that_is_gone_is_said_and_the_page_stays_usable(
    qtbot: QtBot, other: Window, tmp_path: Path
) -> None:
    part = {"run": {"folder": str(tmp_path / "gone")}, "section": "runs"}
    other.show_view(ViewState("train", parts={"train": part}))
    page: Any = other.page("train")
    qtbot.waitUntil(lambda: page.settled and bool(other.banner.sentence), timeout=60_000)
    assert page.trainer.state.run is None
