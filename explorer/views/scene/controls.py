"""The row under the scene: the colour legend, what shares a range, the winners, and fit."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QWidget

from explorer.views.buttons import Shape, ToolButton
from explorer.views.help import explain
from explorer.views.scene.legend import Legend
from explorer.views.scene.scales import Scope
from explorer.views.theme import GRID, SMALL, Theme
from explorer.views.widgets import caption

_SHAPE = Shape(height=26, side=7, font=SMALL)
_SCOPES: tuple[tuple[Scope, str], ...] = (
    ("map", "Each map uses its whole range of colours: faint maps become visible."),
    ("layer", "All maps of a layer share one range, so they can be compared."),
    ("network", "All layers of the same quantity share one range."),
)


class Controls(QWidget):
    """Says `scope_chosen(str)`, `winners_chosen(bool)` and `fit_requested()`."""

    scope_chosen = Signal(str)
    winners_chosen = Signal(bool)
    fit_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.legend = Legend(theme)
        self.winners = ToolButton(
            "Pooling winners",
            "Fade every cell that its pooling window did not choose.",
            detail="Max pooling keeps the largest number of each window. The cells that stay "
            "bright are those that the next column was made from.",
            shortcut="W",
            text="winners",
            shape=_SHAPE,
        )
        self.winners.setCheckable(True)
        self.winners.setChecked(True)
        self.fit = ToolButton(
            "Fit",
            "Show the whole network.",
            detail="The wheel or a pinch zooms about the pointer; drag an empty place, hold "
            "Space or use the middle button to move.",
            shortcut="F",
            text="fit",
            shape=_SHAPE,
        )
        self._scopes = QButtonGroup(self)
        self._buttons: dict[Scope, ToolButton] = {}
        self._lay_out()
        self._connect()
        self.set_scope("layer")
        self.set_theme(theme)

    def set_scope(self, scope: Scope) -> None:
        """Show which scope is chosen, without a signal."""
        self._buttons[scope].setChecked(True)

    def set_winners(self, shown: bool) -> None:
        """Show whether winners are marked, without a signal."""
        self.winners.setChecked(shown)

    def set_winners_possible(self, possible: bool) -> None:
        """Offer the winners only where a network has max pooling."""
        self.winners.setEnabled(possible)

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self.legend.set_theme(theme)
        for button in (*self._buttons.values(), self.winners, self.fit):
            button.set_theme(theme)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, 4, GRID, 4)
        layout.setSpacing(4)
        layout.addWidget(self.legend, 1)
        layout.addSpacing(GRID)
        layout.addWidget(self._scope_label())
        for scope, tip in _SCOPES:
            layout.addWidget(self._scope_button(scope, tip))
        layout.addSpacing(4)
        layout.addWidget(self.winners)
        layout.addWidget(self.fit)

    def _scope_label(self) -> QLabel:
        label = caption("scale per")
        explain(label, "Scale per", "What shares one range of colours.")
        return label

    def _scope_button(self, scope: Scope, tip: str) -> ToolButton:
        button = ToolButton(f"Colours per {scope}", tip, text=scope, shape=_SHAPE)
        button.setCheckable(True)
        self._scopes.addButton(button)
        self._buttons[scope] = button
        return button

    def _connect(self) -> None:
        for scope, button in self._buttons.items():
            button.clicked.connect(lambda _on, scope=scope: self.scope_chosen.emit(scope))
        self.winners.clicked.connect(self.winners_chosen)
        self.fit.clicked.connect(self.fit_requested)
