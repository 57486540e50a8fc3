"""The choice of what the scene shows of a changed network: its numbers or the difference."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from explorer.views.parts.help import explain
from explorer.views.style.theme import Theme
from explorer.views.what_if.segments import Segment

_CHOICES = (
    (False, "network", "The scene shows the numbers of the network as it is now."),
    (True, "difference", "The scene shows in every cell what changed against the original."),
)


class ShownChoice(QWidget):
    """Says `difference_chosen(bool)` when the user presses one.

    While nothing is changed there is no difference: the choice waits, and "network" is pressed.
    """

    difference_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[bool, Segment] = {}
        self._difference = False
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for difference, text, tip in _CHOICES:
            button = Segment(text, False, not self.buttons, difference)
            explain(
                button,
                f"Scene: {text}",
                tip,
                "Blue cells became larger, orange ones smaller. A line in a map leads from the "
                "cell that won a max-pooling window in the original to the one that wins now.",
            )
            button.clicked.connect(partial(self._on_clicked, difference))
            self._group.addButton(button)
            self.buttons[difference] = button
            layout.addWidget(button)
        self.setAccessibleName("What the scene shows")
        self.show_active(False)

    @property
    def difference(self) -> bool:
        """Whether the difference is wanted."""
        return self._difference

    def show_active(self, active: bool) -> None:
        """Offer the choice while there is a difference."""
        self.setEnabled(active)
        self._press()

    def show_difference(self, chosen: bool) -> None:
        """Press one of both without saying anything."""
        self._difference = chosen
        self._press()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and font from a theme."""
        for button in self.buttons.values():
            button.set_theme(theme)

    def _press(self) -> None:
        self.buttons[self._difference and self.isEnabled()].setChecked(True)
        for button in self.buttons.values():
            button.update()

    def _on_clicked(self, difference: bool, _checked: bool = False) -> None:
        if difference != self._difference:
            self._difference = difference
            self.difference_chosen.emit(difference)
        self._press()
