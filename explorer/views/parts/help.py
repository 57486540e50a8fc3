"""What explains every control: a tip, a longer explanation, a name for screen readers.

`explain` is the one way in which a control gets all of them, so that none is forgotten.
"""

from __future__ import annotations

import platform

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


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


def native(shortcut: str) -> str:
    """Return a key combination as this platform writes it: ⌘Z for Ctrl+Z on a Mac."""
    if platform.system() != "Darwin":
        return shortcut
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


def _paragraph(detail: str) -> str:
    return f"<p>{detail}</p>" if detail else ""
