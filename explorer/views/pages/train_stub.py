"""Where one step taken apart will be shown; stands in until that panel is there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel

from explorer.live.training_facts import Anatomy
from explorer.views.theme import Theme


class AnatomyPanel(QLabel):
    """Says where the step stands."""

    sample_chosen = Signal(int)

    def show_anatomy(self, anatomy: Anatomy | None, classes: tuple[str, ...]) -> None:
        """Show the step and phase."""
        self.setText("" if anatomy is None else f"step {anatomy.step}, phase {anatomy.phase}")

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
