"""Whether things may move by themselves."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyle


def system_reduces_motion() -> bool:
    """Return whether the desktop asks for reduced motion, as far as Qt knows it.

    Newer versions of Qt ask the system directly; older ones know whether it animates widgets.
    """
    hints = QGuiApplication.styleHints().accessibility()
    preference = getattr(hints, "motionPreference", None)
    if preference is not None:
        return "Reduced" in str(preference())
    duration = QStyle.StyleHint.SH_Widget_Animation_Duration
    return QApplication.style().styleHint(duration) == 0
