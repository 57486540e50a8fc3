"""Hand-made traces of auto-encoders, without torch."""

from __future__ import annotations

import numpy as np

from explorer.network.records import StageTrace, Trace
from explorer.network.spec import Dense, Flatten, Spec, Unflatten


def drawing_spec(channels: int = 1, side: int = 8, code: int = 3) -> Spec:
    """Return a small auto-encoder with a dense code."""
    layers = (Flatten(), Dense(code), Dense(channels * side**2), Unflatten(channels, side, side))
    return Spec("made", (channels, side, side), layers, output="image")


def drawn_trace(spec: Spec | None = None, seed: int = 1) -> Trace:
    """Return a trace with random numbers everywhere."""
    spec = spec or drawing_spec()
    random = np.random.default_rng(seed)
    values = [random.normal(size=stage.shape).astype(np.float32) for stage in spec.stages]
    values[0] = random.random(spec.input_shape).astype(np.float32)
    values[-1] = random.random(spec.input_shape).astype(np.float32)
    stages = tuple(StageTrace(s, v) for s, v in zip(spec.stages, values, strict=True))
    return Trace(spec, values[0], stages, {})
