"""The top of a card: which cell it is about, its number, and what can be done with the card."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from explorer.views.cards.face import Face
from explorer.views.parts.brush import RIGHT, Look
from explorer.views.parts.buttons import FLAT, ToolButton
from explorer.views.parts.widgets import heading
from explorer.views.style.theme import Theme

KINDS = {
    "png": "Card as PNG…",
    "svg": "Card as SVG…",
    "npy": "Numbers of this stage as .npy…",
    "csv": "Numbers of this stage as CSV…",
    "map-npy": "Numbers of this map as .npy…",
    "map-csv": "Numbers of this map as CSV…",
    "py": "PyTorch code of this number…",
}


class TitleBar(QWidget):
    """The question that the card answers, and its buttons."""

    copy_requested = Signal()
    save_requested = Signal(str)
    code_requested = Signal()
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.copy = _button("Copy card", "Copy this card as a picture", "copy")
        self.code = _button("Code", "Show the PyTorch code that computes this number", "code")
        self.save = _button("Save card", "Save this card or its numbers", "save")
        self.close_button = _button("Close card", "Close this card and let the cell go", "close")
        self.menu = QMenu(self.save)
        self._buttons = (self.copy, self.code, self.save, self.close_button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(2)
        layout.addWidget(heading("Why this number?"))
        layout.addStretch(1)
        for button in self._buttons:
            layout.addWidget(button)
        self._connect()

    def set_theme(self, theme: Theme) -> None:
        """Take the icons' colours from a theme."""
        for button in self._buttons:
            button.set_theme(theme)

    def _connect(self) -> None:
        self.copy.clicked.connect(self.copy_requested)
        self.code.clicked.connect(self.code_requested)
        self.close_button.clicked.connect(self.close_requested)
        for kind, text in KINDS.items():
            self.menu.addAction(text).triggered.connect(partial(self._on_kind_chosen, kind))
        self.save.clicked.connect(self._on_save_clicked)

    def _on_save_clicked(self) -> None:
        self.menu.popup(self.save.mapToGlobal(QPoint(0, self.save.height())))

    def _on_kind_chosen(self, kind: str, _checked: bool = False) -> None:
        self.save_requested.emit(kind)


class Number(QWidget):
    """The painted lines: the cell in the selection's colour, the value large."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._face: Face | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_face(self, face: Face) -> None:
        """Show title and value of a face."""
        self._face = face
        self.update()

    def set_look(self, look: Look, width: float) -> None:
        """Take fonts, colours and the width from a look."""
        self._look = look
        self.setFixedSize(int(width), int(look.line("body") + look.line("value") + look.px(4)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, face = self._look, self._face
        if look is None or face is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("panel"))
        line = QRectF(0, 0, self.width(), look.line("body"))
        look.text(painter, line, face.title, "selection", "body", "strong")
        place = QRectF(0, line.bottom() + look.px(2), self.width(), look.line("value"))
        look.text(painter, place, f"= {face.value}", "text", "value", "strong")
        look.text(painter, place.translated(0, look.px(3)), face.beside, "muted", align=RIGHT)


def _button(name: str, tip: str, icon: str) -> ToolButton:
    return ToolButton(name, tip, icon=icon, shape=FLAT)
