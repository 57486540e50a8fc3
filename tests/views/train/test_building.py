"""The Train page is built in steps, between which the window lives."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import thread_time

import pytest
from pytestqt.qtbot import QtBot

from explorer.live.data_source import DataSource
from explorer.live.session import Session
from explorer.live.training.trainer import Trainer
from explorer.views.scene.options import SceneOptions
from explorer.views.style.theme import theme
from explorer.views.style.themed import show_theme
from explorer.views.train.page import TrainPage

STEPS = 7

# A window that changes its least size asks for what the platform of the tests does not have.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def frame(qtbot: QtBot, session: Session, tmp_path: Path) -> Iterator[TrainPage]:
    """Return a page in sight that nothing was built of yet."""
    page = TrainPage(session, Trainer(tmp_path / "runs"), DataSource())
    qtbot.addWidget(page)
    page.resize(1280, 700)
    show_theme(page, theme("light"))
    page.show()
    yield page
    page.close_work()


def test_an_empty_frame_can_be_shown_hidden_resized_and_restyled(frame: TrainPage) -> None:
    frame.hide()
    frame.show()
    frame.resize(1000, 600)
    show_theme(frame, theme("dark", 1.5))
    assert not frame.grab().isNull()


def test_no_step_takes_most_of_the_time(qtbot: QtBot, frame: TrainPage) -> None:
    """Layout and painting that a step brings about are counted with it."""
    steps, begun = [], thread_time()
    build, more = frame.build(), True
    while more:
        more = next(build, frame) is None
        qtbot.wait(1)
        steps.append(thread_time() - begun)
        begun = thread_time()
    assert len(steps) == STEPS
    assert max(steps) < sum(steps) / 2


def test_what_was_chosen_for_the_frame_holds_for_the_page(frame: TrainPage) -> None:
    options = SceneOptions(form="stacked", scope="map")
    frame.show_options(options)
    assert [None for _step in frame.build()] == [None] * (STEPS - 1)
    assert frame.middle.scene.options == options
    assert frame.left.isVisible()


def test_columns_that_were_put_somewhere_before_stay_there(frame: TrainPage) -> None:
    frame.columns.splitterMoved.emit(0, 1)
    frame.columns.setSizes([400, 400, 400])  # as a drag does
    kept = frame.remembered()
    for _step in frame.build():
        pass
    assert frame.remembered() == kept


def test_what_the_page_imports_comes_in_small_parts_before() -> None:
    """In a process of its own: `app` imports these in idle moments, one by one."""
    code = """
import sys
from explorer.app import Explorer
import torch, explorer.views.scene.scene_view
import explorer.views.cards.host, explorer.views.kernels.host
from explorer.views.page import Page
from explorer.views.train.slot import train_slot
parts, names = [], train_slot(Page).modules
for name in names:
    before = set(sys.modules)
    __import__(name)
    parts.append(len(set(sys.modules) - before))
before = set(sys.modules)
from explorer.live.data_source import DataSource
from explorer.live.training.trainer import Trainer
from explorer.views.train.page import TrainPage
assert set(sys.modules) == before
print(max(parts), sum(parts))
"""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).resolve().parents[3],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    largest, all_of_them = map(int, done.stdout.split())
    assert largest < all_of_them / 3
