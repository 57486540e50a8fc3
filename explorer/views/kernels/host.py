"""Opens the kernel window and links it with the session and the scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from explorer.network.cells import Cell
from explorer.network.explanations import ConvolutionExplanation, DenseExplanation
from explorer.network.kernels import activated, activations, kernel_facts, maps_read
from explorer.text import _

if TYPE_CHECKING:
    from explorer.live.frame import Frame
    from explorer.live.selecting import Selecting
    from explorer.views.kernels.layout import KernelWeight
    from explorer.views.kernels.window import KernelWindow
    from explorer.views.scene.scene_view import SceneView

_KINDS = ("convolution", "dense")


class KernelHost(QObject):
    """Makes the window when it is first asked for and keeps it up to date while it is open."""

    def __init__(self, scene: SceneView, session: Selecting) -> None:
        super().__init__(scene)
        self._scene, self._frame = scene, session.frame
        self._stage = ""
        self.window: KernelWindow | None = None
        session.frame_changed.connect(self._on_frame_changed)

    @Slot(str, int)
    def show_kernel(self, stage: str, kernel: int) -> None:
        """Open the kernels of a stage and frame one of them."""
        self.show_stage(stage)
        if self.window is not None:
            self.window.show_kernel(kernel)
            self._show_activations()

    @Slot(str)
    def show_stage(self, stage: str = "") -> None:
        """Open the weights of a layer; by default of the selected or the first one."""
        if not self._names():
            return
        if self.window is None:
            from explorer.views.kernels.window import KernelWindow  # few need it at once

            self.window = KernelWindow(self._scene.window())
            self.window.weight_hovered.connect(self._on_weight_hovered)
            self.window.stage_chosen.connect(self.show_stage)
        window, selection = self.window, self._frame.selection
        self._show_weights(window, stage, selection.cell.stage if selection is not None else "")
        window.show()
        self._mark_selected(window)  # it scrolls there, for which it has to have its size
        window.raise_()
        window.activateWindow()
        window.board.setFocus()

    def _names(self) -> tuple[str, ...]:
        stages, weights = self._frame.spec.stages, self._frame.weights
        return tuple(s.name for s in stages if s.kind in _KINDS and s.name in weights)

    def _show_weights(self, window: KernelWindow, *wanted: str) -> None:
        """Show the first layer that is wanted and there, else the network's first."""
        names = self._names()
        if not names:
            window.close()
            return
        self._stage = next((name for name in wanted if name in names), names[0])
        window.show_stages(names)
        weights, maps = self._frame.weights[self._stage], maps_read(self._frame.spec, self._stage)
        window.show_facts(kernel_facts(self._stage, weights, maps))

    def _mark_selected(self, window: KernelWindow) -> None:
        """Frame the kernel that made the selected cell, or the cell that its activation is of."""
        index = self._selected
        kernel = index[0] if index else None
        if kernel != window.board.kernel:  # else it may have been scrolled away since
            window.show_kernel(kernel)
        self._show_activations()

    @property
    def _selected(self) -> tuple[int, ...]:
        """The place of the selected cell in the layer shown or in its activations, () elsewhere."""
        selection = self._frame.selection
        here = selection is not None and selection.cell.stage in (self._stage, self._activated)
        return selection.cell.index if here and selection is not None else ()

    @property
    def _activated(self) -> str:
        return activated(self._frame.spec, self._stage)

    def _show_activations(self) -> None:
        """Show the activations of the kernel that is pointed at or framed, and mark the cell's."""
        window, trace = self.window, self._frame.trace
        if window is None:
            return
        if trace is None:
            window.show_activations(_("no drawing yet"), None)
            return
        hot = window.board.hot
        unit = window.board.kernel if hot is None else window.board.place(hot)[0]
        spread, values = activations(trace, self._stage, unit), trace.stage(self._activated).values
        name, index = self._activated, self._selected
        if values.ndim == 3 and unit is not None:
            name = _("{stage}, map {unit}").format(stage=name, unit=unit)
        elif unit is not None:
            index = (unit,)
        counted = spread.size - spread.zeros
        title = _("{name}: {count:,} activations")
        if spread.zeros:
            title = _("{name}: {count:,} activations ({zeros:,} more are 0)")
        title = title.format(name=name, count=counted, zeros=spread.zeros)
        window.show_activations(
            title, spread, float(values[index]) if index and index[0] == unit else None
        )

    @Slot(object)
    def _on_frame_changed(self, frame: Frame) -> None:
        before, self._frame, window = self._frame, frame, self.window
        if window is not None and window.isVisible() and frame.differs(before, "weights"):
            self._show_weights(window, self._stage)
        if window is None or not window.isVisible():
            return
        if frame.differs(before, "selection"):
            self._mark_selected(window)
        elif frame.differs(before, "trace"):
            self._show_activations()

    @Slot(object)
    def _on_weight_hovered(self, weight: KernelWeight | None) -> None:
        """Show what the weight is multiplied with for the frozen cell, and what its kernel made."""
        self._scene.show_pointed(self._partner(weight) if weight is not None else None)
        self._show_activations()

    def _partner(self, weight: KernelWeight) -> Cell | None:
        made = self._frame.explanation
        if made is None or self.window is None or made.cell.stage != self._stage:
            return None
        unit, at = self.window.board.place(weight)
        if made.cell.index[0] != unit:
            return None  # of another kernel
        if isinstance(made, DenseExplanation):
            return made.contribution(at).origin
        if not isinstance(made, ConvolutionExplanation):
            return None
        if not made.inside[weight.row, weight.column]:
            return None  # it meets the padding
        row, column = int(made.rows[weight.row]), int(made.columns[weight.column])
        return Cell(made.source, (weight.channel, row, column))
