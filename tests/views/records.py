"""Hand-made records for views: a trace without torch, a preparation of a simple digit."""

from __future__ import annotations

import numpy as np

from explorer.digits.drawing import Drawing, Stroke
from explorer.digits.options import Options
from explorer.digits.prepare import Preparation
from explorer.network.cells import Cell, Region, Selection
from explorer.network.records import StageTrace, Trace
from explorer.network.spec import Dense, Flatten, OutputKind, Spec
from explorer.pen import prepare_drawing

SEVEN = [(70.0, 70.0), (200.0, 60.0), (165.0, 150.0), (135.0, 230.0)]


def spec(classes: tuple[str, ...] = tuple("0123456789"), output: OutputKind = "softmax") -> Spec:
    return Spec("made", (1, 28, 28), (Flatten(), Dense(len(classes))), classes, output)


def trace(probabilities: list[float], made: Spec | None = None) -> Trace:
    made = made or spec(tuple(str(n) for n in range(len(probabilities))))
    values = [np.zeros(stage.shape, np.float32) for stage in made.stages]
    values[-1] = np.array(probabilities, np.float32)
    values[-2] = np.log(np.array(probabilities, np.float32) + 1e-6)
    stages = tuple(StageTrace(s, v) for s, v in zip(made.stages, values, strict=True))
    return Trace(made, values[0], stages, {})


def sure_of(index: int, classes: int = 10) -> Trace:
    return trace([0.91 if n == index else 0.01 for n in range(classes)])


def stroke(points: list[tuple[float, float]], **pen: object) -> Stroke:
    return Stroke(np.array(points, np.float32), **pen)  # type: ignore[arg-type]


def seven() -> Drawing:
    return Drawing((stroke(SEVEN),))


def preparation(options: Options | None = None) -> Preparation:
    return prepare_drawing(seven(), options or Options(), (1, 28, 28))


def selection(cell: Cell, region: Region | None = None, winner: Cell | None = None) -> Selection:
    fields = (region,) if region else ()
    return Selection(cell, 1.824, f"{cell.stage}: 1.82", fields, winner)
