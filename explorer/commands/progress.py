"""How far a long command is, on standard error: a bar in a terminal, a few lines in a log."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TextIO

WIDTH = 30
INTERVAL = 0.1  # seconds between two pictures of the bar
TENTHS = 10


class Progress:
    """Shows `done` of `total`; use it as a context manager so that the line is always ended."""

    def __init__(self, title: str, stream: TextIO | None = None) -> None:
        self._title = title
        self._stream = stream or sys.stderr
        self._bar = self._stream.isatty()
        self._next_time = 0.0
        self._next_tenth = 1
        self._width = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._width:
            print(file=self._stream)

    def show(self, done: int, total: int, note: str = "") -> None:
        """Show how much is done; `note` is a few words beside it. Cheap to call often."""
        share = min(1.0, done / total) if total else 0.0
        if self._bar:
            self._show_bar(share, note)
        elif share * TENTHS >= self._next_tenth:
            self._next_tenth = int(share * TENTHS) + 1
            print(f"{self._title} {share:4.0%}  {note}".rstrip(), file=self._stream, flush=True)

    def _show_bar(self, share: float, note: str) -> None:
        now = monotonic()
        if now < self._next_time and share < 1:
            return
        self._next_time = now + INTERVAL
        bar = ("#" * round(share * WIDTH)).ljust(WIDTH, ".")
        line = f"{self._title} [{bar}] {share:4.0%}  {note}"
        print("\r" + line.ljust(self._width), end="", file=self._stream, flush=True)
        self._width = len(line)
