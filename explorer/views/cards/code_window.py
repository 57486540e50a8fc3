"""A window with a piece of code to read, and a button that copies it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from explorer.text import _
from explorer.views.parts.buttons import chip
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import PADDING, caption, column, row
from explorer.views.style.theme import GRID


class CodeWindow(QDialog):
    """Shows code and stays open beside the network; emits `copied()`."""

    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("PyTorch code"))
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        explain(self.text, _("Code"), _("Run it with Python: it prints the selected number."))
        self.copy = chip(_("Copy"), _("Copy code"), _("Copy all of the code."), icon="copy")
        self.copy.clicked.connect(self._copy)
        top = row(caption(self.text.toolTip()), None, self.copy)
        layout = column(top, (self.text, 1), spacing=GRID, within=self)
        layout.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        self.resize(880, 520)

    def show_code(self, code: str) -> None:
        """Show code, in front of the other windows."""
        self.text.setPlainText(code)
        self.show()
        self.raise_()
        self.activateWindow()
        self.text.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copied.emit()
