"""What a layer costs, worked out with its own numbers: size, parameters, multiply-adds.

And the reason for convolutions: what the same picture would cost a dense layer, whose every unit
has a weight of its own for every pixel.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from explorer.network.spec import (
    Activation,
    Convolution,
    Dense,
    Dropout,
    Flatten,
    Layer,
    Pooling,
    Shape,
    Stage,
    Unflatten,
    Upsampling,
)

_ACTIVATIONS = {
    "relu": "negatives become 0",
    "tanh": "squeezed into −1 to 1",
    "sigmoid": "squeezed into 0 to 1",
}


def shape_text(shape: Shape) -> str:
    """Return `6 × 28 × 28`."""
    return " × ".join(f"{n:,}" for n in shape)


def words(layer: Layer) -> str:
    """Return a layer in a few words: `6 filters 5 × 5, padding 2`."""
    match layer:
        case Convolution():
            text = f"{layer.filters} filter{_s(layer.filters)} {layer.kernel} × {layer.kernel}"
            return text + _extras(layer.stride, 1, layer.padding, layer.dilation)
        case Pooling():
            text = f"{layer.kind} of {layer.size} × {layer.size}"
            return text + _extras(layer.stride, layer.size, layer.padding)
        case Dense():
            return f"{layer.units:,} unit{_s(layer.units)}"
        case Upsampling():
            return f"every cell as {layer.factor} × {layer.factor} cells"
        case Flatten():
            return "maps into one vector"
        case Unflatten():
            form = f"{layer.height} × {layer.width}"
            return f"a vector into {layer.maps} map{_s(layer.maps)} of {form}"
        case Dropout():
            return f"zeroes {layer.rate:.0%} while training"
        case Activation():
            return _ACTIVATIONS.get(layer.kind, layer.kind)


def _extras(stride: int, usual: int, padding: int, dilation: int = 1) -> str:
    parts = [f"stride {stride}"] if stride != usual else []
    parts += [f"padding {padding}"] if padding else []
    parts += [f"dilation {dilation}"] if dilation != 1 else []
    return "".join(f", {part}" for part in parts)


def _s(count: int) -> str:
    return "" if count == 1 else "s"


@dataclass(frozen=True, slots=True)
class Formula:
    """One line of arithmetic: what it gives, in letters, with this layer's numbers."""

    name: str
    letters: str
    numbers: str


def formulas(stage: Stage) -> tuple[Formula, ...]:
    """Return how shape, parameters and multiply-adds of a stage come about."""
    layer, before, after = stage.layer, stage.input_shape, stage.shape
    match layer:
        case Convolution():
            return (*_sides(layer, layer.kernel, layer.dilation, before, after), *_learned(stage))
        case Pooling():
            return _sides(layer, layer.size, 1, before, after)
        case Dense():
            weights = f"{before[0]:,} × {layer.units:,}"
            bias = f" + {layer.units:,}" if layer.bias else ""
            return (
                Formula("parameters", "n · m + m", f"{weights}{bias} = {stage.parameters:,}"),
                Formula("multiply-adds", "n · m", f"{weights} = {stage.multiply_adds:,}"),
            )
        case Flatten():
            line = f"{shape_text(before)} = {after[0]:,}"
            return (Formula("values", "maps · height · width", line),)
        case Unflatten():
            line = f"{shape_text(after)} = {before[0]:,}"
            return (Formula("values", "maps · height · width", line),)
        case Upsampling(factor):
            names = ("side",) if before[1] == before[2] else ("height", "width")
            sides = zip(names, before[1:], after[1:], strict=False)
            return tuple(
                Formula(name, "n · factor", f"{old} · {factor} = {new}") for name, old, new in sides
            )
    return ()


def _sides(
    layer: Convolution | Pooling, window: int, dilation: int, before: Shape, after: Shape
) -> tuple[Formula, ...]:
    """Return the size formula, once for a square and twice for other maps."""
    stretched = f"{dilation}·({window} − 1)" if dilation != 1 else f"({window} − 1)"
    padded = f" + 2·{layer.padding}" if layer.padding else ""

    def line(old: int, new: int) -> str:
        return f"⌊({old}{padded} − {stretched} − 1) / {layer.stride}⌋ + 1 = {new}"

    letters = "⌊(n + 2p − d(f − 1) − 1) / s⌋ + 1"
    if before[1] == before[2]:
        return (Formula("side", letters, line(before[1], after[1])),)
    height, width = (line(old, new) for old, new in zip(before[1:], after[1:], strict=True))
    return (Formula("height", letters, height), Formula("width", letters, width))


def _learned(stage: Stage) -> tuple[Formula, ...]:
    layer = stage.layer
    assert isinstance(layer, Convolution)
    depth = stage.input_shape[0]
    each = f"{layer.kernel}·{layer.kernel}·{depth}"
    with_bias = f"({each} + 1)" if layer.bias else each
    places = f"{stage.shape[1]}·{stage.shape[2]}"
    return (
        Formula(
            "parameters", "k(f·f·c + 1)", f"{layer.filters}·{with_bias} = {stage.parameters:,}"
        ),
        Formula(
            "multiply-adds",
            "k · f·f·c · h·w",
            f"{layer.filters} · {each} · {places} = {stage.multiply_adds:,}",
        ),
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """One picture (channels, height, width) for `units` dense units and for a convolution."""

    shape: Shape
    units: int
    convolution: Convolution

    @property
    def inputs(self) -> int:
        """How many numbers the picture has."""
        return prod(self.shape)

    @property
    def dense_weights(self) -> int:
        """One weight for every number and unit."""
        return self.inputs * self.units

    @property
    def shared_weights(self) -> int:
        """The kernels' weights: the same for every place of the picture, however large it is."""
        return self.convolution.filters * self.convolution.kernel**2 * self.shape[0]

    @property
    def dense_line(self) -> str:
        """`256 × 256 × 3 = 196,608 inputs × 1,000 units`."""
        channels, height, width = self.shape
        size = f"{height:,} × {width:,} × {channels}"
        return f"{size} = {self.inputs:,} inputs × {self.units:,} units"

    @property
    def shared_line(self) -> str:
        """`6 filters × 5 × 5 × 3, at every place of the picture`."""
        layer = self.convolution
        size = f"{layer.kernel} × {layer.kernel} × {self.shape[0]}"
        return f"{layer.filters} filter{_s(layer.filters)} × {size}, shared by every place"
