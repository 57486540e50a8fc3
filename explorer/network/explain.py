"""Why is this number what it is? The real arithmetic behind any cell of any stage.

Everything is read from a trace: the values one stage earlier and the weights that were used. No
torch is needed, so the terms are an independent check of torch's result.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import prod
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from explorer.network.cells import Cell, Region, unflattened
from explorer.network.explanations import (
    ActivationExplanation,
    ConvolutionExplanation,
    CopyExplanation,
    CopyKind,
    DenseExplanation,
    Doubles,
    Explanation,
    InputExplanation,
    Integers,
    Mask,
    PoolingExplanation,
    ProbabilitiesExplanation,
    ReconstructionExplanation,
)
from explorer.network.fields import check_cell, receptive_field, window, winner_of
from explorer.network.otherwise import alternatives
from explorer.network.records import Floats, Trace
from explorer.network.spec import (
    Activation,
    ActivationKind,
    Convolution,
    Flatten,
    Pooling,
    Spec,
    Stage,
    StageKind,
    Upsampling,
)

T = TypeVar("T", bound=np.generic)
CURVE_POINTS = 121
SATURATED = 0.99  # a tanh this far out has less than 2 % of its slope left


def explain(
    trace: Trace, cell: Cell, temperature: float = 1.0, stride: int | None = None
) -> Explanation:
    """Return the terms behind a cell; `temperature` divides the logits of a probability.

    With a `stride`, convolutions and poolings are explained with that one in place of theirs, too.
    Raises KeyError for an unknown stage and IndexError for a cell outside it.
    """
    stage = trace.spec.stage(cell.stage)
    check_cell(stage, cell)
    if stage.kind == "probabilities":
        return explain_probability(trace, cell, temperature)
    explanation = EXPLAINERS[stage.kind](trace, cell)
    if isinstance(explanation, ConvolutionExplanation | PoolingExplanation):
        return replace(explanation, alternatives=alternatives(trace, cell, stride))
    return explanation


def explain_input(trace: Trace, cell: Cell) -> InputExplanation:
    """Explain a pixel: what was drawn, and what the normalisation made of it."""
    channel = cell.index[0]
    pixel = float(trace.pixels[cell.index])
    mean, std = trace.spec.mean[channel], trace.spec.std[channel]
    return InputExplanation(cell, _value(trace, cell), pixel, mean, std)


def explain_convolution(trace: Trace, cell: Cell) -> ConvolutionExplanation:
    """Explain a cell of a feature map: patch times kernel per channel, plus the bias."""
    stage = trace.spec.stage(cell.stage)
    assert isinstance(stage.layer, Convolution)
    source, before = _before(trace, stage)
    rows, columns = (np.array(window(stage.layer, i)) for i in cell.index[1:])
    patch, inside = _patch(before, rows, columns)
    weights = trace.weights[stage.name]
    kernel = weights.weight[cell.index[0]].astype(np.float64)
    products = patch * kernel
    partial_sums = products.sum((1, 2))
    return ConvolutionExplanation(
        cell=cell,
        value=_value(trace, cell),
        source=source.name,
        patch=_fixed(patch),
        kernel=_fixed(kernel),
        products=_fixed(products),
        inside=_fixed(inside),
        rows=_fixed(rows),
        columns=_fixed(columns),
        partial_sums=_fixed(partial_sums),
        order=_fixed(_by_size(partial_sums)),
        bias=_bias(weights.bias, cell.index[0]),
    )


def explain_activation(trace: Trace, cell: Cell) -> ActivationExplanation:
    """Explain an activated cell: the function, its argument, and how many others are idle."""
    stage = trace.spec.stage(cell.stage)
    assert isinstance(stage.layer, Activation)
    kind = stage.layer.kind
    _, before = _before(trace, stage)
    idle = _idle(kind, trace.stage(stage.name).values)
    own = idle[cell.index[0]] if stage.spatial else idle
    argument = float(before[cell.index])
    return ActivationExplanation(
        cell=cell,
        value=_value(trace, cell),
        kind=kind,
        before=argument,
        total=float(activated(kind, np.array(argument))),
        idle_in_map=float(own.mean()),
        idle_in_layer=float(idle.mean()),
        curve=_curve(kind, before),
    )


def explain_pooling(trace: Trace, cell: Cell) -> PoolingExplanation:
    """Explain a pooled cell: its window, who won or what was summed, and what it sees."""
    stage = trace.spec.stage(cell.stage)
    layer = stage.layer
    assert isinstance(layer, Pooling)
    source, before = _before(trace, stage)
    rows, columns = (np.array(window(layer, i)) for i in cell.index[1:])
    values, inside = _patch(before[cell.index[0]][None], rows, columns)
    winner = winner_of(trace, cell)
    return PoolingExplanation(
        cell=cell,
        value=_value(trace, cell),
        kind=layer.kind,
        source=source.name,
        window=_fixed(values[0]),
        inside=_fixed(inside),
        rows=_fixed(rows),
        columns=_fixed(columns),
        winner=winner,
        divisor=layer.size**2 if layer.kind == "average" else 1,
        field=_seen(trace.spec, winner or cell),
        map_in=prod(stage.input_shape[1:]),
        map_out=prod(stage.shape[1:]),
    )


def explain_copy(trace: Trace, cell: Cell) -> CopyExplanation:
    """Explain a number that was only moved: the cell it was before, or that is repeated."""
    stage = trace.spec.stage(cell.stage)
    source, before = _before(trace, stage)
    index: tuple[int, ...]
    match stage.layer:
        case Flatten():
            index, factor = unflattened(stage.input_shape, cell.index[0]), 1
        case Upsampling(factor):
            plane, row, column = cell.index
            index = plane, row // factor, column // factor
        case _:
            index, factor = (int(np.ravel_multi_index(cell.index, stage.shape)),), 1
    shape = stage.input_shape if stage.kind == "flatten" else stage.shape
    origin, total = Cell(source.name, index), float(before[index])
    kind = cast("CopyKind", stage.kind)
    return CopyExplanation(cell, _value(trace, cell), kind, origin, factor, shape, total)


def explain_reconstruction(trace: Trace, cell: Cell) -> ReconstructionExplanation:
    """Explain a pixel that was drawn: the sigmoid of the last layer's number there."""
    source, before = _before(trace, trace.spec.stage(cell.stage))
    argument = float(before[cell.index])
    return ReconstructionExplanation(
        cell=cell,
        value=_value(trace, cell),
        source=source.name,
        before=argument,
        total=float(activated("sigmoid", np.array(argument))),
        pixel=float(trace.pixels[cell.index]),
        mean_error=trace.error,
        curve=_curve("sigmoid", np.array([1.5 * argument], np.float32)),
    )


def explain_dense(trace: Trace, cell: Cell) -> DenseExplanation:
    """Explain a unit: every input times its weight, ranked, plus the bias."""
    weights = trace.weights[cell.stage]
    unit = cell.index[0]
    row = weights.weight[unit].astype(np.float64)
    return _dense(trace, cell, row, _bias(weights.bias, unit), _value(trace, cell))


def difference(trace: Trace, label: int, rival: int) -> DenseExplanation:
    """Explain why one class got more than another: the difference of their two sums.

    `label` and `rival` are indices of classes.
    """
    stage = trace.spec.stages[-2]
    weights = trace.weights[stage.name]
    first, second = (weights.weight[unit].astype(np.float64) for unit in (label, rival))
    bias = _bias(weights.bias, label) - _bias(weights.bias, rival)
    value = float(trace.logits[label]) - float(trace.logits[rival])
    against = Cell(stage.name, (rival,))
    return _dense(trace, Cell(stage.name, (label,)), first - second, bias, value, against)


def explain_probability(
    trace: Trace, cell: Cell, temperature: float = 1.0
) -> ProbabilitiesExplanation:
    """Explain a probability: softmax or sigmoid of the logits, divided by a temperature first.

    Raises ValueError unless the temperature is positive.
    """
    if not temperature > 0:
        raise ValueError("a temperature is positive")
    softmax = trace.spec.output == "softmax"
    logits = trace.logits.astype(np.float64)
    scaled = logits / temperature
    maximum = float(scaled.max()) if softmax else 0.0
    shifted = scaled - maximum
    exponentials = np.exp(np.minimum(shifted if softmax else -shifted, 700.0))
    sums = np.full_like(logits, exponentials.sum()) if softmax else 1 + exponentials
    probabilities = (exponentials if softmax else 1.0) / sums
    return ProbabilitiesExplanation(
        cell=cell,
        value=_value(trace, cell),
        output=trace.spec.output,
        classes=trace.spec.classes,
        temperature=temperature,
        logits=_fixed(logits),
        scaled=_fixed(scaled),
        maximum=maximum,
        shifted=_fixed(shifted),
        exponentials=_fixed(exponentials),
        denominator=float(sums[cell.index[0]]),
        probabilities=_fixed(probabilities),
    )


EXPLAINERS: dict[StageKind, Callable[[Trace, Cell], Explanation]] = {
    "input": explain_input,
    "convolution": explain_convolution,
    "activation": explain_activation,
    "pooling": explain_pooling,
    "flatten": explain_copy,
    "dense": explain_dense,
    "unflatten": explain_copy,
    "upsampling": explain_copy,
    "probabilities": explain_probability,
    "reconstruction": explain_reconstruction,
}


def activated(kind: ActivationKind, x: Doubles) -> Doubles:
    """Return the activation function of x, elementwise."""
    if kind == "relu":
        return np.maximum(x, 0.0)
    if kind == "tanh":
        return np.tanh(x)
    return 0.5 * (1 + np.tanh(0.5 * x))  # the logistic function without overflow


def _curve(kind: ActivationKind, arguments: Floats) -> Doubles:
    """Return x and y (2, n) of a function over the range of its arguments, at least -4 to 4."""
    reach = max(4.0, float(np.abs(arguments).max()))
    x = np.linspace(-reach, reach, CURVE_POINTS)
    return _fixed(np.stack([x, activated(kind, x)]))


def _idle(kind: ActivationKind, values: Floats) -> Mask:
    """Mark the cells that pass on nothing, or whose slope has all but gone."""
    idle: Mask
    if kind == "relu":
        idle = values == 0
    elif kind == "tanh":
        idle = np.abs(values) > SATURATED
    else:
        idle = np.abs(values - 0.5) > SATURATED - 0.5
    return idle


def _dense(
    trace: Trace,
    cell: Cell,
    weights: Doubles,
    bias: float,
    value: float,
    against: Cell | None = None,
) -> DenseExplanation:
    source, before = _before(trace, trace.spec.stage(cell.stage))
    maps = (
        trace.spec.stages[trace.spec.index(source.name) - 1] if source.kind == "flatten" else None
    )
    inputs = before.astype(np.float64)
    products = inputs * weights
    return DenseExplanation(
        cell=cell,
        value=value,
        source=source.name,
        inputs=_fixed(inputs),
        weights=_fixed(weights),
        products=_fixed(products),
        order=_fixed(_by_size(products)),
        bias=bias,
        maps=maps.name if maps else "",
        maps_shape=maps.shape if maps else (),
        against=against,
    )


def _before(trace: Trace, stage: Stage) -> tuple[Stage, Floats]:
    """Return the stage before one, and its values."""
    traced = trace.stages[trace.spec.index(stage.name) - 1]
    return traced.stage, traced.values


def _patch(before: Floats, rows: Integers, columns: Integers) -> tuple[Doubles, Mask]:
    """Cut (maps, rows, columns) out of maps, 0 in the padding, with the mask of what is inside."""
    _, height, width = before.shape
    row_inside, column_inside = (rows >= 0) & (rows < height), (columns >= 0) & (columns < width)
    inside = row_inside[:, None] & column_inside[None, :]
    clipped = np.ix_(rows.clip(0, height - 1), columns.clip(0, width - 1))
    cut = np.stack([plane[clipped] for plane in before]).astype(np.float64)
    return np.where(inside, cut, 0.0), inside


def _seen(spec: Spec, cell: Cell) -> Region:
    """Return what a cell sees of the input; an input cell sees itself."""
    fields = receptive_field(spec, cell)
    return fields[0] if fields else Region("input", cell.index, tuple(i + 1 for i in cell.index))


def _fixed(array: NDArray[T]) -> NDArray[T]:
    """Make a fresh array read-only."""
    array.setflags(write=False)
    return array


def _by_size(values: Doubles) -> Integers:
    return np.argsort(-np.abs(values), kind="stable")


def _bias(bias: Floats | None, unit: int) -> float:
    return 0.0 if bias is None else float(bias[unit])


def _value(trace: Trace, cell: Cell) -> float:
    return float(trace.stage(cell.stage).values[cell.index])
