"""A few values to choose from, as joined buttons after a caption: the stride, with or without bias.

The value that the network uses keeps a dot while another one is tried.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QWidget

from explorer.text import _
from explorer.views.parts.help import explain
from explorer.views.style.theme import Theme
from explorer.views.what_if.segments import Segment


class Picks(QWidget):
    """Emits `picked(value)` when the user presses one of the values."""

    picked = Signal(object)

    def __init__(self, caption: str, tip: str, detail: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption, self._tip, self._detail = caption, tip, detail
        self._theme: Theme | None = None
        self._shown: tuple[object, ...] = ()
        self.buttons: dict[object, Segment] = {}
        self._group = QButtonGroup(self)
        label = QLabel(caption)
        label.setProperty("role", "caption")
        self.setAccessibleName(caption)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(label)
        self._row.addSpacing(6)

    def show_values(self, values: tuple[tuple[object, str], ...], own: object, at: object) -> None:
        """Offer values with their texts; `own` is the network's, `at` the one that is shown."""
        if (values, own) != self._shown:
            self._shown = (values, own)
            self._build(values, own)
        self.buttons[at].setChecked(True)
        for button in self.buttons.values():
            button.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and font from a theme."""
        self._theme = theme
        for button in self.buttons.values():
            button.set_theme(theme)

    def _build(self, values: tuple[tuple[object, str], ...], own: object) -> None:
        for button in self.buttons.values():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
        self.buttons = {}
        for value, text in values:
            last = value == values[-1][0]
            button = Segment(text, value == own, not self.buttons, last)
            tips = [self._tip, _("The network uses it.")] if value == own else [self._tip]
            name = f"{self._caption}: {text}"
            explain(button, name, " ".join(tips), self._detail)
            button.clicked.connect(partial(self._on_clicked, value))
            if self._theme is not None:
                button.set_theme(self._theme)
            self._group.addButton(button)
            self._row.addWidget(button)
            self.buttons[value] = button

    def _on_clicked(self, value: object, _checked: bool = False) -> None:
        self.picked.emit(value)
