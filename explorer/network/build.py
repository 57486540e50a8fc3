"""From the words of a spec to a torch module, made of torch's own layers.

The module maps normalised input `(batch, channels, height, width)` to logits `(batch, classes)`,
or of the input's shape in an auto-encoder; its children are named like the spec's stages.
"""

from __future__ import annotations

from collections import OrderedDict

import torch
from torch import Tensor, nn

from explorer.network.pooling import MaxPool2d
from explorer.network.spec import (
    Activation,
    Convolution,
    Dense,
    Dropout,
    Flatten,
    Pooling,
    Spec,
    Stage,
    Unflatten,
    Upsampling,
)

_ACTIVATIONS: dict[str, type[nn.Module]] = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}


class SumPool2d(nn.Module):
    """The sum of each window: torch's average with the division taken back."""

    def __init__(self, size: int, stride: int, padding: int = 0) -> None:
        super().__init__()
        self.average = nn.AvgPool2d(size, stride, padding, divisor_override=1)

    def forward(self, maps: Tensor) -> Tensor:
        """Sum over the windows of maps (batch, maps, height, width)."""
        sums: Tensor = self.average(maps)
        return sums


def build(spec: Spec, seed: int | None = None) -> nn.Sequential:
    """Return an untrained module for a spec; `seed` makes its weights repeatable.

    Weights are drawn by torch's default initialisation without touching the global generator's
    state when a seed is given.
    """
    if seed is None:
        return _assemble(spec)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return _assemble(spec)


def _assemble(spec: Spec) -> nn.Sequential:
    modules: OrderedDict[str, nn.Module] = OrderedDict()
    layered = iter(stage for stage in spec.stages if stage.layer is not None)
    for index, layer in enumerate(spec.layers):
        if isinstance(layer, Dropout):
            modules[f"dropout{index}"] = nn.Dropout(layer.rate)
        else:
            stage = next(layered)
            modules[stage.name] = _module(stage)
    return nn.Sequential(modules)


def _module(stage: Stage) -> nn.Module:
    match stage.layer:
        case Convolution(filters, kernel, stride, padding, dilation, bias):
            maps = stage.input_shape[0]
            return nn.Conv2d(maps, filters, kernel, stride, padding, dilation, bias=bias)
        case Activation(kind):
            return _ACTIVATIONS[kind]()
        case Pooling("max", size, stride, padding):
            return MaxPool2d(size, stride, padding)
        case Pooling("average", size, stride, padding):
            return nn.AvgPool2d(size, stride, padding)
        case Pooling("sum", size, stride, padding):
            return SumPool2d(size, stride, padding)
        case Upsampling(factor):
            return nn.Upsample(scale_factor=factor, mode="nearest")
        case Flatten():
            return nn.Flatten()
        case Unflatten():
            return nn.Unflatten(1, stage.shape)
        case Dense(units, bias):
            return nn.Linear(stage.input_shape[0], units, bias=bias)
    raise AssertionError(f"no module for {stage}")
