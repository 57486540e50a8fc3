"""What comes out of each layer: the rules for shapes, names and costs, and why some do not fit."""

from __future__ import annotations

from math import prod

from explorer.network.layers import (
    ACTIVATIONS,
    POOLINGS,
    Activation,
    Convolution,
    Dense,
    Dropout,
    Flatten,
    Layer,
    OutputKind,
    Pooling,
    Shape,
    SpecError,
    Stage,
    Unflatten,
    Upsampling,
)
from explorer.text import _

MOST_VALUES = 20_000_000  # per stage; more could neither be shown nor computed while drawing
_QUANTITIES = {
    "filters": _("filters"),
    "kernel": _("kernel"),
    "stride": _("stride"),
    "dilation": _("dilation"),
}


def stages(
    input_shape: Shape, layers: tuple[Layer, ...], classes: int, output: OutputKind
) -> tuple[Stage, ...]:
    """Return the stages from the input to the output; raises `SpecError` if anything does not fit.

    Dropout has no stage. A classifier's last layer is called `logits`. Activations are counted
    together, so that none is renamed by what another one is.
    """
    found = [Stage("input", "input", None, input_shape, input_shape)]
    if output != "image" and not (layers and isinstance(layers[-1], Dense)):
        raise SpecError(_("The last layer must be dense, with one unit per class."))
    counts: dict[str, int] = {}
    for index, layer in enumerate(layers):
        if isinstance(layer, Dropout):
            if not 0 <= layer.rate < 1:
                fault = _("A dropout rate lies in 0 to below 1, {rate} does not.")
                raise SpecError(fault.format(rate=layer.rate), index)
            continue
        base = _base_name(layer)
        family = "activation" if isinstance(layer, Activation) else base
        counts[family] = counts.get(family, 0) + 1
        name = _name(base, counts[family])
        if index == len(layers) - 1 and output != "image":
            name = "logits"
        try:
            found.append(_stage(name, layer, found[-1].shape))
        except SpecError as error:
            raise SpecError(error.fault, index, name, error.field) from None
    return (*found, _output(found, len(layers) - 1, classes, output))


def output_size(size: int, window: int, stride: int, padding: int, dilation: int = 1) -> int:
    """Return how many places a window has along one side: floor((n + 2p - d(f-1) - 1) / s) + 1."""
    return (size + 2 * padding - dilation * (window - 1) - 1) // stride + 1


def _output(found: list[Stage], last: int, classes: int, output: OutputKind) -> Stage:
    """Return the final stage after those found; `last` is the index of the last layer."""
    shape = found[-1].shape
    if output != "image":
        if shape != (classes,):
            fault = _("The last layer has {units} units for {classes} classes.")
            raise SpecError(fault.format(units=shape[0], classes=classes), last)
        return Stage("probabilities", "probabilities", None, shape, shape)
    if not any(stage.parameters for stage in found):
        fault = _("An auto-encoder needs a layer that learns: a convolution or a dense one.")
        raise SpecError(fault)
    if shape != found[0].shape:
        fault = _("The last layer gives {given} for a picture of {wanted}.")
        raise SpecError(fault.format(given=_sizes(shape), wanted=_sizes(found[0].shape)), last)
    return Stage("reconstruction", "reconstruction", None, shape, shape)


def _base_name(layer: Layer) -> str:
    match layer:
        case Convolution():
            return "conv"
        case Activation(kind, called):
            return called or kind
        case Pooling():
            return "pool"
        case Upsampling():
            return "upsample"
        case Flatten():
            return "flatten"
        case Unflatten():
            return "unflatten"
        case _:
            return "dense"


def _name(base: str, count: int) -> str:
    """Return a name with a number; most networks flatten once, so that needs none."""
    return base if count == 1 and base in ("flatten", "unflatten") else f"{base}{count}"


def _stage(name: str, layer: Layer, shape: Shape) -> Stage:
    """Return a layer's stage; the SpecError knows the fault and the field, but no place yet."""
    match layer:
        case Convolution():
            stage = _convolution(name, layer, shape)
        case Pooling():
            stage = _pooling(name, layer, shape)
        case Activation(kind):
            if unknown := {kind, layer.called or kind} - {*ACTIVATIONS}:
                raise SpecError(_("there is no activation {kind!r}.").format(kind=unknown.pop()))
            stage = Stage(name, "activation", layer, shape, shape)
        case Upsampling():
            stage = _upsampling(name, layer, shape)
        case Flatten():
            if len(shape) != 3:
                raise SpecError(_("the data is already flat here."))
            stage = Stage(name, "flatten", layer, shape, (prod(shape),))
        case Unflatten():
            stage = _unflatten(name, layer, shape)
        case Dense():
            stage = _dense(name, layer, shape)
        case _:
            raise SpecError(_("there is no such layer as {layer!r}.").format(layer=layer))
    if (values := prod(stage.shape)) > MOST_VALUES:
        raise SpecError(_("{values:,} values are too many to show.").format(values=values))
    return stage


def _convolution(name: str, layer: Convolution, shape: Shape) -> Stage:
    _need_maps(shape)
    for field, quantity in _QUANTITIES.items():
        if getattr(layer, field) < 1:
            fault = _("{quantity} must be at least 1.").format(quantity=quantity)
            raise SpecError(fault, field=field)
    if layer.padding < 0:
        raise SpecError(_("padding cannot be negative."), field="padding")
    height, width = (
        output_size(n, layer.kernel, layer.stride, layer.padding, layer.dilation) for n in shape[1:]
    )
    if height < 1 or width < 1:
        reach = layer.dilation * (layer.kernel - 1) + 1
        fault = _(
            "a kernel that spans {reach} × {reach} does not fit into {size} with padding {padding}."
        )
        size = _sizes(shape[1:])
        raise SpecError(fault.format(reach=reach, size=size, padding=layer.padding))
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


def _pooling(name: str, layer: Pooling, shape: Shape) -> Stage:
    _need_maps(shape)
    if layer.kind not in POOLINGS:
        raise SpecError(_("there is no pooling {kind!r}.").format(kind=layer.kind))
    if layer.size < 1 or layer.stride < 1:
        raise SpecError(_("size and stride must be at least 1."))
    if not 0 <= layer.padding <= layer.size // 2:
        raise SpecError(_("padding may be at most half the window size."), field="padding")
    height, width = (output_size(n, layer.size, layer.stride, layer.padding) for n in shape[1:])
    if height < 1 or width < 1:
        fault = _("a {side} × {side} window does not fit into {size}.")
        raise SpecError(fault.format(side=layer.size, size=_sizes(shape[1:])))
    return Stage(name, "pooling", layer, shape, (shape[0], height, width))


def _upsampling(name: str, layer: Upsampling, shape: Shape) -> Stage:
    _need_maps(shape)
    if layer.factor < 1:
        raise SpecError(_("the factor must be at least 1."))
    sides = (side * layer.factor for side in shape[1:])
    return Stage(name, "upsampling", layer, shape, (shape[0], *sides))


def _unflatten(name: str, layer: Unflatten, shape: Shape) -> Stage:
    if len(shape) != 1:
        raise SpecError(_("the data already has the form of maps here."))
    wanted = (layer.maps, layer.height, layer.width)
    if min(wanted) < 1:
        raise SpecError(_("maps, height and width must be at least 1."))
    if (taken := prod(wanted)) != shape[0]:
        fault = _("{values} cannot be written into {maps}, which takes {taken:,}.")
        raise SpecError(fault.format(values=_sizes(shape), maps=_sizes(wanted), taken=taken))
    return Stage(name, "unflatten", layer, shape, wanted)


def _dense(name: str, layer: Dense, shape: Shape) -> Stage:
    if len(shape) != 1:
        raise SpecError(_("a dense layer needs a flat input, put a flatten first."))
    if layer.units < 1:
        raise SpecError(_("a dense layer needs at least one unit."))
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


def _need_maps(shape: Shape) -> None:
    if len(shape) != 3:
        raise SpecError(_("needs maps, but the data is already flat here."))


def _sizes(shape: Shape) -> str:
    if len(shape) == 1:
        return _("{count:,} values").format(count=shape[0])
    return " × ".join(f"{side:,}" for side in shape)
