"""Key frames in a file: a fixed number of places, each with a checksum of its own.

The disk takes a frame in a thread of its own, because training need not wait for it. A place is
written over only after its frame was given up, so a write that is cut short costs one
frame at most; its checksum shows that on the next opening.
"""

from __future__ import annotations

import struct
import zlib
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch

from explorer.errors import UserError
from explorer.text import _
from explorer.training.record.frames import Frames
from explorer.training.record.record_file import write_all, writing
from explorer.training.record.state import State

HEADER = struct.Struct("<4sQQI")  # mark, step, updates, checksum of all the rest
MARK = b"key "


class FileFrames(Frames):
    """Frames in the file `path`, created if need be; `rows` and `parameters` shape a state.

    Whole frames of an earlier session are there again, except those after step `head`. Raises
    UserError if the file cannot be written.
    """

    def __init__(
        self,
        path: Path,
        first: int,
        spacing: int,
        places: int,
        *,
        rows: tuple[str, ...],
        parameters: int,
        head: int | None = None,
    ) -> None:
        super().__init__(first, spacing, places)
        self._rows, self._parameters = rows, parameters
        self._place_bytes = HEADER.size + len(rows) * parameters * 4
        self._path = path
        self._writer = ThreadPoolExecutor(1, "key-frames")
        self._pending: tuple[int, Future[None]] | None = None
        with writing(path):
            path.touch()
            self._file = path.open("r+b", buffering=0)
            self._length = self._file.seek(0, 2)
        for place in range(min(places, self._length // self._place_bytes)):
            state = self._checked(place)
            if state and state.step not in self._place_of and (head is None or state.step <= head):
                self._occupy(place, state.step)
        if self._steps and first not in self._place_of:
            self.first = self._steps[0]

    @property
    def bytes(self) -> int:
        """The length of the file."""
        return self._length

    def close(self) -> None:
        """Wait for the last frame and close the file."""
        try:
            self._settle()
        finally:
            self._writer.shutdown()
            self._file.close()

    def _write(self, place: int, state: State) -> None:
        """Have a frame written while training goes on; a refusal is raised with the next."""
        self._settle()
        self._pending = (state.step, self._writer.submit(self._store, place, state))

    def _settle(self) -> None:
        if self._pending is None:
            return
        step, future = self._pending
        self._pending = None
        try:
            future.result()
        except UserError:
            self._forget(step)
            raise

    def _store(self, place: int, state: State) -> None:
        payload = state.values.numpy().data.cast("B")
        with writing(self._path):
            self._file.seek(place * self._place_bytes)
            write_all(self._file, _sealed(state.step, state.updates, payload))
            write_all(self._file, payload)
        self._length = max(self._length, (place + 1) * self._place_bytes)

    def _read(self, place: int) -> State:
        self._settle()
        state = self._checked(place)
        if state is None:
            raise UserError(_("{path} is damaged: one of its states has changed."), path=self._path)
        return state

    def _checked(self, place: int) -> State | None:
        """Return the state at a place, or None if what lies there is not whole."""
        self._file.seek(place * self._place_bytes)
        data = self._file.read(self._place_bytes)
        if len(data) != self._place_bytes:
            return None
        mark, step, updates, _checksum = HEADER.unpack_from(data)
        payload = memoryview(data)[HEADER.size :]
        if mark != MARK or _sealed(step, updates, payload) != data[: HEADER.size]:
            return None
        values = np.frombuffer(payload, np.float32).reshape(len(self._rows), self._parameters)
        return State(step, updates, self._rows, torch.from_numpy(values.copy()))


def _sealed(step: int, updates: int, payload: bytes | memoryview) -> bytes:
    """Return the header of a frame."""
    start = HEADER.pack(MARK, step, updates, 0)
    return HEADER.pack(MARK, step, updates, zlib.crc32(payload, zlib.crc32(start)))
