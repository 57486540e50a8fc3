"""The right column of the Train page: curves, a step taken apart, confusion, comparison, a cell."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from explorer.text import _
from explorer.views.cards.card import ExplanationCard
from explorer.views.judged.confusion_panel import ConfusionPanel
from explorer.views.parts.chips import Chips, scrolling
from explorer.views.parts.widgets import Panel, column
from explorer.views.style.theme import GRID
from explorer.views.train.compare_panel import ComparePanel
from explorer.views.train.curves.curves import CurvesView
from explorer.views.train.step.panel import AnatomyPanel

PANELS = {
    "curves": (_("Curves"), _("Loss, accuracy, learning rate and gradients against the step.")),
    "step": (_("Step"), _("One step taken apart: forward, loss, backward, update.")),
    "confusion": (
        _("Confusion"),
        _("Which classes are taken for which, and the surest mistakes."),
    ),
    "compare": (_("Compare"), _("Two moments, or two branches, stage by stage.")),
    "cell": (_("Cell"), _("The selected cell, and why it has its number.")),
}


class TrainRight(QWidget):
    """Holds the panels, of which `card` explains a cell; emits `panel_chosen(key of PANELS)`."""

    panel_chosen = Signal(str)

    def __init__(self, card: ExplanationCard) -> None:
        super().__init__()
        self._before = "curves"  # what is shown again when the cell is let go
        self.chips = Chips(_("What is shown of the run"), PANELS, fill=True)
        self.curves = CurvesView()
        self.curves.facts.setWordWrap(True)
        self.step = AnatomyPanel()
        self.confusion, self.compare = ConfusionPanel(), ComparePanel()
        self._stack = QStackedWidget()
        for panel in (self.curves, scrolling(self.step), self.confusion, self.compare, card):
            self._stack.addWidget(panel)
        frame = Panel()
        frame.body.setSpacing(GRID)
        frame.body.addWidget(self.chips)
        frame.body.addWidget(self._stack, 1)
        column(frame, within=self)
        self.chips.chosen.connect(self.choose_panel)
        self.show_panel("curves")

    @property
    def panel(self) -> str:
        """Which panel is shown."""
        return self.chips.shown

    def show_panel(self, panel: str) -> None:
        """Show curves, step, confusion or compare."""
        self.chips.show_chosen(panel)
        self._stack.setCurrentIndex(list(PANELS).index(panel))

    def show_kept(self, kept: bool) -> None:
        """Show the explanation while a cell is kept, and what was there before afterwards."""
        if kept and self.panel != "cell":
            self._before = self.panel
            self.choose_panel("cell")
        elif not kept and self.panel == "cell":
            self.choose_panel(self._before)

    def choose_panel(self, panel: str) -> None:
        """Show a panel as if the user had chosen it."""
        self.show_panel(panel)
        self.panel_chosen.emit(panel)
