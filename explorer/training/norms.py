"""How large the gradient and the update of each layer are, at every step.

A layer whose gradient is a thousandth of its neighbour's hardly learns; an update of more than a
hundredth of the weights tears at them. Two norms say so, for a hundredth of a step's time.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from explorer.training.flat import FlatParameters


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
    """Measures one step: `before` its update and `after`.

    On the CPU numpy looks at the tensors' own memory, which is several times faster than
    torch's calls for so few numbers; elsewhere one matrix product sums all layers on the device.
    """

    def __init__(self, parameters: FlatParameters, module: nn.Module) -> None:
        self._parameters = parameters
        slices = layer_slices(module)
        self.layers = tuple(slices)
        self._slices = tuple(slices.values())
        self._before = parameters.snapshot()
        self._on_cpu = parameters.values.device.type == "cpu"
        if self._on_cpu:
            self._arrays = _arrays(parameters, self._before)
            self._difference = np.empty(len(self._before), np.float32)
        else:
            self._members = _members(self._slices, self._before)

    def before(self) -> None:
        """Remember the weights before the update."""
        if self._on_cpu:
            np.copyto(self._arrays[2], self._arrays[1])
        else:
            self._before.copy_(self._parameters.values.detach())

    def after(self) -> list[float]:
        """Return the gradient norm of each layer, then the update-to-weight ratio of each."""
        gradient, weight, change = self._numpy_norms() if self._on_cpu else self._torch_norms()
        with np.errstate(all="ignore"):
            ratio = np.where(change == 0, 0, change / weight)
            numbers: list[float] = np.concatenate([gradient, ratio]).astype(np.float32).tolist()
        return numbers

    def _numpy_norms(self) -> tuple[NDArray[np.float64], ...]:
        gradient, weights, before = self._arrays
        with np.errstate(all="ignore"):
            np.subtract(weights, before, out=self._difference)
            rows = (gradient, before, self._difference)
            squares = [[row[part] @ row[part] for part in self._slices] for row in rows]
            norms = np.sqrt(np.array(squares, np.float64))
        return norms[0], norms[1], norms[2]

    def _torch_norms(self) -> tuple[NDArray[np.float64], ...]:
        weights = self._parameters.values.detach()
        rows = torch.stack([self._parameters.gradient, self._before, weights - self._before])
        norms = (rows.square_() @ self._members).sqrt().cpu().double().numpy()
        return norms[0], norms[1], norms[2]


def _arrays(
    parameters: FlatParameters, before: Tensor
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return gradient, weights and remembered weights as arrays over the same memory."""
    return parameters.gradient.numpy(), parameters.values.detach().numpy(), before.numpy()


def _members(slices: tuple[slice, ...], like: Tensor) -> Tensor:
    """Return (parameters, layers): 1 where a weight belongs to a layer."""
    members = torch.zeros((len(like), len(slices)), device=like.device)
    for layer, part in enumerate(slices):
        members[part, layer] = 1
    return members
