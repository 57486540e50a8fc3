"""The top of a card: the question that it answers and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from explorer.text import _
from explorer.views.parts.buttons import FLAT, ToolButton
from explorer.views.parts.files import CODE, CSV, NUMPY, PNG, SVG
from explorer.views.parts.widgets import heading, row

# What can be saved, by the ending of the file: the words in the menu and the kinds of file.
KINDS = {
    "png": (_("Card as PNG…"), (PNG,)),
    "svg": (_("Card as SVG…"), (SVG,)),
    "npy": (_("Numbers of this stage as .npy…"), (NUMPY,)),
    "csv": (_("Numbers of this stage as CSV…"), (CSV,)),
    "map-npy": (_("Numbers of this map as .npy…"), (NUMPY,)),
    "map-csv": (_("Numbers of this map as CSV…"), (CSV,)),
    "py": (_("PyTorch code of this number…"), CODE),
}


class TitleBar(QWidget):
    """The question that the card answers, and its buttons."""

    save_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.copy, self.code, self.save, self.close_button = buttons = [
            ToolButton(name, tip, icon=icon, shape=FLAT)
            for name, tip, icon in (
                (_("Copy card"), _("Copy this card as a picture"), "copy"),
                (_("Code"), _("Show the PyTorch code that computes this number"), "code"),
                (_("Save card"), _("Save this card or its numbers"), "save"),
                (_("Close card"), _("Close this card and let the cell go"), "close"),
            )
        ]
        layout = row(heading(_("Why this number?")), None, *buttons, spacing=2, within=self)
        layout.setContentsMargins(0, 0, 6, 0)
        self.menu = QMenu(self.save)
        for kind, (text, _files) in KINDS.items():
            self.menu.addAction(text).setData(kind)
        self.menu.triggered.connect(self._on_kind_chosen)
        self.save.clicked.connect(self._on_save_clicked)

    def _on_save_clicked(self) -> None:
        self.menu.popup(self.save.mapToGlobal(QPoint(0, self.save.height())))

    def _on_kind_chosen(self, action: QAction) -> None:
        self.save_requested.emit(action.data())
