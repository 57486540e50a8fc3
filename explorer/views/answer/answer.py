"""The network's answer: the best guess large, then every class with its probability.

That of an auto-encoder is a picture, beside the one it was given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from explorer.network.cells import Selection
from explorer.network.records import Likeness, Trace
from explorer.network.spec import Spec
from explorer.text import _
from explorer.views.answer.bars import Bars
from explorer.views.answer.headline import EMPTY, LOADING, Headline
from explorer.views.answer.likeness import LikenessRow
from explorer.views.parts.widgets import Panel, column
from explorer.views.style.theme import GRID, Theme
from explorer.views.style.themed import Themed

if TYPE_CHECKING:
    from explorer.views.answer.reconstruction import ReconstructionView

_SHOWN_ROWS = 10  # more scroll


class AnswerPanel(Themed, Panel):
    """The headline and the nearest known digit over the bars; empty rows without a trace.

    Of an auto-encoder the `drawn` picture takes their place; pointing at it emits
    `cell_hovered(Cell or None)`, a click `cell_clicked(Cell)`.
    """

    cell_hovered = Signal(object)
    cell_clicked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.drawn: ReconstructionView | None = None
        self.headline, self.likeness, self.bars = Headline(), LikenessRow(), Bars()
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setWidget(self.bars)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self.headline)
        self._details = QWidget()
        column(self.likeness, self._scroll, spacing=GRID, within=self._details)
        self.body.addWidget(self._details)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(_("Answer"))

    def show_spec(self, spec: Spec) -> None:
        """Prepare for a network's classes, or for the picture that it draws."""
        self.headline.setVisible(not spec.reconstructs)
        self.likeness.setVisible(spec.reads_digits)
        self._scroll.setVisible(not spec.reconstructs)
        if spec.reconstructs:
            self.drawn = self.drawn or self._add_reconstruction()
            self.drawn.show_spec(spec)
        else:
            self.bars.show_spec(spec)
            self._fit()
        if self.drawn is not None:
            self.drawn.setVisible(spec.reconstructs)

    def show_trace(self, trace: Trace | None, likeness: Likeness | None = None) -> None:
        """Show the answer of a trace and what it is like, or that there is nothing yet."""
        drawn = trace is not None and trace.spec.reconstructs
        if trace is not None and drawn and (self.drawn is None or self.drawn.isHidden()):
            self.show_spec(trace.spec)
        if self.drawn is not None:
            self.drawn.show_trace(trace if drawn else None)
        if not drawn:
            self.headline.show_trace(trace, likeness)
            self.likeness.show_likeness(likeness)
            self.bars.show_trace(trace)

    def set_presenting(self, presenting: bool) -> None:
        """Leave the headline, or what is drawn, alone."""
        self._details.setVisible(not presenting)

    def show_loading(self, loading: bool) -> None:
        """Show that the network is still being loaded."""
        self.headline.show_quiet(LOADING if loading else EMPTY)

    def show_selection(self, selection: Selection | None) -> None:
        """Mark a selected class."""
        self.bars.show_selection(selection)
        if self.drawn is not None:
            self.drawn.show_selection(selection)

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        super().set_theme(theme)
        self._fit()

    def _add_reconstruction(self) -> ReconstructionView:
        """Add the view of a drawn picture; most networks sort into classes and need none."""
        from explorer.views.answer.reconstruction import ReconstructionView

        drawn = ReconstructionView()
        self.body.addWidget(drawn)
        drawn.cell_hovered.connect(self.cell_hovered)
        drawn.cell_clicked.connect(self.cell_clicked)
        return drawn

    def _fit(self) -> None:
        high, rows = self.bars.sizeHint().height(), self.bars.rows
        self._scroll.setFixedHeight(high * min(rows, _SHOWN_ROWS) // rows)
