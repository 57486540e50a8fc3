"""An architecture while it is being edited: it may not fit, and then there is a reason.

`FormState` holds what stands in the form, `check` turns it into a `Spec` or into the reason, at
the layer and at the field, and in both cases into what the layers that do fit cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from explorer.network.spec import (
    DIGITS,
    Activation,
    Convolution,
    Dense,
    Dropout,
    Flatten,
    Layer,
    OutputKind,
    Pooling,
    Spec,
    SpecError,
    Stage,
    Unflatten,
    Upsampling,
)

_FRESH: dict[str, Layer] = {
    "convolution": Convolution(8, 3, padding=1),
    "activation": Activation(),
    "pooling": Pooling(),
    "upsampling": Upsampling(),
    "flatten": Flatten(),
    "unflatten": Unflatten(8, 7, 7),
    "dense": Dense(64),
    "dropout": Dropout(),
}
KINDS = {kind: type(layer) for kind, layer in _FRESH.items()}
_BLAME = {
    Convolution: "kernel",
    Pooling: "size",
    Upsampling: "factor",
    Unflatten: "maps",
    Dense: "units",
    Dropout: "rate",
}


@dataclass(frozen=True, slots=True)
class FormState:
    """What stands in the form. `input_shape` is (channels, height, width)."""

    name: str
    input_shape: tuple[int, int, int]
    layers: tuple[Layer, ...]
    classes: tuple[str, ...] = DIGITS
    output: OutputKind = "softmax"
    mean: tuple[float, ...] = ()
    std: tuple[float, ...] = ()

    @classmethod
    def of(cls, spec: Spec) -> FormState:
        """Return the form of a network that exists."""
        shape, mean, std = spec.input_shape, spec.mean, spec.std
        return cls(spec.name, shape, spec.layers, spec.classes, spec.output, mean, std)

    def spec(self) -> Spec:
        """Return the architecture; raises SpecError if it does not fit."""
        return self._with(self.layers)

    def added(self, kind: str, after: int) -> FormState:
        """Return the form with a new layer behind layer `after` (-1: in front of all)."""
        at = min(max(0, after + 1), len(self.layers))
        return replace(self, layers=(*self.layers[:at], _FRESH[kind], *self.layers[at:]))

    def removed(self, index: int) -> FormState:
        """Return the form without a layer."""
        return replace(self, layers=self.layers[:index] + self.layers[index + 1 :])

    def moved(self, index: int, by: int) -> FormState:
        """Return the form with a layer moved up or down, as far as there is room."""
        layers = list(self.layers)
        layers.insert(min(max(0, index + by), len(layers)), layers.pop(index))
        return replace(self, layers=tuple(layers))

    def changed(self, index: int, name: str, value: object) -> FormState:
        """Return the form with one number or choice of a layer changed."""
        layer = replace(self.layers[index], **cast("dict[str, Any]", {name: value}))
        return replace(self, layers=(*self.layers[:index], layer, *self.layers[index + 1 :]))

    def with_input(self, shape: tuple[int, int, int]) -> FormState:
        """Return the form for images of another shape; other channels lose the normalisation.

        A convolution that drew the old channels draws the new ones.
        """
        if shape[0] == self.input_shape[0]:
            return replace(self, input_shape=shape)
        layers, last = self.layers, self.layers[-1] if self.layers else None
        drawn = self.output == "image" and isinstance(last, Convolution)
        if drawn and isinstance(last, Convolution) and last.filters == self.input_shape[0]:
            layers = (*layers[:-1], replace(last, filters=shape[0]))
        return replace(self, input_shape=shape, layers=layers, mean=(), std=())

    def with_classes(self, classes: Sequence[str]) -> FormState:
        """Return the form for other classes; a last layer that fitted the old ones fits the new."""
        layers = self.layers
        if layers and isinstance(last := layers[-1], Dense) and last.units == len(self.classes):
            layers = (*layers[:-1], replace(last, units=len(classes)))
        return replace(self, layers=layers, classes=tuple(classes))

    def _with(self, layers: tuple[Layer, ...]) -> Spec:
        return Spec(
            self.name, self.input_shape, layers, self.classes, self.output, self.mean, self.std
        )

    def prefix(self, count: int) -> tuple[Stage, ...]:
        """Return the stages of the input and the first `count` layers; raises SpecError."""
        head = self.layers[:count]
        turns = [layer for layer in head if isinstance(layer, Flatten | Unflatten)]
        flat = bool(turns) and isinstance(turns[-1], Flatten)
        end: tuple[Layer, ...] = (Dense(2),) if flat else (Flatten(), Dense(2))
        classifier = replace(self, classes=("", ""), output="softmax")
        return classifier._with((*head, *end)).stages[: -2 if flat else -3]


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a form: a `spec`, or `error` with the layer and the field to blame.

    `stages` holds one entry per layer, None from the first that does not fit on, and for dropout,
    which has no stage. `layer` -1 means the input, None the whole.
    """

    stages: tuple[Stage | None, ...]
    spec: Spec | None = None
    error: str = ""
    layer: int | None = None
    field: str = ""

    @property
    def parameters(self) -> int:
        """The parameters of the layers that fit."""
        return sum(stage.parameters for stage in self.stages if stage)

    @property
    def multiply_adds(self) -> int:
        """The multiply-adds of the layers that fit, for one image."""
        return sum(stage.multiply_adds for stage in self.stages if stage)


def check(state: FormState) -> Checked:
    """Return what the form amounts to; never raises."""
    try:
        spec = state.spec()
    except SpecError as error:
        return _refused(state, error)
    return Checked(_per_layer(state.layers, spec.stages[1:-1]), spec)


def _refused(state: FormState, error: SpecError) -> Checked:
    stages: tuple[Stage | None, ...] = (None,) * len(state.layers)
    for count in range(len(state.layers), -1, -1):
        try:
            fitting = state.prefix(count)
        except SpecError:
            continue
        rest = (None,) * (len(state.layers) - count)
        stages = (*_per_layer(state.layers[:count], fitting[1:]), *rest)
        break
    layer = error.layer if error.layer is not None else _blamed_layer(state)
    at_layer = layer if layer is not None and layer >= 0 else None
    usual = "" if at_layer is None else _BLAME.get(type(state.layers[at_layer]), "")
    fault = error.fault[:1].upper() + error.fault[1:]  # without the stage: the row has its name
    return Checked(stages, None, fault, layer, error.field or usual)


def _per_layer(layers: tuple[Layer, ...], stages: tuple[Stage, ...]) -> tuple[Stage | None, ...]:
    found = iter(stages)
    return tuple(None if isinstance(layer, Dropout) else next(found) for layer in layers)


def _blamed_layer(state: FormState) -> int | None:
    """Return where an error without a layer belongs: to the input or to the last layer."""
    if min(state.input_shape) < 1 or state.input_shape[0] not in (1, 3):
        return -1
    return len(state.layers) - 1 if state.layers else None


def kind_of(layer: Layer) -> str:
    """Return the kind of a layer as `KINDS` calls it."""
    return next(kind for kind, known in KINDS.items() if isinstance(layer, known))


def same_padding(layer: Convolution) -> int:
    """Return the padding that keeps the size of the maps at stride 1: d(f - 1) / 2."""
    return layer.dilation * (layer.kernel - 1) // 2
