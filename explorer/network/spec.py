"""The architecture of a network in words: its layers, their shapes and what they cost.

A `Spec` is a plain value without torch: it can be compared, stored in a checkpoint and laid
out on the screen before any weight exists. A layer that does not fit is refused with a sentence
that says why.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from math import isfinite, prod
from typing import Any, Literal

from explorer.errors import UserError

Shape = tuple[int, ...]
ActivationKind = Literal["relu", "tanh", "sigmoid"]
PoolingKind = Literal["max", "average", "sum"]
OutputKind = Literal["softmax", "sigmoid"]
StageKind = Literal[
    "input", "convolution", "activation", "pooling", "flatten", "dense", "probabilities"
]

DIGITS = tuple("0123456789")
MOST_VALUES = 20_000_000  # per stage; more could neither be shown nor computed while drawing


class SpecError(UserError):
    """An architecture that cannot be built; `layer` is the index of the layer to blame."""

    def __init__(self, message: str, layer: int | None = None) -> None:
        super().__init__(message)
        self.layer = layer


@dataclass(frozen=True, slots=True)
class Convolution:
    """`filters` square kernels that slide over all input maps; in fact a cross-correlation."""

    filters: int
    kernel: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    bias: bool = True


@dataclass(frozen=True, slots=True)
class Activation:
    """A function applied to every number on its own."""

    kind: ActivationKind = "relu"


@dataclass(frozen=True, slots=True)
class Pooling:
    """One number per window of each map: its maximum, average or sum."""

    kind: PoolingKind = "max"
    size: int = 2
    stride: int = 2
    padding: int = 0


@dataclass(frozen=True, slots=True)
class Flatten:
    """All maps read out into one vector, map by map, row by row."""


@dataclass(frozen=True, slots=True)
class Dropout:
    """Zeroes a share `rate` of the values while training; does nothing afterwards."""

    rate: float = 0.5


@dataclass(frozen=True, slots=True)
class Dense:
    """`units` weighted sums, each over the whole input vector."""

    units: int
    bias: bool = True


Layer = Convolution | Activation | Pooling | Flatten | Dropout | Dense
_VALUE_TYPES = {"kind": (str,), "bias": (bool,), "rate": (float, int)}
_LAYER_TYPES = {t.__name__: t for t in (Convolution, Activation, Pooling, Flatten, Dropout, Dense)}


@dataclass(frozen=True, slots=True)
class Stage:
    """One station of the data: what computes it, the shape it has there and what that costs.

    Shapes leave out the batch: `(maps, height, width)` or `(units,)`. `layer` is None for the
    input and the final probabilities. `name` is unique and is also the name of the torch module.
    """

    name: str
    kind: StageKind
    layer: Layer | None
    input_shape: Shape
    shape: Shape
    parameters: int = 0
    multiply_adds: int = 0

    @property
    def spatial(self) -> bool:
        """Whether the stage is a stack of maps rather than a vector."""
        return len(self.shape) == 3


@dataclass(frozen=True, slots=True)
class Spec:
    """A LeNet-style network: input `(channels, height, width)`, layers in order, classes.

    The last layer must be `Dense` with one unit per class; `output` turns its logits into
    probabilities. `mean` and `std` per channel normalise the pixels (0 to 1) first:
    `(pixel - mean) / std`. Raises `SpecError` on construction if anything does not fit.
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
        object.__setattr__(self, "stages", tuple(_stages(self)))

    @property
    def parameters(self) -> int:
        """The number of learned weights and biases."""
        return sum(stage.parameters for stage in self.stages)

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
        layers = [{"type": type(layer).__name__, **asdict(layer)} for layer in self.layers]
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
            raise SpecError(f"The description of the network cannot be read ({error}).") from error


def output_size(size: int, window: int, stride: int, padding: int, dilation: int = 1) -> int:
    """Return how many places a window has along one side: floor((n + 2p - d(f-1) - 1) / s) + 1."""
    return (size + 2 * padding - dilation * (window - 1) - 1) // stride + 1


def _layer_from_dict(entry: dict[str, Any]) -> Layer:
    values = dict(entry)
    kind = values.pop("type")
    if kind not in _LAYER_TYPES:
        raise SpecError(f"There is no layer of type {kind!r}.")
    for name, value in values.items():
        if type(value) not in _VALUE_TYPES.get(name, (int,)):  # bool is an int to isinstance
            raise SpecError(f"The {name} of a {kind} layer cannot be {value!r}.")
    layer: Layer = _LAYER_TYPES[kind](**values)
    return layer


def _check_input(spec: Spec) -> None:
    if len(spec.input_shape) != 3 or min(spec.input_shape) < 1:
        raise SpecError(f"An input needs channels, height and width, not {spec.input_shape}.")
    channels = spec.input_shape[0]
    if channels not in (1, 3):
        raise SpecError(f"An input has 1 channel (grey) or 3 (RGB), not {channels}.")
    if len(spec.mean) != channels or len(spec.std) != channels:
        raise SpecError(f"Mean and std need one number for each of the {channels} channels.")
    if min(spec.std) <= 0 or not all(map(isfinite, (*spec.mean, *spec.std))):
        raise SpecError("Mean and std of the normalisation must be finite, and std positive.")
    if spec.output not in ("softmax", "sigmoid"):
        raise SpecError(f"The output is softmax or sigmoid, not {spec.output!r}.")
    if len(spec.classes) < 2:
        raise SpecError("A classifier needs at least two classes.")


def _stages(spec: Spec) -> list[Stage]:
    shape: Shape = spec.input_shape
    stages = [Stage("input", "input", None, shape, shape)]
    counts: dict[str, int] = {}
    dense = [i for i, layer in enumerate(spec.layers) if isinstance(layer, Dense)]
    if not dense or dense[-1] != len(spec.layers) - 1:
        raise SpecError("The last layer must be dense, with one unit per class.")
    for index, layer in enumerate(spec.layers):
        if isinstance(layer, Dropout):
            if not 0 <= layer.rate < 1:
                raise SpecError(
                    f"A dropout rate lies in 0 to below 1, {layer.rate} does not.", index
                )
            continue
        base = _base_name(layer)
        counts[base] = counts.get(base, 0) + 1
        name = f"{base}{counts[base]}" if base != "flatten" else base
        if index == dense[-1]:
            name = "logits"
        stage = _stage(name, index, layer, shape)
        if prod(stage.shape) > MOST_VALUES:
            raise SpecError(f"{name}: {prod(stage.shape):,} values are too many to show.", index)
        stages.append(stage)
        shape = stage.shape
    if shape != (len(spec.classes),):
        raise SpecError(
            f"The last layer has {shape[0]} units for {len(spec.classes)} classes.", dense[-1]
        )
    stages.append(Stage("probabilities", "probabilities", None, shape, shape))
    return stages


def _base_name(layer: Layer) -> str:
    match layer:
        case Convolution():
            return "conv"
        case Activation(kind):
            return kind
        case Pooling():
            return "pool"
        case Flatten():
            return "flatten"
        case _:
            return "dense"


def _stage(name: str, index: int, layer: Layer, shape: Shape) -> Stage:
    match layer:
        case Convolution():
            return _convolution(name, index, layer, shape)
        case Pooling():
            return _pooling(name, index, layer, shape)
        case Activation(kind):
            if kind not in ("relu", "tanh", "sigmoid"):
                raise SpecError(f"{name}: there is no activation {kind!r}.", index)
            return Stage(name, "activation", layer, shape, shape)
        case Flatten():
            if len(shape) != 3:
                raise SpecError(f"{name}: the data is already flat here.", index)
            return Stage(name, "flatten", layer, shape, (prod(shape),))
        case Dense():
            return _dense(name, index, layer, shape)
    raise SpecError(f"There is no layer of type {type(layer).__name__}.", index)


def _convolution(name: str, index: int, layer: Convolution, shape: Shape) -> Stage:
    _need_maps(name, index, shape)
    for quantity, least in (("filters", 1), ("kernel", 1), ("stride", 1), ("dilation", 1)):
        if getattr(layer, quantity) < least:
            raise SpecError(f"{name}: {quantity} must be at least {least}.", index)
    if layer.padding < 0:
        raise SpecError(f"{name}: padding cannot be negative.", index)
    height, width = (
        output_size(n, layer.kernel, layer.stride, layer.padding, layer.dilation) for n in shape[1:]
    )
    if height < 1 or width < 1:
        reach = layer.dilation * (layer.kernel - 1) + 1
        raise SpecError(
            f"{name}: a kernel that spans {reach} × {reach} does not fit into "
            f"{shape[1]} × {shape[2]} with padding {layer.padding}.",
            index,
        )
    weights = layer.filters * shape[0] * layer.kernel**2
    return Stage(
        name,
        "convolution",
        layer,
        shape,
        (layer.filters, height, width),
        parameters=weights + layer.filters * layer.bias,
        multiply_adds=weights * height * width,
    )


def _pooling(name: str, index: int, layer: Pooling, shape: Shape) -> Stage:
    _need_maps(name, index, shape)
    if layer.kind not in ("max", "average", "sum"):
        raise SpecError(f"{name}: there is no pooling {layer.kind!r}.", index)
    if layer.size < 1 or layer.stride < 1:
        raise SpecError(f"{name}: size and stride must be at least 1.", index)
    if not 0 <= layer.padding <= layer.size // 2:
        raise SpecError(f"{name}: padding may be at most half the window size.", index)
    height, width = (output_size(n, layer.size, layer.stride, layer.padding) for n in shape[1:])
    if height < 1 or width < 1:
        raise SpecError(
            f"{name}: a {layer.size} × {layer.size} window does not fit into "
            f"{shape[1]} × {shape[2]}.",
            index,
        )
    return Stage(name, "pooling", layer, shape, (shape[0], height, width))


def _dense(name: str, index: int, layer: Dense, shape: Shape) -> Stage:
    if len(shape) != 1:
        raise SpecError(f"{name}: a dense layer needs a flat input, put a flatten first.", index)
    if layer.units < 1:
        raise SpecError(f"{name}: a dense layer needs at least one unit.", index)
    weights = layer.units * shape[0]
    return Stage(
        name,
        "dense",
        layer,
        shape,
        (layer.units,),
        parameters=weights + layer.units * layer.bias,
        multiply_adds=weights,
    )


def _need_maps(name: str, index: int, shape: Shape) -> None:
    if len(shape) != 3:
        raise SpecError(f"{name}: needs maps, but the data is already flat here.", index)
