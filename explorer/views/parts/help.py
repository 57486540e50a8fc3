"""What explains every control: a tip, a longer explanation, a name for screen readers.

`explain` is the one way in which a control gets all of them, so that none is forgotten.
"""

from __future__ import annotations

import platform

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Slot
from PySide6.QtGui import QAction, QCursor, QHelpEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWhatsThis, QWidget

from explorer.views.style.theme import STRONG


def explain(widget: QWidget, name: str, tip: str, detail: str = "", shortcut: str = "") -> None:
    """Give a control its accessible name, tooltip and What's This text.

    `tip` is one short sentence, `detail` explains what happens and why one would want it;
    `shortcut` ("Ctrl+Z") is shown after the tip the way this platform writes it.
    """
    keys = f"  ({native(shortcut)})" if shortcut else ""
    widget.setAccessibleName(name)
    widget.setAccessibleDescription(tip)
    widget.setToolTip(tip + keys)
    widget.setWhatsThis(f"<b>{name}</b>{keys}<br>{tip}{_paragraph(detail)}")


def explain_action(action: QAction, tip: str, detail: str = "") -> None:
    """Give a menu entry its status line and What's This text; its name is its own text."""
    name = action.text().replace("&", "").rstrip("…")
    action.setToolTip(tip)
    action.setStatusTip(tip)
    action.setWhatsThis(f"<b>{name}</b><br>{tip}{_paragraph(detail)}")


class WhatsThis(QObject):
    """Qt's "What's this?", answered in a tip: its own box knows neither themes nor text sizes."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._html, self._place = window, "", QPoint()

    def begin(self) -> None:
        """Explain what is clicked next, a menu's entry too."""
        self._html = ""
        QWhatsThis.enterWhatsThisMode()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.WhatsThis:
            if isinstance(watched, QWidget) and not self._html:  # else it is what holds that one
                self._html, self._place = watched.whatsThis(), event.globalPos()
            event.ignore()  # it is over when the button comes up
            return True
        released = isinstance(event, QMouseEvent) and event.type() == event.Type.MouseButtonRelease
        if released and isinstance(watched, QMenu) and isinstance(event, QMouseEvent):
            action = watched.actionAt(event.position().toPoint())
            if action is not None and action.menu() is None:
                self._html, self._place = action.whatsThis(), QCursor.pos()
                QWhatsThis.leaveWhatsThisMode()
                return True
        if event.type() == QEvent.Type.LeaveWhatsThisMode:
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
            QTimer.singleShot(0, self._answer)  # after what would hide a tip
        return False

    @Slot()
    def _answer(self) -> None:
        QToolTip.showText(self._place, strong(self._html), self._window)


def strong(html: str) -> str:
    """Return rich text with bold parts in the heavier cut, which is a typeface of its own."""
    span = f"<span style=\"font-family: '{STRONG}'\">"
    return html.replace("<b>", span).replace("</b>", "</span>")


def native(shortcut: str) -> str:
    """Return a key combination as this platform writes it: ⌘Z for Ctrl+Z on a Mac."""
    if platform.system() != "Darwin":
        return shortcut
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


def _paragraph(detail: str) -> str:
    return f"<p>{detail}</p>" if detail else ""
