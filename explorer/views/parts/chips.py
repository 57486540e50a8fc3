"""Small parts that the columns of the Train page share: chips that choose, areas that scroll."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from explorer.views.parts.buttons import Shape, ToolButton
from explorer.views.parts.widgets import HALF
from explorer.views.style.theme import SMALL, Theme

SMALL_CHIP = Shape(height=26, side=7, font=SMALL)
TIGHT_CHIP = Shape(height=26, side=4, font=SMALL)


class Chips(QWidget):
    """Buttons of which one is chosen: (text, tip) by key. Says `chosen(key)` for the user only.

    With `fill` they share all the width there is.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        choices: Mapping[str, tuple[str, str]],
        *,
        shape: Shape = SMALL_CHIP,
        fill: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.buttons: dict[str, ToolButton] = {}
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(HALF)
        for key, (text, tip) in choices.items():
            button = ToolButton(text, tip, text=text, shape=shape)
            button.setCheckable(True)
            wide = QSizePolicy.Policy.MinimumExpanding if fill else QSizePolicy.Policy.Minimum
            button.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
            button.clicked.connect(partial(self._on_clicked, key))
            self._group.addButton(button)
            self.buttons[key] = button
            layout.addWidget(button)
        wide = QSizePolicy.Policy.MinimumExpanding if fill else QSizePolicy.Policy.Maximum
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)

    @property
    def shown(self) -> str:
        """The key that is chosen, or nothing."""
        return next((key for key, b in self.buttons.items() if b.isChecked()), "")

    def show_chosen(self, key: str) -> None:
        """Press one without saying anything; an unknown key releases all."""
        self._group.setExclusive(False)
        for name, button in self.buttons.items():
            button.setChecked(name == key)
        self._group.setExclusive(True)

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        for button in self.buttons.values():
            button.set_theme(theme)

    def _on_clicked(self, key: str, _checked: bool = False) -> None:
        self.chosen.emit(key)


def scrolling(widget: QWidget) -> QScrollArea:
    """Return an area in which a tall widget scrolls, as wide as there is room."""
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
