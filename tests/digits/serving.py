"""A server on this machine that can be told to misbehave, and a small data set on it."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import http.server
import re
import threading
from collections.abc import Iterator

import numpy as np

from explorer.digits.collections import Collection, RemoteFile
from explorer.digits.idx import idx_bytes

IMAGES = idx_bytes(np.random.default_rng(1).integers(0, 256, (300, 28, 28), np.uint8))
LABELS = idx_bytes(np.arange(300, dtype=np.uint8) % 10)
FILES = {
    "t10k-images-idx3-ubyte.gz": gzip.compress(IMAGES, mtime=0),
    "t10k-labels-idx1-ubyte.gz": gzip.compress(LABELS, mtime=0),
}
IMAGE_FILE = "t10k-images-idx3-ubyte.gz"


class Server(http.server.ThreadingHTTPServer):
    """Serves `files`; `asked` remembers path and range of each request.

    After `hold_after` bytes it sends nothing until `go_on` is set.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = dict(FILES)
        self.asked: list[tuple[str, str | None]] = []
        self.ranges = True
        self.break_off_after: int | None = None
        self.hold_after: int | None = None
        self.go_on = threading.Event()

    @property
    def mirror(self) -> str:
        """The address that a collection names."""
        return f"http://127.0.0.1:{self.server_port}/"


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as the server's settings say."""

    server: Server

    def do_GET(self) -> None:
        """Send a file or the rest of it."""
        name, asked = self.path.lstrip("/"), self.headers.get("Range")
        self.server.asked.append((name, asked))
        if name not in self.server.files:
            self.send_error(404)
            return
        data, start = self.server.files[name], 0
        if asked and self.server.ranges:
            match = re.fullmatch(r"bytes=(\d+)-", asked)
            assert match
            start = int(match[1])
            if start >= len(data):
                self.send_error(416)
                return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        data = data[start:][: self.server.break_off_after]
        hold = self.server.hold_after
        if hold is not None:
            self.wfile.write(data[:hold])
            self.wfile.flush()
            self.server.go_on.wait(30)
            data = data[hold:]
        with contextlib.suppress(OSError):  # who asked may have gone meanwhile
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing: tests read the terminal."""


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    """Run a server while the block runs."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.go_on.set()
            server.shutdown()
            thread.join()


def collection(*mirrors: str) -> Collection:
    """Return the small data set as these mirrors have it."""
    unpacked = {IMAGE_FILE: IMAGES, "t10k-labels-idx1-ubyte.gz": LABELS}
    files = tuple(
        RemoteFile(name, len(data), hashlib.sha256(unpacked[name]).hexdigest())
        for name, data in FILES.items()
    )
    return Collection("small", "Small MNIST", mirrors, files)


def both_splits(server: Server, *mirrors: str) -> Collection:
    """Have the server offer training files too, the same bytes, and return the whole data set."""
    small = collection(*(mirrors or (server.mirror,)))
    files = tuple(RemoteFile(_train(file.name), file.size, file.sha256) for file in small.files)
    server.files |= {_train(name): data for name, data in FILES.items()}
    return Collection("small", "Small MNIST", small.mirrors, (*files, *small.files))


def _train(name: str) -> str:
    return name.replace("t10k", "train")
