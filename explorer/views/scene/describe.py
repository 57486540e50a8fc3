"""One sentence about a stage or a kernel, for the tip that appears over its header or picture."""

from __future__ import annotations

from explorer.network.spec import (
    Activation,
    Convolution,
    Dense,
    Pooling,
    Spec,
    Stage,
    Unflatten,
    Upsampling,
)

_ACTIVATIONS = {
    "relu": "Negative sums become 0, positive ones stay",
    "tanh": "Every sum is squeezed into −1 to 1",
    "sigmoid": "Every sum is squeezed into 0 to 1",
}
_POOLINGS = {"max": "the largest number", "average": "the average", "sum": "the sum"}


def describe(spec: Spec, stage: Stage) -> str:
    """Return what a stage does, how many numbers come in and out, and what it has learned."""
    shape = " × ".join(str(size) for size in stage.shape)
    return f"{stage.name}: {_deed(spec, stage)}. Shape {shape}. {_traffic(stage)}{_learned(stage)}"


def describe_kernel(stage: Stage, index: int) -> str:
    """Return what a kernel of a convolution is made of."""
    channels, layer = stage.input_shape[0], stage.layer
    assert isinstance(layer, Convolution)
    size = f"{layer.kernel} × {layer.kernel}"
    slices = f"{size} weights" if channels == 1 else f"{channels} slices of {size} weights"
    sees = "the map before it" if channels == 1 else f"each of the {channels} maps before it"
    return f"{stage.name}, kernel {index}: {slices}; it looks at {sees} and makes map {index}."


def _deed(spec: Spec, stage: Stage) -> str:
    match stage.layer:
        case Convolution(filters, kernel, stride, padding):
            step = "" if stride == 1 else f" in steps of {stride}"
            edge = "" if padding == 0 else f", with {padding} zeros around each map"
            return f"{filters} kernels of {kernel} × {kernel} slide over all maps{step}{edge}"
        case Activation(kind):
            return _ACTIVATIONS[kind]
        case Pooling(kind, size, stride):
            return f"{_POOLINGS[kind].capitalize()} of each {size} × {size} window, every {stride}"
        case Dense(units):
            before = f"{stage.input_shape[0]:,} numbers before it"
            return f"Fully connected (FC): {units} sums, each over all {before}"
        case Upsampling(factor):
            return f"Every number is repeated in a square of {factor} × {factor}"
        case Unflatten(maps, height, width):
            return f"The numbers before it written into {maps} maps of {height} × {width}"
    if stage.kind == "flatten":
        return "All maps read out into one row of numbers"
    if stage.kind == "probabilities":
        return f"The {spec.output} of the logits"
    if stage.kind == "reconstruction":
        return "The picture drawn again: the sigmoid of every number before it"
    return "The pixels that enter the network"


def _traffic(stage: Stage) -> str:
    before, after = _count(stage.input_shape), _count(stage.shape)
    if stage.kind == "input":
        return f"{after:,} values."
    words = f"{before:,} values in, {after:,} out."
    if stage.kind != "pooling":
        return words
    here, there = _count(stage.input_shape[1:]), _count(stage.shape[1:])
    return f"{words} Each map: {here:,} values in, {there:,} out, {_change(here, there)} of values."


def _change(before: int, after: int) -> str:
    """Return by how much a count grew or shrank, `−75 %`."""
    share = 100 * (after / before - 1)
    return f"{share:+.0f} %".replace("-", "−")


def _count(shape: tuple[int, ...]) -> int:
    total = 1
    for size in shape:
        total *= size
    return total


def _learned(stage: Stage) -> str:
    if not stage.parameters:
        return "" if stage.kind == "input" else " Nothing to learn here."
    outputs = stage.shape[0]
    weights = stage.parameters - (outputs if getattr(stage.layer, "bias", False) else 0)
    biases = f" and {outputs:,} biases" if weights != stage.parameters else ""
    return f" Learned: {weights:,} weights{biases}."
