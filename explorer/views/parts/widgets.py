"""The few kinds of parts that pages are made of: panels, headings, captions, rows."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from explorer.views.style.theme import GRID

PADDING = 12
HALF = GRID // 2
Part = QWidget | QLayout | int | tuple[QWidget | QLayout, int] | None
_Box = TypeVar("_Box", bound=QBoxLayout)


class Panel(QFrame):
    """A bordered surface; `body` is its layout from top to bottom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        self.body.setSpacing(GRID)


class Elided(QLabel):
    """A label that gives way: what does not fit is cut off, at its end or in its `middle`."""

    def __init__(self, text: str = "", role: str = "caption", *, middle: bool = False) -> None:
        super().__init__()
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self.setProperty("role", role)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show a text, as far as there is room; the tip has all of it."""
        if text != self._whole or not self.text():
            self._whole = text
            self.setToolTip(text)
            self._fit()

    def show_role(self, role: str) -> None:
        """Take another look from the style sheet."""
        if role != self.property("role"):
            self.setProperty("role", role)
            self.style().polish(self)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, self._mode, self.width()))


class Note(QLabel):
    """A text of several lines, hidden while there is none."""

    def __init__(self, role: str = "field-error") -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setWordWrap(True)
        self.hide()

    def show_text(self, text: str) -> None:
        """Show a text; an empty one hides the label."""
        self.setText(text)
        self.setVisible(bool(text))


def heading(text: str) -> QLabel:
    """Return the title of a panel."""
    return label(text, "heading")


def caption(text: str) -> QLabel:
    """Return a small, quiet line of text."""
    return label(text, "caption")


def row(*parts: Part, spacing: int = HALF, within: QWidget | None = None) -> QHBoxLayout:
    """Return a layout of parts from left to right, without margins, that of a widget if given.

    A number is a gap, None takes what room is left, and so does a part with a share of it.
    """
    return _filled(QHBoxLayout(within), parts, spacing)  # type: ignore[arg-type] # may be None


def column(*parts: Part, spacing: int = HALF, within: QWidget | None = None) -> QVBoxLayout:
    """Return a layout of parts from top to bottom; see `row`."""
    return _filled(QVBoxLayout(within), parts, spacing)  # type: ignore[arg-type] # may be None


def clear_layout(layout: QLayout) -> None:
    """Take all widgets out of a layout and delete them."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _filled(layout: _Box, parts: tuple[Part, ...], spacing: int) -> _Box:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for each in parts:
        part, share = each if isinstance(each, tuple) else (each, 0)
        if isinstance(part, QWidget):
            layout.addWidget(part, share)
        elif isinstance(part, QLayout):
            layout.addLayout(part, share)
        elif part is None:
            layout.addStretch(1)
        else:
            layout.addSpacing(part)
    return layout


def label(text: str, role: str) -> QLabel:
    """Return a text in one of the looks of the style sheet."""
    made = QLabel(text)
    made.setProperty("role", role)
    return made


def show_beside(popup: QWidget, place: QPoint, *, left: bool = False) -> None:
    """Open a pop-up below a place of the desktop, right or left of it, all on the screen."""
    room = (popup.parentWidget() or popup).screen().availableGeometry()
    popup.show()  # only shown it knows how large it is
    popup.adjustSize()
    x = min(place.x() - left * popup.width(), room.right() + 1 - popup.width())
    popup.move(
        max(room.left(), x), max(room.top(), min(place.y(), room.bottom() + 1 - popup.height()))
    )


def tab_into(before: QWidget, inside: QWidget) -> None:
    """Let Tab go from a widget into everything inside another one, in its own order."""
    for widget in inside.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            QWidget.setTabOrder(before, widget)
            before = widget
