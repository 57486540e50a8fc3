"""Four arrows around a number: move the network's picture by one pixel."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from explorer.text import _
from explorer.views.parts.buttons import LOW_CHIP, ToolButton
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import caption
from explorer.views.what_if.texts import format_arrows

# By key: arrow, steps to the right and down, accessible name, tip.
_ARROWS = {
    "left": ("←", -1, 0, _("Shift left"), _("Move the network's picture one pixel to the left.")),
    "up": ("↑", 0, -1, _("Shift up"), _("Move the network's picture one pixel up.")),
    "right": ("→", 1, 0, _("Shift right"), _("Move the network's picture one pixel to the right.")),
    "down": ("↓", 0, 1, _("Shift down"), _("Move the network's picture one pixel down.")),
}


class ShiftPad(QWidget):
    """Emits `move_requested(right, down)` in whole pixels."""

    move_requested = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, ToolButton] = {}
        self._label = caption(_("shift"))
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        explain(
            self._label,
            _("Shift"),
            _("Move the picture that the network sees by whole pixels."),
            _(
                "Moving the drawing would do nothing: it is centred again. Here the finished "
                "pixels move, so you see how many pooling winners move with them and how little "
                "the pooled maps change."
            ),
        )
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        detail = _("The scene shows what changes; Reset puts it back.")
        for key, (arrow, right, down, name, tip) in _ARROWS.items():
            button = ToolButton(name, tip, detail=detail, text=arrow, shape=LOW_CHIP)
            button.clicked.connect(partial(self._on_clicked, right, down))
            self.buttons[key] = button
            layout.addWidget(button, 1 + down, 1 + right, Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._label, 1, 1)
        layout.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What stands between the arrows."""
        return self._label.text()

    def show_shift(self, right: int, down: int) -> None:
        """Show how far the picture is moved."""
        self._label.setText(format_arrows((right, down)) or _("shift"))

    def _on_clicked(self, right: int, down: int, _checked: bool = False) -> None:
        self.move_requested.emit(right, down)
