"""The download, against a server on this machine that can be told to misbehave."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from explorer.digits import datasets, download
from explorer.digits.collections import MNIST, Collection
from explorer.digits.download import (
    CACHE_VARIABLE,
    arrived,
    cache_folder,
    contents,
    is_cached,
)
from explorer.digits.fetch import CancelledError
from explorer.errors import UserError
from tests.digits.serving import FILES, IMAGE_FILE, IMAGES, Server, collection, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "small"


def test_files_are_downloaded_once_and_kept(server: Server, cache: Path) -> None:
    source = collection(server.mirror)
    assert not is_cached(source)
    first = contents(source)
    assert first[IMAGE_FILE] == IMAGES
    assert is_cached(source)
    assert sorted(path.name for path in cache.iterdir()) == sorted(FILES)
    assert contents(source) == first
    assert len(server.asked) == 2


def test_progress_counts_all_bytes_of_all_files(server: Server, cache: Path) -> None:
    reports: list[tuple[int, int]] = []
    contents(collection(server.mirror), progress=lambda *report: reports.append(report))
    size = sum(len(data) for data in FILES.values())
    assert {total for _done, total in reports} == {size}
    assert reports[-1] == (size, size)
    assert reports == sorted(reports)
    assert len(reports) > 3


def test_an_interrupted_download_is_continued(server: Server, cache: Path) -> None:
    server.break_off_after = 100_000
    with pytest.raises(UserError, match="broke off"):
        contents(collection(server.mirror))
    assert not (cache / IMAGE_FILE).exists()
    assert (cache / f"{IMAGE_FILE}.part").stat().st_size == 100_000
    server.break_off_after = None
    assert contents(collection(server.mirror))[IMAGE_FILE] == IMAGES
    assert server.asked[1] == (IMAGE_FILE, "bytes=100000-")
    assert not list(cache.glob("*.part"))


def test_a_server_without_ranges_sends_all_of_it_again(server: Server, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / f"{IMAGE_FILE}.part").write_bytes(FILES[IMAGE_FILE][:5000])
    server.ranges = False
    assert contents(collection(server.mirror))[IMAGE_FILE] == IMAGES


@pytest.mark.parametrize("rest", [b"rubbish", b"rubbish" * 100_000])
def test_rubbish_left_by_an_earlier_download_does_not_spoil_the_next(
    server: Server, cache: Path, rest: bytes
) -> None:
    """Shorter than the file it is continued first, longer the server refuses the range."""
    cache.mkdir(parents=True)
    (cache / f"{IMAGE_FILE}.part").write_bytes(rest)
    assert contents(collection(server.mirror))[IMAGE_FILE] == IMAGES
    assert [asked for _, asked in server.asked[:2]] == [f"bytes={len(rest)}-", None]


def test_tampered_files_never_count_and_the_next_mirror_is_asked(
    server: Server, cache: Path
) -> None:
    other = IMAGES[:-1] + bytes([IMAGES[-1] ^ 1])
    server.files = {name: gzip.compress(other) for name in FILES}
    with pytest.raises(UserError, match="not the right file"):
        contents(collection(server.mirror))
    assert list(cache.iterdir()) == []
    server.files |= {f"good/{name}": data for name, data in FILES.items()}
    assert contents(collection(server.mirror, f"{server.mirror}good/"))[IMAGE_FILE] == IMAGES


def test_an_endless_answer_is_cut(server: Server, cache: Path) -> None:
    server.files[IMAGE_FILE] = b"\0" * 5_000_000
    with pytest.raises(UserError, match="not the right file"):
        contents(collection(server.mirror))


def test_a_file_that_is_packed_differently_is_right_too(server: Server, cache: Path) -> None:
    server.files[IMAGE_FILE] = gzip.compress(IMAGES, 1)
    assert contents(collection(server.mirror))[IMAGE_FILE] == IMAGES


def test_a_damaged_file_in_the_cache_is_downloaded_again(server: Server, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / IMAGE_FILE).write_bytes(FILES[IMAGE_FILE][:-30])
    assert contents(collection(server.mirror))[IMAGE_FILE] == IMAGES
    assert (cache / IMAGE_FILE).read_bytes() == FILES[IMAGE_FILE]


def test_a_dead_mirror_is_passed_over(server: Server, cache: Path) -> None:
    source = collection("http://127.0.0.1:9/", f"{server.mirror}wrong/", server.mirror)
    assert contents(source)[IMAGE_FILE] == IMAGES


def test_offline_is_one_sentence_that_says_what_to_do(cache: Path) -> None:
    with pytest.raises(UserError, match="cannot be reached") as caught:
        contents(collection("http://127.0.0.1:9/"))
    sentence = str(caught.value)
    assert "Small MNIST" in sentence
    assert str(cache) in sentence
    assert "\n" not in sentence


def test_cancelling_keeps_what_has_arrived(server: Server, cache: Path) -> None:
    part = cache / f"{IMAGE_FILE}.part"
    with pytest.raises(CancelledError):
        contents(collection(server.mirror), cancelled=part.exists)
    assert 0 < part.stat().st_size < len(FILES[IMAGE_FILE])
    assert contents(collection(server.mirror))[IMAGE_FILE] == IMAGES


def test_a_silent_server_does_not_keep_a_cancelled_download(server: Server, cache: Path) -> None:
    """The rest would come only when the test lets it."""
    server.hold_after = 100_000
    asked = iter([False] * 3)
    with pytest.raises(CancelledError):
        contents(collection(server.mirror), cancelled=lambda: next(asked, True))
    server.go_on.set()
    server.hold_after = None
    assert contents(collection(server.mirror))[IMAGE_FILE] == IMAGES


def test_what_lies_in_the_cache_is_counted(server: Server, cache: Path) -> None:
    source = collection(server.mirror)
    assert arrived(source) == 0
    cache.mkdir(parents=True)
    (cache / f"{IMAGE_FILE}.part").write_bytes(FILES[IMAGE_FILE][:5000])
    assert arrived(source) == 5000
    contents(source)
    assert arrived(source) == source.size == sum(len(data) for data in FILES.values())


def test_a_cache_that_cannot_be_written_is_named(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "file"))
    with pytest.raises(UserError, match="cache folder"):
        contents(collection(server.mirror))


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/somewhere"}, "/somewhere/cnn-explorer"),
        ("linux", {"XDG_CACHE_HOME": "not/absolute"}, "/home/me/.cache/cnn-explorer"),
        ("linux", {}, "/home/me/.cache/cnn-explorer"),
        ("darwin", {}, "/home/me/Library/Caches/cnn-explorer"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/cnn-explorer/Cache"),
        ("linux", {CACHE_VARIABLE: "/own"}, "/own"),
    ],
)
def test_each_system_has_its_place_for_caches(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], expected: str
) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", CACHE_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(download.sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("/home/me"))
    assert cache_folder() == Path(expected)


def test_a_data_set_is_loaded_by_name_through_the_download(
    server: Server, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(datasets.COLLECTIONS, "small", collection(server.mirror))
    told: list[tuple[int, int]] = []
    data = datasets.load("small", "test", lambda done, of: told.append((done, of)))
    assert data.images.shape == (300, 1, 28, 28)
    assert data.labels[:12].tolist() == [*range(10), 0, 1]
    assert told[-1][0] == told[-1][1]


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["mnist", "fashion-mnist"])
def test_the_official_files_have_the_known_hashes(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(shared_data))
    for split, count in (("train", 60_000), ("test", 10_000)):
        data = datasets.load(name, split)  # type: ignore[arg-type]
        assert data.images.shape == (count, 1, 28, 28)
        assert np.bincount(data.labels).shape == (10,)
    by_path = datasets.load(shared_data / name, "test")
    assert by_path.classes == data.classes
    assert np.array_equal(by_path.images, data.images)


@pytest.mark.shared_data
def test_mnist_comes_from_a_server_like_the_official_one(
    shared_data: Path, server: Server, cache: Path
) -> None:
    files = MNIST.split("test")
    server.files = {file.name: (shared_data / "mnist" / file.name).read_bytes() for file in files}
    source = Collection("small", "MNIST", (server.mirror,), MNIST.files)
    assert set(contents(source, files)) == {file.name for file in files}
