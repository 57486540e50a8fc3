"""Whether a key is held while the mouse is over a widget, even if the keyboard is elsewhere.

Keys go to the widget with the focus, which may be the pad, and what that one does not use to those
that it is in. One of them is listened to for as long as the mouse stays.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class HeldKey(QObject):
    """Emits `changed(bool)` when a key goes down or up."""

    changed = Signal(bool)

    def __init__(self, key: Qt.Key, parent: QObject) -> None:
        super().__init__(parent)
        self.held = False
        self._key = key
        self._listened: QWidget | None = None

    def listen(self, widget: QWidget | None) -> None:
        """Watch the keys that come to a widget: the one with the focus, or what holds it."""
        self.stop()
        self._listened = widget
        if widget is not None:
            widget.installEventFilter(self)
            widget.destroyed.connect(self._forget)

    def stop(self) -> None:
        """Watch no keys any more and count this one as up."""
        if self._listened is not None:
            self._listened.removeEventFilter(self)
            self._listened.destroyed.disconnect(self._forget)
            self._listened = None
        self.set_held(False)

    def set_held(self, held: bool) -> None:
        """Take over what another event knows about the key."""
        if held != self.held:
            self.held = held
            self.changed.emit(held)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
            and isinstance(event, QKeyEvent)
            and event.key() == self._key
            and not event.isAutoRepeat()
        ):
            self.set_held(event.type() == QEvent.Type.KeyPress)
        return False

    def _forget(self) -> None:
        self._listened = None
