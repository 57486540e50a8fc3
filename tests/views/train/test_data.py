"""Data, network and plan stay in step, and the start button says what would be trained."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.digits.datasets import Dataset, facts_of, load
from explorer.live.facts import DownloadStage, DownloadState
from explorer.network.presets import preset
from explorer.training.plan import Plan
from explorer.views.parts import files
from explorer.views.style.theme import theme
from explorer.views.style.themed import show_theme
from explorer.views.train.data import describe_run
from explorer.views.train.forms.download_bar import DownloadBar
from explorer.views.train.page import TrainPage


def test_the_classes_of_the_data_become_those_of_the_network(page: TrainPage) -> None:
    images = np.zeros((6, 3, 28, 28), np.uint8)
    pets = Dataset("pets", images, np.arange(6, dtype=np.int64) % 2, ("cat", "dog"))
    page.data_host._on_dataset(pets, facts_of(pets))
    spec = page.left.network.spec
    assert spec is not None
    assert spec.classes == ("cat", "dog")
    assert spec.input_shape == (3, 12, 12)  # the height and width of the network stay
    assert page.left.data.line.text().startswith("pets")


def test_kept_aside_images_are_not_counted(qtbot: QtBot, page: TrainPage) -> None:
    page.data_host.use(replace(page.left.plan.plan, validation=20))
    assert page.left.length.text().startswith("16 steps")


def test_a_network_that_does_not_fit_closes_the_start_button(page: TrainPage) -> None:
    form = page.left.network
    form.table.tile_chosen.emit(0)
    form._on_change("kernel", 99)
    assert page.left.length.text() == "The network does not fit yet."
    assert not page.left.start.isEnabled()
    assert not page.left.queue.isEnabled()


def test_data_that_cannot_be_read_says_why_and_keeps_the_old(
    qtbot: QtBot, page: TrainPage, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.npz"
    broken.write_bytes(b"no arrays")
    page.data_host.use(replace(page.left.plan.plan, data=str(broken)))
    qtbot.waitUntil(lambda: "broken.npz" in page.left.data.error.text())
    assert page.left.section == "data"
    assert not page.left.start.isEnabled()
    assert page.left.plan.fields["data"].error


def test_a_file_is_asked_for(
    qtbot: QtBot, page: TrainPage, few_images: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.data_host.choose("bundled")
    qtbot.waitUntil(page.left.start.isEnabled, timeout=20_000)
    monkeypatch.setattr(files, "ask_open", lambda *_: None)
    page.left.sources.value_requested.emit("file")
    assert page.left.sources.currentData() == "bundled"
    monkeypatch.setattr(files, "ask_open", lambda *_: few_images)
    page.left.sources.value_requested.emit("file")
    assert page.left.sources.currentData() == "file"
    assert page.left.plan.plan.data == str(few_images)
    qtbot.waitUntil(page.left.start.isEnabled, timeout=20_000)


def test_data_to_download_closes_the_start_button(page: TrainPage) -> None:
    state = DownloadState("needed", "MNIST", 0, 1 << 20)
    page.data_host._source._download = state
    page.data_host._plan = Plan(data="mnist")
    page.data_host._on_download(state)
    assert page.left.length.text() == "MNIST has to be downloaded first."
    assert not page.left.start.isEnabled()
    assert page.left.section == "data"


def test_the_augmentation_is_shown_before_and_after(qtbot: QtBot, page: TrainPage) -> None:
    preview = page.left.plan.preview
    qtbot.waitUntil(lambda: preview.count() > 0, timeout=20_000)
    page.left.show_section("plan")
    before = preview.grab().toImage()
    page.left.plan.preview.samples_requested.emit()
    qtbot.waitUntil(lambda: preview.grab().toImage() != before, timeout=20_000)


def test_an_image_of_the_data_goes_into_the_network(qtbot: QtBot, begun: TrainPage) -> None:
    begun.left.data.sample_requested.emit(4)
    assert begun.follow_host.source == "sample"
    assert begun.follow_host.description == "Training image 4, 0"
    qtbot.waitUntil(lambda: begun.follow_host._trace is not None)


@pytest.mark.parametrize(("epochs", "times"), [(1, "once"), (2, "twice"), (5, "5 times")])
def test_the_invitation_in_words(epochs: int, times: str) -> None:
    text = describe_run(Plan(epochs=epochs), preset("lenet"), load("bundled", "train"))
    assert text.startswith("LeNet begins with 61,706 random numbers and sees 4,000 handwritten")
    assert f" {times}," in text


@pytest.mark.parametrize("stage", ["needed", "stopped", "failed", "loading"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_of_a_download_is_cut_off_in_a_narrow_column(
    shown: Callable[..., DownloadBar], stage: DownloadStage, scale: float
) -> None:
    bar = shown(DownloadBar(), 300, 160)
    show_theme(bar, theme("light", scale))
    bar.show_state(DownloadState(stage, "Fashion-MNIST", 3 << 20, 30 << 20, "No host answered."))
    bar.resize(round(300 * scale), 240)
    bar.grab()
    assert bar.minimumSizeHint().width() <= bar.width()
    for button in (bar.start, bar.cancel, bar.bundled):
        assert button.isHidden() or button.geometry().right() < bar.width()
