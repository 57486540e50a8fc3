"""The data source without widgets: what it says, in which order, and what it leaves as it was."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from explorer.digits.collections import COLLECTIONS
from explorer.digits.datasets import FASHION
from explorer.digits.download import CACHE_VARIABLE
from explorer.digits.idx import idx_bytes
from explorer.live.data_source import SAMPLES, DataSource
from explorer.live.facts import DownloadState, Reading
from explorer.network.presets import preset
from explorer.training.plan import Plan
from tests.digits.serving import FILES, IMAGE_FILE, IMAGES, Server, both_splits, serving

TRAIN_FILE = IMAGE_FILE.replace("t10k", "train")


class Heard:
    """Everything a source said, in order, by the signal's name."""

    def __init__(self, source: DataSource) -> None:
        self.all: list[tuple[str, Any]] = []
        source.dataset_changed.connect(lambda data, facts: self._hear("dataset", (data, facts)))
        source.download_changed.connect(lambda state: self._hear("download", state))
        source.reading_changed.connect(lambda reading: self._hear("reading", reading))
        source.samples_ready.connect(lambda before, after: self._hear("samples", (before, after)))
        source.failed.connect(lambda sentence: self._hear("failed", sentence))

    def _hear(self, name: str, what: Any) -> None:
        self.all.append((name, what))

    def of(self, name: str) -> list[Any]:
        """Return what one signal said."""
        return [what for heard, what in self.all if heard == name]

    @property
    def stages(self) -> list[str]:
        """The stages of the download, repetitions left out."""
        stages = [state.stage for state in self.of("download")]
        return [s for i, s in enumerate(stages) if i == 0 or s != stages[i - 1]]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "small"


@pytest.fixture
def small(server: Server, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a small data set on a server of this machine; return its place in the cache."""
    monkeypatch.setitem(COLLECTIONS, "small", both_splits(server))
    return cache


@pytest.fixture
def source(qapp: object) -> Iterator[DataSource]:
    source = DataSource()
    yield source
    source.close()


@pytest.fixture
def heard(source: DataSource) -> Heard:
    return Heard(source)


@pytest.fixture
def bundled(source: DataSource, heard: Heard, qtbot: QtBot) -> DataSource:
    """Return a source that has the bundled digits."""
    source.choose("bundled")
    qtbot.waitUntil(lambda: source.source == "bundled")
    heard.all.clear()
    return source


def idle(source: DataSource) -> Callable[[], bool]:
    return lambda: not source.busy and not source._loader.running


def test_the_bundled_digits_are_there_with_their_counts(
    source: DataSource, heard: Heard, qtbot: QtBot
) -> None:
    assert (source.source, source.dataset, source.facts) == ("", None, None)
    source.choose("bundled")
    assert source.busy
    qtbot.waitUntil(lambda: bool(heard.of("dataset")))
    ((data, facts),) = heard.of("dataset")
    assert len(data) == 4000
    assert facts.counts.tolist() == [400] * 10
    assert source.source == "bundled"
    assert source.dataset is data
    assert source.facts is facts
    assert heard.of("reading") == [Reading("bundled"), None]
    assert heard.of("failed") == heard.of("download") == []


def test_only_the_newest_choice_counts(source: DataSource, heard: Heard, qtbot: QtBot) -> None:
    source.choose("nowhere")
    source.choose("bundled")
    qtbot.waitUntil(lambda: bool(heard.of("dataset")))
    qtbot.waitUntil(idle(source))
    assert heard.of("failed") == []
    assert len(heard.of("dataset")) == 1


def test_what_cannot_be_read_leaves_the_data_as_it_was(
    bundled: DataSource, heard: Heard, qtbot: QtBot
) -> None:
    bundled.choose("nowhere.npz")
    qtbot.waitUntil(lambda: bool(heard.of("failed")))
    (sentence,) = heard.of("failed")
    assert "nowhere.npz" in sentence
    assert bundled.source == "bundled"
    assert heard.of("reading")[-1] is None
    assert heard.of("dataset") == []


def test_data_that_must_be_downloaded_is_not_fetched_unasked(
    bundled: DataSource, heard: Heard, small: Path, server: Server
) -> None:
    bundled.choose("small")
    total = 2 * sum(len(data) for data in FILES.values())
    assert heard.all == [("download", DownloadState("needed", "Small MNIST", 0, total))]
    assert not bundled.busy
    assert server.asked == []
    assert bundled.source == "bundled"


def test_another_choice_takes_the_offer_of_a_download_away(
    bundled: DataSource, heard: Heard, small: Path, qtbot: QtBot
) -> None:
    bundled.choose("small")
    bundled.choose("bundled")
    assert bundled.download == DownloadState()
    qtbot.waitUntil(lambda: bool(heard.of("dataset")))


def test_a_download_tells_its_progress_and_brings_the_data(
    source: DataSource, heard: Heard, small: Path, qtbot: QtBot
) -> None:
    source.start_download("small")
    qtbot.waitUntil(lambda: bool(heard.of("dataset")))
    assert heard.stages == ["loading", "done"]
    done = [state.done for state in heard.of("download")]
    assert done == sorted(done)
    assert done[-1] == heard.of("download")[-1].total
    ((data, _),) = heard.of("dataset")
    assert data.images.shape == (300, 1, 28, 28)
    assert source.source == "small"
    assert heard.of("failed") == []


def test_a_downloaded_set_is_read_without_the_network(
    source: DataSource, heard: Heard, small: Path, server: Server, qtbot: QtBot
) -> None:
    source.start_download("small")
    qtbot.waitUntil(lambda: bool(heard.of("dataset")))
    asked = len(server.asked)
    source.choose("small")
    qtbot.waitUntil(lambda: len(heard.of("dataset")) == 2)
    assert len(server.asked) == asked


def test_a_stopped_download_goes_on_where_it_stopped(
    bundled: DataSource, heard: Heard, small: Path, server: Server, qtbot: QtBot
) -> None:
    server.hold_after = 100_000
    bundled.start_download("small")
    part = small / f"{TRAIN_FILE}.part"
    qtbot.waitUntil(lambda: part.exists() and part.stat().st_size > 0)
    qtbot.waitUntil(lambda: bundled.download.done > 0)
    bundled.cancel()
    assert heard.stages == ["loading", "stopped"]
    assert bundled.download.done > 0
    qtbot.waitUntil(idle(bundled))
    have = part.stat().st_size
    assert heard.stages == ["loading", "stopped"]
    assert bundled.source == "bundled"
    server.hold_after = None
    bundled.start_download("small")
    assert bundled.download.done == have
    qtbot.waitUntil(lambda: bundled.source == "small")
    assert (TRAIN_FILE, f"bytes={have}-") in server.asked


def test_choosing_something_else_stops_the_download(
    source: DataSource, heard: Heard, small: Path, server: Server, qtbot: QtBot
) -> None:
    server.hold_after = 100_000
    source.start_download("small")
    qtbot.waitUntil(lambda: bool(server.asked))
    source.choose("bundled")
    qtbot.waitUntil(lambda: source.source == "bundled")
    assert source.download == DownloadState()
    assert heard.stages[-1] == "idle"


def test_offline_is_one_sentence_and_the_bundled_digits_stay(
    bundled: DataSource,
    heard: Heard,
    server: Server,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setitem(COLLECTIONS, "small", both_splits(server, "http://127.0.0.1:9/"))
    bundled.start_download("small")
    qtbot.waitUntil(lambda: bundled.download.stage == "failed")
    sentence = bundled.download.sentence
    assert "Small MNIST could not be downloaded" in sentence
    assert "\n" not in sentence
    assert heard.of("failed") == []
    assert bundled.source == "bundled"


def test_only_what_is_offered_can_be_downloaded(source: DataSource, heard: Heard) -> None:
    source.start_download("imagenet")
    assert heard.all == [("failed", "imagenet is no data set that can be downloaded.")]


@pytest.mark.parametrize("moment", ["reading", "downloading", "sampling"])
def test_closing_in_the_middle_waits_for_no_server_and_says_nothing_more(
    bundled: DataSource, heard: Heard, small: Path, server: Server, qtbot: QtBot, moment: str
) -> None:
    server.hold_after = 100_000
    if moment == "reading":
        bundled.choose("bundled")
    elif moment == "downloading":
        bundled.start_download("small")
        qtbot.waitUntil(lambda: bool(server.asked))
    else:
        bundled.samples(Plan(augment="affine"), preset("tiny"))
    said = len(heard.all)
    bundled.close()
    thread = bundled._loader._thread
    assert not thread or thread.isFinished()
    qtbot.wait(20)
    assert len(heard.all) == said
    bundled.choose("bundled")
    bundled.close()


def write_idx(folder: Path, images: np.ndarray, labels: np.ndarray) -> None:
    folder.mkdir(exist_ok=True)
    for split in ("train", "t10k"):
        (folder / f"{split}-images-idx3-ubyte").write_bytes(idx_bytes(images))
        (folder / f"{split}-labels-idx1-ubyte").write_bytes(idx_bytes(labels))


def cut_the_test_images(folder: Path) -> str:
    (folder / "t10k-images-idx3-ubyte").unlink()
    (folder / IMAGE_FILE).write_bytes(gzip.compress(IMAGES)[:-500])
    return IMAGE_FILE


def spoil_the_magic_number(folder: Path) -> str:
    path = folder / "train-images-idx3-ubyte"
    path.write_bytes(b"PK\3\4" + path.read_bytes()[4:])
    return path.name


def drop_a_label(folder: Path) -> str:
    path = folder / "t10k-labels-idx1-ubyte"
    path.write_bytes(idx_bytes(np.zeros(49, np.uint8)))
    return "49 labels"


def remove_the_labels(folder: Path) -> str:
    (folder / "t10k-labels-idx1-ubyte").unlink()
    return "t10k-labels-idx1-ubyte"


@pytest.mark.parametrize(
    "spoil", [cut_the_test_images, spoil_the_magic_number, drop_a_label, remove_the_labels]
)
def test_damaged_files_are_named_in_one_sentence(
    bundled: DataSource, heard: Heard, tmp_path: Path, qtbot: QtBot, spoil: Callable[[Path], str]
) -> None:
    """Also those of the test split: training would stumble over them only at its end."""
    folder = tmp_path / "own"
    write_idx(folder, np.zeros((50, 28, 28), np.uint8), np.arange(50, dtype=np.uint8) % 10)
    named = spoil(folder)
    bundled.choose(folder)
    qtbot.waitUntil(lambda: bool(heard.of("failed")))
    (sentence,) = heard.of("failed")
    assert named in sentence
    assert str(folder) in sentence
    assert "\n" not in sentence
    assert bundled.source == "bundled"


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Return a folder of many small pictures of boots and coats."""
    random = np.random.default_rng(3)
    for name in ("boot", "coat"):
        (tmp_path / "own" / name).mkdir(parents=True)
        for number in range(400):
            pixels = random.integers(0, 256, (8, 8), np.uint8)
            Image.fromarray(pixels).save(tmp_path / "own" / name / f"{number:04}.png")
    return tmp_path / "own"


def test_a_folder_of_pictures_is_read_with_its_class_names(
    source: DataSource, heard: Heard, pictures: Path, qtbot: QtBot
) -> None:
    source.choose(pictures)
    qtbot.waitUntil(lambda: bool(heard.of("dataset")))
    ((data, facts),) = heard.of("dataset")
    assert data.classes == ("boot", "coat")
    assert facts.counts.tolist() == [320, 320]
    said = [reading for reading in heard.of("reading") if reading and reading.total]
    assert {reading.total for reading in said} <= {640, 160}
    assert said


def test_one_unreadable_picture_among_many_is_named(
    bundled: DataSource, heard: Heard, pictures: Path, qtbot: QtBot
) -> None:
    (pictures / "coat" / "0399.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing more")
    bundled.choose(pictures)
    qtbot.waitUntil(lambda: bool(heard.of("failed")))
    (sentence,) = heard.of("failed")
    assert str(pictures / "coat" / "0399.png") in sentence
    assert bundled.source == "bundled"


def test_reading_can_be_stopped(
    bundled: DataSource, heard: Heard, pictures: Path, qtbot: QtBot
) -> None:
    bundled.choose(pictures)
    qtbot.waitUntil(lambda: any(r and r.total for r in heard.of("reading")))
    bundled.cancel()
    assert heard.of("reading")[-1] is None
    qtbot.waitUntil(idle(bundled))
    assert heard.of("dataset") == heard.of("failed") == []
    assert bundled.source == "bundled"


@pytest.mark.parametrize("augment", ["none", "affine", "pen"])
def test_samples_come_before_and_after_augmentation(
    bundled: DataSource, heard: Heard, qtbot: QtBot, augment: Any
) -> None:
    bundled.samples(Plan(augment=augment), preset("article"))
    qtbot.waitUntil(lambda: bool(heard.of("samples")))
    ((before, after),) = heard.of("samples")
    assert before.shape == after.shape == (SAMPLES, 1, *preset("article").input_shape[1:])
    assert before.dtype == after.dtype == np.uint8
    assert np.array_equal(before, after) == (augment == "none")


def test_another_throw_of_dice_takes_other_images(
    bundled: DataSource, heard: Heard, qtbot: QtBot
) -> None:
    for count in (1, 2):
        bundled.samples(Plan(), preset("tiny"))
        qtbot.waitUntil(lambda count=count: len(heard.of("samples")) == count)
    (first, _), (second, _) = heard.of("samples")
    assert not np.array_equal(first, second)


def test_samples_of_no_data_are_none(source: DataSource, heard: Heard) -> None:
    source.samples(Plan(), preset("tiny"))
    assert heard.all == []


def test_an_augmentation_that_does_not_suit_the_data_is_a_sentence(
    source: DataSource, heard: Heard, pictures: Path, qtbot: QtBot
) -> None:
    source.choose(pictures)
    qtbot.waitUntil(lambda: bool(heard.of("dataset")))
    source.samples(Plan(augment="pen"), preset("tiny"))
    qtbot.waitUntil(lambda: bool(heard.of("failed")))
    assert "digits" in heard.of("failed")[0]


@pytest.mark.shared_data
def test_fashion_says_boot(
    source: DataSource, heard: Heard, shared_data: Path, qtbot: QtBot
) -> None:
    source.choose(shared_data / "fashion-mnist")
    qtbot.waitUntil(lambda: bool(heard.of("dataset")), timeout=20_000)
    ((data, facts),) = heard.of("dataset")
    assert data.classes == FASHION
    assert facts.counts.tolist() == [6000] * 10
