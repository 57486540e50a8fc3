"""How large the gradient and the update of each layer are, at every step.

A layer whose gradient is a thousandth of its neighbour's hardly learns; an update of more than a
hundredth of the weights tears at them. Two norms say so, for a hundredth of a step's time.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor, nn

from explorer.training.flat import FlatParameters

LARGEST = 3e38  # of float32
EVERY = 5


def layer_slices(module: nn.Module) -> dict[str, slice]:
    """Return where in the flat parameters each layer that learns has its weights and bias."""
    slices: dict[str, slice] = {}
    start = 0
    for name, layer in module.named_children():
        count = sum(parameter.numel() for parameter in layer.parameters())
        if count:
            slices[name] = slice(start, start + count)
            start += count
    return slices


class LayerNorms:
    """Measures every fifth step: `before` its update and `after`.

    A step leaves the processor's cache full of other things, so that every number looked at costs
    several times what it would alone; all at each step would slow training by three hundredths.

    On the CPU numpy looks at the tensors' own memory, which is several times faster than
    torch's calls for so few numbers; elsewhere one matrix product sums all layers on the device.
    """

    def __init__(self, parameters: FlatParameters, module: nn.Module) -> None:
        self._values = parameters.values.detach()
        self._gradient = parameters.gradient
        slices = layer_slices(module)
        self.layers = tuple(slices)
        self._unknown = [math.nan] * (2 * len(slices))
        self._before = parameters.snapshot()
        self._change = torch.zeros_like(self._before)
        rows = (self._gradient, self._before, self._change)
        if self._values.device.type == "cpu":
            arrays = [row.numpy() for row in rows]
            self._views = [[array[part] for part in slices.values()] for array in arrays]
            self._squares = self._on_cpu
        else:
            self._members = _members(tuple(slices.values()), self._before)
            self._squares = self._on_device

    def before(self, step: int) -> None:
        """Remember the weights before the update of the step after `step` steps."""
        if step % EVERY == 0:
            self._before.copy_(self._values)

    def after(self, step: int) -> list[float]:
        """Return the gradient norm of each layer, then the update-to-weight ratio of each.

        All are NaN at the steps where they are not measured.
        """
        if step % EVERY:
            return self._unknown
        torch.sub(self._values, self._before, out=self._change)
        with np.errstate(over="ignore", invalid="ignore"):
            gradients, weights, changes = self._squares()
        ratios = [_ratio(c, w) for c, w in zip(changes, weights, strict=True)]
        return [*map(math.sqrt, gradients), *ratios]

    def _on_cpu(self) -> list[list[float]]:
        """Return the squared norms of gradient, weights and change, each by layer."""
        return [[view.dot(view) for view in views] for views in self._views]

    def _on_device(self) -> list[list[float]]:
        stacked = torch.stack([self._gradient, self._before, self._change])
        squares: list[list[float]] = (stacked.square_() @ self._members).tolist()
        return squares


def _ratio(change: float, weight: float) -> float:
    """Return the ratio of two norms from their squares; a layer at rest has 0."""
    if change == 0:
        return 0.0
    ratio = math.sqrt(change) / math.sqrt(weight) if weight else math.inf
    return ratio if ratio < LARGEST else math.inf


def _members(slices: tuple[slice, ...], like: Tensor) -> Tensor:
    """Return (parameters, layers): 1 where a weight belongs to a layer."""
    members = torch.zeros((len(like), len(slices)), device=like.device)
    for layer, part in enumerate(slices):
        members[part, layer] = 1
    return members
