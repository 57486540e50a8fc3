"""A window with all kernels of a convolution: numbers, one scale, and how often which occurs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from explorer.network.cells import number
from explorer.network.kernels import KernelFacts
from explorer.views.kernels.board import Board
from explorer.views.kernels.histogram import Histogram
from explorer.views.kernels.painting import said
from explorer.views.kernels.places import Weight
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import Panel, caption, heading
from explorer.views.style.theme import GRID, Theme
from explorer.views.style.themed import Themed

_COLOURS = ("red", "green", "blue")


class KernelWindow(Themed, QDialog):
    """Shows `KernelFacts` and stays open beside the scene.

    Says `weight_hovered(Weight | None)` and `stage_chosen(str)`, the name of another convolution.
    """

    weight_hovered = Signal(object)
    stage_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: KernelFacts | None = None
        self.setModal(False)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setSizeGripEnabled(True)
        self.board, self.histogram = Board(), Histogram()
        self.stages, self.channels = QComboBox(), QComboBox()
        self._summary, self._sentence = caption(""), QLabel()
        self._scroll = QScrollArea()
        explain(self.stages, "Layer", "Which convolution's kernels are shown.")
        explain(
            self.channels,
            "Channels",
            "Show one slice of every kernel, or all of them.",
            "Slice c of a kernel looks at map c of the stage before it.",
        )
        self._sentence.setAccessibleName("Weight")
        self._lay_out()
        self._connect()
        self.resize(780, 640)

    @property
    def sentence(self) -> str:
        """What is said of the weight that is pointed at, or of the layer."""
        return self._sentence.text()

    def show_stages(self, names: tuple[str, ...]) -> None:
        """Offer the convolutions of a network."""
        self.stages.blockSignals(True)
        self.stages.clear()
        self.stages.addItems(names)
        self.stages.blockSignals(False)

    def show_facts(self, facts: KernelFacts) -> None:
        """Show the kernels of a layer."""
        before, self._facts = self._facts, facts
        self.setWindowTitle(f"Kernels of {facts.name}")
        self._summary.setText(_summary(facts))
        self.stages.setCurrentText(facts.name)
        if before is None or (before.name, before.channels) != (facts.name, facts.channels):
            self._offer_channels(facts.channels)
        self.board.show_facts(facts)
        self.histogram.show_facts(facts)
        self._say(self.board.weight)

    def show_kernel(self, kernel: int | None) -> None:
        """Frame a kernel and bring it into view; None frames none."""
        self.board.show_chosen(kernel)
        area = self.board.chosen_area()
        if kernel is not None and not area.isEmpty():
            self._scroll.ensureVisible(area.center().x(), area.center().y(), 0, area.height() // 2)

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        super().set_theme(theme)
        self.board.set_theme(theme)
        self.histogram.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._facts is not None:
            self.board.show_facts(self._facts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # a dialog would press its first button
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self._scroll.setWidget(self.board)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        top = QHBoxLayout()
        top.addWidget(heading("Kernels of"))
        top.addWidget(self.stages)
        top.addSpacing(GRID)
        top.addWidget(self.channels)
        top.addStretch(1)
        self._summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        panel, below = Panel(), Panel()
        panel.body.setContentsMargins(1, 1, 1, 1)
        panel.body.addWidget(self._scroll)
        below.body.addWidget(self._sentence)
        below.body.addWidget(self.histogram)
        below.body.addWidget(self._summary)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addWidget(panel, 1)
        layout.addWidget(below)

    def _connect(self) -> None:
        self.board.weight_hovered.connect(self._on_weight_hovered)
        self.channels.currentIndexChanged.connect(self._on_channel_chosen)
        self.stages.currentTextChanged.connect(self._on_stage_chosen)

    def _offer_channels(self, count: int) -> None:
        self.channels.blockSignals(True)
        self.channels.clear()
        self.channels.addItem("all channels" if count > 1 else "one channel")
        if count > 1:
            first = self.stages.currentIndex() == 0
            names = _COLOURS if count == 3 and first else [f"channel {c}" for c in range(count)]
            self.channels.addItems(names)
        self.channels.setEnabled(count > 1)
        self.channels.blockSignals(False)

    def _on_channel_chosen(self, index: int) -> None:
        self.board.show_channel(index - 1 if index > 0 else None)

    def _on_stage_chosen(self, name: str) -> None:
        if self._facts is not None and name != self._facts.name:
            self.stage_chosen.emit(name)

    def _on_weight_hovered(self, weight: Weight | None) -> None:
        self._say(weight)
        area = self.board.weight_area()
        if weight is not None and self.board.hasFocus() and not self.board.underMouse():
            self._scroll.ensureVisible(area.center().x(), area.center().y(), 60, 60)
        self.weight_hovered.emit(weight)

    def _say(self, weight: Weight | None) -> None:
        facts = self._facts
        if facts is None:
            return
        value = None
        if weight is not None:
            value = float(facts.weight[weight.kernel, weight.channel, weight.row, weight.column])
        sentence = _sentence(facts, weight, value)
        self._sentence.setText(sentence)
        self._sentence.setAccessibleDescription(sentence)
        self.board.setAccessibleDescription(sentence)
        self.histogram.show_marked(value)


def _sentence(facts: KernelFacts, weight: Weight | None, value: float | None) -> str:
    if weight is None or value is None:
        return "Point at a weight, or walk with the arrow keys."
    channel = f", channel {weight.channel}" if facts.channels > 1 else ""
    return (
        f"kernel {weight.kernel}{channel}, row {weight.row}, column {weight.column}: "
        f"{number(value)} ({said(facts, weight.kernel)})"
    )


def _summary(facts: KernelFacts) -> str:
    slices = f"{facts.channels} × " if facts.channels > 1 else ""
    return (
        f"{facts.kernels} kernels of {slices}{facts.side} × {facts.side} weights in one scale · "
        f"mean {number(facts.mean)} · standard deviation {number(facts.deviation)}"
    )
