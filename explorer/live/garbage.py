"""Cycles of forgotten objects are looked for in the window's thread and nowhere else.

Python looks for them in whatever thread happens to make many objects. If that is a thread which
computes, and a cycle holds objects of Qt, they are destroyed there: Qt then holds a lock and waits
for Python, while the window's thread has Python and waits for the lock, and both wait for ever.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

EVERY_MS = 250
BULK = 50_000  # objects made at once are modules or a page: they stay, and take long to look at
OLDER = 10  # looks at what is new to one at what is older, and of these to one at everything


class Garbage(QObject):
    """Takes over from Python's collector, which it turns off for the whole process."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._looks = 0
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Start looking; what there is now is taken to live as long as the program."""
        if not self._timer.isActive():
            gc.freeze()
            self._timer.start()

    @Slot()
    def look(self) -> None:
        """Destroy what was forgotten, if enough objects were made since the last look.

        A look at everything takes a while, so it waits until no mouse button is down.
        """
        made = gc.get_count()[0]
        if made <= gc.get_threshold()[0]:
            return
        if made > BULK:
            gc.freeze()
            return
        self._looks += 1
        if self._looks % OLDER:
            gc.collect(0)
        elif self._looks < OLDER * OLDER or _mouse_is_down():
            gc.collect(1)
        else:
            self._looks = 0
            gc.collect()


def _mouse_is_down() -> bool:
    return QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
