"""The Draw page: the pad and what the network sees, the network, the answer and the card."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from explorer.network.cells import Selection
from explorer.views.answer.answer import AnswerPanel
from explorer.views.answer.cell_panel import SelectionCard
from explorer.views.draw.columns import side_widths
from explorer.views.draw.drawing import PadHost
from explorer.views.draw.left_column import LeftColumn
from explorer.views.draw.preparation import PreparationPanel
from explorer.views.pad.panel import LEAST_WIDTH, MOST_WIDTH, PadPanel
from explorer.views.parts.widgets import Panel, tab_into
from explorer.views.scene.options import Reading, SceneOptions
from explorer.views.style.theme import GRID, Theme

if TYPE_CHECKING:
    from explorer.live.frame import Frame
    from explorer.live.session import Session
    from explorer.views.cards.host import CardHost
    from explorer.views.kernels.host import KernelHost
    from explorer.views.scene.scene_view import SceneView


_LEAST_FACE = 44  # pixels of the selection card's text: the cell's name and its value


class DrawPage(QWidget):
    """Connects its panels to a session; the scene comes later through `install_scene`.

    `content_given` carries what was dropped on the pad, a Path or the bytes of an image;
    `open_requested` and `save_requested` ask for a file dialog.
    """

    content_given = Signal(object)
    open_requested = Signal()
    save_requested = Signal()
    options_requested = Signal(object)  # SceneOptions, by the scene's own controls
    selection_shown = Signal(object, bool)  # Selection | None as the scene shows it, frozen

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme: Theme | None = None
        self._moved_by_user = False
        self._options = SceneOptions()
        self._frame = session.frame
        self._selected: Selection | None = None  # as it was shown last
        self._what_if_open = True
        self.scene: SceneView | None = None
        self._host: CardHost | None = None
        self._kernels: KernelHost | None = None
        self.setProperty("role", "page")
        self.pad_panel, self.preparation = PadPanel(), PreparationPanel()
        self.answer, self.card = AnswerPanel(), SelectionCard()
        self.scene_panel = Panel()
        self.scene_panel.body.setContentsMargins(0, 0, 0, 0)
        self._lay_out()
        self._pad = PadHost(self.pad_panel, self.preparation, session, self)
        self._connect()
        self.answer.show_spec(session.spec)
        self.answer.show_loading(True)

    # What is shown -------------------------------------------------------------------------

    def install_scene(self, scene: SceneView) -> None:
        """Put the network's picture in the middle and connect it."""
        from explorer.views.cards.host import CardHost
        from explorer.views.kernels.host import KernelHost
        from explorer.views.what_if.host import WhatIfHost
        from explorer.views.what_if.panel import WhatIfPanel

        session = self._session
        self.scene = scene
        self.scene_panel.body.addWidget(scene)
        tab_into(self.preparation.steps["centre"], scene)
        scene.cell_hovered.connect(session.hover)
        scene.cell_clicked.connect(session.freeze)
        scene.released.connect(session.release)
        scene.options_requested.connect(self.options_requested)
        self._host = CardHost(scene, session)
        self.what_if = WhatIfPanel()
        self.card.face.setMinimumHeight(_LEAST_FACE)
        self._right_layout.addWidget(self.what_if)
        WhatIfHost(self.what_if, session, self)
        self.what_if.set_open(self._what_if_open)
        self.what_if.folded.connect(self._on_what_if_folded)
        self.what_if.difference_chosen.connect(self._on_difference_chosen)
        self._kernels = KernelHost(scene, session)
        scene.kernel_clicked.connect(self._kernels.show_kernel)
        self.show_options(self._options)
        scene.show_frame(session.frame)

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self._theme = theme
        self._size_columns()

    @property
    def options(self) -> SceneOptions:
        """The choices by which the network is shown."""
        return self._options

    def show_options(self, options: SceneOptions) -> None:
        """Show the network by other choices, now or when its picture comes; the reading stays."""
        self._show_options(replace(options, reading=self._options.reading))

    def _show_options(self, options: SceneOptions) -> None:
        self._options = options
        self.preparation.pixels.set_pixels(options.pixel_style)
        if self.scene is not None and self._host is not None:
            self.scene.show_options(options)
            self._host.card.set_pixels(options.pixel_style)

    def show_kernels(self) -> None:
        """Open the kernels of the selected convolution, or of the first."""
        if self._kernels is not None:
            self._kernels.show_stage()

    def slide(self) -> None:
        """Play or pause the slide of a kernel or a window over its map."""
        if self.scene is not None:
            self.scene.slide.begin()

    def slide_stack(self) -> None:
        """Let the maps of a layer appear one by one."""
        if self.scene is not None:
            self.scene.slide.stack()

    def slide_step(self) -> None:
        """Do the next single thing of the slide."""
        if self.scene is not None:
            self.scene.slide.player.step()

    def fit(self) -> None:
        """Show the whole network."""
        if self.scene is not None:
            self.scene.fit()

    @property
    def what_if_open(self) -> bool:
        """Whether the panel for trying other choices is unfolded."""
        return self._what_if_open

    def set_what_if_open(self, unfolded: bool) -> None:
        """Unfold the panel for trying other choices, or fold it; now or when it comes."""
        self._what_if_open = unfolded
        if self._host is not None:
            self.what_if.set_open(unfolded)

    def copy_code(self) -> None:
        """Copy PyTorch code that computes the selected number."""
        if self._host is not None:
            self._host.exports.copy_code()

    def change_pen_width(self, by: float) -> None:
        """Make the pen thicker or thinner by pad pixels, within the slider's range."""
        wanted = self._session.pen.width + by
        self._session.set_pen_width(min(MOST_WIDTH, max(LEAST_WIDTH, wanted)))

    def reset_adjustments(self) -> None:
        """Put shift, turn and thickness of the drawing back."""
        self._session.set_shift(0.0, 0.0)
        self._session.set_turn(0.0)
        self._session.set_thicken(1.0)

    def columns(self) -> QByteArray:
        """Return where the user put the borders between columns; empty if they never did."""
        return self._columns.saveState() if self._moved_by_user else QByteArray()

    def restore_columns(self, state: QByteArray) -> None:
        """Put the borders between columns where `columns` found them."""
        if not state.isEmpty():
            self._moved_by_user = self._columns.restoreState(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_columns()

    # How it is built ---------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._columns.setHandleWidth(GRID)
        self._columns.setChildrenCollapsible(False)
        self._left = LeftColumn(self.pad_panel, self.preparation)
        self._right = QWidget()
        right = self._right_layout = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(GRID)
        right.addWidget(self.answer)
        right.addWidget(self.card, 1)
        for index, column in enumerate((self._left, self.scene_panel, self._right)):
            self._columns.addWidget(column)
            self._columns.setStretchFactor(index, index % 2)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.addWidget(self._columns)

    def _size_columns(self) -> None:
        if self._moved_by_user or self._theme is None:
            return
        wide, high = self.width() - 2 * GRID, self.height() - 2 * GRID
        left, right = side_widths(wide, high, self._left.chrome, self._theme.scale)
        self._columns.setSizes([left, wide - left - right - 2 * GRID, right])

    def _connect(self) -> None:
        session = self._session
        self.pad_panel.pad.content_dropped.connect(self.content_given)
        self.pad_panel.open_requested.connect(self.open_requested)
        self.pad_panel.save_requested.connect(self.save_requested)
        for view in (self.answer, self.answer.bars):
            view.cell_hovered.connect(session.hover)
            view.cell_clicked.connect(session.freeze)
        self._columns.splitterMoved.connect(self._on_splitter_moved)
        session.frame_changed.connect(self._on_frame_changed)
        session.network_loading.connect(self.answer.show_loading)

    @Slot(object)
    def _on_frame_changed(self, frame: Frame) -> None:
        before, self._frame = self._frame, frame
        if frame.spec != before.spec:
            self.answer.show_spec(frame.spec)
        if frame.differs(before, "trace"):
            self.answer.show_trace(frame.trace)
        if self.scene is not None:
            self.scene.show_frame(frame)
        if frame.differs(before, "selection", "frozen"):
            self.answer.show_selection(frame.selection)
        self._show_selected()

    def _show_selected(self) -> None:
        """Show the selected cell with the number that the scene shows there."""
        selection = self._frame.selection if self.scene is None else self.scene.selection
        if selection is not None or self._selected is not None:
            self._selected = selection
            self.card.show_selection(selection, self._frame.frozen)
            self.selection_shown.emit(selection, self._frame.frozen)

    @Slot(bool)
    def _on_difference_chosen(self, difference: bool) -> None:
        reading: Reading = "differences" if difference else "values"
        self._show_options(replace(self._options, reading=reading))
        self._show_selected()

    def _on_what_if_folded(self, folded: bool) -> None:
        self._what_if_open = not folded

    def _on_splitter_moved(self) -> None:
        self._moved_by_user = True
