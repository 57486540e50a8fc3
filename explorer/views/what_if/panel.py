"""Try another choice: exchange activations and poolings, shift by a pixel, see the difference."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from explorer.live.accuracy import Accuracy
from explorer.network.compare import Comparison
from explorer.network.spec import Spec
from explorer.text import _
from explorer.views.parts.buttons import LOW_CHIP, ToolButton
from explorer.views.parts.chips import Chips, Fold
from explorer.views.parts.widgets import HALF, PADDING, Panel, caption, column, row, show_beside
from explorer.views.style.theme import GRID, Theme
from explorer.views.style.themed import Themed
from explorer.views.what_if.accuracy_row import AccuracyRow
from explorer.views.what_if.effect import EffectView
from explorer.views.what_if.rows import ChoiceRow, StageChoice, find_rows
from explorer.views.what_if.shift_pad import ShiftPad
from explorer.views.what_if.stage_table import StageWindow

_TITLE = 40  # width of a row's title
_BAR = 12  # room for a scroll bar and the border
_LEAST = 160  # height; what does not fit scrolls


class WhatIfPanel(Themed, Panel):
    """Shows facts of a `WhatIf`; emits what the user asks to try, as its parts do.

    `exchange_requested(stage, kind)` names the stage as in the original network.
    `difference_chosen(bool)` is about the scene; while nothing is changed there is no difference,
    so that the choice waits and "network" is pressed.
    """

    exchange_requested = Signal(str, str)
    difference_chosen = Signal(bool)
    folded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds: Mapping[str, str] = {}
        self._own: dict[str, str] = {}
        self._shift = (0, 0)
        self._difference = False
        self._accuracy = Accuracy()
        self._comparisons: tuple[Comparison | None, Comparison | None] = (None, None)
        self.segments: dict[str, Chips] = {}
        self._labels: list[QLabel] = []
        self.heading = Fold(
            _("Try another choice"),
            _("Exchange activations and poolings of the running network, or shift by a pixel."),
            _("The weights stay as they were trained. Press to fold or unfold the panel."),
        )
        self.shift_pad, self.effect, self.accuracy = ShiftPad(), EffectView(), AccuracyRow()
        self.shown = Chips(
            _("Scene"),
            {
                "network": (
                    _("network"),
                    _("The scene shows the numbers of the network as it is now."),
                ),
                "difference": (
                    _("difference"),
                    _("The scene shows in every cell what changed against the original."),
                ),
            },
            detail=_(
                "Blue cells became larger, orange ones smaller. A line in a map leads from the "
                "cell that won a max-pooling window in the original to the one that wins now."
            ),
            joined=True,
        )
        self.reset = ToolButton(
            _("Reset"),
            _("Show the network as it was trained and the drawing where it was."),
            text=_("Reset"),
            shape=LOW_CHIP,
        )
        self.stages = ToolButton(
            _("Change per stage"),
            _("Show the difference stage by stage."),
            detail=_(
                "How many numbers of each stage changed, how much, and how many winners moved."
            ),
            text=_("stages"),
            shape=LOW_CHIP,
        )
        self.stage_window: StageWindow | None = None
        self._lay_out()
        self.heading.clicked.connect(self._on_folded)
        self.shown.chosen.connect(self._on_shown_chosen)
        self.stages.clicked.connect(self._show_stage_window)
        self._show_active()

    @property
    def open(self) -> bool:
        """Whether the panel is unfolded."""
        return self.heading.isChecked()

    def set_open(self, unfolded: bool) -> None:
        """Fold or unfold everything under the title."""
        self.heading.setChecked(unfolded)
        self._scroll.setVisible(unfolded)
        self.updateGeometry()

    @property
    def difference(self) -> bool:
        """Whether the scene is to show the difference."""
        return self._difference

    def show_difference(self, chosen: bool) -> None:
        """Press what the scene shows; emits nothing."""
        self._difference = chosen
        self._show_active()

    def show_spec(self, spec: Spec) -> None:
        """Offer the choices of a network as it was loaded."""
        self.accuracy.show_drawing(spec.reconstructs)
        for widget in (*self.segments.values(), *self._labels):
            widget.hide()
            widget.deleteLater()
        self.segments, self._own, self._labels = {}, {}, []
        self._grid.removeWidget(self.shift_pad)
        self._grid.removeWidget(self.shown)
        for choices in find_rows(spec):
            self._add_row(choices)
        for title, widget in (("", self.shift_pad), (_("scene"), self.shown)):
            self._add_label(self._grid.rowCount(), title)
            self._grid.addWidget(widget, self._grid.rowCount() - 1, 1)
        self.show_kinds({})
        self._fit()

    def show_kinds(self, kinds: Mapping[str, str]) -> None:
        """Press the kinds that the network has now."""
        self._kinds = kinds
        for stage, segments in self.segments.items():
            segments.show_chosen(kinds.get(stage, self._own[stage]))
        self._show_active()

    def show_shift(self, right: int, down: int) -> None:
        """Show how far the picture is moved."""
        self._shift = (right, down)
        self.shift_pad.show_shift(right, down)
        self._show_active()

    def show_comparisons(self, exchange: Comparison | None, shift: Comparison | None) -> None:
        """Show what the exchanges and the shift did to the drawing, None for what there is not."""
        self._comparisons = exchange, shift
        self.effect.show_comparisons(exchange, shift)
        if self.stage_window is not None and self.stage_window.isVisible():
            self.stage_window.show_comparisons(exchange, shift)

    def show_accuracy(self, accuracy: Accuracy) -> None:
        """Show how far the counting is and what it found."""
        self._accuracy = accuracy
        self.accuracy.show_accuracy(accuracy, self._active)

    def set_theme(self, theme: Theme) -> None:
        """Take the width of the titles from a theme."""
        super().set_theme(theme)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        high = self.sizeHint().height()
        wide = self._content.minimumSizeHint().width() + 2 * PADDING + _BAR
        return QSize(wide, min(high, _LEAST) if self.open else high)

    def _lay_out(self) -> None:
        self._content = QWidget()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(HALF)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(1, 1)
        buttons = row(None, self.stages, self.reset)
        column(self._grid, self.effect, self.accuracy, buttons, within=self._content)
        self._scroll = _Scroll(self._content)
        self.body.addWidget(self.heading)
        self.body.addWidget(self._scroll, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _add_row(self, choices: ChoiceRow) -> None:
        """Add what can be chosen for a layer, one below the other."""
        for title, choice in ((choices.title, choices.left), ("", choices.right)):
            if choice is not None:
                at = self._grid.rowCount()
                self._add_label(at, title)
                segments = self.segments[choice.stage] = _segments(choice)
                self._own[choice.stage] = choice.own
                segments.chosen.connect(partial(self.exchange_requested.emit, choice.stage))
                self._grid.addWidget(segments, at, 1)

    def _add_label(self, at: int, title: str) -> None:
        label = caption(title)
        self._labels.append(label)
        self._grid.addWidget(label, at, 0)

    def _fit(self) -> None:
        """Make all titles equally wide, so that the choices stand below each other."""
        for label in self._labels:
            label.setFixedWidth(round(_TITLE * self.theme.scale))
        self._scroll.updateGeometry()

    @property
    def _active(self) -> bool:
        return bool(self._kinds) or self._shift != (0, 0)

    def _show_active(self) -> None:
        words = _("Another choice is shown") if self._active else _("Try another choice")
        self.heading.setText(words)
        for control in (self.reset, self.stages, self.shown):
            control.setEnabled(self._active)
        self.shown.show_chosen("difference" if self._difference and self._active else "network")
        self.effect.show_active(self._active, self._shift)
        self.accuracy.show_accuracy(self._accuracy, self._active)

    def _on_shown_chosen(self, shown: str) -> None:
        if (shown == "difference") != self._difference:
            self._difference = shown == "difference"
            self.difference_chosen.emit(self._difference)

    def _on_folded(self) -> None:
        self.set_open(self.open)
        self.folded.emit(not self.open)

    def _show_stage_window(self) -> None:
        """Open the table beside the panel, over the scene."""
        if self.stage_window is None:
            self.stage_window = StageWindow(self)
        self.stage_window.show_comparisons(*self._comparisons)
        show_beside(self.stage_window, self.mapToGlobal(QPoint(-GRID, 0)), left=True)
        self.stage_window.setFocus()


class _Scroll(QScrollArea):
    """Asks for all the height that its contents need; scrolls where it gets less."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()  # the contents have another height now
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        return self._content.sizeHint()


def _segments(choice: StageChoice) -> Chips:
    """Return the kinds of a stage as joined buttons; the one it was trained with is pressed."""
    trained = _("The network was trained with it.")
    kinds = {
        kind: (text, f"{tip} {trained}" if kind == choice.own else tip)
        for kind, (text, tip) in choice.kinds.items()
    }
    detail = _(
        "The weights stay as they are, so the answers usually get worse; how much is counted on "
        "the bundled test digits."
    )
    return Chips(choice.title, kinds, detail=detail, joined=True, own=choice.own)
