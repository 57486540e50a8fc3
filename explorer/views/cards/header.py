"""The top of a card: the question that it answers and what can be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Signal
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

    copy_requested = Signal()
    save_requested = Signal(str)
    code_requested = Signal()
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.copy = _button(_("Copy card"), _("Copy this card as a picture"), "copy")
        self.code = _button(_("Code"), _("Show the PyTorch code that computes this number"), "code")
        self.save = _button(_("Save card"), _("Save this card or its numbers"), "save")
        self.close_button = _button(
            _("Close card"), _("Close this card and let the cell go"), "close"
        )
        self.menu = QMenu(self.save)
        self._buttons = (self.copy, self.code, self.save, self.close_button)
        layout = row(heading(_("Why this number?")), None, *self._buttons, spacing=2, within=self)
        layout.setContentsMargins(0, 0, 6, 0)
        self._connect()

    def _connect(self) -> None:
        self.copy.clicked.connect(self.copy_requested)
        self.code.clicked.connect(self.code_requested)
        self.close_button.clicked.connect(self.close_requested)
        for kind, (text, _files) in KINDS.items():
            self.menu.addAction(text).triggered.connect(partial(self._on_kind_chosen, kind))
        self.save.clicked.connect(self._on_save_clicked)

    def _on_save_clicked(self) -> None:
        self.menu.popup(self.save.mapToGlobal(QPoint(0, self.save.height())))

    def _on_kind_chosen(self, kind: str, _checked: bool = False) -> None:
        self.save_requested.emit(kind)


def _button(name: str, tip: str, icon: str) -> ToolButton:
    return ToolButton(name, tip, icon=icon, shape=FLAT)
