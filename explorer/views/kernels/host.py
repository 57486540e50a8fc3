"""Opens the kernel window and links it with the session and the scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from explorer.network.cells import Cell
from explorer.network.explanations import ConvolutionExplanation
from explorer.network.kernels import kernel_facts

if TYPE_CHECKING:
    from explorer.live.frame import Frame
    from explorer.live.selecting import Selecting
    from explorer.views.kernels.layout import KernelWeight
    from explorer.views.kernels.window import KernelWindow
    from explorer.views.scene.scene_view import SceneView


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

    @Slot(str)
    def show_stage(self, stage: str = "") -> None:
        """Open the kernels of a convolution; by default of the selected or the first one."""
        if not self._names():
            return
        if self.window is None:
            from explorer.views.kernels.window import KernelWindow  # few need it at once

            self.window = KernelWindow(self._scene.window())
            self.window.weight_hovered.connect(self._on_weight_hovered)
            self.window.stage_chosen.connect(self.show_stage)
        window, selection = self.window, self._frame.selection
        self._show_weights(window, stage, selection.cell.stage if selection is not None else "")
        self._mark_selected(window)
        window.show()
        window.raise_()
        window.activateWindow()
        window.board.setFocus()

    def _names(self) -> tuple[str, ...]:
        stages, weights = self._frame.spec.stages, self._frame.weights
        return tuple(s.name for s in stages if s.kind == "convolution" and s.name in weights)

    def _show_weights(self, window: KernelWindow, *wanted: str) -> None:
        """Show the first convolution that is wanted and there, else the network's first."""
        names = self._names()
        if not names:
            window.close()
            return
        self._stage = next((name for name in wanted if name in names), names[0])
        window.show_stages(names)
        window.show_facts(kernel_facts(self._stage, self._frame.weights[self._stage]))

    def _mark_selected(self, window: KernelWindow) -> None:
        selection = self._frame.selection
        here = selection is not None and selection.cell.stage == self._stage
        window.show_kernel(selection.cell.index[0] if here and selection else None)

    @Slot(object)
    def _on_frame_changed(self, frame: Frame) -> None:
        before, self._frame, window = self._frame, frame, self.window
        if window is None or not window.isVisible():
            return
        if frame.differs(before, "weights"):
            self._show_weights(window, self._stage)
        if frame.differs(before, "selection"):
            self._mark_selected(window)

    @Slot(object)
    def _on_weight_hovered(self, weight: KernelWeight | None) -> None:
        """Show in the scene which cell the weight is multiplied with for the frozen cell."""
        self._scene.show_pointed(self._partner(weight) if weight is not None else None)

    def _partner(self, weight: KernelWeight) -> Cell | None:
        made = self._frame.explanation
        if not isinstance(made, ConvolutionExplanation) or made.cell.stage != self._stage:
            return None
        if made.cell.index[0] != weight.kernel or not made.inside[weight.row, weight.column]:
            return None  # of another kernel, or it meets the padding
        row, column = int(made.rows[weight.row]), int(made.columns[weight.column])
        return Cell(made.source, (weight.channel, row, column))
