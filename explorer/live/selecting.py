"""One selected cell of a network: under the mouse or frozen, with its number explained.

The Draw page and the Train page both show traces; which cell of them is looked at is decided here
for either.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from explorer.errors import UserError
from explorer.live.frame import Frame
from explorer.live.session_state import SelectionState
from explorer.network.cells import Cell
from explorer.text import _

if TYPE_CHECKING:
    from explorer.network.explanations import DenseExplanation, Explanation
    from explorer.network.network import Network
    from explorer.network.records import Trace
    from explorer.network.spec import Spec


class Selecting(QObject):
    """Keeps the selected cell, and completes every moment that it is shown by what belongs to it.

    `frame_changed(Frame)` follows every other moment and every other selection. The cell stays
    selected as moments come and go. Subclasses say where the moments come from: a session, or a
    training that is watched.
    """

    frame_changed = Signal(object)  # Frame
    message_reported = Signal(str)
    failed = Signal(str)

    def __init__(self, spec: Spec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frame = Frame(spec)
        self._cell: Cell | None = None
        self._frozen = False
        self._explaining = True
        self._temperature = 1.0
        self._rival: int | None = None
        self._stride: int | None = None

    @property
    def frame(self) -> Frame:
        """The moment that is shown now, with what is selected in it."""
        return self._frame

    @property
    def trace(self) -> Trace | None:
        """The trace whose cells are selected, or None."""
        return self._frame.trace

    @property
    def selected(self) -> Cell | None:
        """The cell that is selected, frozen or under the mouse."""
        return self._cell

    @property
    def network(self) -> Network | None:
        """The network whose weights lie in a file, None where they don't."""
        return None

    @property
    def altered(self) -> bool:
        """Whether it is shown otherwise than the file has it."""
        return False

    def save_checkpoint(self, path: Path, then: Callable[[Path], None]) -> None:
        """Write the weights that are shown to a file; call `then` with it when they are there."""
        raise NotImplementedError

    def code(self, checkpoint: Path) -> str:
        """Return PyTorch code that prints the selected number from a checkpoint's weights.

        Raises UserError while nothing is selected.
        """
        from explorer.network.code import pytorch_code

        if self.trace is None or self._cell is None:
            raise UserError(_("Click a number first: the code computes the selected one."))
        return pytorch_code(self.trace, self._cell, checkpoint)

    def show(self, frame: Frame, *, explaining: bool = True) -> None:
        """Select in another moment, given without a selection; a cell it lacks is released.

        Without `explaining` a frozen cell comes without an explanation: the scene shows other
        numbers than were computed.
        """
        if self._cell is not None and not _has(frame.spec, self._cell):
            self._cell, self._frozen, self._stride = None, False, None
        self._frame, self._explaining = frame, explaining
        self._renew()

    @property
    def selection_state(self) -> SelectionState | None:
        """The selected cell and how it is explained, None without one."""
        if self._cell is None:
            return None
        explained = self._temperature, self._rival, self._stride
        return SelectionState(self._cell.stage, self._cell.index, self._frozen, *explained)

    def show_selection(self, state: SelectionState | None) -> None:
        """Select the cell of a state, if the network has it, and explain it that way."""
        self.release()
        if state is None or not _has(self._frame.spec, state.cell):
            return
        self._cell, self._frozen = state.cell, state.frozen
        self._temperature, self._rival = state.temperature, state.rival
        self._stride = state.stride
        self._renew()

    @Slot(object)
    def hover(self, cell: Cell | None) -> None:
        """Select the cell under the mouse, unless another one is frozen."""
        if not self._frozen and cell != self._cell:
            self._cell = cell
            self._renew()

    @Slot(object)
    def freeze(self, cell: Cell) -> None:
        """Keep a cell selected while the mouse moves on, and explain its number."""
        if self._cell is None or cell.stage != self._cell.stage:
            self._stride = None
        self._cell, self._frozen = cell, True
        self._temperature, self._rival = 1.0, None
        self._renew()

    @Slot()
    def release(self) -> None:
        """Let go of the selection."""
        self._cell, self._frozen, self._stride = None, False, None
        self._renew()

    @Slot(float)
    def set_temperature(self, temperature: float) -> None:
        """Explain the probabilities at another temperature of the softmax."""
        self._temperature = temperature
        self._renew()

    @Slot(object)
    def set_rival(self, rival: int | None) -> None:
        """Explain the frozen logit as its lead over another class's, or on its own (None)."""
        self._rival = rival
        self._renew()

    @Slot(object)
    def set_stride(self, stride: int | None) -> None:
        """Show what another stride would make of the frozen cell's map, or its own (None)."""
        self._stride = stride
        self._renew()

    def _renew(self) -> None:
        """Select in the moment at hand, and emit it."""
        frame, cell = self._frame, self._cell
        selection = explanation = terms = None
        if frame.trace is not None and cell is not None:
            from explorer.network.fields import select

            selection = select(frame.trace, cell)
            if self._frozen and self._explaining:
                explanation = self._explanation(frame.trace, cell)
            terms = _contributions(frame.trace, cell, explanation)
        self._frame = replace(
            frame,
            selection=selection,
            frozen=self._frozen,
            explanation=explanation,
            contributions=terms,
        )
        self.frame_changed.emit(self._frame)

    def _explanation(self, trace: Trace, cell: Cell) -> Explanation:
        from explorer.network.explain import difference, explain

        if self._rival is not None and cell.stage == "logits":
            return difference(trace, cell.index[0], self._rival)
        return explain(trace, cell, self._temperature, self._stride)


def _contributions(
    trace: Trace, cell: Cell, explanation: Explanation | None
) -> DenseExplanation | None:
    """Return the terms behind the selected unit; a probability's are those of its logit."""
    kind = trace.spec.stage(cell.stage).kind
    if kind not in ("dense", "probabilities"):
        return None
    from explorer.network.explain import explain_dense
    from explorer.network.explanations import DenseExplanation

    if isinstance(explanation, DenseExplanation):
        return explanation
    if kind == "probabilities":
        cell = replace(cell, stage=trace.spec.stages[-2].name)
    return explain_dense(trace, cell)


def _has(spec: Spec, cell: Cell) -> bool:
    """Whether an architecture has a cell."""
    shape = next((stage.shape for stage in spec.stages if stage.name == cell.stage), ())
    return len(shape) == len(cell.index) and all(
        0 <= place < size for place, size in zip(cell.index, shape, strict=True)
    )
