"""The Draw page: the pad with the answer, the network, the explanation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from explorer.live.settings import Settings
from explorer.network.cells import Selection
from explorer.text import _
from explorer.views.answer.answer import AnswerPanel
from explorer.views.draw.columns import LEAST_RIGHT, LeftColumn, side_widths
from explorer.views.draw.preparation import PreparationPanel
from explorer.views.pad.panel import PadPanel
from explorer.views.page import Page, PageSlot
from explorer.views.parts.columns import Columns
from explorer.views.parts.widgets import Panel, column, row, tab_into
from explorer.views.scene.options import Reading, SceneOptions
from explorer.views.scene.selection_places import pad_box
from explorer.views.style.theme import GRID

if TYPE_CHECKING:  # what is built after the first paint
    from explorer.live.frame import Frame
    from explorer.live.session import Session
    from explorer.views.scene.scene_view import SceneView
    from explorer.views.what_if.panel import WhatIfPanel


def draw_slot(make: Callable[[], Page]) -> PageSlot:
    """Return the place of the Draw page among the window's pages."""
    return PageSlot(
        name="draw",
        title=_("Draw"),
        tip=_("Draw a digit and see every number."),
        make=make,
        menu_text=_("&Draw page"),
    )


class DrawPage(Page):
    """Connects its panels to a session; the network's picture comes when it is built."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._frame = session.frame
        self._selected: Selection | None = None  # as it was shown last
        self._what_if_open = False
        self.what_if: WhatIfPanel | None = None
        self.pad_panel, self.preparation = PadPanel(), PreparationPanel()
        self.answer = AnswerPanel()
        self.scene_panel = Panel()
        self.scene_panel.body.setContentsMargins(0, 0, 0, 0)
        self._lay_out()
        self._connect_pad()
        self._connect()
        self.answer.show_spec(session.spec)
        self.answer.show_loading(True)

    def build(self) -> Iterator[None]:
        """Put the network's picture in the middle, then what explains it and what can be tried."""
        from explorer.views.scene.scene_view import SceneView

        self.install_scene(SceneView())
        yield

    def install_scene(self, scene: SceneView) -> None:
        """Put a picture of the network in the middle and connect it."""
        from explorer.views.cards.host import CardHost
        from explorer.views.focus.host import FocusHost
        from explorer.views.kernels.host import KernelHost
        from explorer.views.what_if.panel import WhatIfPanel

        session = self._session
        self.scene = scene
        self.scene_panel.body.addWidget(scene)
        tab_into(self.preparation.steps["centre"], scene)
        scene.cell_hovered.connect(session.hover)
        scene.cell_clicked.connect(session.freeze)
        scene.released.connect(session.release)
        scene.options_requested.connect(self.options_requested)
        self.card_host, self.focus_host = CardHost(scene, session), FocusHost(scene, session)
        self.what_if = panel = WhatIfPanel()
        self._right_layout.addWidget(self.card_host.card, 1)
        self._right_layout.addWidget(panel)
        self._connect_what_if(panel)
        panel.set_open(self._what_if_open)
        self.kernel_host = KernelHost(scene, session)
        scene.kernel_clicked.connect(self.kernel_host.show_kernel)
        self._use_options(self._options)
        scene.show_frame(session.frame)

    def release(self) -> bool:
        """Let go of the selected cell."""
        kept = self._frame.frozen
        self._session.release()
        return kept

    def set_presenting(self, presenting: bool) -> None:
        """Keep the pad, the answer, the network and the explanation."""
        super().set_presenting(presenting)
        self.pad_panel.set_presenting(presenting)
        self.answer.set_presenting(presenting)
        self.preparation.setVisible(not presenting)
        if self.what_if is not None:
            self.what_if.setVisible(not presenting)
        self.columns.set_presenting(presenting)
        self._size_columns()

    @property
    def what_if_open(self) -> bool:
        """Whether the panel for trying other choices is unfolded."""
        return self._what_if_open

    def set_what_if_open(self, unfolded: bool) -> None:
        """Unfold the panel for trying other choices, or fold it; now or when it comes."""
        self._what_if_open = unfolded
        if self.what_if is not None:
            self.what_if.set_open(unfolded)

    @property
    def settled(self) -> bool:
        """Whether the drawing's likeness to known digits is shown, too."""
        return self._session.settled

    def state(self) -> dict[str, Any]:
        """Return also whether the panel below is unfolded."""
        return {**super().state(), "what_if_open": self._what_if_open}

    def show_state(self, state: Mapping[str, Any]) -> None:
        """Show what `state` returned."""
        super().show_state(state)
        self.set_what_if_open(bool(state.get("what_if_open", self._what_if_open)))
        if self.what_if is not None:
            self.what_if.show_difference(self.options.reading == "differences")
        self._show_selected()

    def remembered(self) -> dict[str, QByteArray | bool]:
        """Return the columns' borders and whether the panel below is unfolded."""
        return {"columns": self.columns.remembered(), "what_if_open": self._what_if_open}

    def recall(self, settings: Settings) -> None:
        """Put back what was remembered."""
        self.set_what_if_open(settings.get("what_if_open", False))
        self.columns.recall(settings.get("columns", QByteArray()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_columns()

    def _use_options(self, options: SceneOptions) -> None:
        super()._use_options(options)
        self.preparation.pixels.set_pixels(options.pixel_style)

    def _lay_out(self) -> None:
        right = QWidget()
        right.setMinimumWidth(LEAST_RIGHT)  # large text gives way instead
        self._right_layout = column(spacing=GRID, within=right)
        left = LeftColumn(self.pad_panel, self.answer, self.preparation)
        self.columns = Columns(left, self.scene_panel, right)
        row(self.columns, within=self).setContentsMargins(GRID, GRID, GRID, GRID)
        self.setFocusProxy(self.pad_panel.pad)

    def _size_columns(self) -> None:
        self.columns.show_widths(*side_widths(self.width(), presenting=self._presenting))

    def _connect_pad(self) -> None:
        session, panel = self._session, self.pad_panel
        panel.pad.stroke_begun.connect(session.begin_stroke)
        panel.pad.stroke_extended.connect(session.extend_stroke)
        panel.pad.stroke_ended.connect(session.end_stroke)
        panel.pad.content_dropped.connect(self.content_given)
        panel.eraser_requested.connect(session.set_eraser)
        panel.undo_button.clicked.connect(session.undo)
        panel.redo_button.clicked.connect(session.redo)
        panel.clear_button.clicked.connect(session.clear)
        panel.open_button.clicked.connect(lambda: self.action_requested.emit("open_image"))
        panel.save_button.clicked.connect(lambda: self.action_requested.emit("save_png"))
        panel.polarity.clicked.connect(session.flip_polarity)
        panel.pen_width.value_requested.connect(session.set_pen_width)
        panel.softness.value_requested.connect(session.set_softness)
        panel.turn.value_requested.connect(session.set_turn)
        panel.thicken.value_requested.connect(session.set_thicken)
        panel.shift_requested.connect(session.set_shift)
        panel.sample_requested.connect(session.place_sample)
        session.pen_changed.connect(panel.show_pen)
        session.history_changed.connect(panel.show_history)

    def _connect(self) -> None:
        session = self._session
        self.preparation.options_requested.connect(session.set_options)
        session.options_changed.connect(self.preparation.show_options)
        for view in (self.preparation.pixels, self.answer, self.answer.bars):
            view.cell_hovered.connect(session.hover)
            view.cell_clicked.connect(session.freeze)
        session.frame_changed.connect(self._on_frame_changed)
        session.network_loading.connect(self.answer.show_loading)

    def _connect_what_if(self, panel: WhatIfPanel) -> None:
        session, what_if = self._session, self._session.what_if
        panel.exchange_requested.connect(session.exchange)
        panel.shift_pad.move_requested.connect(session.move_pixels)
        panel.reset.clicked.connect(session.restore_original)
        panel.accuracy.measure_requested.connect(what_if.measure)
        panel.accuracy.cancel_requested.connect(what_if.cancel)
        panel.folded.connect(self._on_what_if_folded)
        panel.difference_chosen.connect(self._on_difference_chosen)
        what_if.offered.connect(panel.show_spec)
        what_if.exchanged.connect(panel.show_kinds)
        what_if.shifted.connect(panel.show_shift)
        what_if.measured.connect(panel.show_accuracy)
        panel.show_spec(what_if.original or session.spec)
        panel.show_kinds(what_if.kinds)
        panel.show_shift(*what_if.shift)

    @Slot(object)
    def _on_frame_changed(self, frame: Frame) -> None:
        before, self._frame = self._frame, frame
        if frame.drawing is not None and frame.differs(before, "drawing"):
            self.pad_panel.show_drawing(frame.drawing)
        if frame.preparation is not None and frame.differs(before, "preparation"):
            self.preparation.show_preparation(frame.preparation)
            self.pad_panel.show_preparation(frame.preparation)
        if frame.differs(before, "selection"):
            self.preparation.pixels.show_selection(frame.selection)
        if frame.differs(before, "selection", "preparation"):
            self.pad_panel.pad.show_marked(pad_box(frame.selection, frame.preparation))
        if frame.spec != before.spec:
            self.answer.show_spec(frame.spec)
        if frame.differs(before, "trace", "likeness"):
            self.answer.show_trace(frame.trace, frame.likeness)
        if self.scene is not None:
            self.scene.show_frame(frame)
        if self.what_if is not None and frame.differs(before, "exchange", "shift"):
            self.what_if.show_comparisons(frame.exchange, frame.shift)
        if frame.differs(before, "selection", "frozen"):
            self.answer.show_selection(frame.selection)
        self._show_selected()

    def _show_selected(self) -> None:
        """Explain the selected cell by the number that the scene shows there."""
        if self.card_host is not None and self.focus_host is not None:
            self.card_host.show_frame(self._frame)
            self.focus_host.show_frame(self._frame)
        selection = self._frame.selection if self.scene is None else self.scene.selection
        if selection is not None or self._selected is not None:
            self._selected = selection
            self.selection_changed.emit(selection, self._frame.frozen)

    @Slot(bool)
    def _on_difference_chosen(self, difference: bool) -> None:
        reading: Reading = "differences" if difference else "values"
        self._use_options(replace(self.options, reading=reading))
        self._show_selected()

    def _on_what_if_folded(self, folded: bool) -> None:
        self._what_if_open = not folded
