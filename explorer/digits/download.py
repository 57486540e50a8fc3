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
from pathlib import Path

from explorer.digits.collections import Collection, RemoteFile
from explorer.digits.fetch import CancelledError, Fetch
from explorer.digits.idx import unzipped
from explorer.errors import UserError
from explorer.text import _

CACHE_VARIABLE = "CNN_EXPLORER_CACHE"
_SLACK = 1 << 16  # bytes that a file may have more than expected

ShowProgress = Callable[[int, int], None]
"""Takes how many bytes, or images, of how many are there."""


def cache_folder() -> Path:
    """Return where downloads are kept: CNN_EXPLORER_CACHE or the system's place for caches."""
    if own := os.environ.get(CACHE_VARIABLE):
        return Path(own)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "cnn-explorer"  # no text: folders
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home()) / "cnn-explorer/Cache"
    xdg = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(xdg) if xdg.startswith("/") else Path.home() / ".cache") / "cnn-explorer"


def is_cached(collection: Collection) -> bool:
    """Whether all files lie in the cache; their content is checked when they are read."""
    folder = cache_folder() / collection.name
    return all((folder / file.name).is_file() for file in collection.files)


def arrived(collection: Collection) -> int:
    """Return how many bytes lie in the cache, those of an interrupted download included."""
    folder = cache_folder() / collection.name
    return sum(
        min(file.size, max(_length(folder / file.name), _length(folder / f"{file.name}.part")))
        for file in collection.files
    )


def contents(
    collection: Collection,
    files: tuple[RemoteFile, ...] | None = None,
    progress: ShowProgress = lambda _done, _of: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, bytes]:
    """Return the unpacked, verified bytes of `files` by name; downloads what is missing.

    `progress` and `cancelled` are called after every chunk. Raises CancelledError, and
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
                progress(min(before + done, total), total)
            content = download.content
        before += file.size
        progress(before, total)
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
            reasons.append(_("what it sent is not the right file"))
        raise UserError(
            _(
                "{title} could not be downloaded ({reason}); check the network connection, or put "
                "{name} into {folder}."
            ),
            title=self._collection.title,
            reason=reasons[0],
            name=self._file.name,
            folder=self._folder,
        )

    def _from(self, mirror: str) -> Iterator[int]:
        """Try one mirror; if a continued file turns out wrong, once more from its start."""
        continued = _length(self._partial) > 0
        yield from self._receive(mirror + self._file.name)
        if not self._accept() and continued:
            yield from self._receive(mirror + self._file.name)
            self._accept()

    def _receive(self, url: str) -> Iterator[int]:
        have = _length(self._partial)
        request = urllib.request.Request(url, headers={"User-Agent": "cnn-explorer"})
        if have:
            request.add_header("Range", f"bytes={have}-")  # no text: HTTP
        with Fetch(request, self._cancelled) as fetch:
            try:
                reply = fetch.reply()
            except urllib.error.HTTPError as error:
                error.close()
                if error.code != http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                    raise
                return  # nothing is missing: what lies there is complete, or wrong
            if reply.status != http.HTTPStatus.PARTIAL_CONTENT:
                have = 0
            length = reply.headers.get("Content-Length")
            expected = have + int(length) if length and length.isdigit() else None
            yield from self._store(fetch.chunks(), have, expected)

    def _store(self, chunks: Iterator[bytes], have: int, expected: int | None) -> Iterator[int]:
        with self._on_disk():
            self._folder.mkdir(parents=True, exist_ok=True)
            partial = self._partial.open("ab" if have else "wb")
        with partial:
            for chunk in chunks:
                with self._on_disk():
                    partial.write(chunk)
                have += len(chunk)
                yield have
                if self._cancelled():
                    raise CancelledError(_("The download was stopped; the next one continues it."))
                if have > 2 * self._file.size + _SLACK:
                    return
        if expected is not None and have < expected:
            raise http.client.IncompleteRead(b"", expected - have)

    @contextlib.contextmanager
    def _on_disk(self) -> Iterator[None]:
        """Raise UserError for trouble with the disk: it is not the mirror's fault."""
        try:
            yield
        except OSError as error:
            sentence = _("The cache folder {folder} cannot be written ({reason}).")
            raise UserError(sentence, folder=self._folder, reason=error.strerror) from error

    def _accept(self) -> bool:
        """Keep what has arrived if it is right, throw it away if not."""
        content = _verified(self._partial, self._file)
        if content is None:
            self._partial.unlink(missing_ok=True)
            return False
        with self._on_disk():
            self._partial.replace(self._folder / self._file.name)
        self.content = content
        return True


def _length(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return _("the server answered {code}").format(code=error.code)
    if isinstance(error, TimeoutError) or "timed out" in str(error):  # no text: Python's own
        return _("the server did not answer in time")
    if isinstance(error, http.client.IncompleteRead):
        return _("the connection broke off")
    if isinstance(error, urllib.error.URLError) and not isinstance(error.reason, OSError):
        return str(error.reason)
    return _("the server cannot be reached")
