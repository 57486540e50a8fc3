"""Every kind of data in the window, whole and broken, up to the word for what is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from explorer.training.plan import Plan
from explorer.views.parts import files
from explorer.views.train.page import TrainPage


def write_idx(folder: Path) -> Path:
    """Write 40 grey images of ten classes as IDX files."""
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (40, 28, 28), np.uint8)
    folder.mkdir()
    for split in ("train", "t10k"):
        for kind, array in (("images-idx3", images), ("labels-idx1", np.arange(40) % 10)):
            head = bytes([0, 0, 8, array.ndim])
            head += b"".join(n.to_bytes(4, "big") for n in array.shape)
            path = folder / f"{split}-{kind}-ubyte"
            path.write_bytes(head + array.astype(np.uint8).tobytes())
    return folder


def write_npz(folder: Path) -> Path:
    """Write 40 images with names for their classes."""
    folder.mkdir()
    images, labels = np.zeros((40, 20, 20), np.uint8), np.arange(40) % 2
    images[labels == 1] = 200
    np.savez(folder / "own.npz", images=images, labels=labels, classes=["dark", "pale"])
    return folder / "own.npz"


def write_folders(folder: Path) -> Path:
    """Write coloured pictures in two folders that are named by what they show."""
    for name, colour in (("leaf", (20, 180, 40)), ("rose", (200, 20, 60))):
        (folder / name).mkdir(parents=True)
        for number in range(20):
            Image.new("RGB", (24, 20), colour).save(folder / name / f"{number:02}.png")
    return folder


def cut_the_labels(source: Path) -> str:
    path = source / "train-labels-idx1-ubyte"
    path.write_bytes(path.read_bytes()[:-5])
    return path.name


def write_other_magic(source: Path) -> str:
    path = source / "train-images-idx3-ubyte"
    path.write_bytes(b"GIF8" + path.read_bytes()[4:])
    return path.name


def drop_the_arrays(source: Path) -> str:
    np.savez(source, other=np.zeros(3))
    return source.name


def tear_the_archive(source: Path) -> str:
    source.write_bytes(source.read_bytes()[:300])
    return source.name


def spoil_a_picture(source: Path) -> str:
    (source / "rose" / "07.png").write_bytes(b"not a picture")
    return "07.png"


@pytest.fixture
def read(qtbot: QtBot, page: TrainPage) -> Callable[[Path], TrainPage]:
    """Return a function that chooses data and waits until a run can begin with it."""

    def choose(source: Path) -> TrainPage:
        page.data_host.use(Plan(data=str(source), epochs=1, batch_size=8))
        qtbot.waitUntil(lambda: page.left.data.line.text() and page.left.start.isEnabled())
        return page

    return choose


@pytest.mark.parametrize(
    ("write", "classes", "channels"),
    [
        (write_idx, tuple("0123456789"), 1),
        (write_npz, ("dark", "pale"), 1),
        (write_folders, ("leaf", "rose"), 3),
    ],
)
def test_own_data_is_shown_and_trained_with_under_its_own_names(
    qtbot: QtBot,
    page: TrainPage,
    read: Callable[[Path], TrainPage],
    tmp_path: Path,
    write: Callable[[Path], Path],
    classes: tuple[str, ...],
    channels: int,
) -> None:
    read(write(tmp_path / "own"))
    spec = page.left.network.spec
    assert spec is not None
    assert (spec.classes, spec.input_shape[0]) == (classes, channels)
    page.left.show_section("data")
    page.grab()
    assert page.left.data.bars.accessibleDescription()
    page.left.start.click()
    qtbot.waitUntil(lambda: page.trainer.state.finished, timeout=60_000)
    assert page.trainer.state.run is not None
    assert page.trainer.state.run.classes == classes
    names = page.left.follow.bars
    qtbot.waitUntil(lambda: page.trainer.state.status == "paused", timeout=20_000)
    page.left.follow.source.chosen.emit("sample")
    qtbot.waitUntil(lambda: page.follow_host._trace is not None, timeout=20_000)
    assert names.isVisible()
    assert any(name in page.follow_host.description for name in classes)


@pytest.mark.parametrize(
    ("write", "spoil"),
    [
        (write_idx, cut_the_labels),
        (write_idx, write_other_magic),
        (write_npz, drop_the_arrays),
        (write_npz, tear_the_archive),
        (write_folders, spoil_a_picture),
    ],
)
def test_broken_data_is_one_sentence_that_names_the_file(
    qtbot: QtBot,
    page: TrainPage,
    tmp_path: Path,
    write: Callable[[Path], Path],
    spoil: Callable[[Path], str],
) -> None:
    source = write(tmp_path / "own")
    named = spoil(source)
    page.left.show_section("plan")
    page.data_host.use(replace(page.left.plan.plan, data=str(source)))
    qtbot.waitUntil(lambda: bool(page.left.data.error.text()), timeout=20_000)
    sentence = page.left.data.error.text()
    assert named in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert page.left.section == "data"
    assert page.left.plan.fields["data"].error == sentence
    assert not page.left.start.isEnabled()
    page.left.sources.value_requested.emit("bundled")
    qtbot.waitUntil(page.left.start.isEnabled, timeout=20_000)
    assert page.left.data.error.text() == ""
    assert page.left.plan.fields["data"].error == ""


@pytest.mark.shared_data
def test_a_folder_of_clothing_says_boot(
    qtbot: QtBot, page: TrainPage, shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shared_data / "fashion-mnist"
    monkeypatch.setattr(files, "ask_folder", lambda *_: folder)
    page.left.sources.value_requested.emit("folder")
    qtbot.waitUntil(lambda: "60,000" in page.left.data.line.text(), timeout=60_000)
    spec = page.left.network.spec
    assert spec is not None
    assert spec.classes[9] == "Ankle boot"
    page.left.data.sample_requested.emit(int(np.argmax(page.data_host._source.dataset.labels == 9)))  # type: ignore[union-attr]
    assert page.follow_host.description.endswith("Ankle boot")


def test_threes_and_sevens_without_names_get_a_network_with_two_outputs(
    qtbot: QtBot, page: TrainPage, tmp_path: Path
) -> None:
    images, labels = np.zeros((40, 28, 28), np.uint8), np.resize([3, 7], 40)
    images[labels == 7] = 200
    np.savez(tmp_path / "two.npz", images=images, labels=labels)
    page.data_host.use(Plan(data=str(tmp_path / "two.npz"), epochs=1, batch_size=10))
    form = page.left.network
    qtbot.waitUntil(lambda: form.state.classes == ("3", "7"), timeout=20_000)
    assert form.spec is not None
    assert form.spec.stages[-1].shape == (2,)
    qtbot.waitUntil(page.left.start.isEnabled, timeout=20_000)
    page.host.start()
    qtbot.waitUntil(lambda: page.trainer.state.status == "paused", timeout=20_000)
    run = page.trainer.state.run
    assert run is not None
    assert run.classes == ("3", "7")
