"""What can be chosen on a card: a temperature, the rival of a class, the stride, the bias."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from explorer.text import _
from explorer.views.cards.face import Face, Offer, Rivals
from explorer.views.parts.chips import Chips
from explorer.views.parts.fields import Choice
from explorer.views.parts.help import explain
from explorer.views.parts.value_slider import ValueSlider
from explorer.views.parts.widgets import caption, column, row
from explorer.views.style.theme import GRID

NOBODY = -1


class RivalChoice(QWidget):
    """`Why 4 and not [9]?`; emits `rival_chosen(int)` with a class, or NOBODY."""

    rival_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[tuple[str, ...], int] | None = None
        self._question, self.choice = caption(""), Choice()
        explain(
            self.choice,
            _("Rival class"),
            _("Compare this class with another"),
            _("Shows which inputs speak for the one class and which for the other."),
        )
        row(self._question, self.choice, None, spacing=GRID, within=self)
        self.choice.activated.connect(self._on_activated)

    def show_rivals(self, rivals: Rivals) -> None:
        """Offer all classes but the cell's own."""
        offered = (rivals.classes, rivals.own)
        with QSignalBlocker(self.choice):
            if self._shown != offered:
                self._shown = offered
                name = rivals.classes[rivals.own]
                self._question.setText(_("Why {name} and not").format(name=name))
                self.choice.clear()
                self.choice.addItem("…", NOBODY)
                for index, name in enumerate(rivals.classes):
                    if index != rivals.own:
                        self.choice.addItem(_("{name} ?").format(name=name), index)
            at = NOBODY if rivals.at is None else rivals.at
            self.choice.setCurrentIndex(self.choice.findData(at))

    def _on_activated(self, index: int) -> None:
        self.rival_chosen.emit(int(self.choice.itemData(index)))


class Alternatives(QWidget):
    """A caption and joined buttons of which one is chosen; emits `chosen(key)`.

    The buttons are built anew where the values are others; the network's own keeps a dot.
    """

    chosen = Signal(str)

    def __init__(self, name: str, tip: str, detail: str) -> None:
        super().__init__()
        self._name, self._tip, self._detail = name, tip, detail
        self._shown: tuple[Mapping[str, str], str] | None = None
        self.chips: Chips | None = None
        self._row = row(caption(name), spacing=6, within=self)

    def show_options(self, options: Offer) -> None:
        """Offer some options, with the one pressed that is shown."""
        offered = (options.texts, options.own)
        if self._shown != offered or self.chips is None:
            self._shown = offered
            if self.chips is not None:
                self._row.removeWidget(self.chips)
                self.chips.hide()
                self.chips.deleteLater()
            choices = {key: (text, self._tip) for key, text in options.texts.items()}
            used = _("The network uses it.")
            choices[options.own] = (options.texts[options.own], f"{self._tip} {used}")
            self.chips = Chips(
                self._name, choices, detail=self._detail, joined=True, own=options.own
            )
            self.chips.chosen.connect(self.chosen)
            self._row.addWidget(self.chips)
        self.chips.show_chosen(options.at)


class CardControls(QWidget):
    """The controls that a face asks for; hidden where it asks for none."""

    def __init__(self) -> None:
        super().__init__()
        self.rival = RivalChoice()
        self.stride = Alternatives(
            _("stride"),
            _("How far the window moves from one value to the next."),
            _("The card shows what this map would become; the network stays as it is."),
        )
        self.bias = Alternatives(
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
            written="{:.1f}".format,
        )
        parts = (self.temperature, self.rival, row(self.bias, None), row(self.stride, None))
        layout = column(*parts, spacing=GRID, within=self)
        layout.setContentsMargins(0, 0, 12, 0)

    def show_face(self, face: Face | None) -> None:
        """Show the controls of a face; without one there are none."""
        if face is None:
            self.hide()
            return
        controls: tuple[tuple[QWidget, Any, Callable[[Any], None]], ...] = (
            (self.temperature, face.temperature, self.temperature.show_value),
            (self.rival, face.rivals, self.rival.show_rivals),
            (self.bias, face.bias, self.bias.show_options),
            (self.stride, face.strides, self.stride.show_options),
        )
        for control, shown, show in controls:
            control.setVisible(shown is not None)
            if shown is not None:
                show(shown)
        self.setVisible(any(shown is not None for _control, shown, _show in controls))
