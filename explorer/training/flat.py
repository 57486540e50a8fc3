"""All weights of a network in one row of memory, and back to each layer's own shape.

The layers keep looking at their own part of it. One optimiser step, one snapshot, one average
then takes a single operation instead of one for each tensor.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor, nn

from explorer.network.records import Floats, Weights, frozen_mapping


class FlatParameters:
    """Moves the parameters of `module` and their gradients into one tensor each.

    `values` (parameters,) is a leaf with `values.grad` of the same shape. The module's own
    parameters become views: what changes here changes there.
    """

    def __init__(self, module: nn.Module) -> None:
        parameters = list(module.parameters())
        joined = torch.cat([parameter.detach().flatten() for parameter in parameters])
        self.values = nn.Parameter(joined)
        self.gradient = torch.zeros_like(joined)
        self.values.grad = self.gradient
        start = 0
        for parameter in parameters:
            part = slice(start, start + parameter.numel())
            parameter.data = self.values.data[part].view_as(parameter)
            parameter.grad = self.gradient[part].view_as(parameter)
            start = part.stop

    def snapshot(self) -> Tensor:
        """Return a copy of all weights (parameters,)."""
        return self.values.detach().clone()

    def restore(self, weights: Tensor) -> None:
        """Write back what `snapshot` returned."""
        self.values.data.copy_(weights)


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
            parts[kind] = copied(row[start:stop].view(parameter.shape))
            start = stop
        if parts:
            layers[name] = Weights(parts["weight"], parts.get("bias"))
    return frozen_mapping(layers)


def copied(part: Tensor) -> np.ndarray:
    """Return a read-only array of a tensor's numbers, of their own type."""
    array = part.detach().cpu().numpy().copy()
    array.setflags(write=False)
    return array
