"""Holds the flat and the stacked picture of the same network, one of them in front."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from explorer.text import _
from explorer.views.parts.help import explain
from explorer.views.scene.canvas import Canvas
from explorer.views.scene.gestures import GESTURES
from explorer.views.scene.options import Form, SceneOptions
from explorer.views.scene.stacked.canvas import StackedCanvas


class Canvases(QStackedWidget):
    """Emits `switched` when the other picture came to the front.

    The stacked picture is built when it is first asked for; `built` then hands it out.
    """

    built = Signal(object)  # StackedCanvas
    switched = Signal()

    def __init__(self, flat: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flat = flat
        self.stacked: StackedCanvas | None = None
        self.addWidget(flat)

    @property
    def front(self) -> Canvas:
        """The canvas that is seen."""
        return self.flat if self.stacked is None or self.form == "flat" else self.stacked

    @property
    def form(self) -> Form:
        """Which picture is seen."""
        return "flat" if self.currentWidget() is self.flat else "stacked"

    def show_options(self, options: SceneOptions) -> None:
        """Bring the flat or the stacked picture to the front, and show it by these choices."""
        if options.form != self.form:
            self._bring(options.form)
        self.front.show_options(options)

    def _bring(self, form: Form) -> None:
        had_focus = self.front.hasFocus()
        self.setCurrentWidget(self.flat if form == "flat" else self.stacked or self._build())
        self.front.follow()
        if had_focus:
            self.front.setFocus()
        self.switched.emit()

    def _build(self) -> StackedCanvas:
        stacked = self.stacked = StackedCanvas(self.flat)
        explain(
            stacked,
            _("Network scene, stacked planes"),
            _("Every number that the network computes, each stage a stack of maps in space."),
            "<br>".join(gesture.text for gesture in GESTURES),
        )
        stacked.setToolTip("")  # a tip that follows the mouse would hide the cells
        self.addWidget(stacked)
        self.built.emit(stacked)
        return stacked
