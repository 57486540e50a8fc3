"""Hand-made traces of a small network with max pooling, and comparisons of them; no torch."""

from __future__ import annotations

import numpy as np

from explorer.network.compare import Comparison, compare
from explorer.network.records import Floats, Indices, StageTrace, Trace
from explorer.network.spec import Convolution, Dense, Flatten, Pooling, Spec

SPEC = Spec("made", (1, 6, 6), (Convolution(1, 3), Pooling(), Flatten(), Dense(3)), tuple("abc"))


def trace(pooled: list[float], winners: list[int] | None, probabilities: list[float]) -> Trace:
    """Return a trace whose four pooled cells have these values and winners."""
    values = {stage.name: np.zeros(stage.shape, np.float32) for stage in SPEC.stages}
    values["pool1"] = np.array(pooled, np.float32).reshape(1, 2, 2)
    values["flatten"] = values["pool1"].reshape(-1)
    values["probabilities"] = np.array(probabilities, np.float32)
    chosen = None if winners is None else np.array(winners, np.int64).reshape(1, 2, 2)
    stages = tuple(StageTrace(s, values[s.name], _of(s.name, chosen)) for s in SPEC.stages)
    pixels: Floats = values["input"]
    return Trace(SPEC, pixels, stages, {})


def exchange() -> Comparison:
    """Two of four values differ, one of three winners moved, and the answer is another one."""
    before = trace([1, 2, 3, 0], [0, 2, 8, 10], [0.7, 0.2, 0.1])
    after = trace([1, 4, 1, 0], [0, 3, 8, 11], [0.1, 0.85, 0.05])
    return compare(before, after)


def shift() -> Comparison:
    """Return a change that starts from what `exchange` ends with."""
    after = trace([1, 4, 2, 0], [1, 3, 8, 11], [0.2, 0.7, 0.1])
    return compare(exchange().after, after)


def without_winners() -> Comparison:
    """Return a change after which the pooling is no longer a maximum."""
    before = trace([1, 2, 3, 0], [0, 2, 8, 10], [0.7, 0.2, 0.1])
    return compare(before, trace([1, 1, 1, 0], None, [0.5, 0.3, 0.2]))


def _of(name: str, winners: Indices | None) -> Indices | None:
    return winners if name == "pool1" else None
