"""What a convolution or a pooling would make of the same numbers with another step or kind.

Only the stride or the kind of pooling changes: kernel, bias and padding stay as they are. Numpy is
enough, so what is shown here is an independent check of torch as well.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from explorer.network.cells import Cell
from explorer.network.explanations import Alternative, Doubles
from explorer.network.records import Floats, Trace
from explorer.network.spec import (
    POOLINGS,
    Convolution,
    Pooling,
    PoolingKind,
    Stage,
    output_size,
)

STRIDES = (1, 2, 3, 4)


def possible_strides(stage: Stage) -> tuple[int, ...]:
    """Return the strides to choose from, the stage's own among them; none for other kinds."""
    if not isinstance(stage.layer, Convolution | Pooling):
        return ()
    return tuple(sorted({*STRIDES, stage.layer.stride}))


def alternatives(trace: Trace, cell: Cell, stride: int | None = None) -> tuple[Alternative, ...]:
    """Return the cell's whole map as its layer makes it with a stride, by default its own.

    Of a pooling all three kinds, of a convolution itself; nothing of other stages. Raises
    KeyError for an unknown stage.
    """
    stage = trace.spec.stage(cell.stage)
    layer = stage.layer
    if not isinstance(layer, Convolution | Pooling):
        return ()
    step = layer.stride if stride is None else stride
    before = trace.stages[trace.spec.index(cell.stage) - 1].values
    if isinstance(layer, Convolution):
        return (
            _alternative(stage, layer, cell, step, None, _convolved(trace, cell, before, step)),
        )
    plane = before[cell.index[0]]
    return tuple(
        _alternative(stage, layer, cell, step, kind, _pooled(plane, layer, kind, step))
        for kind in POOLINGS
    )


def _alternative(
    stage: Stage,
    layer: Convolution | Pooling,
    cell: Cell,
    stride: int,
    kind: PoolingKind | None,
    values: Doubles,
) -> Alternative:
    same_kind = kind is None or (isinstance(layer, Pooling) and kind == layer.kind)
    shown = values.astype(np.float32)
    shown.setflags(write=False)
    return Alternative(
        kind=kind,
        stride=stride,
        own=same_kind and stride == layer.stride,
        values=shown,
        at=_place(layer, cell, stride, shown.shape),
        shared=_extent(layer) - stride,
        usual=(stage.shape[1], stage.shape[2]),
    )


def _place(
    layer: Convolution | Pooling, cell: Cell, stride: int, shape: tuple[int, ...]
) -> tuple[int, int] | None:
    """Return where the window of the cell stands in the other map; None if it is skipped."""
    rest = [i * layer.stride % stride for i in cell.index[1:]]
    row, column = (i * layer.stride // stride for i in cell.index[1:])
    if any(rest) or row >= shape[0] or column >= shape[1]:
        return None
    return row, column


def _convolved(trace: Trace, cell: Cell, before: Floats, stride: int) -> Doubles:
    """Return the map of the cell's kernel (rows, columns): windows times kernel, plus bias."""
    layer = trace.spec.stage(cell.stage).layer
    assert isinstance(layer, Convolution)
    weights = trace.weights[cell.stage]
    kernel = weights.weight[cell.index[0]].astype(np.float64)
    bias = 0.0 if weights.bias is None else float(weights.bias[cell.index[0]])
    windows = _windows(before, layer, stride, 0.0)[..., :: layer.dilation, :: layer.dilation]
    summed: Doubles = np.einsum("cijkl,ckl->ij", windows, kernel) + bias
    return summed


def _pooled(plane: Floats, layer: Pooling, kind: PoolingKind, stride: int) -> Doubles:
    """Return one map (rows, columns) pooled; padding counts as 0 and is never the largest."""
    if kind == "max":
        largest: Doubles = _windows(plane[None], layer, stride, -np.inf)[0].max((2, 3))
        return largest
    summed: Doubles = _windows(plane[None], layer, stride, 0.0)[0].sum((2, 3))
    return summed / layer.size**2 if kind == "average" else summed


def _windows(maps: Floats, layer: Convolution | Pooling, stride: int, beyond: float) -> Doubles:
    """Return all windows (maps, rows, columns, extent, extent), `beyond` outside the maps."""
    side, edge = _extent(layer), (layer.padding, layer.padding)
    around = np.pad(maps.astype(np.float64), ((0, 0), edge, edge), constant_values=beyond)
    rows, columns = (
        output_size(size, side, stride, layer.padding) for size in (maps.shape[1], maps.shape[2])
    )
    windows: Doubles = sliding_window_view(around, (side, side), (1, 2))[:, ::stride, ::stride]
    return windows[:, :rows, :columns]


def _extent(layer: Convolution | Pooling) -> int:
    """Return how many cells a window spans along a side."""
    if isinstance(layer, Convolution):
        return layer.dilation * (layer.kernel - 1) + 1
    return layer.size
