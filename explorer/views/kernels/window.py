"""A window with all kernels of a convolution: numbers, one scale, and how often which occurs."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QWidget,
)

from explorer.network.cells import number
from explorer.network.fields import COLOURS
from explorer.network.kernels import KernelFacts
from explorer.text import _
from explorer.views.kernels.board import KernelBoard
from explorer.views.kernels.histogram import WeightHistogram
from explorer.views.kernels.layout import KernelWeight
from explorer.views.parts.chips import scrolling
from explorer.views.parts.fields import Choice
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import Panel, caption, column, heading
from explorer.views.style.theme import GRID


class KernelWindow(QDialog):
    """Shows `KernelFacts` and stays open beside the scene.

    Emits `weight_hovered(KernelWeight | None)` and `stage_chosen(str)`, the name of another
    convolution.
    """

    weight_hovered = Signal(object)
    stage_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: KernelFacts | None = None
        self.setModal(False)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setSizeGripEnabled(True)
        self.board, self.histogram = KernelBoard(), WeightHistogram()
        self.stages, self.channels = Choice(), Choice()
        self._summary, self._sentence = caption(""), QLabel()
        self._scroll = scrolling(self.board)
        explain(self.stages, _("Layer"), _("Which convolution's kernels are shown."))
        explain(
            self.channels,
            _("Channels"),
            _("Show one slice of every kernel, or all of them."),
            _("Slice c of a kernel looks at map c of the stage before it."),
        )
        self._sentence.setAccessibleName(_("Weight"))
        self._lay_out()
        self.board.tile_hovered.connect(self._on_weight_hovered)
        self.channels.currentIndexChanged.connect(self._on_channel_chosen)
        self.stages.currentTextChanged.connect(self._on_stage_chosen)
        self.resize(780, 640)

    @property
    def sentence(self) -> str:
        """What is known of the weight that is pointed at, or how to point at one."""
        return self._sentence.text()

    def show_stages(self, names: tuple[str, ...]) -> None:
        """Offer the convolutions of a network."""
        with QSignalBlocker(self.stages):
            self.stages.clear()
            self.stages.addItems(names)

    def show_facts(self, facts: KernelFacts) -> None:
        """Show the kernels of a layer."""
        before, self._facts = self._facts, facts
        self.setWindowTitle(_("Kernels of {layer}").format(layer=facts.name))
        self._summary.setText(_summary(facts))
        self.stages.setCurrentText(facts.name)
        if before is None or (before.name, before.channels) != (facts.name, facts.channels):
            self._offer_channels(facts.channels)
        self.board.show_facts(facts)
        self.histogram.show_facts(facts)
        self._describe(self.board.hot)

    def show_kernel(self, kernel: int | None) -> None:
        """Frame a kernel and bring it into view; None frames none."""
        self.board.show_kernel(kernel)
        area = self.board.kernel_area()
        if kernel is not None and not area.isEmpty():
            self._scroll.ensureVisible(area.center().x(), area.center().y(), 0, area.height() // 2)

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
        top = QHBoxLayout()
        top.addWidget(heading(_("Kernels of")))
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
        layout = column(top, (panel, 1), below, spacing=GRID, within=self)
        layout.setContentsMargins(GRID, GRID, GRID, 2 * GRID)

    def _offer_channels(self, count: int) -> None:
        with QSignalBlocker(self.channels):
            self.channels.clear()
            self.channels.addItem(_("all channels") if count > 1 else _("one channel"))
            if count > 1:
                names = [_("channel {number}").format(number=at) for at in range(count)]
                first = self.stages.currentIndex() == 0
                self.channels.addItems(COLOURS if count == len(COLOURS) and first else names)
            self.channels.setEnabled(count > 1)

    def _on_channel_chosen(self, index: int) -> None:
        self.board.show_channel(index - 1 if index > 0 else None)

    def _on_stage_chosen(self, name: str) -> None:
        if self._facts is not None and name != self._facts.name:
            self.stage_chosen.emit(name)

    def _on_weight_hovered(self, weight: KernelWeight | None) -> None:
        self._describe(weight)
        self.weight_hovered.emit(weight)

    def _describe(self, weight: KernelWeight | None) -> None:
        sentence = self.board.describe(weight)
        self._sentence.setText(sentence)
        self._sentence.setAccessibleDescription(sentence)
        self.histogram.show_marked(self.board.value(weight) if weight is not None else None)


def _summary(facts: KernelFacts) -> str:
    text = _(
        "{kernels} kernels of {side} × {side} weights in one scale · mean {mean} · "
        "standard deviation {deviation}"
    )
    if facts.channels > 1:
        text = _(
            "{kernels} kernels of {channels} × {side} × {side} weights in one scale · "
            "mean {mean} · standard deviation {deviation}"
        )
    return text.format(
        kernels=facts.kernels,
        channels=facts.channels,
        side=facts.side,
        mean=number(facts.mean),
        deviation=number(facts.deviation),
    )
