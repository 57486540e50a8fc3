"""One sentence about a stage or a kernel, for the tip that appears over its header or picture."""

from __future__ import annotations

from math import prod

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
from explorer.text import _

_ACTIVATIONS = {
    "relu": _("Negative sums become 0, positive ones stay."),
    "tanh": _("Every sum is squeezed into −1 to 1."),
    "sigmoid": _("Every sum is squeezed into 0 to 1."),
}
_POOLINGS = {
    "max": _("The largest number of each {size} window, every {step}."),
    "average": _("The average of each {size} window, every {step}."),
    "sum": _("The sum of each {size} window, every {step}."),
}


def describe(spec: Spec, stage: Stage) -> str:
    """Return what a stage does, how many numbers come in and out, and what it has learned."""
    shape = _("Shape {shape}.").format(shape=" × ".join(map(str, stage.shape)))
    sentences = [shape, *_traffic(stage), *_learned(stage)]
    return f"{stage.name}: {_work(spec, stage)} {' '.join(sentences)}"


def kernel_tip(stage: Stage, index: int) -> str:
    """Return what a kernel of a convolution is made of, and what a click on it does."""
    channels, layer = stage.input_shape[0], stage.layer
    assert isinstance(layer, Convolution)
    if channels == 1:
        text = _(
            "{name}, kernel {index}: {size} weights; it looks at the map before it and makes "
            "map {index}."
        )
    else:
        text = _(
            "{name}, kernel {index}: {count} slices of {size} weights; it looks at each of the "
            "{count} maps before it and makes map {index}."
        )
    parts = {"name": stage.name, "index": index, "count": channels, "size": _square(layer.kernel)}
    return " ".join((text.format_map(parts), _("A click shows all kernels large.")))


def _square(side: int) -> str:
    return f"{side} × {side}"


def _work(spec: Spec, stage: Stage) -> str:
    match stage.layer:
        case Convolution(filters, kernel, stride, padding):
            text = _("{count} kernels of {size} slide over all maps.")
            if stride > 1 and padding:
                text = _(
                    "{count} kernels of {size} slide over all maps in steps of {stride}, with "
                    "{padding} zeros around each map."
                )
            elif stride > 1:
                text = _("{count} kernels of {size} slide over all maps in steps of {stride}.")
            elif padding:
                text = _(
                    "{count} kernels of {size} slide over all maps, with {padding} zeros around "
                    "each map."
                )
            steps = {"stride": stride, "padding": padding}
            return text.format_map({"count": filters, "size": _square(kernel), **steps})
        case Activation(kind):
            return _ACTIVATIONS[kind]
        case Pooling(kind, size, stride):
            return _POOLINGS[kind].format_map({"size": _square(size), "step": stride})
        case Dense(units):
            text = _(
                "Fully connected (FC): {count} sums, each over all {inputs:,} numbers before it."
            )
            return text.format_map({"count": units, "inputs": stage.input_shape[0]})
        case Upsampling(factor):
            text = _("Every number is repeated in a square of {size}.")
            return text.format_map({"size": _square(factor)})
        case Unflatten(maps, height, width):
            text = _("The numbers before it written into {maps} maps of {height} × {width}.")
            return text.format_map({"maps": maps, "height": height, "width": width})
    if stage.kind == "flatten":
        return _("All maps read out into one row of numbers.")
    if stage.kind == "probabilities":
        return _("The {function} of the logits.").format(function=spec.output)
    if stage.kind == "reconstruction":
        return _("The picture drawn again: the sigmoid of every number before it.")
    return _("The pixels that enter the network.")


def _traffic(stage: Stage) -> list[str]:
    before, after = prod(stage.input_shape), prod(stage.shape)
    if stage.kind == "input":
        return [_("{count:,} values.").format(count=after)]
    sentences = [_("{before:,} values in, {after:,} out.").format(before=before, after=after)]
    if stage.kind == "pooling":
        before, after = prod(stage.input_shape[1:]), prod(stage.shape[1:])
        change = f"{100 * (after / before - 1):+.0f} %".replace("-", "−")
        text = _("Each map: {before:,} values in, {after:,} out, {change} of values.")
        sentences.append(text.format(before=before, after=after, change=change))
    return sentences


def _learned(stage: Stage) -> list[str]:
    if not stage.parameters:
        return [] if stage.kind == "input" else [_("Nothing to learn here.")]
    biases = stage.shape[0] if getattr(stage.layer, "bias", False) else 0
    weights = stage.parameters - biases
    if not biases:
        return [_("Learned: {weights:,} weights.").format(weights=weights)]
    text = _("Learned: {weights:,} weights and {biases:,} biases.")
    return [text.format(weights=weights, biases=biases)]
