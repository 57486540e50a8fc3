"""Four arrows around a number: move the network's picture by one pixel."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from explorer.views.parts.buttons import LOW_CHIP, ToolButton
from explorer.views.parts.help import explain
from explorer.views.style.theme import Theme
from explorer.views.what_if.texts import shift_text

_ARROWS = (
    ("left", "←", (-1, 0), (1, 0)),
    ("up", "↑", (0, -1), (0, 1)),
    ("right", "→", (1, 0), (1, 2)),
    ("down", "↓", (0, 1), (2, 1)),
)


class ShiftPad(QWidget):
    """Says `move_requested(right, down)` in whole pixels."""

    move_requested = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, ToolButton] = {}
        self._label = QLabel("shift")
        self._label.setProperty("role", "caption")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        explain(
            self._label,
            "Shift",
            "Move the picture that the network sees by whole pixels.",
            "Moving the drawing would do nothing: it is centred again. Here the finished pixels "
            "move, so you see how many pooling winners move with them and how little the pooled "
            "maps change.",
        )
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for name, arrow, (right, down), (row, column) in _ARROWS:
            button = ToolButton(
                f"Shift {name}",
                f"Move the network's picture one pixel {_way(name)}.",
                detail="The scene shows what changes; Reset puts it back.",
                text=arrow,
                shape=LOW_CHIP,
            )
            button.clicked.connect(partial(self._on_clicked, right, down))
            self.buttons[name] = button
            layout.addWidget(button, row, column, Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._label, 1, 1)
        layout.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What stands between the arrows."""
        return self._label.text()

    def show_shift(self, right: int, down: int) -> None:
        """Show how far the picture is moved."""
        moved = (right, down) != (0, 0)
        self._label.setText(shift_text((right, down)).removesuffix(" px") if moved else "shift")

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        for button in self.buttons.values():
            button.set_theme(theme)

    def _on_clicked(self, right: int, down: int, _checked: bool = False) -> None:
        self.move_requested.emit(right, down)


def _way(name: str) -> str:
    return {"left": "to the left", "right": "to the right", "up": "up", "down": "down"}[name]
