"""Finding the layers in the names and shapes of a state dict, and the order they run in.

A state dict lists layers as they were written down, a safetensors file by the alphabet. The
order that counts is the one in which each layer takes what the layer before it gives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from explorer.errors import UserError
from explorer.network.spec import Shape
from explorer.text import _

_NORMALISERS = ("running_mean", "running_var", "num_batches_tracked")
_MOST_TRIED = 8  # layers whose order is found by trying
_WRAPPERS = ("module.", "_orig_mod.")  # of torch's data parallel and of its compiler


@dataclass(frozen=True, slots=True)
class Found:
    """A layer of a state dict: `name` in the file, `shape` of its weight, whether it has a bias."""

    name: str
    shape: Shape
    bias: bool

    @property
    def outputs(self) -> int:
        """How many maps or units it gives."""
        return self.shape[0]

    @property
    def inputs(self) -> int:
        """How many maps or units it takes."""
        return self.shape[1]

    @property
    def kernel(self) -> int:
        """The side of its kernels; 0 for a dense layer."""
        return self.shape[2] if len(self.shape) == 4 else 0


def found_layers(shapes: Mapping[str, Shape]) -> list[Found]:
    """Return the layers of a state dict in the order of the file.

    Raises UserError for anything that is not a plain convolution or dense layer.
    """
    if not shapes:
        raise UserError(_("The file holds no tensors."))
    weights: dict[str, Shape] = {}
    biases: dict[str, Shape] = {}
    for key, shape in shapes.items():
        name, _dot, role = key.rpartition(".")
        if role in _NORMALISERS:
            raise UserError(
                _("{name} is a batch normalisation, which is not supported."), name=shown(name)
            )
        if role not in ("weight", "bias"):
            raise UserError(
                _("{key} is no weight or bias of a convolution or dense layer."), key=key
            )
        (weights if role == "weight" else biases)[name] = shape
    for name in biases:
        if name not in weights:
            raise UserError(_("The bias of {name} has no weight beside it."), name=shown(name))
    return [_layer(name, shape, biases.get(name)) for name, shape in weights.items()]


def ordered(layers: Sequence[Found]) -> tuple[Found, ...]:
    """Return layers of one kind so that each takes what the one before it gives.

    The order of the file counts first, then that of the names with their numbers, then whichever
    fits. Raises UserError where none does.
    """
    by_name = sorted(layers, key=lambda layer: _natural(layer.name))
    for attempt in (list(layers), by_name):
        if _fits(attempt):
            return tuple(attempt)
    chain = _chain((), by_name)
    if chain is None:
        raise UserError(_misfit(layers))
    return chain


def shown(name: str) -> str:
    """Return a layer's name without what data parallel training or compiling put before it."""
    for wrapper in _WRAPPERS:
        name = name.removeprefix(wrapper)
    return name or _("The layer")


def _layer(name: str, shape: Shape, bias: Shape | None) -> Found:
    label = shown(name)
    if len(shape) == 1:
        raise UserError(
            _("{label} looks like a normalisation layer, which is not supported."), label=label
        )
    if len(shape) not in (2, 4):
        sentence = _("{label} is neither a 2-D convolution nor a dense layer: {sizes}.")
        raise UserError(sentence, label=label, sizes=_sizes(shape))
    if len(shape) == 4 and shape[2] != shape[3]:
        sentence = _("{label} has kernels of {sizes}; only square ones are supported.")
        raise UserError(sentence, label=label, sizes=_sizes(shape[2:]))
    if min(shape) < 1:
        raise UserError(_("{label} has no weights: {sizes}."), label=label, sizes=_sizes(shape))
    if bias is not None and bias != shape[:1]:
        sentence = _("The bias of {label} is {sizes}, but there are {count} outputs.")
        raise UserError(sentence, label=label, sizes=_sizes(bias), count=shape[0])
    return Found(name, shape, bias is not None)


def _sizes(shape: Shape) -> str:
    return " × ".join(str(n) for n in shape) or _("a single number")


def _natural(name: str) -> list[tuple[int, str]]:
    """Return a sort key in which conv10 comes after conv9."""
    parts = re.split(r"(\d+)", name)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _fits(layers: Sequence[Found]) -> bool:
    begins = not layers or not layers[0].kernel or layers[0].inputs in (1, 3)
    return begins and all(a.outputs == b.inputs for a, b in pairwise(layers))


def _chain(before: tuple[Found, ...], left: list[Found]) -> tuple[Found, ...] | None:
    """Return the first order of `left` that goes on after `before`, found by trying."""
    if not left:
        return before
    if len(left) > _MOST_TRIED:
        return None
    for layer in left:
        if _fits((*before, layer)):
            chain = _chain((*before, layer), [other for other in left if other is not layer])
            if chain is not None:
                return chain
    return None


def _misfit(layers: Sequence[Found]) -> str:
    """Return which layers do not follow one another."""
    first = layers[0]
    if first.kernel and all(layer.inputs not in (1, 3) for layer in layers):
        sentence = _("{name} takes {channels} channels; a picture has 1 (grey) or 3 (RGB).")
        return sentence.format(name=shown(first.name), channels=first.inputs)
    before, after = next(
        ((a, b) for a, b in pairwise(layers) if a.outputs != b.inputs), (layers[-1], first)
    )
    if after.kernel and after.inputs < before.outputs and before.outputs % after.inputs == 0:
        sentence = _(
            "{first} gives {given}, {second} takes {taken} maps, as a convolution in groups does, "
            "which is not supported."
        )
    elif after.kernel:
        sentence = _(
            "The layers do not follow one another: {first} gives {given}, {second} takes {taken} "
            "maps."
        )
    else:
        sentence = _(
            "The layers do not follow one another: {first} gives {given}, {second} takes {taken} "
            "values."
        )
    names = {"first": shown(before.name), "second": shown(after.name)}
    return sentence.format(**names, given=before.outputs, taken=after.inputs)
