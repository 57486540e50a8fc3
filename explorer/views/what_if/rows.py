"""What can be exchanged in a network, sorted into rows: one for each layer with weights.

A row is named after the convolution or dense layer whose results it changes: an activation keeps
the name relu1 while it is a tanh.
"""

from __future__ import annotations

from dataclasses import dataclass

from explorer.network.spec import Activation, Pooling, Spec
from explorer.text import _

Kinds = dict[str, tuple[str, str]]  # by kind how it is written and what it does

ACTIVATIONS: Kinds = {
    "relu": ("ReLU", _("max(0, x): what is negative becomes 0.")),
    "tanh": ("tanh", _("Bends every number into -1 to 1.")),
    "sigmoid": ("σ", _("The logistic sigmoid: bends every number into 0 to 1.")),
}
POOLINGS: Kinds = {
    "max": (_("max"), _("Each window keeps its largest number.")),
    "average": (_("avg"), _("Each window keeps the mean of its numbers.")),
    "sum": (_("sum"), _("Each window keeps the sum of its numbers.")),
}
OUTPUTS: Kinds = {
    "softmax": (_("softmax"), _("The probabilities sum to 1: the classes compete.")),
    "sigmoid": (_("sigmoid"), _("Each class answers for itself: the sum is not 1.")),
}


@dataclass(frozen=True, slots=True)
class StageChoice:
    """One stage that can be of several kinds; `own` is the kind it was trained with."""

    stage: str
    title: str
    own: str
    kinds: Kinds


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """The choices behind one layer, at most one activation and one pooling."""

    title: str
    left: StageChoice | None = None
    right: StageChoice | None = None

    def joined(self, other: ChoiceRow) -> ChoiceRow | None:
        """Return one row for both, if they belong to the same layer and leave each other room."""
        if self.title != other.title or (self.left and other.left) or (self.right and other.right):
            return None
        return ChoiceRow(self.title, self.left or other.left, self.right or other.right)


def find_rows(spec: Spec) -> tuple[ChoiceRow, ...]:
    """Return all choices of a network in data-flow order, the output last.

    An auto-encoder can only draw: it has no choice there.
    """
    found: list[ChoiceRow] = []
    title = "input"
    for stage in spec.stages:
        layer, name = stage.layer, stage.name
        if stage.kind in ("convolution", "dense"):
            title = name
            continue
        if isinstance(layer, Activation):
            words = _("Activation after {layer}").format(layer=title)
            row = ChoiceRow(title, left=StageChoice(name, words, layer.kind, ACTIVATIONS))
        elif isinstance(layer, Pooling):
            words = _("Pooling {stage}").format(stage=name)
            row = ChoiceRow(title, right=StageChoice(name, words, layer.kind, POOLINGS))
        else:
            continue
        joined = found[-1].joined(row) if found else None
        if joined is None:
            found.append(row)
        else:
            found[-1] = joined
    if not spec.reconstructs:
        output = StageChoice(spec.stages[-1].name, _("Output"), spec.output, OUTPUTS)
        found.append(ChoiceRow(_("output"), left=output))
    return tuple(found)
