"""What the network sees: the steps from the ink to its pixels, each one with a switch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from explorer.digits.options import Options
from explorer.text import _
from explorer.views.draw.pixel_view import PixelView
from explorer.views.draw.step_button import StepButton
from explorer.views.parts.widgets import HALF, Panel, heading, row

if TYPE_CHECKING:
    from explorer.digits.prepare import Preparation

_STEPS = {
    "redraw": (
        _("Draw the strokes again at a fixed size with a fixed pen."),
        _(
            "Every training digit was about equally thick and large. With this step a thin, "
            "thick or tiny drawing looks like one of them; without it the width of your pen "
            "decides."
        ),
    ),
    "crop": (
        _("Cut out the box around the ink."),
        _(
            "The place on the pad stops to matter. Without it the whole pad is shrunk: draw small "
            "in a corner and watch the answer go wrong."
        ),
    ),
    "scale": (
        _("Scale the longer side to 20 of 28 pixels."),
        _(
            "All training digits are that large. Without it small digits stay small and the "
            "kernels find strokes of a size that they never saw."
        ),
    ),
    "centre": (
        _("Move the centre of mass to the middle."),
        _(
            "Training digits balance at 14.5 of 28, not with their box in the middle. Without it "
            "a 7 or a 4 sits a pixel or two off."
        ),
    ),
}


class PreparationPanel(Panel):
    """The four steps, then the final pixels; emits `options_requested(Options)`."""

    options_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._options = Options()
        self.steps = {name: StepButton(name, *texts) for name, texts in _STEPS.items()}
        for button in self.steps.values():
            button.clicked.connect(self._on_step_clicked)
        self.pixels = PixelView()
        title = heading(_("What the network sees"))
        title.setWordWrap(True)
        self.body.addWidget(title)
        self.body.addLayout(row(*self.steps.values(), spacing=HALF))
        self.body.addWidget(self.pixels)

    def show_preparation(self, preparation: Preparation) -> None:
        """Show every step's outcome and the final pixels."""
        for step in preparation.steps:
            if step.name in self.steps:
                self.steps[step.name].show_step(step)
        self.pixels.show_preparation(preparation)

    def show_options(self, options: Options) -> None:
        """Show which steps are switched on."""
        self._options = options
        for name, button in self.steps.items():
            button.setChecked(getattr(options, name))

    def _on_step_clicked(self) -> None:
        switched = {name: button.isChecked() for name, button in self.steps.items()}
        self._options = replace(self._options, **switched)
        self.options_requested.emit(self._options)
