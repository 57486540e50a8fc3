"""Where a number comes from and where it goes.

The receptive field of a cell is every earlier cell that it was computed from, its projective
field every later cell that it contributes to. Both are followed one layer at a time. A layer
treats rows and columns alike but apart, so a field is kept as one set of positions per axis.
"""

from __future__ import annotations

from functools import lru_cache
from math import prod

import numpy as np

from explorer.network.cells import Cell, Region, Selection, number, unflattened
from explorer.network.records import Trace
from explorer.network.spec import (
    Convolution,
    Dense,
    Flatten,
    Pooling,
    Shape,
    Spec,
    Stage,
    Unflatten,
    Upsampling,
)
from explorer.text import _

Axes = tuple[tuple[int, ...], ...]  # the positions on each axis, ascending
_remembered = lru_cache(maxsize=4096)  # cells in one row or column share most of the work
COLOURS = (_("red"), _("green"), _("blue"))


def receptive_field(spec: Spec, cell: Cell) -> tuple[Region, ...]:
    """Return one region for every earlier stage, in data-flow order, clipped to the maps.

    A region is the smallest box around the cells; a dilated kernel leaves out some inside.
    Raises KeyError for an unknown stage and IndexError for a cell outside it.
    """
    last = spec.index(cell.stage)
    check_cell(spec.stages[last], cell)
    axes: Axes = tuple((i,) for i in cell.index)
    regions: list[Region] = []
    for index in range(last, 0, -1):
        if _mixes(spec, spec.stages[index]):
            return (*_behind(spec, index), *reversed(regions))
        if all(len(axis) == 1 for axis in axes) and _only_maps(spec, index):
            return (*_seen(spec, index, axes), *reversed(regions))
        axes = _inputs(spec, spec.stages[index], axes)
        regions.append(_box(spec.stages[index - 1], axes))
    return tuple(reversed(regions))


def projective_field(spec: Spec, cell: Cell) -> tuple[Region, ...]:
    """Return one region for every later stage, in data-flow order; else as `receptive_field`."""
    first = spec.index(cell.stage)
    check_cell(spec.stages[first], cell)
    axes: Axes = tuple((i,) for i in cell.index)
    regions = []
    for stage in spec.stages[first + 1 :]:
        axes = _outputs(spec, stage, axes)
        regions.append(_box(stage, axes))
    return tuple(regions)


def select(trace: Trace, cell: Cell) -> Selection:
    """Return the value, the words, the receptive field and the pooling winner of a cell.

    Raises KeyError for an unknown stage and IndexError for a cell outside it.
    """
    fields = receptive_field(trace.spec, cell)
    index = trace.spec.index(cell.stage)
    value = float(trace.stages[index].values[cell.index])
    winner, where = winner_of(trace, cell), place(trace.spec, cell)
    sentence = f"{where}: {number(value)}"
    if winner is not None:
        _plane, row, column = winner.index
        sentence = _("{place}: {value}, winner at row {row}, column {column}").format(
            place=where, value=number(value), row=row, column=column
        )
    elif cell.stage == "input" and value != (pixel := float(trace.pixels[cell.index])):
        sentence = _("{place}: {value} (pixel {pixel})").format(
            place=where, value=number(value), pixel=number(pixel)
        )
    window: tuple[float, ...] = ()
    if isinstance(trace.spec.stages[index].layer, Pooling):
        (plane, top, left), (_plane, bottom, right) = fields[-1].start, fields[-1].stop
        window = tuple(
            trace.stages[index - 1].values[plane, top:bottom, left:right].ravel().tolist()
        )
    return Selection(cell, value, sentence, fields, winner, window=window)


def winner_of(trace: Trace, cell: Cell) -> Cell | None:
    """Return the cell that a max pooling took for `cell`; None elsewhere and where the value is 0.

    In a window of nothing but zeros the first one would win, which means nothing.
    """
    index = trace.spec.index(cell.stage)
    traced = trace.stages[index]
    if traced.winners is None or traced.values[cell.index] == 0:
        return None
    before = trace.spec.stages[index - 1]
    row, column = divmod(int(traced.winners[cell.index]), before.shape[2])
    return Cell(before.name, (cell.index[0], row, column))


def place(spec: Spec, cell: Cell) -> str:
    """Return where a cell is in words, `conv1, map 3, row 4, column 7`, counting from 0."""
    stage = spec.stage(cell.stage)
    if stage.spatial:
        plane, row, column = cell.index
        if stage.kind not in ("input", "reconstruction"):
            where = _("{name}, map {map}, row {row}, column {column}")
        elif stage.shape[0] == 3:
            where = _("{name}, {colour}, row {row}, column {column}")
        else:
            where = _("{name}, row {row}, column {column}")
        colour = COLOURS[plane % 3]
        return where.format(name=stage.name, map=plane, colour=colour, row=row, column=column)
    (unit,) = cell.index
    if stage.kind == "probabilities" or stage.name == "logits":
        return _("{name}, class {label}").format(name=stage.name, label=spec.classes[unit])
    if stage.kind == "flatten":
        before = spec.stages[spec.index(stage.name) - 1]
        origin = place(spec, Cell(before.name, unflattened(before.shape, unit)))
        return _("{name}, unit {unit} ({origin})").format(name=stage.name, unit=unit, origin=origin)
    return _("{name}, unit {unit}").format(name=stage.name, unit=unit)


def window(layer: Convolution | Pooling, position: int) -> range:
    """Return the input positions under a kernel or window at one output position of one axis.

    Those below 0 or past the end lie in the padding.
    """
    start = position * layer.stride - layer.padding
    if isinstance(layer, Convolution):
        return range(start, start + layer.kernel * layer.dilation, layer.dilation)
    return range(start, start + layer.size)


def check_cell(stage: Stage, cell: Cell) -> None:
    """Raise IndexError for a cell outside a stage."""
    inside = len(cell.index) == len(stage.shape) and all(
        0 <= i < n for i, n in zip(cell.index, stage.shape, strict=True)
    )
    if not inside:
        raise IndexError(f"{stage.name} has the shape {stage.shape}, no cell {cell.index}")


def _only_maps(spec: Spec, last: int) -> bool:
    """Return whether all stages up to `last` are stacks of maps, computed window by window."""
    return all(
        len(stage.shape) == 3 and not isinstance(stage.layer, Unflatten | Upsampling)
        for stage in spec.stages[: last + 1]
    )


def _seen(spec: Spec, last: int, cell: Axes) -> tuple[Region, ...]:
    """Return the receptive field of a cell of a map, put together from those of its axes."""
    planes, rows, columns = (_seen_along(spec, last, axis, i) for axis, (i,) in enumerate(cell))
    return tuple(
        Region(stage.name, (p[0], r[0], c[0]), (p[1], r[1], c[1]))
        if p and r and c
        else Region(stage.name, (0, 0, 0), (0, 0, 0))
        for stage, p, r, c in zip(spec.stages, planes, rows, columns, strict=False)
    )


@lru_cache(maxsize=8192)
def _seen_along(spec: Spec, last: int, axis: int, position: int) -> tuple[tuple[int, ...], ...]:
    """Return the first cell and the one after the last on an axis of each stage before `last`.

    Both are left out where a window sees nothing but padding. All cells in one row or column of
    any map of a stage share this.
    """
    seen: tuple[int, ...] = (position,)
    ends = []
    for stage in spec.stages[last:0:-1]:
        if isinstance(stage.layer, Convolution | Pooling):
            size = stage.input_shape[axis]
            if axis:
                seen = _under(stage.layer, seen, size)
            elif isinstance(stage.layer, Convolution):
                seen = tuple(range(size))
        ends.append((seen[0], seen[-1] + 1) if seen else ())
    return tuple(reversed(ends))


@lru_cache(maxsize=256)
def _behind(spec: Spec, mixing: int) -> tuple[Region, ...]:
    """Return the receptive field that all units of a stage share which mixes all before it."""
    axes = _all(spec.stages[mixing].input_shape)
    regions = [_box(spec.stages[mixing - 1], axes)]
    for index in range(mixing - 1, 0, -1):
        axes = _inputs(spec, spec.stages[index], axes)
        regions.append(_box(spec.stages[index - 1], axes))
    return tuple(reversed(regions))


def _inputs(spec: Spec, stage: Stage, axes: Axes) -> Axes:
    """Return the cells of the stage before from which cells of `stage` were computed."""
    if not all(axes):
        return ((),) * len(stage.input_shape)
    match stage.layer:
        case Convolution() | Pooling():
            same = isinstance(stage.layer, Pooling)
            planes = axes[0] if same else tuple(range(stage.input_shape[0]))
            sides = zip(axes[1:], stage.input_shape[1:], strict=True)
            return (planes, *(_under(stage.layer, side, size) for side, size in sides))
        case Upsampling(factor):
            return (axes[0], *(tuple(sorted({i // factor for i in side})) for side in axes[1:]))
        case Flatten():
            return _folded(axes[0], stage.input_shape)
        case Unflatten():
            return (_unfolded(axes, stage.shape),)
    return _all(stage.input_shape) if _mixes(spec, stage) else axes


def _outputs(spec: Spec, stage: Stage, axes: Axes) -> Axes:
    """Return the cells of `stage` that cells of the stage before contribute to."""
    if not all(axes):
        return ((),) * len(stage.shape)
    match stage.layer:
        case Convolution() | Pooling():
            same = isinstance(stage.layer, Pooling)
            planes = axes[0] if same else tuple(range(stage.shape[0]))
            sides = zip(axes[1:], stage.shape[1:], strict=True)
            return (planes, *(_over(stage.layer, side, size) for side, size in sides))
        case Upsampling(factor):
            repeats = range(factor)
            return (
                axes[0],
                *(tuple(i * factor + step for i in side for step in repeats) for side in axes[1:]),
            )
        case Flatten():
            return (_unfolded(axes, stage.input_shape),)
        case Unflatten():
            return _folded(axes[0], stage.shape)
    return _all(stage.shape) if _mixes(spec, stage) else axes


def _mixes(spec: Spec, stage: Stage) -> bool:
    """Return whether every output of a stage depends on every input; else one on one."""
    softmax = stage.kind == "probabilities" and spec.output == "softmax"
    return softmax or isinstance(stage.layer, Dense)


@_remembered
def _under(layer: Convolution | Pooling, outputs: tuple[int, ...], size: int) -> tuple[int, ...]:
    seen = {i for output in outputs for i in window(layer, output) if 0 <= i < size}
    return tuple(sorted(seen))


@_remembered
def _over(layer: Convolution | Pooling, inputs: tuple[int, ...], size: int) -> tuple[int, ...]:
    wanted = set(inputs)
    return tuple(o for o in range(size) if not wanted.isdisjoint(window(layer, o)))


@_remembered
def _folded(units: tuple[int, ...], shape: Shape) -> Axes:
    """Return where units of a flattened vector lie in the maps of `shape`."""
    places = np.unravel_index(units, shape)
    return tuple(tuple(int(i) for i in np.unique(axis)) for axis in places)


@_remembered
def _unfolded(axes: Axes, shape: Shape) -> tuple[int, ...]:
    """Return the units of a flattened vector that cells of maps of `shape` become."""
    units = np.arange(prod(shape)).reshape(shape)
    return tuple(int(i) for i in units[np.ix_(*axes)].reshape(-1))


@_remembered
def _all(shape: Shape) -> Axes:
    return tuple(tuple(range(size)) for size in shape)


def _box(stage: Stage, axes: Axes) -> Region:
    if not all(axes):
        return Region(stage.name, (0,) * len(axes), (0,) * len(axes))
    return Region(stage.name, tuple(a[0] for a in axes), tuple(a[-1] + 1 for a in axes))
