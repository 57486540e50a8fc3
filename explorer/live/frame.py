"""One moment of a network at work: what is drawn, what becomes of it, and which cell is looked at.

A frame is computed in one place and emitted once. Whoever shows it compares it with the frame
before and renews what differs; no part of it has to arrive before another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.digits.drawing import Drawing
    from explorer.digits.prepare import Preparation
    from explorer.network.cells import Selection
    from explorer.network.compare import Comparison
    from explorer.network.explanations import DenseExplanation, Explanation
    from explorer.network.records import Likeness, Trace, Weights
    from explorer.network.spec import Spec
    from explorer.training.look.anatomy import BackwardRecord, UpdateRecord


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What belongs together; records are compared by identity.

    `spec` is known before there are `weights`, and they before there is a `trace`. `preparation`
    is how a drawing became the trace's pixels, if it was one. `likeness` compares the trace with
    what the network knows, once that was learned. `exchange` and `shift` hold what
    exchanging layers and what moving the picture did, `comparison` both together, or two moments
    of a run. `gradients` and `changes` belong to a step of a training. `selection` is the cell
    under the mouse or, `frozen`, the one that was clicked; that one comes with its `explanation`.
    `contributions` are the terms behind a selected unit or output.
    """

    spec: Spec
    drawing: Drawing | None = None
    preparation: Preparation | None = None
    weights: Mapping[str, Weights] = field(default_factory=lambda: MappingProxyType({}))
    trace: Trace | None = None
    likeness: Likeness | None = None
    exchange: Comparison | None = None
    shift: Comparison | None = None
    comparison: Comparison | None = None
    gradients: BackwardRecord | None = None
    changes: UpdateRecord | None = None
    selection: Selection | None = None
    frozen: bool = False
    explanation: Explanation | None = None
    contributions: DenseExplanation | None = None

    def differs(self, before: Frame, *names: str) -> bool:
        """Whether any of these fields is another record than in the frame before."""
        return any(getattr(self, name) is not getattr(before, name) for name in names)
