"""Messages between the window's process and the one that trains: Python objects as bytes.

Arrays travel beside the rest, as they lie in memory, and arrive read-only. What is sent again and
again and never changes, such as a run's facts, travels once: afterwards a number stands for it, and
whoever receives it gets the very same object again.

Both ends are this program, so pickle, which can run code, brings nobody else's. Files are never
read this way.
"""

from __future__ import annotations

import copyreg
import io
import pickle
import struct
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from explorer.live.training.facts import RunFacts
from explorer.network.spec import Spec, Stage

_ONCE = (RunFacts, Spec, Stage)
_ALIGNED = 64  # bytes: numpy works faster on arrays that begin where the processor's lines do
_COUNT = struct.Struct("<Q")


def _proxy(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


class _Pickler(pickle.Pickler):
    def __init__(self, encoder: Encoder, root: object, arrays: list[memoryview] | None) -> None:
        self._stream = io.BytesIO()
        keep = None if arrays is None else lambda array: arrays.append(array.raw())
        super().__init__(self._stream, protocol=5, buffer_callback=keep)
        self.dispatch_table = copyreg.dispatch_table | encoder.reducers
        self._encoder, self._root = encoder, root

    def persistent_id(self, what: object) -> tuple[int, bytes | None] | None:
        if what is self._root or not isinstance(what, _ONCE):
            return None
        return self._encoder.number(what)

    def pickled(self) -> bytes:
        self.dump(self._root)
        return self._stream.getvalue()


class Encoder:
    """Turns objects into messages; `reducers` say how objects of further types are made again."""

    def __init__(self) -> None:
        self.reducers: dict[type, Any] = {MappingProxyType: lambda m: (_proxy, (dict(m),))}
        self._sent: dict[int, tuple[int, object]] = {}  # the object too, so that its id stays its
        self._count = 0

    def encode(self, what: object) -> bytes:
        """Return an object as one message."""
        arrays: list[memoryview] = []
        parts = [memoryview(_Pickler(self, what, arrays).pickled()), *arrays]
        head = struct.pack(f"<{len(parts) + 1}Q", len(parts), *(part.nbytes for part in parts))
        message: list[bytes | memoryview] = [head]
        length = len(head)
        for part in parts:
            gap = -length % _ALIGNED
            message += [bytes(gap), part]
            length += gap + part.nbytes
        return b"".join(message)

    def number(self, what: object) -> tuple[int, bytes | None]:
        """Return the number that stands for an object, and if it is new the object itself."""
        if id(what) in self._sent:
            return self._sent[id(what)][0], None
        inner = _Pickler(self, what, None).pickled()
        self._count += 1
        self._sent[id(what)] = self._count, what
        return self._count, inner

    def forget(self, key: str) -> None:
        """Let go of a run's facts; if they are sent again they travel again."""
        gone = [at for at, (_, what) in self._sent.items() if _is_run(what, key)]
        for at in gone:
            del self._sent[at]


class Decoder:
    """Turns the bytes that arrive, in whatever pieces, into objects again."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._known: dict[int, object] = {}

    def feed(self, piece: bytes) -> Iterator[Any]:
        """Take the next bytes and yield every object that is complete."""
        self._held += piece
        while (places := _sizes(self._held)) and len(self._held) >= places[-1][1]:
            message = memoryview(bytes(memoryview(self._held)[: places[-1][1]]))
            del self._held[: len(message)]
            pickled, *arrays = (message[start:stop] for start, stop in places)
            yield self._loaded(pickled, arrays)

    def forget(self, key: str) -> None:
        """Let go of a run's facts, as the other side does."""
        gone = [number for number, what in self._known.items() if _is_run(what, key)]
        for number in gone:
            del self._known[number]

    def _loaded(self, pickled: memoryview | bytes, arrays: list[memoryview]) -> Any:
        unpickler = pickle.Unpickler(io.BytesIO(pickled), buffers=arrays)
        unpickler.persistent_load = self._object  # type: ignore[method-assign]
        return unpickler.load()

    def _object(self, named: tuple[int, bytes | None]) -> object:
        number, inner = named
        if inner is not None:
            self._known[number] = self._loaded(inner, [])
        return self._known[number]


def _sizes(message: bytearray) -> list[tuple[int, int]]:
    """Return where the parts of a message lie; nothing while its head is not complete."""
    if len(message) < _COUNT.size:
        return []
    count = _COUNT.unpack_from(message)[0]
    place = _COUNT.size * (count + 1)
    if len(message) < place:
        return []
    parts: list[tuple[int, int]] = []
    for size in struct.unpack_from(f"<{count}Q", message, _COUNT.size):
        start = place + -place % _ALIGNED
        place = start + size
        parts.append((start, place))
    return parts


def _is_run(what: object, key: str) -> bool:
    return isinstance(what, RunFacts) and what.key == key
