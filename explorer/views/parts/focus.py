"""A focus ring for painted widgets that shows for keyboard users and stays away from the mouse.

A view of a scene calls `paint_frame` when all else is painted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea

from explorer.views.style.theme import theme
from explorer.views.style.themed import theme_above

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Base
else:
    _Base = object

_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class FocusRing(_Base):
    """Mixed into a widget, has in `ring` whether the focus came by keyboard."""

    ring = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_ring(event.reason() in _BY_KEYBOARD)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_ring(False)

    def _show_ring(self, ring: bool) -> None:
        self.ring = ring
        (self.viewport() if isinstance(self, QAbstractScrollArea) else self).update()


def paint_frame(view: QAbstractScrollArea) -> None:
    """Frame a view that has the focus by keyboard."""
    if getattr(view, "ring", False):
        painter = QPainter(view.viewport())
        painter.setPen(QPen((theme_above(view) or theme("light")).color("accent"), 2))
        painter.drawRect(view.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()


def keeps_keys(event: QEvent, keys: frozenset[Qt.Key]) -> bool:
    """Claim keys for the widget with the focus that a menu would take; whether one was claimed.

    For `event()`: Ctrl+Left moves on a time line, whatever it means elsewhere.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if Qt.Key(event.key()) not in keys:
        return False
    event.accept()
    return True
