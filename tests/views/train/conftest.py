"""The Train page in the real window, with a training thread of its own and little to learn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.live.data_source import DataSource
from explorer.live.session import Session
from explorer.live.settings import Settings
from explorer.live.training.trainer import Trainer
from explorer.network.presets import preset
from explorer.training.plan import Plan
from explorer.views.style.theme import theme
from explorer.views.train.page import TrainPage
from explorer.views.train.slot import train_slot
from explorer.views.window.window import Window
from tests.views.windows import open_window

IMAGES, BATCH = 60, 10


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    session = Session(seed=1)
    yield session
    session.close()


@pytest.fixture
def apart() -> bool:
    """Return whether trainings have a process of their own, as in the program."""
    return False


@pytest.fixture
def window(qtbot: QtBot, session: Session, tmp_path: Path, *, apart: bool) -> Iterator[Window]:
    def make() -> TrainPage:
        page = TrainPage(session, Trainer(tmp_path / "runs", apart=apart), DataSource())
        page.network_taken.connect(lambda network, _name: session.set_network(network))
        page.network_taken.connect(lambda _network, _name: window.show_page("draw"))
        return page

    settings = Settings(tmp_path / "settings.ini")
    window = open_window(session, settings, theme("light"), train_slot(make))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    yield window
    window.close_pages()


@pytest.fixture(scope="session")
def few_images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an .npz of pictures with a bright half: above is a 0, below a 1."""
    random, labels = np.random.default_rng(0), np.arange(IMAGES) % 2
    images = random.integers(0, 60, (IMAGES, 28, 28), np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[14 * label : 14 * label + 14] += 150
    path = tmp_path_factory.mktemp("data") / "halves.npz"
    np.savez(path, images=images, labels=labels, test_images=images[:20], test_labels=labels[:20])
    return path


@pytest.fixture
def page(qtbot: QtBot, window: Window, few_images: Path) -> TrainPage:
    """Return the page in front, ready to train a tiny network on few images."""
    window.show_page("train")
    page = window.page("train")
    assert isinstance(page, TrainPage)
    page.left.network.show_spec(preset("tiny"))
    page.data_host.use(Plan(data=str(few_images), epochs=4, batch_size=BATCH))
    qtbot.waitUntil(page.left.start.isEnabled, timeout=60_000)
    return page


@pytest.fixture
def plan_with(page: TrainPage) -> Callable[..., None]:
    """Return a function that changes the next run's plan."""

    def change(**settings: object) -> None:
        page.data_host.use(replace(page.left.plan.plan, **settings))  # type: ignore[arg-type]

    return change


@pytest.fixture
def begun(qtbot: QtBot, page: TrainPage) -> TrainPage:
    """Return the page with a run that stands at its first step."""
    page.host.start()
    qtbot.waitUntil(lambda: page.trainer.state.status == "paused", timeout=60_000)
    return page


@pytest.fixture
def finished(qtbot: QtBot, page: TrainPage) -> TrainPage:
    """Return the page with a run that was trained to its end."""
    page.host.play(True)
    qtbot.waitUntil(lambda: page.trainer.state.finished, timeout=60_000)
    qtbot.waitUntil(lambda: page.trainer.state.status == "paused", timeout=60_000)
    return page
