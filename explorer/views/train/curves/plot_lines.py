"""Which lines a plot of a run has: their points, and how they differ besides by colour.

Pure: from the curves of some runs to a list of lines, so that what is drawn can be tested.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Literal

import numpy as np

from explorer.network.spec import OutputKind
from explorer.text import _
from explorer.training.plan import LossKind
from explorer.views.parts.number_text import significant
from explorer.views.train.curves.curve_data import (
    LINEAR,
    Numbers,
    Points,
    RunCurves,
    Scale,
    Span,
    averaged,
    layers_of,
)

PlotKind = Literal["loss", "accuracy", "learning_rate", "gradient", "update", "dead"]
Role = Literal["batch", "smooth", "validation", "plain", "layer"]
FINE_POINTS = 250  # up to here a line may be drawn with a wider, smooth pen


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot: its title, what stands on its axis, whether that is logarithmic, and why look.

    Plots of `layers` have a line for each, with its name at the end.
    """

    kind: PlotKind
    title: str
    tip: str
    log: bool = False
    percent: bool = False
    layers: bool = False


# What the loss of a run measures; only runs of the same loss share an axis.
LOSSES: dict[str, str] = {
    "cross-entropy": _("Cross-entropy"),
    "sigmoid cross-entropy": _("Cross-entropy of each class"),
    "mse": _("Squared error"),
    "image cross-entropy": _("Reconstruction, cross-entropy"),
    "image mse": _("Reconstruction, squared error"),
}
PLOTS: tuple[Plot, ...] = (
    Plot("loss", _("Loss"), _("How wrong the guesses are; training makes it small.")),
    Plot("accuracy", _("Accuracy"), _("The share of right guesses."), percent=True),
    Plot("learning_rate", _("Rate"), _("The learning rate of each step, as the schedule has it.")),
    Plot(
        "gradient",
        _("Gradient"),
        _("The norm of each layer's gradient; one far below the others hardly learns."),
        log=True,
        layers=True,
    ),
    Plot(
        "update",
        _("Update"),
        _("How much each layer changes in a step against its weights; about 0.001 is healthy."),
        log=True,
        layers=True,
    ),
    Plot(
        "dead",
        _("Dead"),
        _("The share of units that answer zero to every validation image."),
        percent=True,
        layers=True,
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


def name_loss(output: OutputKind, kind: LossKind) -> str:
    """Return which of LOSSES a network with this output is trained by."""
    own = output == "image" or (output == "sigmoid" and kind == "cross-entropy")
    return f"{output} {kind}" if own else kind


def scale_of(plot: Plot, runs: Collection[RunCurves], *, log: bool) -> Scale:
    """Return how values stand on a plot's axis: a loss that exploded is cut.

    A network that guesses has learned nothing; what is twice as wrong needs no more of the axis.
    """
    if log or plot.log:
        return Scale(log=True, note=_("logarithmic"))
    top = 2 * max((run.guess for run in runs), default=0.0)
    value = max(map(_highest, runs), default=0.0)
    if plot.kind != "loss" or value <= top:
        return LINEAR
    note = _("up to {value}, cut at {top}")
    return Scale(
        ceiling=top, note=note.format(value=significant(value, 3), top=significant(top, 3))
    )


def _highest(run: RunCurves) -> float:
    """Return the largest loss of a run."""
    values = run.line("loss")[1]
    return 0.0 if np.isnan(values).all() else float(np.nanmax(values))


def lines_of(
    kind: PlotKind,
    runs: Mapping[str, RunCurves],
    active: str,
    span: Span,
    scale: Scale = LINEAR,
) -> list[PlotLine]:
    """Return the lines of a plot over the steps `span`; smoothed ones have few points.

    The numbers of batches and of layers are those of the active run, the other runs lie over it
    as smoothed lines and validations.
    """
    lines: list[PlotLine] = []
    for key in sorted(runs, key=active.__eq__):  # the active one is drawn last
        run = runs[key]
        parts: list[tuple[Role, str, Points]] = []
        if kind in ("loss", "accuracy"):
            if key == active:
                parts.append(("batch", "batch", run.line(kind, span)))
            parts.append(("smooth", run.name, _smooth_part(run, kind, span, scale)))
            parts.append(("validation", "validation", run.validation_line(kind)))
        elif kind == "learning_rate":
            parts.append(("plain", run.name, run.line(kind, span)))
        elif key == active:
            lines += _layers(kind, key, run, span, scale)
        lines += [
            PlotLine(
                f"{key}/{role}", role, label, steps, np.minimum(values, scale.ceiling), run.order
            )
            for role, label, (steps, values) in parts
        ]
    return [line for line in lines if np.isfinite(line.values).any()]


def _layers(kind: PlotKind, key: str, run: RunCurves, span: Span, scale: Scale) -> list[PlotLine]:
    if kind == "dead":
        names = tuple(run.validations[-1].dead) if run.validations else ()
        found = [run.dead_line(name) for name in names]
    else:
        names = layers_of(run.columns, kind)
        found = [_smooth_part(run, f"{kind} {name}", span, scale) for name in names]
    return [
        PlotLine(f"{key}/{name}", "layer", name, *points, order, len(names))
        for order, (name, points) in enumerate(zip(names, found, strict=True))
    ]


def _smooth_part(run: RunCurves, column: str, span: Span, scale: Scale) -> Points:
    """Return a smoothed curve by so few points that it can be drawn finely."""
    return averaged(run.trend_line(column, span, scale), FINE_POINTS)


def value_range(
    kind: PlotKind, lines: Sequence[PlotLine], scale: Scale = LINEAR
) -> tuple[float, float]:
    """Return the lowest and highest place on the axis; a single value gets room around it."""
    values = np.concatenate([scale.place(line.values) for line in lines] or [np.empty(0)])
    values = values[np.isfinite(values)]
    if not len(values):
        return (0.0, 1.0)
    low, high = float(values.min()), float(values.max())
    if kind == "accuracy":
        return floor(20 * max(0.0, low - 0.01)) / 20, 1.04
    if kind in ("loss", "learning_rate", "dead") and not scale.log:
        low, high = 0.0, max(high, 0.05 if kind == "dead" else 1e-9)
    room = 0.06 * (high - low) or 0.5
    return rounded(low - (0 if low == 0 else room), high + room)


def rounded(low: float, high: float) -> tuple[float, float]:
    """Return a range widened a little, to round numbers, so that its axis rarely changes."""
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
