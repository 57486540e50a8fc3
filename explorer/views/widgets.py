"""The few kinds of parts that pages are made of: panels, headings, captions, rows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from explorer.views.theme import GRID

PADDING = 12
HALF = GRID // 2


class Panel(QFrame):
    """A bordered surface; `body` is its layout from top to bottom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        self.body.setSpacing(GRID)


def heading(text: str) -> QLabel:
    """Return the title of a panel."""
    return _label(text, "heading")


def caption(text: str) -> QLabel:
    """Return a small, quiet line of text."""
    return _label(text, "caption")


def row(*widgets: QWidget, spacing: int = HALF) -> QHBoxLayout:
    """Return a layout of widgets from left to right."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    return label


def tab_into(before: QWidget, inside: QWidget) -> None:
    """Let Tab go from a widget into everything inside another one, in its own order."""
    for widget in inside.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            QWidget.setTabOrder(before, widget)
            before = widget
