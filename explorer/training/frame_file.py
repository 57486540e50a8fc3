"""Key frames in a file: a fixed number of places, each with a checksum of its own.

A place is written over only after its frame was given up, so a write that is cut short costs one
frame at most; its checksum tells on the next opening.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import torch

from explorer.errors import UserError
from explorer.training.frames import Frames
from explorer.training.record_file import write_all, writing
from explorer.training.state import State

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
        """Close the file."""
        self._file.close()

    def _write(self, place: int, state: State) -> None:
        payload = state.values.numpy().tobytes()
        data = _sealed(state.step, state.updates, payload) + payload
        with writing(self._path):
            self._file.seek(place * self._place_bytes)
            write_all(self._file, data)
        self._length = max(self._length, (place + 1) * self._place_bytes)

    def _read(self, place: int) -> State:
        state = self._checked(place)
        if state is None:
            raise UserError(f"{self._path} is damaged: one of its states has changed.")
        return state

    def _checked(self, place: int) -> State | None:
        """Return the state at a place, or None if what lies there is not whole."""
        self._file.seek(place * self._place_bytes)
        data = self._file.read(self._place_bytes)
        if len(data) != self._place_bytes:
            return None
        mark, step, updates, _ = HEADER.unpack_from(data)
        payload = memoryview(data)[HEADER.size :]
        if mark != MARK or _sealed(step, updates, payload) != data[: HEADER.size]:
            return None
        values = np.frombuffer(payload, np.float32).reshape(len(self._rows), self._parameters)
        return State(step, updates, self._rows, torch.from_numpy(values.copy()))


def _sealed(step: int, updates: int, payload: bytes | memoryview) -> bytes:
    """Return the header of a frame."""
    start = HEADER.pack(MARK, step, updates, 0)
    return HEADER.pack(MARK, step, updates, zlib.crc32(payload, zlib.crc32(start)))
