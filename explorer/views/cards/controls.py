"""What can be chosen on a card: a temperature, the rival of a class, the stride, the bias."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from explorer.text import _
from explorer.views.cards.face import Control, Face
from explorer.views.cards.picks import Picks
from explorer.views.parts.choice import Choice
from explorer.views.parts.help import explain
from explorer.views.parts.value_slider import ValueSlider
from explorer.views.style.theme import GRID, Theme

NOBODY = -1


class RivalChoice(QWidget):
    """`Why 4 and not [9]?`; emits `rival_chosen(int)` with a class, or NOBODY."""

    rival_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[str, ...], int] | None = None
        self._question, self.choice = QLabel(), Choice()
        self._question.setProperty("role", "caption")
        explain(
            self.choice,
            _("Rival class"),
            _("Compare this class with another"),
            _("Shows which inputs speak for the one class and which for the other."),
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._question)
        layout.addWidget(self.choice)
        layout.addStretch(1)
        self.choice.activated.connect(self._on_activated)

    def show_classes(self, classes: tuple[str, ...], own: int, rival: int) -> None:
        """Offer all classes but the cell's own; `rival` is the chosen one or NOBODY."""
        if self._shown != (classes, own):
            self._shown = (classes, own)
            self._question.setText(_("Why {name} and not").format(name=classes[own]))
            with QSignalBlocker(self.choice):
                self.choice.clear()
                self.choice.addItem("…", NOBODY)
                for index, name in enumerate(classes):
                    if index != own:
                        self.choice.addItem(_("{name} ?").format(name=name), index)
        at = self.choice.findData(rival)
        if at != self.choice.currentIndex():
            with QSignalBlocker(self.choice):
                self.choice.setCurrentIndex(max(0, at))

    def _on_activated(self, index: int) -> None:
        self.rival_chosen.emit(int(self.choice.itemData(index)))


class CardControls(QWidget):
    """The controls that a face asks for; hidden where it asks for none."""

    temperature_changed = Signal(float)
    rival_chosen = Signal(int)
    stride_picked = Signal(object)  # int
    bias_picked = Signal(object)  # bool, whether it is added

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rival = RivalChoice()
        self.stride = Picks(
            _("stride"),
            _("How far the window moves from one value to the next."),
            _("The card shows what this map would become; the network stays as it is."),
        )
        self.bias = Picks(
            _("bias"),
            _("Whether the learned number is added to the products."),
            _("Without it the card shows the sum alone; the network stays as it is."),
        )
        self.temperature = ValueSlider(
            _("Temperature"),
            _("Divides all logits before the exponentials"),
            detail=_(
                "Above 1 the answer becomes less sure, below 1 more. The network itself says "
                "what stands at 1."
            ),
            low=0.1,
            high=5.0,
            step=0.1,
            start=1.0,
            written=_format_temperature,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.temperature)
        layout.addWidget(self.rival)
        picks = QHBoxLayout()
        picks.setSpacing(2 * GRID)
        for pick in (self.bias, self.stride):
            picks.addWidget(pick)
        picks.addStretch(1)
        layout.addLayout(picks)
        self.stride.picked.connect(self.stride_picked)
        self.bias.picked.connect(self.bias_picked)
        self.temperature.value_requested.connect(self.temperature_changed)
        self.rival.rival_chosen.connect(self.rival_chosen)

    def show_face(self, face: Face) -> None:
        """Show the controls of a face."""
        wanted = face.controls
        parts: dict[Control, QWidget] = {
            "rival": self.rival,
            "temperature": self.temperature,
            "bias": self.bias,
            "stride": self.stride,
        }
        for name, part in parts.items():
            if part.isHidden() is (name in wanted):
                part.setVisible(name in wanted)
        if self.isHidden() is bool(wanted):
            self.setVisible(bool(wanted))

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self.temperature.set_theme(theme)
        self.rival.choice.set_theme(theme)
        self.stride.set_theme(theme)
        self.bias.set_theme(theme)


def _format_temperature(value: float) -> str:
    return _("1.0 · the network itself") if abs(value - 1) < 0.01 else f"{value:.1f}"
