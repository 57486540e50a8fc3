"""Whether a key is held while the mouse is over a widget, even if the keyboard is elsewhere.

Keys go to the widget with the focus, which may be the pad, and what that one does not use to those
that it is in. They are listened to for as long as the mouse stays.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from shiboken6 import isValid


class HeldKey(QObject):
    """Emits `changed(bool)` when a key goes down or up."""

    changed = Signal(bool)
    # Qt may still ask a filter that Python's collector has taken the attributes of already.
    held = False
    _key: Qt.Key | None = None

    def __init__(self, key: Qt.Key, parent: QObject) -> None:
        super().__init__(parent)
        self._key = key
        self._listened: list[QWidget] = []

    def listen(self, *widgets: QWidget | None) -> None:
        """Watch the keys that come to some widgets; a button among them does not get this one."""
        self.stop()
        self._listened = [widget for widget in widgets if widget is not None]
        for widget in self._listened:
            widget.installEventFilter(self)

    def stop(self) -> None:
        """Watch no keys any more and count this one as up."""
        for widget in filter(isValid, self._listened):
            widget.removeEventFilter(self)
        self._listened = []
        self.set_held(False)

    def set_held(self, held: bool) -> None:
        """Take over what another event knows about the key."""
        if held != self.held:
            self.held = held
            self.changed.emit(held)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowDeactivate:
            self.set_held(False)  # it comes up elsewhere
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return False
        if not isinstance(event, QKeyEvent) or event.key() != self._key:
            return False
        if not event.isAutoRepeat():
            self.set_held(event.type() == QEvent.Type.KeyPress)
        return isinstance(watched, QAbstractButton)
