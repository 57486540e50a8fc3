"""Faults of libraries that would kill the program, so that an upgrade cannot bring them back."""

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage


class Speaker(QObject):
    said = Signal()


def test_qt_calls_without_a_result_do_not_use_up_references_to_none() -> None:
    """PySide6 6.12.0 on Python 3.11 loses one per call, until the process dies."""
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    before = sys.getrefcount(None)
    for _ in range(1000):
        image.fill(0)
    assert sys.getrefcount(None) > before - 100


def test_emitting_does_not_use_up_references_to_true() -> None:
    """The same fault in every emit."""
    speaker = Speaker()
    before = sys.getrefcount(True)
    for _ in range(2000):
        speaker.said.emit()
    assert sys.getrefcount(True) > before - 100
