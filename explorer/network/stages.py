"""What comes out of each layer: the rules for shapes, names and costs, and why some do not fit."""

from __future__ import annotations

from math import prod

from explorer.network.layers import (
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

MOST_VALUES = 20_000_000  # per stage; more could neither be shown nor computed while drawing


def stages(
    input_shape: Shape, layers: tuple[Layer, ...], classes: int, output: OutputKind
) -> tuple[Stage, ...]:
    """Return the stages from the input to the output; raises `SpecError` if anything does not fit.

    Dropout has no stage. A classifier's last layer is called `logits`.
    """
    found = [Stage("input", "input", None, input_shape, input_shape)]
    if output != "image" and not (layers and isinstance(layers[-1], Dense)):
        raise SpecError("The last layer must be dense, with one unit per class.")
    counts: dict[str, int] = {}
    for index, layer in enumerate(layers):
        if isinstance(layer, Dropout):
            _check_dropout(layer, index)
            continue
        base = _base_name(layer)
        counts[base] = counts.get(base, 0) + 1
        name = _name(base, counts[base])
        if index == len(layers) - 1 and output != "image":
            name = "logits"
        stage = _stage(name, index, layer, found[-1].shape)
        if prod(stage.shape) > MOST_VALUES:
            raise SpecError(f"{name}: {prod(stage.shape):,} values are too many to show.", index)
        found.append(stage)
    return (*found, _output(found, len(layers) - 1, classes, output))


def output_size(size: int, window: int, stride: int, padding: int, dilation: int = 1) -> int:
    """Return how many places a window has along one side: floor((n + 2p - d(f-1) - 1) / s) + 1."""
    return (size + 2 * padding - dilation * (window - 1) - 1) // stride + 1


def _output(found: list[Stage], last: int, classes: int, output: OutputKind) -> Stage:
    """Return the final stage after those found; `last` is the index of the last layer."""
    shape = found[-1].shape
    if output != "image":
        if shape != (classes,):
            raise SpecError(f"The last layer has {shape[0]} units for {classes} classes.", last)
        return Stage("probabilities", "probabilities", None, shape, shape)
    if not any(stage.parameters for stage in found):
        raise SpecError("An auto-encoder needs a layer that learns: a convolution or a dense one.")
    if shape != found[0].shape:
        raise SpecError(
            f"The last layer gives {_sizes(shape)} for a picture of {_sizes(found[0].shape)}.", last
        )
    return Stage("reconstruction", "reconstruction", None, shape, shape)


def _base_name(layer: Layer) -> str:
    match layer:
        case Convolution():
            return "conv"
        case Activation(kind):
            return kind
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
        case Upsampling():
            return _upsampling(name, index, layer, shape)
        case Flatten():
            if len(shape) != 3:
                raise SpecError(f"{name}: the data is already flat here.", index)
            return Stage(name, "flatten", layer, shape, (prod(shape),))
        case Unflatten():
            return _unflatten(name, index, layer, shape)
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


def _upsampling(name: str, index: int, layer: Upsampling, shape: Shape) -> Stage:
    _need_maps(name, index, shape)
    if layer.factor < 1:
        raise SpecError(f"{name}: the factor must be at least 1.", index)
    sides = (side * layer.factor for side in shape[1:])
    return Stage(name, "upsampling", layer, shape, (shape[0], *sides))


def _unflatten(name: str, index: int, layer: Unflatten, shape: Shape) -> Stage:
    if len(shape) != 1:
        raise SpecError(f"{name}: the data already has the form of maps here.", index)
    wanted = (layer.maps, layer.height, layer.width)
    if min(wanted) < 1:
        raise SpecError(f"{name}: maps, height and width must be at least 1.", index)
    if prod(wanted) != shape[0]:
        raise SpecError(
            f"{name}: {shape[0]:,} values cannot be written into {_sizes(wanted)}, "
            f"which takes {prod(wanted):,}.",
            index,
        )
    return Stage(name, "unflatten", layer, shape, wanted)


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


def _check_dropout(layer: Dropout, index: int) -> None:
    if not 0 <= layer.rate < 1:
        raise SpecError(f"A dropout rate lies in 0 to below 1, {layer.rate} does not.", index)


def _need_maps(name: str, index: int, shape: Shape) -> None:
    if len(shape) != 3:
        raise SpecError(f"{name}: needs maps, but the data is already flat here.", index)


def _sizes(shape: Shape) -> str:
    return " × ".join(f"{side:,}" for side in shape) if len(shape) > 1 else f"{shape[0]:,} values"
