"""Whether Shift is held while the mouse is over a widget, even if the keyboard is elsewhere.

Keys go to the widget with the focus, which may be the pad; that one is listened to for as long
as the mouse stays.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


class HeldShift(QObject):
    """Emits `changed(bool)` when Shift goes down or up."""

    changed = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.held = False
        self._listened: QWidget | None = None

    def listen(self) -> None:
        """Watch the keys of the widget that has the focus now."""
        self.stop()
        self._listened = QApplication.focusWidget()
        if self._listened is not None:
            self._listened.installEventFilter(self)
            self._listened.destroyed.connect(self._forget)

    def stop(self) -> None:
        """Watch no keys any more and count Shift as up."""
        if self._listened is not None:
            self._listened.removeEventFilter(self)
            self._listened.destroyed.disconnect(self._forget)
            self._listened = None
        self.set_held(False)

    def set_held(self, held: bool) -> None:
        """Take over what another event knows about Shift."""
        if held != self.held:
            self.held = held
            self.changed.emit(held)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Shift:
            self.set_held(event.type() == QEvent.Type.KeyPress)
        return False

    def _forget(self) -> None:
        self._listened = None
