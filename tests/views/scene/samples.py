"""Hand-made records for the scene's tests: traces without torch, odd architectures, text sizes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from explorer.live.frame import Frame
from explorer.network.cells import Selection
from explorer.network.records import StageTrace, Trace, Weights, frozen_mapping
from explorer.network.spec import (
    Activation,
    Convolution,
    Dense,
    Flatten,
    Pooling,
    Spec,
    Stage,
)
from explorer.views.scene.layout.headers import Type

STYLE = Type(12, 11, lambda text, size, bold: (0.6 if bold else 0.56) * size * len(text))

MANY_FILTERS = Spec(
    "many",
    (1, 28, 28),
    (
        *(Convolution(32, 3), Activation(), Pooling()),
        *(Convolution(64, 3), Activation(), Pooling()),
        *(Flatten(), Dense(128), Activation(), Dense(10)),
    ),
)
ONE_BY_ONE = Spec(
    "one-by-one",
    (1, 28, 28),
    (
        Convolution(8, 5),
        Activation(),
        Convolution(12, 1),
        Activation(),
        Pooling(),
        Flatten(),
        Dense(10),
    ),
)
THREE_CONVOLUTIONS = Spec(
    "three",
    (1, 28, 28),
    (
        *(Convolution(6, 3, padding=1), Activation(), Pooling()),
        *(Convolution(12, 3, padding=1), Activation(), Pooling()),
        *(Convolution(24, 3), Activation(), Flatten(), Dense(84), Activation(), Dense(10)),
    ),
)
IN_A_ROW = Spec(
    "in-a-row",
    (1, 28, 28),
    (
        Convolution(4, 3),
        Convolution(4, 3),
        Activation("sigmoid"),
        Pooling("average"),
        Flatten(),
        Dense(10),
    ),
)
COLOUR = Spec(
    "colour",
    (3, 32, 32),
    (
        Convolution(6, 5),
        Activation("tanh"),
        Pooling(),
        Flatten(),
        Dense(40),
        Activation(),
        Dense(3),
    ),
    classes=("aeroplane", "automobile", "a very long name of a class"),
)
ODD = (MANY_FILTERS, ONE_BY_ONE, THREE_CONVOLUTIONS, IN_A_ROW, COLOUR)


def change(shown: Any, **choices: Any) -> None:
    """Let a scene, its canvas or a page be shown by other choices."""
    options = shown.options if hasattr(shown, "options") else shown.content.options
    shown.show_options(replace(options, **choices))


_READINGS = {"gradients": "gradients", "changes": "changes", "comparison": "differences"}


def show(scene: Any, **records: Any) -> None:
    """Show a scene its last frame with these records instead, and what they are to be read as.

    Another spec, given or that of a trace, begins with an empty frame; another trace is read as
    values.
    """
    (name, record), *_rest = records.items()
    trace = record.after if name == "comparison" and record else records.get("trace")
    spec = records.get("spec") or (scene.frame.spec if trace is None else trace.spec)
    frame = scene.frame if spec == scene.frame.spec else Frame(spec)
    if name in ("trace", "comparison"):
        records = {"comparison": None, "gradients": None, "changes": None, **records}
        records["trace"] = frame.trace if record is None and name == "comparison" else trace
        records["weights"] = trace.weights if trace is not None else frame.weights
    if name in ("trace", "weights", *_READINGS):
        change(scene, reading=_READINGS.get(name, "values") if record is not None else "values")
    scene.show_frame(Frame(spec) if name == "spec" else replace(frame, **records))


def show_selected(scene: Any, selection: Selection | None, frozen: bool) -> None:
    """Show a scene its last frame with another selection."""
    scene.show_frame(replace(scene.frame, selection=selection, frozen=frozen))


def fake_trace(spec: Spec, seed: int = 0) -> Trace:
    """Return a trace of random numbers that a network of this spec might give."""
    draw = np.random.default_rng(seed)
    pixels = draw.random(spec.input_shape).astype(np.float32)
    stages: list[StageTrace] = []
    for stage in spec.stages:
        values = draw.normal(size=stage.shape).astype(np.float32)
        winners = None
        if stage.kind == "input":
            values = pixels
        elif stage.kind == "activation":
            values = np.maximum(stages[-1].values, 0)
        elif stage.kind == "flatten":
            values = stages[-1].values.reshape(-1)
        elif stage.kind == "probabilities":
            values = np.exp(stages[-1].values) / np.exp(stages[-1].values).sum()
        elif stage.kind == "pooling":
            values, winners = pooled(stages[-1].values, stage)
        stages.append(StageTrace(stage, values.astype(np.float32), winners))
    return Trace(spec, pixels, tuple(stages), fake_weights(spec, seed))


def fake_weights(spec: Spec, seed: int = 0) -> object:
    """Return random weights for every convolution."""
    draw = np.random.default_rng(seed)
    weights = {}
    for stage in spec.stages:
        if isinstance(stage.layer, Convolution):
            shape = (stage.shape[0], stage.input_shape[0], stage.layer.kernel, stage.layer.kernel)
            weights[stage.name] = Weights(draw.normal(size=shape).astype(np.float32), None)
    return frozen_mapping(weights)


def pooled(maps: np.ndarray, stage: Stage) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the pooling of maps and, for the maximum, the flat index of each winner."""
    assert isinstance(stage.layer, Pooling)
    size, step = stage.layer.size, stage.layer.stride
    values = np.zeros(stage.shape, np.float32)
    winners = np.zeros(stage.shape, np.int64)
    for m, r, c in np.ndindex(*stage.shape):
        window = maps[m, r * step : r * step + size, c * step : c * step + size]
        row, column = divmod(int(window.argmax()), size)
        winners[m, r, c] = (r * step + row) * maps.shape[2] + c * step + column
        values[m, r, c] = window.max() if stage.layer.kind == "max" else window.mean()
    return values, winners if stage.layer.kind == "max" else None


def dense_trace(spec: Spec) -> Trace:
    """Return `fake_trace` with random weights of its dense layers, which explain their units."""
    made = fake_trace(spec)
    draw = np.random.default_rng(2)
    weights = dict(made.weights)
    for stage in spec.stages:
        if stage.kind == "dense":
            shape = (stage.shape[0], stage.input_shape[0])
            bias = draw.normal(size=stage.shape[0]).astype(np.float32)
            weights[stage.name] = Weights(draw.normal(size=shape).astype(np.float32), bias)
    return Trace(made.spec, made.pixels, made.stages, frozen_mapping(weights))
