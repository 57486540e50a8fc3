"""Shared by all tests: no screen, one thread, nothing left behind."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication

MANY_OBJECTS = 20_000  # made since the last look for garbage
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder with MNIST and the pen strokes, or skip where it is not at hand."""
    if not SHARED.is_dir():
        pytest.skip("MNIST and the pen strokes are not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """Let pytest-qt use our application, with its fonts."""
    return QApplication


@pytest.fixture(scope="session", autouse=True)
def garbage_of_this_thread() -> None:
    """As in the program: a thread that computes never destroys objects of Qt."""
    gc.disable()


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a top-level widget or a running thread."""
    yield
    if gc.get_count()[0] > MANY_OBJECTS:
        gc.collect(1)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    app.sendPostedEvents(None, 52)  # QEvent.DeferredDelete: deleteLater takes effect
    left = [w for w in app.topLevelWidgets() if w.isVisible()]
    for widget in left:
        widget.close()
    assert not left, f"widgets left open: {left}"
    assert QThread.currentThread() is app.thread()
