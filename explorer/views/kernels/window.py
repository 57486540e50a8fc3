"""A window with all weights of a layer: numbers, one scale, and how often which occurs."""

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
from explorer.network.kernels import Distribution, KernelFacts
from explorer.text import _
from explorer.views.kernels.board import KernelBoard
from explorer.views.kernels.histogram import Histogram
from explorer.views.kernels.layout import KernelWeight
from explorer.views.parts.chips import scrolling
from explorer.views.parts.fields import Choice
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import Panel, caption, column, heading, row
from explorer.views.style.theme import GRID

_ALL, _MATRIX = -1, -2  # what is shown in place of one slice


class KernelWindow(QDialog):
    """Shows `KernelFacts` and stays open beside the scene.

    Emits `weight_hovered(KernelWeight | None)` and `stage_chosen(str)`, the name of another
    layer.
    """

    weight_hovered = Signal(object)
    stage_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: KernelFacts | None = None
        self.setModal(False)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setSizeGripEnabled(True)
        self.board = KernelBoard()
        self.histogram = Histogram(
            _("Histogram of the weights"),
            _("How many weights of the layer have which size."),
            _("The bars have the colours of the weights above, so this is the colour legend too."),
        )
        self.activations = Histogram(
            _("Histogram of the activations"),
            _("How many cells have which value for the present drawing."),
            _(
                "Those of the map that the framed kernel made, or the one under the mouse; else of "
                "the whole layer. The axis is the layer's, so maps can be compared."
            ),
        )
        self.stages, self.channels, self._heading = Choice(), Choice(), heading("")
        self._summary, self._sentence = caption(""), QLabel()
        self._scroll = scrolling(self.board)
        explain(self.stages, _("Layer"), _("Which layer's weights are shown."))
        explain(
            self.channels,
            _("Channels"),
            _("Show one slice of every kernel, or all of them."),
            _(
                "Slice c of a kernel looks at map c of the stage before it. A dense layer can be "
                "shown whole, as the matrix that it is."
            ),
        )
        self._sentence.setAccessibleName(_("Weight"))
        self._lay_out()
        self.board.tile_hovered.connect(self._on_weight_hovered)
        self.channels.currentIndexChanged.connect(self._on_channel_chosen)
        self.stages.currentTextChanged.connect(self._on_stage_chosen)
        self.resize(860, 680)

    @property
    def sentence(self) -> str:
        """What is known of the weight that is pointed at, or how to point at one."""
        return self._sentence.text()

    def show_stages(self, names: tuple[str, ...]) -> None:
        """Offer the layers of a network."""
        with QSignalBlocker(self.stages):
            self.stages.clear()
            self.stages.addItems(names)

    def show_facts(self, facts: KernelFacts) -> None:
        """Show the kernels of a layer."""
        before, self._facts = self._facts, facts
        title = _("Weights of {layer}") if facts.dense else _("Kernels of {layer}")
        self.setWindowTitle(title.format(layer=facts.name))
        self._heading.setText(_("Weights of") if facts.dense else _("Kernels of"))
        self._summary.setText(_summary(facts))
        self.stages.setCurrentText(facts.name)
        if before is None or (before.name, before.channels) != (facts.name, facts.channels):
            self._offer_channels(facts)
        self.board.show_facts(self._shown(facts))
        title = _("{count:,} weights of {layer}").format(count=facts.weight.size, layer=facts.name)
        self.histogram.show_spread(title, facts.spread)
        self._describe(self.board.hot)

    def show_activations(
        self, title: str, spread: Distribution | None, marked: float | None = None
    ) -> None:
        """Show where the layer's activations lie for the present drawing, one of them marked."""
        self.activations.show_spread(title, spread)
        self.activations.show_marked(marked)

    def show_kernel(self, kernel: int | None) -> None:
        """Frame a kernel and bring it into view; None frames none."""
        self.board.show_kernel(kernel)
        area = self.board.kernel_area()
        if kernel is not None and not area.isEmpty():
            self._scroll.ensureVisible(area.center().x(), area.center().y(), 0, area.height() // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._facts is not None:
            self.board.show_facts(self._shown(self._facts))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # a dialog would press its first button
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._heading)
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
        below.body.addLayout(row((self.histogram, 1), (self.activations, 1), spacing=2 * GRID))
        below.body.addWidget(self._summary)
        layout = column(top, (panel, 1), below, spacing=GRID, within=self)
        layout.setContentsMargins(GRID, GRID, GRID, 2 * GRID)

    def _offer_channels(self, facts: KernelFacts) -> None:
        """Offer all slices, each alone, and the matrix of a dense layer; a vector has only that."""
        count, first = facts.channels, self.stages.currentIndex() == 0
        names = [_("channel {number}").format(number=at) for at in range(count)]
        if facts.dense:
            names = [_("map {plane}").format(plane=at) for at in range(count)]
        elif first and count == len(COLOURS):
            names = list(COLOURS)
        together = _("all channels") if count > 1 else _("one channel")
        with QSignalBlocker(self.channels):
            self.channels.clear()
            if len(facts.reads) > 1:
                self.channels.addItem(_("as maps") if facts.dense else together, _ALL)
            if facts.dense:
                self.channels.addItem(_("whole matrix"), _MATRIX)
            if count > 1:
                for at, name in enumerate(names):
                    self.channels.addItem(name, at)
            self.channels.setEnabled(self.channels.count() > 1)

    def _shown(self, facts: KernelFacts) -> KernelFacts:
        return facts.matrix() if self.channels.currentData() == _MATRIX else facts

    def _on_channel_chosen(self) -> None:
        facts, channel = self._facts, self.channels.currentData()
        if facts is not None:
            self.board.show_facts(self._shown(facts))
            self.board.show_channel(channel if channel >= 0 else None)

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
        "{kernels} kernels of {shape} weights in one scale · mean {mean} · standard deviation "
        "{deviation}"
    )
    if facts.dense:
        text = _(
            "{kernels} units of {shape} weights in one scale · mean {mean} · standard deviation "
            "{deviation}"
        )
    sizes = facts.reads if facts.dense or facts.channels > 1 else facts.shape
    return text.format(
        kernels=facts.units,
        shape=" × ".join(str(size) for size in sizes),
        mean=number(facts.mean),
        deviation=number(facts.deviation),
    )
