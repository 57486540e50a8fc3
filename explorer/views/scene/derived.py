"""Numbers that the scene shows in place of values: gradients, weight changes, differences.

They stand where the values stood, in the same layout, and can all be negative. The scene shows
them as the record has them; nothing here is computed but one subtraction for each cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from explorer.network.cells import Cell, Selection, number
from explorer.network.compare import Comparison
from explorer.network.explanations import DenseExplanation
from explorer.network.fields import place
from explorer.network.records import Floats, StageTrace, Trace, Weights
from explorer.network.spec import Spec
from explorer.text import _
from explorer.training.look.anatomy import BackwardRecord, UpdateRecord
from explorer.views.parts.number_text import places_for
from explorer.views.parts.printed import adding_up

Kind = Literal["gradient", "change", "difference"]
Kernels = Mapping[str, Weights]
_KINDS: dict[Kind, str] = {
    "gradient": _("gradient"),
    "change": _("change"),
    "difference": _("difference"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """The windows of one max pooling whose winner is another cell now.

    `index` is the place of the stage that the cells were chosen from; `planes` (n,), `before` and
    `after` (n, 2) are the maps, and the rows and columns of the old and the new winners.
    """

    index: int
    planes: NDArray[np.intp]
    before: NDArray[np.intp]
    after: NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Derived:
    """What the scene shows in place of values.

    `stages` has an array in each stage's shape, None where a stage has no counterpart; the whole
    is None where the maps keep their values, faded. `weights` take the place of the kernels.
    `comparison` is what a difference was made of.
    """

    kind: Kind
    stages: tuple[Floats | None, ...] | None
    weights: Kernels
    moved: tuple[Moved, ...] = ()
    comparison: Comparison | None = None

    def value(self, spec: Spec, cell: Cell) -> float | None:
        """Return the number shown at a cell, None where there is none; raises KeyError."""
        shown = None if self.stages is None else self.stages[spec.index(cell.stage)]
        return None if shown is None else float(shown[cell.index])


def gradients(spec: Spec, record: BackwardRecord) -> Derived:
    """Return how the loss changes with every number of a spec's stages and kernels."""
    found = tuple(_fitting(record.stages.get(s.name), s.shape) for s in spec.stages)
    return Derived("gradient", found, record.weights)


def changes(record: UpdateRecord) -> Derived:
    """Return what one update added to every weight."""
    layers = {name: record.change(name) for name in record.after}
    return Derived("change", None, MappingProxyType(layers))


def differences(comparison: Comparison, kernels: Kernels | None = None) -> Derived:
    """Return second minus first for every cell, that of the pixels on their scale of 0 to 1.

    `kernels` are the differences of the weights where they are known already.
    """
    first, second = comparison.before, comparison.after
    pairs = zip(first.stages, second.stages, strict=True)
    stages = [_minus(one, other) for one, other in pairs]
    if first.pixels.shape == second.pixels.shape:
        stages[0] = second.pixels - first.pixels
    if kernels is None:
        kernels = kernel_differences(first, second)
    return Derived("difference", tuple(stages), kernels, _moves(comparison), comparison)


def kernel_differences(first: Trace, second: Trace) -> Kernels:
    """Return second minus first for the weights of every layer that both have."""
    found = {}
    for name, new in second.weights.items():
        old = first.weights.get(name)
        if old is not None and old.weight.shape == new.weight.shape:
            found[name] = Weights(new.weight - old.weight, None)
    return MappingProxyType(found)


def restated(selection: Selection, spec: Spec, derived: Derived | None) -> Selection:
    """Return a selection with the number that is shown at its cell, in value and words.

    The fields and the winner stay. Where a stage has no such number its value stays too.
    """
    if derived is None or derived.stages is None:
        return selection
    value, cell, kind = derived.value(spec, selection.cell), selection.cell, _KINDS[derived.kind]
    if value is None:
        sentence = _("{sentence}, no {quantity}").format(sentence=selection.sentence, quantity=kind)
        return replace(selection, sentence=sentence)
    sentence = f"{place(spec, cell)}: {kind} {number(value)}"
    if derived.comparison is not None:
        words = f"{place(spec, cell)}: {kind}"
        sentence = _with_history(words, spec, derived, derived.comparison, cell)
    return replace(selection, value=value, sentence=sentence, quantity=derived.kind)


def weighed(explanation: DenseExplanation, derived: Derived | None) -> DenseExplanation:
    """Return an explanation whose edges show what is shown in place of its weights, if anything.

    Weights and products are then both those numbers, and the largest of them comes first.
    """
    cell = explanation.cell
    layer = None if derived is None else derived.weights.get(cell.stage)
    if layer is None or layer.weight.ndim != 2 or not layer.weight[cell.index[0]].any():
        return explanation
    shown = layer.weight[cell.index[0]].astype(np.float64)
    if explanation.against is not None:
        shown = shown - layer.weight[explanation.against.index[0]]
    order = np.argsort(-np.abs(shown), kind="stable")
    return replace(explanation, weights=shown, products=shown, order=order)


def _with_history(
    words: str, spec: Spec, derived: Derived, comparison: Comparison, cell: Cell
) -> str:
    """Return a difference with what it was made of: both values, and a moved winner."""
    index = spec.index(cell.stage)
    old, new = (
        float((trace.stages[index].values if index else trace.pixels)[cell.index])
        for trace in (comparison.before, comparison.after)
    )
    least = places_for([new - old], least=2, most=5)
    printed = adding_up([old, new - old], new, least, 9)
    before, difference = printed.terms
    sentence = f"{words} {difference} ({before} → {printed.total})"
    moves = next((moves for moves in derived.moved if moves.index == index - 1), None)
    moved = comparison.stages[index].moved
    if moves is None or moved is None or not moved[cell.index]:
        return sentence
    at = int(moved.ravel()[: np.ravel_multi_index(cell.index, moved.shape)].sum())
    (row, column), (new_row, new_column) = moves.before[at].tolist(), moves.after[at].tolist()
    return _(
        "{change}, winner moved from row {row}, column {column} to row {new_row}, "
        "column {new_column}"
    ).format(change=sentence, row=row, column=column, new_row=new_row, new_column=new_column)


def _fitting(values: Floats | None, shape: tuple[int, ...]) -> Floats | None:
    return values if values is not None and values.shape == shape else None


def _minus(first: StageTrace, second: StageTrace) -> Floats | None:
    if first.values.shape != second.values.shape:
        return None
    return second.values - first.values


def _moves(comparison: Comparison) -> tuple[Moved, ...]:
    found = []
    for index, change in enumerate(comparison.stages):
        old, new = comparison.before.stages[index], comparison.after.stages[index]
        if change.moved is None or old.winners is None or new.winners is None:
            continue
        columns = comparison.before.stages[index - 1].values.shape[2]
        planes = np.nonzero(change.moved)[0]
        places = (
            np.stack(np.divmod(winners[change.moved], columns), axis=1)
            for winners in (old.winners, new.winners)
        )
        found.append(Moved(index - 1, planes, *places))
    return tuple(found)
