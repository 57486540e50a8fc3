"""MNIST and Fashion-MNIST from the network, once, into the user's cache folder.

A file counts only when the SHA-256 of its unpacked bytes is right: mirrors pack differently,
but the digits are the same. What was interrupted is continued, what was tampered with is
thrown away.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from explorer.digits.idx import IMAGES, LABELS, unzipped
from explorer.errors import UserError

CACHE_VARIABLE = "CNN_EXPLORER_CACHE"
_TIMEOUT = 20.0
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A gzipped file: its name, its usual size in bytes and the SHA-256 of what is inside."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Collection:
    """A data set to download: the addresses of its mirrors, each ending in a slash."""

    name: str
    title: str
    mirrors: tuple[str, ...]
    files: tuple[RemoteFile, ...]

    def split(self, split: str) -> tuple[RemoteFile, RemoteFile]:
        """Return the files with images and labels of `train` or `test`."""
        files = {file.name: file for file in self.files}
        return files[f"{IMAGES[split]}.gz"], files[f"{LABELS[split]}.gz"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of all files has arrived, in bytes."""

    done: int
    total: int


class CancelledError(UserError):
    """The user stopped the download; the next one continues it."""


MNIST = Collection(
    "mnist",
    "MNIST",
    (
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
    (
        RemoteFile(
            "train-images-idx3-ubyte.gz",
            9912422,
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        ),
        RemoteFile(
            "train-labels-idx1-ubyte.gz",
            28881,
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        ),
        RemoteFile(
            "t10k-images-idx3-ubyte.gz",
            1648877,
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        ),
        RemoteFile(
            "t10k-labels-idx1-ubyte.gz",
            4542,
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        ),
    ),
)

FASHION_MNIST = Collection(
    "fashion-mnist",
    "Fashion-MNIST",
    (
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
    ),
    (
        RemoteFile(
            "train-images-idx3-ubyte.gz",
            26421880,
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        ),
        RemoteFile(
            "train-labels-idx1-ubyte.gz",
            29515,
            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        ),
        RemoteFile(
            "t10k-images-idx3-ubyte.gz",
            4422102,
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        ),
        RemoteFile(
            "t10k-labels-idx1-ubyte.gz",
            5148,
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        ),
    ),
)

COLLECTIONS = {collection.name: collection for collection in (MNIST, FASHION_MNIST)}


def cache_folder() -> Path:
    """Return where downloads are kept: CNN_EXPLORER_CACHE or the system's place for caches."""
    if own := os.environ.get(CACHE_VARIABLE):
        return Path(own)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "cnn-explorer"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home()) / "cnn-explorer" / "Cache"
    xdg = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(xdg) if xdg.startswith("/") else Path.home() / ".cache") / "cnn-explorer"


def is_cached(collection: Collection) -> bool:
    """Whether all files lie in the cache; their content is checked when they are read."""
    folder = cache_folder() / collection.name
    return all((folder / file.name).is_file() for file in collection.files)


def contents(
    collection: Collection,
    files: tuple[RemoteFile, ...] | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, bytes]:
    """Return the unpacked, verified bytes of `files` by name; downloads what is missing.

    `progress` is called after every chunk, and `cancelled` asked. Raises CancelledError, and
    UserError if no mirror has the files or the cache cannot be written.
    """
    files = collection.files if files is None else files
    folder = cache_folder() / collection.name
    total, before, found = sum(file.size for file in files), 0, {}
    for file in files:
        content = _verified(folder / file.name, file)
        if content is None:
            download = _Download(collection, file, folder, cancelled)
            for done in download.run():
                progress(Progress(min(before + done, total), total))
            content = download.content
        before += file.size
        progress(Progress(before, total))
        found[file.name] = content
    return found


def _verified(path: Path, file: RemoteFile) -> bytes | None:
    """Return what a file holds if it is the right thing, else None."""
    try:
        content = unzipped(path.read_bytes(), path.name)
    except (OSError, UserError):
        return None
    return content if hashlib.sha256(content).hexdigest() == file.sha256 else None


class _Download:
    """One file from the first mirror that has it."""

    def __init__(
        self,
        collection: Collection,
        file: RemoteFile,
        folder: Path,
        cancelled: Callable[[], bool],
    ) -> None:
        self.content = b""
        self._collection, self._file, self._cancelled = collection, file, cancelled
        self._folder = folder
        self._partial = folder / f"{file.name}.part"

    def run(self) -> Iterator[int]:
        """Download until the content is right, yielding the bytes that have arrived."""
        reasons = []
        for mirror in self._collection.mirrors:
            try:
                yield from self._from(mirror)
            except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
                reasons.append(_reason(error))
                continue
            if self.content:
                return
            reasons.append("what it sent is not the right file")
        raise UserError(
            f"{self._collection.title} could not be downloaded ({reasons[0]}); check the network "
            f"connection, or put {self._file.name} into {self._folder}."
        )

    def _from(self, mirror: str) -> Iterator[int]:
        """Try one mirror; if a continued file turns out wrong, once more from its start."""
        continued = self._partial_size() > 0
        yield from self._receive(mirror + self._file.name)
        if not self._accept() and continued:
            yield from self._receive(mirror + self._file.name)
            self._accept()

    def _receive(self, url: str) -> Iterator[int]:
        have = self._partial_size()
        request = urllib.request.Request(url, headers={"User-Agent": "cnn-explorer"})
        if have:
            request.add_header("Range", f"bytes={have}-")
        try:
            reply = urllib.request.urlopen(request, timeout=_TIMEOUT)
        except urllib.error.HTTPError as error:
            if error.code != http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                raise
            error.close()
            return  # nothing is missing: what lies there is complete, or wrong
        with reply:
            if reply.status != http.HTTPStatus.PARTIAL_CONTENT:
                have = 0
            yield from self._store(reply, have)

    def _store(self, reply: http.client.HTTPResponse, have: int) -> Iterator[int]:
        length = reply.headers.get("Content-Length")
        expected = have + int(length) if length and length.isdigit() else None
        with self._opened("ab" if have else "wb") as partial:
            while chunk := reply.read(_CHUNK):
                partial.write(chunk)
                have += len(chunk)
                yield have
                if self._cancelled():
                    raise CancelledError("The download was stopped; the next one continues it.")
                if have > 2 * self._file.size + _CHUNK:
                    return
        if expected is not None and have < expected:
            raise http.client.IncompleteRead(b"", expected - have)

    @contextlib.contextmanager
    def _opened(self, mode: str) -> Iterator[_Writer]:
        """Open the partial file; trouble with the disk is not the mirror's fault."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._partial.open(mode)
        except OSError as error:
            raise _cannot_write(self._folder, error) from error
        with file:
            yield _Writer(file.write, self._folder)

    def _accept(self) -> bool:
        """Keep what has arrived if it is right, throw it away if not."""
        content = _verified(self._partial, self._file)
        if content is None:
            self._partial.unlink(missing_ok=True)
            return False
        try:
            self._partial.replace(self._folder / self._file.name)
        except OSError as error:
            raise _cannot_write(self._folder, error) from error
        self.content = content
        return True

    def _partial_size(self) -> int:
        return self._partial.stat().st_size if self._partial.is_file() else 0


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes to a file and says in a sentence when the disk is full."""

    to_file: Callable[[bytes], int]
    folder: Path

    def write(self, chunk: bytes) -> None:
        try:
            self.to_file(chunk)
        except OSError as error:
            raise _cannot_write(self.folder, error) from error


def _cannot_write(folder: Path, error: OSError) -> UserError:
    return UserError(f"The cache folder {folder} cannot be written ({error.strerror}).")


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answered {error.code}"
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "the server did not answer in time"
    if isinstance(error, http.client.IncompleteRead):
        return "the connection broke off"
    if isinstance(error, urllib.error.URLError) and not isinstance(error.reason, OSError):
        return str(error.reason)
    return "the server cannot be reached"
