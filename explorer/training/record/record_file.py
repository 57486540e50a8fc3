"""A file of records of one size, each with its checksum: only ever appended to.

If the program dies while writing, the last record is torn; its checksum shows that and it is
dropped on opening. Everything before it is as it was.
"""

from __future__ import annotations

import contextlib
import errno
import os
import zlib
from collections.abc import Iterator, Sequence
from io import FileIO
from pathlib import Path

from explorer.errors import UserError
from explorer.text import _

CHECKSUM = 4


class RecordFile:
    """Appends payloads of `size` bytes to a file that is created if need be.

    What is found in it counts up to the first record that is torn; the file is cut there. Raises
    UserError if the file cannot be written.
    """

    def __init__(self, path: Path, size: int) -> None:
        self._path, self._size = path, size
        with writing(path):
            path.touch()
            self._file = path.open("r+b", buffering=0)
            self.keep(self._whole(self._file.read()))

    def __len__(self) -> int:
        return self._count

    @property
    def length(self) -> int:
        """The length of the file."""
        return self._count * (self._size + CHECKSUM)

    def read(self) -> bytes:
        """Return all records, each followed by its checksum of 4 bytes."""
        self._file.seek(0)
        data = self._file.read()
        self._file.seek(self.length)
        return data

    def append(self, payloads: Sequence[bytes]) -> None:
        """Write records at the end, all or none."""
        data = b"".join(part for payload in payloads for part in (payload, _checksum(payload)))
        with writing(self._path):
            try:
                write_all(self._file, data)
            except OSError:
                self.keep(self._count)
                raise
        self._count += len(payloads)

    def keep(self, count: int) -> None:
        """Cut the file after its first `count` records."""
        self._count = count
        self._file.truncate(self.length)
        self._file.seek(self.length)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _whole(self, data: bytes) -> int:
        """Return how many records from the beginning are whole."""
        step = self._size + CHECKSUM
        for place in range(len(data) // step):
            payload = data[place * step : place * step + self._size]
            if data[place * step + self._size : (place + 1) * step] != _checksum(payload):
                return place
        return len(data) // step


def read_last(path: Path, size: int) -> tuple[int, bytes]:
    """Return how many records a file has, which may be in use, and the last if it is whole."""
    step = size + CHECKSUM
    try:
        with path.open("rb") as file:
            count = os.fstat(file.fileno()).st_size // step
            file.seek(max(0, count - 1) * step)
            record = file.read(step)
    except OSError:
        return 0, b""
    payload = record[:size]
    return count, payload if record[size:] == _checksum(payload) else b""


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn the system's refusal to write a file into a sentence."""
    try:
        yield
    except OSError as error:
        sentence = _("{path} cannot be written ({reason}).")
        raise UserError(sentence, path=path, reason=error.strerror) from error


def write_all(file: FileIO, data: bytes | memoryview) -> None:
    """Write all of `data` or raise OSError: a full disk may take only a part."""
    if file.write(data) != len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _checksum(payload: bytes) -> bytes:
    return zlib.crc32(payload).to_bytes(CHECKSUM, "little")
