"""Forgotten cycles are destroyed in the window's thread, whatever thread makes many objects."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from explorer.live.garbage import Garbage
from explorer.live.work import Newest


@pytest.fixture
def garbage(qapp: QObject) -> Iterator[Garbage]:
    garbage = Garbage()
    garbage.begin()
    yield garbage
    gc.unfreeze()


class Forgotten(QAction):
    """Holds itself, so that only the collector can find it."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def crowd() -> int:
    """Make enough objects at once for Python's own collector to look at all generations."""
    return sum(len([[] for _ in range(5000)]) for _ in range(200))


def crowd_in_a_thread(qtbot: QtBot) -> None:
    newest = Newest()
    with qtbot.waitSignal(newest.done, timeout=20_000):
        newest.start(lambda _report, _cancelled: crowd())
    newest.close()


def test_a_forgotten_object_goes_in_the_windows_thread(qtbot: QtBot, garbage: Garbage) -> None:
    where: list[threading.Thread] = []
    action = Forgotten()
    weakref.finalize(action, lambda: where.append(threading.current_thread()))
    del action
    crowd_in_a_thread(qtbot)
    kept = [[] for _ in range(5000)]
    qtbot.waitUntil(lambda: where == [threading.main_thread()], timeout=10_000)
    assert kept


def test_nobody_else_collects(qtbot: QtBot, garbage: Garbage) -> None:
    threads: list[threading.Thread] = []

    def note(phase: str, info: dict[str, int]) -> None:
        threads.append(threading.current_thread())

    gc.callbacks.append(note)
    try:
        crowd_in_a_thread(qtbot)
    finally:
        gc.callbacks.remove(note)
    assert not [thread for thread in threads if thread is not threading.main_thread()]


def test_old_garbage_goes_too(garbage: Garbage) -> None:
    action = Forgotten()
    gone = weakref.ref(action)
    gc.collect(0)
    gc.collect(1)
    del action
    kept = []
    for _ in range(200):
        kept += [[] for _ in range(2000)]
        garbage.look()
    assert gone() is None


def test_what_is_made_in_bulk_is_taken_to_stay(garbage: Garbage) -> None:
    """A look at all modules of torch would take a tenth of a second, in the middle of a stroke."""
    before, modules = gc.get_freeze_count(), [[] for _ in range(60_000)]
    garbage.look()
    assert gc.get_freeze_count() - before >= len(modules)
