"""Bytes from a server, which can be given up at any moment, even while the server is silent.

The system offers no way to interrupt a thread that waits for an answer. So another thread waits,
and whoever no longer wants the bytes leaves it behind: it ends with its connection.
"""

from __future__ import annotations

import http.client
import urllib.request
from collections.abc import Callable, Iterator
from queue import Empty, Full, Queue
from threading import Event, Thread

from explorer.errors import UserError
from explorer.text import _

TIMEOUT = 20.0  # seconds without a byte
_CHUNK = 1 << 16
_PATIENCE = 0.05  # seconds between two looks whether the bytes are still wanted
_AHEAD = 16  # chunks that wait to be stored

Item = http.client.HTTPResponse | bytes | Exception


class CancelledError(UserError):
    """The user stopped it."""


class Fetch:
    """One request under way; use it as a context manager, so that it is given up at the end.

    Raises what the connection raises, and CancelledError soon after `cancelled()` is true.
    """

    def __init__(self, request: urllib.request.Request, cancelled: Callable[[], bool]) -> None:
        self._request, self._cancelled = request, cancelled
        self._items: Queue[Item] = Queue(_AHEAD)
        self._given_up = Event()

    def __enter__(self) -> Fetch:
        Thread(target=self._run, name="fetch", daemon=True).start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._given_up.set()

    def reply(self) -> http.client.HTTPResponse:
        """Wait for the answer: its status and headers, which are not to be read from."""
        reply = self._next()
        assert isinstance(reply, http.client.HTTPResponse)
        return reply

    def chunks(self) -> Iterator[bytes]:
        """Yield what arrives until there is no more."""
        while isinstance(chunk := self._next(), bytes) and chunk:
            yield chunk

    def _next(self) -> http.client.HTTPResponse | bytes:
        while True:
            try:
                item = self._items.get(timeout=_PATIENCE)
            except Empty:
                if self._cancelled():
                    raise CancelledError(_("The download was stopped.")) from None
                continue
            if isinstance(item, Exception):
                raise item
            return item

    def _run(self) -> None:
        """Send the request and receive; runs in the thread that may be left behind."""
        try:
            with urllib.request.urlopen(self._request, timeout=TIMEOUT) as reply:
                self._put(reply)
                while not self._given_up.is_set():
                    chunk = reply.read1(_CHUNK)
                    self._put(chunk)
                    if not chunk:
                        return
        except Exception as error:  # whatever it is, it is raised where the bytes are awaited
            self._put(error)

    def _put(self, item: Item) -> None:
        while not self._given_up.is_set():
            try:
                self._items.put(item, timeout=_PATIENCE)
            except Full:
                continue
            return
