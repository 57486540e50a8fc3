"""Painting that outlives its own mistakes.

An error that leaves a paint method ends the program, and so does a picture that is thrown
away while a painter is still at work on it. What paints numbers therefore ends its painters and
gives back their state whatever happens, and errors are logged here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from PySide6.QtGui import QPaintDevice, QPainter

_log = logging.getLogger(__name__)


@contextmanager
def painting(device: QPaintDevice) -> Iterator[QPainter]:
    """Yield a painter on a picture or a widget that has ended when the block is left."""
    painter = QPainter(device)
    try:
        yield painter
    finally:
        painter.end()


@contextmanager
def saved(painter: QPainter) -> Iterator[None]:
    """Give a painter back as it was when the block is left: transform, clip, pen and hints."""
    painter.save()
    try:
        yield
    finally:
        painter.restore()


class Faults:
    """Logs each error once with its traceback: the next frame would bring the same one again."""

    def __init__(self) -> None:
        self._known: set[tuple[object, ...]] = set()

    def log(self, painted: object, error: Exception) -> None:
        """Log an error of something that was painted, unless its kind and place are known."""
        fault = type(painted), type(error), *_place(error.__traceback__)
        if fault not in self._known:
            self._known.add(fault)
            _log.error("%s could not be painted", type(painted).__name__, exc_info=error)


def _place(traceback: TracebackType | None) -> tuple[str, int]:
    """Return the file and the line in which an error was raised."""
    if traceback is None:
        return "", 0
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    return traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
