"""What can be exchanged in a network, sorted into rows: one for each layer with weights.

A row is named after the convolution or dense layer whose results it changes, because that name
stays while the activation behind it is called now relu1 and now tanh1.
"""

from __future__ import annotations

from dataclasses import dataclass

from explorer.network.spec import Activation, Pooling, Spec

Kinds = tuple[tuple[str, str, str], ...]  # kind, how it is written, what it does

ACTIVATIONS: Kinds = (
    ("relu", "ReLU", "max(0, x): what is negative becomes 0."),
    ("tanh", "tanh", "Bends every number into -1 to 1."),
    ("sigmoid", "σ", "The logistic sigmoid: bends every number into 0 to 1."),
)
POOLINGS: Kinds = (
    ("max", "max", "Each window keeps its largest number."),
    ("average", "avg", "Each window keeps the mean of its numbers."),
    ("sum", "sum", "Each window keeps the sum of its numbers."),
)
OUTPUTS: Kinds = (
    ("softmax", "softmax", "The probabilities sum to 1: the classes compete."),
    ("sigmoid", "sigmoid", "Each class answers for itself: the sum is not 1."),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One stage that can be of several kinds; `own` is the kind it was trained with."""

    stage: str
    title: str
    own: str
    kinds: Kinds


@dataclass(frozen=True, slots=True)
class Row:
    """The choices behind one layer, at most one activation and one pooling."""

    title: str
    left: Choice | None = None
    right: Choice | None = None


def rows(spec: Spec) -> tuple[Row, ...]:
    """Return all choices of a network in data-flow order, the output last.

    An auto-encoder can only draw: it has no choice there.
    """
    found: list[Row] = []
    title = "input"
    for stage in spec.stages:
        if stage.kind in ("convolution", "dense"):
            title = stage.name
        elif isinstance(stage.layer, Activation):
            choice = Choice(stage.name, f"Activation after {title}", stage.layer.kind, ACTIVATIONS)
            _add(found, Row(title, left=choice))
        elif isinstance(stage.layer, Pooling):
            choice = Choice(stage.name, f"Pooling {stage.name}", stage.layer.kind, POOLINGS)
            _add(found, Row(title, right=choice))
    if spec.reconstructs:
        return tuple(found)
    output = Choice(spec.stages[-1].name, "Output", spec.output, OUTPUTS)
    return (*found, Row("output", left=output))


def _add(found: list[Row], row: Row) -> None:
    """Add a row, or complete the last one if both belong to the same layer."""
    last = found[-1] if found else None
    if last is not None and last.title == row.title:
        if last.right is None and row.left is None:
            found[-1] = Row(last.title, last.left, row.right)
            return
        if last.left is None and row.right is None:
            found[-1] = Row(last.title, row.left, last.right)
            return
    found.append(row)
