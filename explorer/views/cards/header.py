"""The top of the explanation: the question that it answers and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from explorer.text import _
from explorer.views.parts.buttons import FLAT, ToolButton
from explorer.views.parts.files import CODE, CSV, NUMPY, PNG, SVG
from explorer.views.parts.widgets import HALF, caption, heading, row

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
        self.code, self.save, self.close_button = buttons = [
            ToolButton(name, tip, icon=icon, shape=FLAT)
            for name, tip, icon in (
                (_("Code"), _("Show the PyTorch code that computes this number"), "code"),
                (_("Keep"), _("Copy or save this explanation or its numbers"), "save"),
                (_("Let go"), _("Let the cell go (Esc)"), "close"),
            )
        ]
        self._buttons, self.hint = buttons, caption(_("click keeps it"))
        self._title = heading("")
        self._title.setWordWrap(True)
        layout = row((self._title, 1), self.hint, *buttons, spacing=2, within=self)
        layout.setContentsMargins(0, 0, HALF, 0)
        self.setMinimumHeight(self.code.sizeHint().height())  # with the buttons and without
        self.menu = QMenu(self.save)
        self.copy = self.menu.addAction(_("Copy as picture"))
        for kind, (text, _files) in KINDS.items():
            self.menu.addAction(text).setData(kind)
        self.menu.triggered.connect(self._on_kind_chosen)
        self.save.clicked.connect(self._on_save_clicked)

    def show_kept(self, kept: bool | None, forward: bool = False) -> None:
        """Offer what can be done with a kept cell, or say how to keep one; None: there is none."""
        self._title.setText(_("Where does it go?") if forward else _("Why this number?"))
        self.hint.setVisible(kept is False)
        for button in self._buttons:
            button.setVisible(bool(kept))

    def _on_save_clicked(self) -> None:
        self.menu.popup(self.save.mapToGlobal(QPoint(0, self.save.height())))

    def _on_kind_chosen(self, action: QAction) -> None:
        if action is not self.copy:
            self.save_requested.emit(action.data())
