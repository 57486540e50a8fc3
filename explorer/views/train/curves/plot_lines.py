"""Which lines a plot of a run has: their points, and how they differ besides by colour.

Pure: from the curves of some runs to a list of lines, so that what is drawn can be tested.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from explorer.views.train.curves.curve_data import (
    Line,
    RunCurves,
    averaged,
    layers_of,
    thinned,
    validation_line,
    visible,
)

PlotKind = Literal["loss", "accuracy", "learning_rate", "gradient", "update", "dead"]
Role = Literal["batch", "smooth", "validation", "plain", "layer"]
Numbers = NDArray[np.float64]
FINE_POINTS = 250  # up to here a line may be drawn with a wider, smooth pen


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot: its title, what stands on its axis, whether that is logarithmic, and why look."""

    kind: PlotKind
    title: str
    tip: str
    log: bool = False
    percent: bool = False


PLOTS: tuple[Plot, ...] = (
    Plot("loss", "Loss", "How wrong the guesses are; training makes it small."),
    Plot("accuracy", "Accuracy", "The share of right guesses.", percent=True),
    Plot("learning_rate", "Rate", "The learning rate of each step, as the schedule has it."),
    Plot(
        "gradient",
        "Gradient",
        "The norm of each layer's gradient; one far below the others hardly learns.",
        log=True,
    ),
    Plot(
        "update",
        "Update",
        "How much each layer changes in a step against its weights; about 0.001 is healthy.",
        log=True,
    ),
    Plot(
        "dead",
        "Dead",
        "The share of units that answer zero to every validation image.",
        percent=True,
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class PlotLine:
    """Points to draw; `order` of `count` tells lines of one role apart by dashes and tint."""

    key: str
    role: Role
    label: str
    steps: Numbers
    values: Numbers
    order: int = 0
    count: int = 1


def lines_of(
    kind: PlotKind,
    runs: Mapping[str, RunCurves],
    active: str,
    span: tuple[float, float],
    most: int,
) -> list[PlotLine]:
    """Return the lines of a plot over the steps `span`, with at most about `2 * most` points each.

    The numbers of batches and of layers are those of the active run, the other runs lie over it
    as smoothed lines and validations.
    """
    shown = [key for key in runs if key != active] + ([active] if active in runs else [])
    lines: list[PlotLine] = []
    for key in shown:
        run, order = runs[key], list(runs).index(key)
        if kind in ("loss", "accuracy"):
            lines += _scores(kind, key, run, key == active, order, len(runs), span, most)
        elif kind == "learning_rate":
            line = _part(run.line(kind), span, most)
            lines.append(PlotLine(f"{key}/rate", "plain", run.name, *line, order, len(runs)))
        elif key == active:
            lines += _layers(kind, key, run, span)
    return [line for line in lines if np.isfinite(line.values).any()]


def _scores(
    kind: PlotKind,
    key: str,
    run: RunCurves,
    active: bool,
    order: int,
    count: int,
    span: tuple[float, float],
    most: int,
) -> list[PlotLine]:
    lines = []
    if active:
        batch = _part(run.line(kind), span, most)
        lines.append(PlotLine(f"{key}/batch", "batch", "batch", *batch, order, count))
    smooth = _calm(run.line(kind, smooth=True), span)
    lines.append(PlotLine(f"{key}/smooth", "smooth", run.name, *smooth, order, count))
    points = _points(run, kind)
    lines.append(PlotLine(f"{key}/validation", "validation", "validation", *points, order, count))
    return lines


def _layers(kind: PlotKind, key: str, run: RunCurves, span: tuple[float, float]) -> list[PlotLine]:
    if kind == "dead":
        names = list(run.validations[-1].dead) if run.validations else []
        steps = np.array([v.step for v in run.validations], np.float64)
        values = [np.array([v.dead.get(n, np.nan) for v in run.validations]) for n in names]
        found = [(steps, v) for v in values]
    else:
        names = list(layers_of(run.columns, kind))
        found = [_calm(run.line(f"{kind} {name}", smooth=True), span) for name in names]
    return [
        PlotLine(f"{key}/{name}", "layer", name, *line, order, len(names))
        for order, (name, line) in enumerate(zip(names, found, strict=True))
    ]


def _part(line: tuple[Numbers, NDArray[np.float32]], span: tuple[float, float], most: int) -> Line:
    steps, values = line
    part = visible(steps, *span)
    return thinned(steps[part], values[part], most)


def _calm(line: tuple[Numbers, NDArray[np.float32]], span: tuple[float, float]) -> Line:
    """Return a smoothed curve by so few points that it can be drawn finely."""
    steps, values = line
    part = visible(steps, *span)
    return averaged(steps[part], values[part], FINE_POINTS)


def _points(run: RunCurves, kind: str) -> tuple[Numbers, Numbers]:
    steps, values = validation_line(run.validations, kind)
    return np.array(steps, np.float64), np.array(values, np.float64)


def value_range(kind: PlotKind, lines: Sequence[PlotLine]) -> tuple[float, float]:
    """Return the lowest and highest value to show; a noisy batch does not decide it.

    Logarithms for the kinds that are drawn so. A single value gets room around it.
    """
    deciding = [line for line in lines if line.role != "batch"] or list(lines)
    values = np.concatenate([line.values for line in deciding]) if deciding else np.empty(0)
    values = values[np.isfinite(values)]
    if kind in ("gradient", "update"):
        values = np.log10(values[values > 0])
    if not len(values):
        return (0.0, 1.0)
    low, high = float(values.min()), float(values.max())
    if kind in ("loss", "learning_rate", "dead"):
        low, high = 0.0, max(high, 0.05 if kind == "dead" else 1e-9)
    if kind == "accuracy":
        return floor(20 * (low - 0.01)) / 20, 1.04
    room = 0.06 * (high - low) or 0.5
    return rounded(low - (0 if low == 0 else room), high + room)


def rounded(low: float, high: float) -> tuple[float, float]:
    """Return a range widened a little, to round numbers, so that its axis seldom changes."""
    unit = 10.0 ** floor(log10(high - low)) / 10
    return floor(low / unit) * unit, ceil(high / unit) * unit


def rounded_end(first: int, head: int) -> int:
    """Return a step at or behind the newest one that moves on only at every fifth or so more.

    An axis that changes with every step costs more than the curves.
    """
    length = max(head - first, 10)
    unit: int = 10 ** floor(log10(length))
    fifth = max(1, unit // 5 if length < 2 * unit else unit // 2 if length < 5 * unit else unit)
    return first + ceil(length / fifth) * fifth
