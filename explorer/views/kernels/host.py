"""Opens the kernel window and links it with the session and the scene."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from explorer.network.cells import Cell, Selection
from explorer.network.explanations import ConvolutionExplanation, Explanation
from explorer.network.kernels import kernel_facts
from explorer.network.records import Trace, Weights

if TYPE_CHECKING:
    from explorer.live.session import Session
    from explorer.views.kernels.places import Weight
    from explorer.views.kernels.window import KernelWindow
    from explorer.views.scene.scene_view import SceneView
    from explorer.views.style.theme import Theme
    from explorer.views.train.selecting import Watched


class KernelHost(QObject):
    """Makes the window when it is first asked for and keeps it up to date while it is open."""

    def __init__(self, scene: SceneView, session: Session | Watched, theme: Theme | None) -> None:
        super().__init__(scene)
        self._scene, self._session, self._theme = scene, session, theme
        self._weights: Mapping[str, Weights] = session.trace.weights if session.trace else {}
        self._explanation: ConvolutionExplanation | None = None
        self._selection: Selection | None = None
        self._stage = ""
        self.window: KernelWindow | None = None
        session.weights_changed.connect(self._on_weights_changed)
        session.traced.connect(self._on_traced)
        session.selection_changed.connect(self._on_selection_changed)
        session.explained.connect(self._on_explained)

    @property
    def _open(self) -> KernelWindow | None:
        return self.window if self.window is not None and self.window.isVisible() else None

    @Slot(str, int)
    def show_kernel(self, stage: str, kernel: int) -> None:
        """Open the kernels of a stage and frame one of them."""
        self.show_stage(stage)
        if self.window is not None:
            self.window.show_kernel(kernel)

    @Slot(str)
    def show_stage(self, stage: str = "") -> None:
        """Open the kernels of a convolution; by default of the selected or the first one."""
        names = self._names()
        if not names:
            return
        at = self._selection.cell.stage if self._selection is not None else ""
        self._stage = stage if stage in names else at if at in names else names[0]
        window = self.window = self.window or self._made()
        window.show_stages(names)
        window.show_facts(kernel_facts(self._stage, self._weights[self._stage]))
        self._frame()
        window.show()
        window.raise_()
        window.activateWindow()
        window.board.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self._theme = theme
        if self.window is not None:
            self.window.set_theme(theme)

    def _made(self) -> KernelWindow:
        from explorer.views.kernels.window import KernelWindow  # few need it at once

        window = KernelWindow(self._scene.window())
        if self._theme is not None:
            window.set_theme(self._theme)
        window.weight_hovered.connect(self._on_weight_hovered)
        window.stage_chosen.connect(self.show_stage)
        return window

    def _names(self) -> tuple[str, ...]:
        spec = self._session.spec
        stages = spec.stages if spec is not None else ()
        return tuple(s.name for s in stages if s.kind == "convolution" and s.name in self._weights)

    def _frame(self) -> None:
        if self.window is not None:
            cell = self._selection.cell if self._selection is not None else None
            here = cell is not None and cell.stage == self._stage
            self.window.show_kernel(cell.index[0] if here and cell is not None else None)

    @Slot(object)
    def _on_weights_changed(self, weights: Mapping[str, Weights]) -> None:
        self._weights = weights
        if self._open is None:
            return
        names = self._names()
        if not names:
            self._open.close()
            return
        self._stage = self._stage if self._stage in names else names[0]
        self._open.show_stages(names)
        self._open.show_facts(kernel_facts(self._stage, weights[self._stage]))

    @Slot(object)
    def _on_traced(self, trace: Trace | None) -> None:
        if trace is not None and trace.weights is not self._weights:
            self._on_weights_changed(trace.weights)

    @Slot(object, bool)
    def _on_selection_changed(self, selection: Selection | None, frozen: bool) -> None:
        self._selection = selection
        if self._open is not None:
            self._frame()

    @Slot(object)
    def _on_explained(self, explanation: Explanation | None) -> None:
        self._explanation = explanation if isinstance(explanation, ConvolutionExplanation) else None

    @Slot(object)
    def _on_weight_hovered(self, weight: Weight | None) -> None:
        """Show in the scene which cell the weight is multiplied with for the frozen cell."""
        self._scene.show_pointed(self._partner(weight) if weight is not None else None)

    def _partner(self, weight: Weight) -> Cell | None:
        made = self._explanation
        if made is None or made.cell.stage != self._stage or made.cell.index[0] != weight.kernel:
            return None
        if not made.inside[weight.row, weight.column]:
            return None  # it meets the padding
        row, column = int(made.rows[weight.row]), int(made.columns[weight.column])
        return Cell(made.source, (weight.channel, row, column))
