"""The network's answer: the best guess large, then every class with its probability."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from explorer.network.cells import Selection
from explorer.network.records import Trace
from explorer.network.spec import Spec
from explorer.views.bars import Bars
from explorer.views.headline import EMPTY, LOADING, Headline
from explorer.views.theme import Theme
from explorer.views.widgets import Panel

_SHOWN_ROWS = 10  # more scroll


class AnswerPanel(Panel):
    """The headline over the bars; without a trace a calm sentence and empty rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loading = False
        self.headline, self.bars = Headline(), Bars()
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.bars)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self.headline)
        self.body.addWidget(self._scroll)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Answer")

    def show_spec(self, spec: Spec) -> None:
        """Prepare for a network's classes."""
        self.bars.show_spec(spec)
        self._fit()

    def show_trace(self, trace: Trace | None) -> None:
        """Show the answer of a trace, or that there is nothing to answer yet."""
        self.headline.show_trace(trace)
        self.bars.show_trace(trace)

    def show_loading(self, loading: bool) -> None:
        """Say that the network is still being loaded."""
        self._loading = loading
        self.headline.show_quiet(LOADING if loading else EMPTY)

    def show_selection(self, selection: Selection | None) -> None:
        """Mark a selected class."""
        self.bars.show_selection(selection)

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self.headline.set_theme(theme)
        self.bars.set_theme(theme)
        self._fit()

    def _fit(self) -> None:
        high = self.bars.sizeHint().height()
        rows = max(1, len(self.bars._classes))
        self._scroll.setFixedHeight(high * min(rows, _SHOWN_ROWS) // rows)
