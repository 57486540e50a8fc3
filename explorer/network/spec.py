"""The architecture of a network in words: its layers, their shapes and what they cost.

A `Spec` is a plain value without torch: it can be compared, stored in a checkpoint and laid
out on the screen before any weight exists. A layer that does not fit is refused with a sentence
that gives the reason.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from math import isfinite, prod
from typing import Any

from explorer.network.layers import (
    LAYER_TYPES,
    OUTPUTS,
    POOLINGS,
    Activation,
    ActivationKind,
    Convolution,
    Dense,
    Dropout,
    Flatten,
    Layer,
    OutputKind,
    Pooling,
    PoolingKind,
    Shape,
    SpecError,
    Stage,
    StageKind,
    Unflatten,
    Upsampling,
)
from explorer.network.stages import MOST_VALUES, output_size, stages
from explorer.text import _

__all__ = [  # whoever describes a network finds all the words for it here
    "DIGITS",
    "MOST_VALUES",
    "POOLINGS",
    "Activation",
    "ActivationKind",
    "Convolution",
    "Dense",
    "Dropout",
    "Flatten",
    "Layer",
    "OutputKind",
    "Pooling",
    "PoolingKind",
    "Shape",
    "Spec",
    "SpecError",
    "Stage",
    "StageKind",
    "Unflatten",
    "Upsampling",
    "output_size",
]

DIGITS = tuple("0123456789")
_VALUE_TYPES = {"kind": (str,), "called": (str,), "bias": (bool,), "rate": (float, int)}
_BY_NAME = {kind.__name__: kind for kind in LAYER_TYPES}


@dataclass(frozen=True, slots=True)
class Spec:
    """A LeNet-style network: input `(channels, height, width)`, layers in order, classes.

    The last layer of a classifier must be `Dense` with one unit per class; `output`, softmax or
    sigmoid, turns its logits into probabilities. With the output "image" the network is an
    auto-encoder: its last layer has the shape of the input, a sigmoid turns that into the
    reconstruction, and the classes only name what is on the pictures. `mean` and `std` per
    channel normalise the pixels (0 to 1) first: `(pixel - mean) / std`. Raises `SpecError` on
    construction if anything does not fit.
    """

    name: str
    input_shape: tuple[int, int, int]
    layers: tuple[Layer, ...]
    classes: tuple[str, ...] = DIGITS
    output: OutputKind = "softmax"
    mean: tuple[float, ...] = ()
    std: tuple[float, ...] = ()
    stages: tuple[Stage, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        channels = self.input_shape[0] if self.input_shape else 0
        object.__setattr__(self, "mean", self.mean or (0.0,) * channels)
        object.__setattr__(self, "std", self.std or (1.0,) * channels)
        _check_input(self)
        found = stages(self.input_shape, self.layers, len(self.classes), self.output)
        object.__setattr__(self, "stages", found)

    @property
    def parameters(self) -> int:
        """The number of learned weights and biases."""
        return sum(stage.parameters for stage in self.stages)

    @property
    def reconstructs(self) -> bool:
        """Whether the network draws its input again instead of telling classes apart."""
        return self.output == "image"

    @property
    def reads_digits(self) -> bool:
        """Whether the network sorts pictures into the ten digits."""
        return self.classes == DIGITS and not self.reconstructs

    @property
    def code(self) -> Stage | None:
        """The narrowest stage of an auto-encoder, the last of several; None for a classifier."""
        if not self.reconstructs:
            return None
        return min(reversed(self.stages[1:-1]), key=lambda stage: prod(stage.shape))

    def stage(self, name: str) -> Stage:
        """Return the stage called `name`; raises KeyError."""
        return self.stages[self.index(name)]

    def index(self, name: str) -> int:
        """Return the position of the stage called `name`; raises KeyError."""
        for index, stage in enumerate(self.stages):
            if stage.name == name:
                return index
        raise KeyError(name)

    def to_dict(self) -> dict[str, Any]:
        """Return the spec as plain values that JSON can hold; `from_dict` reads it back."""
        layers = [_layer_to_dict(layer) for layer in self.layers]
        return {
            "name": self.name,
            "input_shape": list(self.input_shape),
            "layers": layers,
            "classes": list(self.classes),
            "output": self.output,
            "mean": list(self.mean),
            "std": list(self.std),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Spec:
        """Rebuild a spec from `to_dict`; raises `SpecError` when it makes no sense."""
        try:
            layers = tuple(_layer_from_dict(entry) for entry in data["layers"])
            channels, height, width = (int(n) for n in data["input_shape"])
            return cls(
                name=str(data["name"]),
                input_shape=(channels, height, width),
                layers=layers,
                classes=tuple(str(c) for c in data["classes"]),
                output=data["output"],
                mean=tuple(float(v) for v in data["mean"]),
                std=tuple(float(v) for v in data["std"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            fault = _("The description of the network cannot be read ({error}).")
            raise SpecError(fault.format(error=error)) from error


def _layer_to_dict(layer: Layer) -> dict[str, Any]:
    values = {name: value for name, value in asdict(layer).items() if value is not None}
    return {"type": type(layer).__name__, **values}


def _layer_from_dict(entry: dict[str, Any]) -> Layer:
    values = dict(entry)
    kind = values.pop("type")
    if kind not in _BY_NAME:
        raise SpecError(_("There is no layer of type {kind!r}.").format(kind=kind))
    for name, value in values.items():
        if type(value) not in _VALUE_TYPES.get(name, (int,)):  # bool is an int to isinstance
            fault = _("The {name} of a {kind} layer cannot be {value!r}.")
            raise SpecError(fault.format(name=name, kind=kind, value=value))
    layer: Layer = _BY_NAME[kind](**values)
    return layer


def _check_input(spec: Spec) -> None:
    if len(spec.input_shape) != 3 or min(spec.input_shape) < 1:
        fault = _("An input needs channels, height and width, not {shape}.")
        raise SpecError(fault.format(shape=spec.input_shape))
    channels = spec.input_shape[0]
    if channels not in (1, 3):
        fault = _("An input has 1 channel (grey) or 3 (RGB), not {count}.")
        raise SpecError(fault.format(count=channels))
    if len(spec.mean) != channels or len(spec.std) != channels:
        fault = _("Mean and std need one number for each of the {count} channels.")
        raise SpecError(fault.format(count=channels))
    if min(spec.std) <= 0 or not all(map(isfinite, (*spec.mean, *spec.std))):
        raise SpecError(_("Mean and std of the normalisation must be finite, and std positive."))
    if spec.output not in OUTPUTS:
        fault = _("The output is softmax, sigmoid or image, not {output!r}.")
        raise SpecError(fault.format(output=spec.output))
    if len(spec.classes) < 2 and not spec.reconstructs:
        raise SpecError(_("A classifier needs at least two classes."))
