"""The network scene: every number of a network in one picture, with its legend below.

A `SceneView` is shown records and reports what the user points at; it computes nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from explorer.live.frame import Frame
from explorer.network.cells import Cell, Selection
from explorer.network.compare import Comparison
from explorer.network.presets import preset
from explorer.network.spec import Spec
from explorer.text import _
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import column
from explorer.views.scene.canvas import Canvas
from explorer.views.scene.controls import SceneControls
from explorer.views.scene.derived import (
    Derived,
    Kernels,
    changes,
    differences,
    gradients,
    kernel_differences,
    restated,
)
from explorer.views.scene.edges import count_edges
from explorer.views.scene.gestures import GESTURES
from explorer.views.scene.legend_entries import state_entries
from explorer.views.scene.mosaic import pooled_kinds
from explorer.views.scene.options import SceneOptions
from explorer.views.scene.slide.slide_bar import SlideBar
from explorer.views.scene.slide_player import SlidePlayer
from explorer.views.scene.stacked.switch import Canvases
from explorer.views.scene.walk import Direction
from explorer.views.style.theme import theme

_NUMBERS = ("trace", "weights", "comparison", "gradients", "changes")  # fields of a frame


class SceneView(QWidget):
    """The canvas and its controls.

    Emits `cell_hovered(Cell | None)`, `cell_clicked(Cell)` and `released()`, and of its own
    switches `options_requested(SceneOptions)`: whoever owns the choices answers with
    `show_options`.
    """

    cell_hovered = Signal(object)
    cell_clicked = Signal(object)
    released = Signal()
    options_requested = Signal(object)  # SceneOptions
    rested = Signal(QPoint)  # the mouse, where there is no tip, on the desktop
    field_turned = Signal()  # `selection` has another field now
    kernel_clicked = Signal(str, int)  # stage, kernel
    stage_activated = Signal(str)  # is to be opened large

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = SceneOptions()
        flat = Canvas(preset("lenet"), theme("light"))
        self.canvases = Canvases(flat)
        self.controls = SceneControls()
        self._kernels: tuple[tuple[Kernels, Kernels], Kernels] | None = None
        self.slide_bar = SlideBar()  # stands where a layer is opened large
        self.slide_bar.setEnabled(False)
        self.slide = SlidePlayer(flat.state, self.slide_bar, self)
        explain(
            flat,
            _("Network scene"),
            _("Every number that the network computes, from the drawing to the answer."),
            "<br>".join(gesture.text for gesture in GESTURES),
        )
        flat.setToolTip("")  # a tip that follows the mouse would hide the cells
        layout = column((self.canvases, 1), self.controls, spacing=0, within=self)
        layout.setContentsMargins(4, 4, 4, 2)
        self._frame = Frame(flat.content.spec)
        self._legend_shown = ("", 0)
        self._connect()
        self._show_legend()

    @property
    def canvas(self) -> Canvas:
        """The picture that is seen, flat or stacked; both share one state."""
        return self.canvases.front

    @property
    def frame(self) -> Frame:
        """The moment that is shown."""
        return self._frame

    def show_frame(self, frame: Frame) -> None:
        """Show a moment: the structure, all numbers at once, and what is selected in them."""
        before, self._frame = self._frame, frame
        if frame.spec != before.spec:
            self._show_spec(frame.spec)
            before = Frame(frame.spec)
        if frame.differs(before, *_NUMBERS):
            self._show_numbers()
        if frame.differs(before, "selection", "frozen"):
            self._show_selection(frame.selection, frame.frozen)
        if frame.differs(before, "contributions"):
            self.canvas.show_contributions(frame.contributions)
        if frame.differs(before, "contributions", "frozen"):
            self._show_connections()

    @property
    def selection(self) -> Selection | None:
        """The selected cell with the number and the field that the scene shows, and its words."""
        selection, state = self._frame.selection, self.canvas.state
        if selection is not None and state.forward:
            selection = replace(selection, fields=state.regions(selection), forward=True)
        drawn = self.canvas.content.drawn
        shown = selection and restated(selection, state.layout.spec, state.derived)
        if shown is None or drawn is None:
            return shown
        return replace(shown, sentence=f"{shown.sentence} · {count_edges(*drawn)}")

    def show_pointed(self, cell: Cell | None) -> None:
        """Outline a cell that is pointed at elsewhere; None takes it away."""
        self.canvas.show_pointed(cell)

    def set_invitation(self, *lines: str) -> None:
        """Choose what stands below the input while there is no number, nothing for instance."""
        self.canvas.state.invitation = lines
        self.canvas.viewport().update()

    @property
    def options(self) -> SceneOptions:
        """The choices by which the network is shown."""
        return self._options

    def show_options(self, options: SceneOptions) -> None:
        """Show the network by other choices."""
        before, self._options = self._options, options
        self.controls.show_options(options)
        if options == before:
            return
        self.canvases.show_options(options)
        self._show_connections()
        if options.reading != before.reading:
            self._show_numbers()
        self.slide.set_reduced_motion(options.reduced_motion)
        if options.pixel_style != before.pixel_style:
            self.controls.legend.set_pixels(options.pixel_style)
        self._show_legend()

    def look(self) -> dict[str, Any]:
        """Return how one looks at the picture in front, as JSON."""
        return self.canvas.look()

    def show_look(self, look: Mapping[str, Any]) -> None:
        """Look at the picture in front as `look` returned it."""
        self.canvas.show_look(look)

    def fit(self) -> None:
        """Show the whole network as large as the window allows."""
        self.canvas.fit()

    def move_focus(self, direction: Direction) -> None:
        """Walk from the selected cell to a neighbour."""
        self.canvas.move_focus(direction)

    def _connect_canvas(self, canvas: Canvas) -> None:
        canvas.cell_hovered.connect(self.cell_hovered)
        canvas.cell_clicked.connect(self.cell_clicked)
        canvas.released.connect(self.released)
        canvas.rested.connect(self.rested)
        canvas.field_turned.connect(self.field_turned)
        canvas.kernel_clicked.connect(self.kernel_clicked)
        canvas.stage_activated.connect(self.stage_activated)

    def _connect(self) -> None:
        self._connect_canvas(self.canvases.flat)
        self.canvases.built.connect(self._connect_canvas)
        self.slide.arrived.connect(self.cell_clicked)
        self.slide.moved.connect(self._on_slide_moved)
        self.slide.offered.connect(self.slide_bar.setEnabled)
        self.controls.options_requested.connect(self.options_requested)
        self.controls.fit_requested.connect(self.fit)

    def _show_spec(self, spec: Spec) -> None:
        self.canvas.show_spec(spec)
        self.controls.set_winners_possible(bool(pooled_kinds(spec)))
        self._show_legend()

    def _show_numbers(self) -> None:
        frame = self._frame
        self.canvas.show_numbers(frame.trace, frame.weights, self._derived())
        self._show_legend()

    def _show_selection(self, selection: Selection | None, frozen: bool) -> None:
        self.canvas.show_selection(selection, frozen)
        self.slide.show_selection(selection, frozen)
        if self._legend_place() != self._legend_shown:
            self._show_legend()

    def _show_connections(self) -> None:
        """Say how many edges of a kept unit are drawn, where there may be more of them."""
        drawn, everything = self.canvas.content.drawn, self._options.all_connections
        offered = drawn is not None and self._frame.frozen and (everything or drawn[0] < drawn[1])
        self.controls.show_connections(count_edges(*drawn) if offered and drawn else "")

    def _derived(self) -> Derived | None:
        """Return what is shown in place of values, None where those are."""
        frame, reading = self._frame, self._options.reading
        if reading == "gradients" and frame.gradients is not None:
            return gradients(frame.spec, frame.gradients)
        if reading == "changes" and frame.changes is not None:
            return changes(frame.changes)
        if reading == "differences" and frame.comparison is not None:
            return self._difference(frame.comparison)
        return None

    def _difference(self, comparison: Comparison) -> Derived:
        """Return the differences; those of kernels that are compared again and again are kept."""
        pair = comparison.before.weights, comparison.after.weights
        if self._kernels is None or any(
            a is not b for a, b in zip(self._kernels[0], pair, strict=True)
        ):
            self._kernels = pair, kernel_differences(comparison.before, comparison.after)
        return differences(comparison, self._kernels[1])

    def _on_slide_moved(self) -> None:
        self.canvas.viewport().update()

    def _legend_place(self) -> tuple[str, int]:
        """Return all that the legend needs to know of the selected cell: its layer and map."""
        selection = self.canvas.state.selection
        if selection is None:
            return "", 0
        return selection.cell.stage, selection.cell.index[0] if self._legend_follows_maps() else 0

    def _legend_follows_maps(self) -> bool:
        return self._options.scope == "map" or self.canvas.state.derived is not None

    def _show_legend(self) -> None:
        state = self.canvas.state
        self._legend_shown = self._legend_place()
        entries = state_entries(state, self._options.scope)
        self.controls.legend.show_entries(entries, bool(state.moves))
