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
from explorer.text import _, ngettext

_ACTIVATIONS = {
    "relu": _("negatives become 0"),
    "tanh": _("squeezed into −1 to 1"),
    "sigmoid": _("squeezed into 0 to 1"),
}


def format_shape(shape: Shape) -> str:
    """Return `6 × 28 × 28`."""
    return " × ".join(f"{n:,}" for n in shape)


def describe_layer(layer: Layer) -> str:
    """Return a layer in a few words: `6 filters 5 × 5, padding 2`."""
    match layer:
        case Convolution(filters, kernel):
            text = ngettext(
                "{count} filter {side} × {side}", "{count} filters {side} × {side}", filters
            ).format(count=filters, side=kernel)
            return ", ".join((text, *_extras(layer.stride, 1, layer.padding, layer.dilation)))
        case Pooling(kind, size):
            text = _("{kind} of {side} × {side}").format(kind=kind, side=size)
            return ", ".join((text, *_extras(layer.stride, size, layer.padding, 1)))
        case Dense(units):
            return ngettext("{count:,} unit", "{count:,} units", units).format(count=units)
        case Upsampling(factor):
            return _("every cell as {side} × {side} cells").format(side=factor)
        case Flatten():
            return _("maps into one vector")
        case Unflatten(maps, height, width):
            return ngettext(
                "a vector into {count} map of {height} × {width}",
                "a vector into {count} maps of {height} × {width}",
                maps,
            ).format(count=maps, height=height, width=width)
        case Dropout(rate):
            return _("zeroes {rate:.0%} while training").format(rate=rate)
        case Activation(kind):
            return _ACTIVATIONS.get(kind, kind)


def _extras(stride: int, usual: int, padding: int, dilation: int) -> list[str]:
    parts = [_("stride {stride}").format(stride=stride)] if stride != usual else []
    parts += [_("padding {padding}").format(padding=padding)] if padding else []
    parts += [_("dilation {dilation}").format(dilation=dilation)] if dilation != 1 else []
    return parts


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
                Formula(_("parameters"), "n · m + m", f"{weights}{bias} = {stage.parameters:,}"),
                Formula(_("multiply-adds"), "n · m", f"{weights} = {stage.multiply_adds:,}"),
            )
        case Flatten():
            line = f"{format_shape(before)} = {after[0]:,}"
            return (Formula(_("values"), _("maps · height · width"), line),)
        case Unflatten():
            line = f"{format_shape(after)} = {before[0]:,}"
            return (Formula(_("values"), _("maps · height · width"), line),)
        case Upsampling(factor):
            names = (_("side"),) if before[1] == before[2] else (_("height"), _("width"))
            sides = zip(names, before[1:], after[1:], strict=False)
            return tuple(
                Formula(name, _("n · factor"), f"{old} · {factor} = {new}")
                for name, old, new in sides
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
        return (Formula(_("side"), letters, line(before[1], after[1])),)
    height, width = (line(old, new) for old, new in zip(before[1:], after[1:], strict=True))
    return (Formula(_("height"), letters, height), Formula(_("width"), letters, width))


def _learned(stage: Stage) -> tuple[Formula, ...]:
    layer = stage.layer
    assert isinstance(layer, Convolution)
    depth = stage.input_shape[0]
    each = f"{layer.kernel}·{layer.kernel}·{depth}"
    with_bias = f"({each} + 1)" if layer.bias else each
    places = f"{stage.shape[1]}·{stage.shape[2]}"
    return (
        Formula(
            _("parameters"), "k(f·f·c + 1)", f"{layer.filters}·{with_bias} = {stage.parameters:,}"
        ),
        Formula(
            _("multiply-adds"),
            "k · f·f·c · h·w",
            f"{layer.filters} · {each} · {places} = {stage.multiply_adds:,}",
        ),
    )


@dataclass(frozen=True, slots=True)
class DenseComparison:
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
        text = _("{height:,} × {width:,} × {channels} = {inputs:,} inputs × {units:,} units")
        return text.format(
            height=height, width=width, channels=channels, inputs=self.inputs, units=self.units
        )

    @property
    def shared_line(self) -> str:
        """`6 filters × 5 × 5 × 3, shared by every place`."""
        layer = self.convolution
        return ngettext(
            "{count} filter × {side} × {side} × {depth}, shared by every place",
            "{count} filters × {side} × {side} × {depth}, shared by every place",
            layer.filters,
        ).format(count=layer.filters, side=layer.kernel, depth=self.shape[0])
