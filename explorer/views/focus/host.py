"""Opens the focus over a scene and keeps it at what is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QObject, QRectF, Slot

from explorer.live.frame import Frame
from explorer.live.selecting import Selecting
from explorer.network.cells import Cell
from explorer.text import _
from explorer.views.cards.face import Context
from explorer.views.scene.scene_view import SceneView
from explorer.views.scene.slide.slide import slides

if TYPE_CHECKING:
    from explorer.views.focus.view import FocusView


class FocusHost(QObject):
    """Makes the view when a layer is first opened; it goes where the selection goes."""

    view: FocusView | None = None  # of the class, for events that come while it is collected

    def __init__(self, scene: SceneView, session: Selecting) -> None:
        super().__init__(scene)
        self._scene, self._session = scene, session
        self._frame = session.frame
        self._opened: dict[str, int] = {}  # the input channel that is large, by stage
        self._closing = False
        scene.stage_activated.connect(self.open)

    @property
    def shown(self) -> bool:
        """Whether a layer is open."""
        return self.view is not None and self.view.isVisible() and not self._closing

    @Slot(str)
    def open(self, stage: str = "") -> None:
        """Open a stage, by default that of the selected cell, at this cell or its strongest."""
        selection = self._frame.selection
        if self._frame.trace is None or not self._scene.canvas.state.shows_values:
            self._session.message_reported.emit(
                _("One layer at reading size shows the values of a drawing.")
            )
            return
        cell = selection.cell if selection is not None else None
        if cell is None or (stage and cell.stage != stage):
            cell = self._strongest(stage or self._frame.spec.stages[1].name)
        self._closing = False
        view = self.view or self._build()
        view.setGeometry(self._scene.canvases.geometry())
        self._session.freeze(cell)
        self._show()
        view.open(self._origin)

    def open_sliding(self) -> None:
        """Open the selected layer if a kernel or a window slides over it, else the first such."""
        selection, spec = self._frame.selection, self._frame.spec
        if selection is None or not slides(spec.stage(selection.cell.stage)):
            self.open(next((stage.name for stage in spec.stages if slides(stage)), ""))
        else:
            self.open()

    @Slot()
    def close(self) -> None:
        """Show the whole network again; the cell stays selected."""
        if self.view is not None and self.shown:
            self._closing = True
            self.view.close_to(self._origin)
            self._scene.slide.stop()
            self._scene.canvas.setFocus()

    def show_frame(self, frame: Frame) -> None:
        """Show another moment, which the scene shows already; without a kept cell it closes."""
        before, self._frame = self._frame, frame
        if not self.shown:
            return
        if frame.explanation is None:
            self.close()
        elif frame.differs(before, "explanation"):
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.view is not None:
            self.view.setGeometry(self._scene.canvases.geometry())
        return super().eventFilter(watched, event)

    def _build(self) -> FocusView:
        from explorer.views.focus.view import FocusView  # few need it at once

        view = self.view = FocusView(self._scene.slide_bar, self._scene)
        view.closed.connect(self.close)
        view.cell_requested.connect(self._session.freeze)
        view.channel_chosen.connect(self._on_channel_chosen)
        view.term_hovered.connect(self._scene.show_pointed)
        self._scene.slide.moved.connect(self._on_slide_moved)
        self._scene.canvases.installEventFilter(self)
        return view

    def _show(self) -> None:
        from explorer.views.focus.board import build_board

        frame, view = self._frame, self.view
        if view is None or frame.explanation is None or frame.selection is None:
            return
        context = Context(
            view.theme.colormaps,
            frame.trace,
            frame.preparation,
            self._opened.get(frame.selection.cell.stage),
            pixels=self._scene.options.pixel_style,
        )
        view.set_reduced_motion(self._scene.options.reduced_motion)
        view.show_board(
            build_board(frame.explanation, frame.selection, context),
            self._scene.canvas.state.covered,
        )

    @property
    def _origin(self) -> QRectF:
        """Where the selected map appears in the network's picture."""
        selection, canvas = self._frame.selection, self._scene.canvas
        if selection is None:
            return QRectF(canvas.rect())
        stage, index = selection.cell.stage, selection.cell.index
        shape = self._frame.spec.stage(stage).shape
        last = (*index[:-2], *(size - 1 for size in shape[-2:]))
        first = (*index[:-2], *(0 for _size in shape[-2:]))
        return canvas.cell_rect(Cell(stage, first)).united(canvas.cell_rect(Cell(stage, last)))

    def _strongest(self, stage: str) -> Cell:
        """Return the cell of a stage with the largest number in size."""
        trace = self._frame.trace
        assert trace is not None
        values = trace.stage(stage).values
        index = np.unravel_index(int(np.abs(values).argmax()), values.shape)
        return Cell(stage, tuple(int(at) for at in index))

    @Slot()
    def _on_slide_moved(self) -> None:
        """Cover what is not reached yet; where the cell is another one, a frame comes too."""
        if self.view is not None:
            self.view.show_covered(self._scene.canvas.state.covered)

    @Slot(int)
    def _on_channel_chosen(self, channel: int) -> None:
        if self._frame.selection is not None:
            self._opened[self._frame.selection.cell.stage] = channel
            self._show()
