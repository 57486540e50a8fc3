"""From the row of all weights back to each layer's own shape."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor, nn

from explorer.network.records import Floats, Weights, frozen_mapping


def unflattened(module: nn.Module, row: Tensor) -> Mapping[str, Weights]:
    """Return a row (parameters,) of weights, or of one number for each, by layer; read-only copies.

    The order is that of `FlatParameters`.
    """
    layers: dict[str, Weights] = {}
    start = 0
    for name, layer in module.named_children():
        parts: dict[str, Floats] = {}
        for kind, parameter in layer.named_parameters():
            stop = start + parameter.numel()
            parts[kind] = _copied(row[start:stop].view(parameter.shape))
            start = stop
        if parts:
            layers[name] = Weights(parts["weight"], parts.get("bias"))
    return frozen_mapping(layers)


def _copied(part: Tensor) -> Floats:
    array: Floats = part.detach().cpu().numpy().copy()
    array.setflags(write=False)
    return array
