"""Pointer gestures that reach the widget they are meant for.

Qt's own test helper moves the platform's cursor, and where that ends up depends on what other
windows are open; an event sent to the widget does not.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


def move(widget: QWidget, place: QPoint, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """Move the mouse to a place of a widget, with a button held down or none."""
    _send(widget, QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton, held)


def enter(widget: QWidget, place: QPoint) -> None:
    """Let the mouse come over a widget."""
    point, there = QPointF(place), QPointF(widget.mapToGlobal(place))
    QApplication.sendEvent(widget, QEnterEvent(point, point, there))


def drag(
    widget: QWidget,
    start: QPoint,
    by: QPoint,
    button: Qt.MouseButton,
    press: QEvent.Type = QEvent.Type.MouseButtonPress,
) -> None:
    """Press a button at a place, move in three steps and let go; a second press is a double one."""
    _send(widget, press, start, button, button)
    for share in (1, 2, 3):
        move(widget, start + by * share / 3, button)
    _send(widget, QEvent.Type.MouseButtonRelease, start + by, button, Qt.MouseButton.NoButton)


def _send(
    widget: QWidget, kind: QEvent.Type, place: QPoint, button: Qt.MouseButton, held: Qt.MouseButton
) -> None:
    point, there = QPointF(place), QPointF(widget.mapToGlobal(place))
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QMouseEvent(kind, point, there, button, held, none))
