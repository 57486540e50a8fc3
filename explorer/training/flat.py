"""All weights of a network in one row of memory.

The layers keep looking at their own part of it. One optimiser step, one snapshot, one average
then takes a single operation instead of one for each tensor.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


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
