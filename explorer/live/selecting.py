"""One selected cell of a network: under the mouse or frozen, with its number explained.

The Draw page and the Train page both show traces; which cell of them is looked at is decided here
for either.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from explorer.errors import UserError
from explorer.network.cells import Cell, Selection

if TYPE_CHECKING:
    from explorer.digits.prepare import Preparation
    from explorer.network.explanations import DenseExplanation, Explanation
    from explorer.network.records import Trace
    from explorer.network.spec import Spec


class Selecting(QObject):
    """Keeps the selected cell and says, for the trace at hand, its number and where that is from.

    The cell stays selected as traces come and go. `traced` and `prepared` repeat what it was given
    to show, for those who see only this object.
    """

    selection_changed = Signal(object, bool)  # Selection | None, whether it is frozen
    explained = Signal(object)  # Explanation of the frozen cell, or None
    contributions = Signal(object)  # DenseExplanation of a selected unit or output, or None
    traced = Signal(object)  # Trace, or None
    prepared = Signal(object)  # Preparation behind the trace, or None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trace: Trace | None = None
        self._preparation: Preparation | None = None
        self._cell: Cell | None = None
        self._frozen = False
        self._temperature = 1.0
        self._rival: int | None = None
        self._stride: int | None = None
        self._explains = self._contributes = False  # what was said last was not None

    @property
    def trace(self) -> Trace | None:
        """The trace whose cells are selected, or None."""
        return self._trace

    @property
    def spec(self) -> Spec | None:
        """The architecture of the trace, None without one."""
        return None if self._trace is None else self._trace.spec

    @property
    def preparation(self) -> Preparation | None:
        """How a drawing became the trace's pixels, if it was one."""
        return self._preparation

    @property
    def selected(self) -> Cell | None:
        """The cell that is selected, frozen or under the mouse."""
        return self._cell

    def code(self, checkpoint: Path) -> str:
        """Return PyTorch code that prints the selected number from a checkpoint's weights.

        Raises UserError while nothing is selected.
        """
        from explorer.network.code import pytorch_code

        if self._trace is None or self._cell is None:
            raise UserError("Click a number first: the code computes the selected one.")
        return pytorch_code(self._trace, self._cell, checkpoint)

    @Slot(object)
    def show_preparation(self, preparation: Preparation | None) -> None:
        """Take over how the next trace's pixels came about."""
        self._preparation = preparation
        self.prepared.emit(preparation)

    @Slot(object)
    def show_trace(self, trace: Trace | None) -> None:
        """Select in another trace; a cell that it does not have is let go of."""
        self.take(trace)
        if trace is not None and self._cell is not None and not _has(trace.spec, self._cell):
            self.release()
        self.traced.emit(trace)
        self.refresh()

    def take(self, trace: Trace | None) -> None:
        """Select in another trace from now on, without saying anything yet."""
        self._trace = trace

    def refresh(self) -> None:
        """Say the selected cell as the trace has it now, if one is selected."""
        if self._cell is not None:
            self._say()

    def rename(self, before: Spec, after: Spec) -> None:
        """Keep the selected cell, though its stage may have another name in an exchanged network.

        Both specs have the same stages in the same places.
        """
        if self._cell is not None:
            place = before.index(self._cell.stage)
            self._cell = replace(self._cell, stage=after.stages[place].name)

    @Slot(object)
    def hover(self, cell: Cell | None) -> None:
        """Select the cell under the mouse, unless another one is frozen."""
        if not self._frozen and cell != self._cell:
            self._cell = cell
            self._say()

    @Slot(object)
    def freeze(self, cell: Cell) -> None:
        """Keep a cell selected while the mouse moves on, and explain its number."""
        if self._cell is None or cell.stage != self._cell.stage:
            self._stride = None
        self._cell, self._frozen = cell, True
        self._temperature, self._rival = 1.0, None
        self._say()

    @Slot()
    def release(self) -> None:
        """Let go of the selection."""
        self._cell, self._frozen, self._stride = None, False, None
        self._say()

    @Slot(float)
    def set_temperature(self, temperature: float) -> None:
        """Explain the probabilities at another temperature of the softmax."""
        self._temperature = temperature
        self._say()

    @Slot(object)
    def set_rival(self, rival: int | None) -> None:
        """Explain the frozen logit as its lead over another class's, or on its own (None)."""
        self._rival = rival
        self._say()

    @Slot(object)
    def set_stride(self, stride: int | None) -> None:
        """Show what another stride would make of the frozen cell's map, or its own (None)."""
        self._stride = stride
        self._say()

    def _say(self) -> None:
        trace, cell = self._trace, self._cell
        if trace is None or cell is None:
            self._emit(None, None, None)
            return
        from explorer.network.fields import select

        explanation = self._explanation(trace, cell) if self._frozen else None
        terms = _contributions(trace, cell, explanation)
        self._emit(select(trace, cell), explanation, terms)

    def _emit(
        self,
        selection: Selection | None,
        explanation: Explanation | None,
        contributions: DenseExplanation | None,
    ) -> None:
        """Say what is selected; that there are still no terms behind it need not be said."""
        self.selection_changed.emit(selection, self._frozen)
        if explanation is not None or self._explains:
            self._explains = explanation is not None
            self.explained.emit(explanation)
        if contributions is not None or self._contributes:
            self._contributes = contributions is not None
            self.contributions.emit(contributions)

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
