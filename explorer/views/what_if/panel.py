"""Try another choice: exchange activations and poolings, shift by a pixel, see the difference."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from explorer.live.accuracy import Accuracy
from explorer.network.compare import Comparison
from explorer.network.spec import Spec
from explorer.views.parts.buttons import LOW_CHIP, ToolButton
from explorer.views.parts.widgets import HALF, PADDING, Panel, caption
from explorer.views.style.theme import GRID, Theme
from explorer.views.what_if.accuracy_row import AccuracyRow
from explorer.views.what_if.effect import EffectView
from explorer.views.what_if.fold import FoldHeading
from explorer.views.what_if.rows import Row, rows
from explorer.views.what_if.segments import Segments
from explorer.views.what_if.shift_pad import ShiftPad
from explorer.views.what_if.shown import ShownChoice
from explorer.views.what_if.stage_table import StageWindow

_TITLE = 40  # width of a row's title
_BAR = 12  # room for a scroll bar and the border
_LEAST = 160  # height; what does not fit scrolls


class WhatIfPanel(Panel):
    """Shows facts of a `WhatIf`; says what the user wants to try.

    `exchange_requested(stage, kind)` names the stage as in the original network,
    `move_requested(right, down)` is in pixels.
    """

    exchange_requested = Signal(str, str)
    move_requested = Signal(int, int)
    restore_requested = Signal()
    difference_chosen = Signal(bool)  # show in the scene what changed
    measure_requested = Signal()
    cancel_requested = Signal()
    folded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._kinds: Mapping[str, str] = {}
        self._shift = (0, 0)
        self._accuracy = Accuracy()
        self._comparisons: list[Comparison | None] = [None, None]
        self.segments: dict[str, Segments] = {}
        self._labels: list[QLabel] = []
        self.heading = FoldHeading("Try another choice")
        self.shift_pad, self.effect, self.accuracy = ShiftPad(), EffectView(), AccuracyRow()
        self.shown = ShownChoice()
        self.reset = ToolButton(
            "Reset",
            "Show the network as it was trained and the drawing where it was.",
            text="Reset",
            shape=LOW_CHIP,
        )
        self.stages = ToolButton(
            "Change per stage",
            "Show the difference stage by stage.",
            detail="How many numbers of each stage changed, how much, and how many winners moved.",
            text="stages",
            shape=LOW_CHIP,
        )
        self._window: StageWindow | None = None
        self._lay_out()
        self._connect()
        self._show_active()

    # What is shown -------------------------------------------------------------------------

    @property
    def open(self) -> bool:
        """Whether the panel is unfolded."""
        return self.heading.isChecked()

    def set_open(self, unfolded: bool) -> None:
        """Fold or unfold everything under the title."""
        self.heading.setChecked(unfolded)
        self._scroll.setVisible(unfolded)
        self.updateGeometry()

    def show_spec(self, spec: Spec) -> None:
        """Offer the choices of a network as it was loaded."""
        self.accuracy.show_drawing(spec.reconstructs)
        for segments in self.segments.values():
            _discard(segments)
        for label in self._labels:
            _discard(label)
        self.segments, self._labels = {}, []
        for part in (self.shift_pad, self.shown):
            self._grid.removeWidget(part)
        found = rows(spec)
        for at, row in enumerate(found):
            self._add(at, row)
        free = max((at for at, row in enumerate(found) if row.right is not None), default=-1) + 1
        self._grid.addWidget(self.shift_pad, free, 2, len(found) - free, 1)
        self._add_shown(len(found))
        for segments in self.segments.values():
            segments.kind_requested.connect(self.exchange_requested)
            if self._theme is not None:
                segments.set_theme(self._theme)
        self.show_kinds({})
        self._fit()

    def show_kinds(self, kinds: Mapping[str, str]) -> None:
        """Press the kinds that the network has now."""
        self._kinds = kinds
        for stage, segments in self.segments.items():
            segments.show_kind(kinds.get(stage, segments.choice.own))
        self._show_active()

    def show_shift(self, right: int, down: int) -> None:
        """Show how far the picture is moved."""
        self._shift = (right, down)
        self.shift_pad.show_shift(right, down)
        self._show_active()

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show what the exchanges did to the drawing, or that there are none."""
        self._comparisons[0] = comparison
        self.effect.show_exchange(comparison)
        self._show_stages()

    def show_shift_comparison(self, comparison: Comparison | None) -> None:
        """Show what the shift did to the drawing, or that there is none."""
        self._comparisons[1] = comparison
        self.effect.show_shift(comparison)
        self._show_stages()

    def show_accuracy(self, accuracy: Accuracy) -> None:
        """Show how far the counting is and what it found."""
        self._accuracy = accuracy
        self.accuracy.show_accuracy(accuracy, self._active)

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._theme = theme
        for part in (self.heading, self.reset, self.stages):
            part.set_theme(theme)
        for view in (self.shift_pad, self.effect, self.accuracy, self.shown):
            view.set_theme(theme)
        for segments in self.segments.values():
            segments.set_theme(theme)
        if self._window is not None:
            self._window.set_theme(theme)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        high = self.sizeHint().height()
        wide = self._content.minimumSizeHint().width() + 2 * PADDING + _BAR
        return QSize(wide, min(high, _LEAST) if self.open else high)

    # How it is built -----------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._content = QWidget()
        content = QVBoxLayout(self._content)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(HALF)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(HALF)
        self._grid.setVerticalSpacing(1)
        for column in (1, 2):
            self._grid.setColumnStretch(column, 1)
        content.addLayout(self._grid)
        content.addWidget(self.effect)
        content.addWidget(self.accuracy)
        self._scroll = _Scroll(self._content)
        title = QHBoxLayout()
        title.setSpacing(HALF)
        title.addWidget(self.heading, 1)
        title.addWidget(self.stages)
        title.addWidget(self.reset)
        self.body.addLayout(title)
        self.body.addWidget(self._scroll, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _connect(self) -> None:
        self.heading.clicked.connect(self._on_folded)
        self.shift_pad.move_requested.connect(self.move_requested)
        self.shown.difference_chosen.connect(self.difference_chosen)
        self.reset.clicked.connect(self.restore_requested)
        self.stages.clicked.connect(self._show_stage_window)
        self.accuracy.measure_requested.connect(self.measure_requested)
        self.accuracy.cancel_requested.connect(self.cancel_requested)

    def _add(self, at: int, row: Row) -> None:
        """Add a row; where poolings end, the arrows have the right column to themselves."""
        label = caption(row.title)
        self._labels.append(label)
        self._grid.addWidget(label, at, 0)
        for column, choice in ((1, row.left), (2, row.right)):
            if choice is not None:
                segments = self.segments[choice.stage] = Segments(choice)
                self._grid.addWidget(segments, at, column)

    def _add_shown(self, at: int) -> None:
        """Add the row about the scene under all choices."""
        label = caption("scene")
        self._labels.append(label)
        self._grid.addWidget(label, at, 0)
        self._grid.addWidget(self.shown, at, 1, 1, 2)

    def _fit(self) -> None:
        """Make all titles equally wide, so that the choices stand below each other."""
        wide = round(_TITLE * (self._theme.scale if self._theme else 1.0))
        for label in self._labels:
            label.setFixedWidth(wide)
        self._scroll.updateGeometry()

    @property
    def _active(self) -> bool:
        return bool(self._kinds) or self._shift != (0, 0)

    def _show_active(self) -> None:
        self.reset.setEnabled(self._active)
        self.stages.setEnabled(self._active)
        self.shown.show_active(self._active)
        self.effect.show_active(self._active, self._shift)
        self.accuracy.show_accuracy(self._accuracy, self._active)

    def _show_stages(self) -> None:
        if self._window is not None and self._window.isVisible():
            self._window.show_comparisons(*self._comparisons)

    def _on_folded(self) -> None:
        self.set_open(self.open)
        self.folded.emit(not self.open)

    def _show_stage_window(self) -> None:
        """Open the table beside the panel, over the scene."""
        if self._window is None:
            self._window = StageWindow(self)
            if self._theme is not None:
                self._window.set_theme(self._theme)
        self._window.show_comparisons(*self._comparisons)
        self._window.adjustSize()
        self._window.move(self.mapToGlobal(QPoint(-self._window.width() - GRID, 0)))
        self._window.show()
        self._window.tables[0].setFocus()


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


def _discard(widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()
