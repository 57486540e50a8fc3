"""A network that can be run: its spec, its weights and one traced forward pass.

`Network.trace` is what runs under the pen. It calls torch's functions one after the other and
keeps every result, so a trace costs hardly more than the bare forward pass.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, cast

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812, the name torch's own documentation uses
from numpy.typing import NDArray
from torch import Tensor, nn

from explorer.errors import UserError
from explorer.network.build import build
from explorer.network.records import Floats, StageTrace, Trace, Weights, frozen_mapping
from explorer.network.spec import (
    Activation,
    Convolution,
    Dense,
    Flatten,
    Pooling,
    Spec,
    Stage,
    Unflatten,
    Upsampling,
)
from explorer.text import _

Step = Callable[[Tensor], tuple[Tensor, Tensor | None]]
CHUNK = 200  # pictures per forward pass of `predict`: they fit into the processor's cache


class Network:
    """A spec with weights on a device.

    `module` is what `build` returns; it is put into evaluation mode and float32. `history` is
    what its training left to remember. `origin` is 'pretrained', 'untrained' or the path of the
    file it came from. A trace never depends on the module's mode: dropout is left out of it.
    """

    def __init__(
        self,
        spec: Spec,
        module: nn.Sequential,
        device: torch.device | str = "cpu",
        *,
        history: Mapping[str, Any] | None = None,
        name: str | None = None,
        origin: str = "untrained",
    ) -> None:
        self.spec = spec
        self.device = torch.device(device)
        self.module = module.to(self.device, torch.float32).eval()
        self.history: dict[str, Any] = dict(history or {})
        self.name = name if name is not None else spec.name
        self.origin = origin
        channels = spec.input_shape[0]
        self._mean = np.array(spec.mean, np.float32).reshape(channels, 1, 1)
        self._std = np.array(spec.std, np.float32).reshape(channels, 1, 1)
        self._normalised = bool(np.any(self._mean != 0) or np.any(self._std != 1))
        self._steps = [(stage, _step(stage, self.module)) for stage in spec.stages[1:-1]]
        self.invalidate()

    @classmethod
    def untrained(cls, spec: Spec, seed: int = 0, device: torch.device | str = "cpu") -> Network:
        """Return a network with fresh weights, the same for the same seed."""
        return cls(spec, build(spec, seed), device)

    def copied(self, spec: Spec | None = None, device: torch.device | None = None) -> Network:
        """Return a copy with weights of its own, for a like spec or on another device."""
        spec = spec or self.spec
        module = build(spec, seed=0)
        module.load_state_dict(self.module.state_dict())
        copy = Network(spec, module, device or self.device, history=self.history)
        copy.name, copy.origin = self.name, self.origin
        return copy

    def invalidate(self) -> None:
        """Forget what was remembered of the weights; call it after they were changed."""
        self._weights: Mapping[str, Weights] | None = None

    def weights(self) -> Mapping[str, Weights]:
        """Return read-only copies of the weights by stage name, made once until `invalidate`."""
        if self._weights is None:
            layered = (s for s in self.spec.stages if isinstance(s.layer, Convolution | Dense))
            self._weights = frozen_mapping({s.name: self._copied(s.name) for s in layered})
        return self._weights

    def trace(self, pixels: NDArray[np.floating[Any]]) -> Trace:
        """Run one picture through the network and keep every number.

        `pixels` (channels, height, width) lie in 0 to 1. Raises UserError for another shape.
        """
        given = np.array(pixels, np.float32)
        if given.shape != self.spec.input_shape:
            raise self._refused(given.shape)
        values = self.normalise(given) if self._normalised else given
        stages = [StageTrace(self.spec.stages[0], values)]
        with torch.inference_mode():
            data = torch.from_numpy(values).to(self.device)
            for stage, step in self._steps:
                data, winners = step(data)
                found = None if winners is None else _fixed(winners)
                stages.append(StageTrace(stage, _fixed(data), found))
            data = self.output(data)
        stages.append(StageTrace(self.spec.stages[-1], _fixed(data)))
        given.setflags(write=False)
        values.setflags(write=False)
        return Trace(self.spec, given, tuple(stages), self.weights())

    def predict(self, images: NDArray[Any]) -> Floats:
        """Return the output for pictures (n, channels, height, width).

        That is probabilities (n, classes), or an auto-encoder's reconstructions in the shape of
        the pictures. Floats lie in 0 to 1, uint8 in 0 to 255. Raises UserError for another shape.
        """
        if images.shape[1:] != self.spec.input_shape:
            raise self._refused(images.shape[1:])
        rows = [np.zeros((0, *self.spec.stages[-1].shape), np.float32)]
        with torch.inference_mode():
            for start in range(0, len(images), CHUNK):
                logits = self.forward(self.batch(images[start : start + CHUNK]))
                rows.append(self.output(logits).cpu().numpy())
        return np.concatenate(rows)

    def batch(self, images: NDArray[Any]) -> Tensor:
        """Return pictures as the normalised tensor on the device that the first layer takes.

        `images` (n, channels, height, width) as for `predict`.
        """
        scale = np.float32(255 if images.dtype == np.uint8 else 1)
        values = images.astype(np.float32) / scale
        values = self.normalise(values) if self._normalised else values
        return torch.from_numpy(values).to(self.device)

    def forward(self, data: Tensor, first: int = 1, last: int | None = None) -> Tensor:
        """Run a batch through the stages `first` up to but without `last` (default: all).

        `data` (n, ...) is what stage `first - 1` gave; without bounds the normalised pictures
        go in and the logits come out, (n, classes) or those of a picture.
        """
        end = len(self.spec.stages) - 1 if last is None else last
        for stage, step in self._steps[first - 1 : end - 1]:
            if isinstance(stage.layer, Flatten):
                data = data.flatten(1)
            else:
                data, _winners = step(data)
        return data

    def normalise(self, pixels: Floats) -> Floats:
        """Return `(pixels - mean) / std` per channel for (..., channels, height, width)."""
        return (pixels - self._mean) / self._std

    def output(self, logits: Tensor) -> Tensor:
        """Return the probabilities or the picture that the last layer's sums become."""
        if self.spec.output == "softmax":
            return torch.softmax(logits, -1)
        return torch.sigmoid(logits)

    def _copied(self, name: str) -> Weights:
        layer = self.module.get_submodule(name)
        weight, bias = cast("Tensor", layer.weight), cast("Tensor | None", layer.bias)
        copy = None if bias is None else _fixed(bias.detach().clone())
        return Weights(_fixed(weight.detach().clone()), copy)

    def _refused(self, shape: tuple[int, ...]) -> UserError:
        wanted = " × ".join(str(n) for n in self.spec.input_shape)
        given = " × ".join(str(n) for n in shape)
        sentence = _("The network {name} takes pictures of {wanted}, not {given}.")
        return UserError(sentence, name=self.name, wanted=wanted, given=given)


def _fixed(data: Tensor) -> NDArray[Any]:
    """Return a tensor that nobody else writes to as a read-only array."""
    array: NDArray[Any] = data.cpu().contiguous().numpy()
    array.setflags(write=False)
    return array


def _step(stage: Stage, module: nn.Sequential) -> Step:
    """Return the function that computes one stage, for one picture or for a batch."""
    match stage.layer:
        case Convolution():
            return _convolve(stage.layer, cast("nn.Conv2d", module.get_submodule(stage.name)))
        case Activation(kind):
            function = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}[kind]
            return lambda data: (function(data), None)
        case Pooling():
            return _pool(stage.layer)
        case Upsampling(factor):
            return lambda data: (enlarged(data, factor), None)
        case Flatten():
            return lambda data: (data.flatten(), None)
        case Unflatten():
            return lambda data: (data.reshape(data.shape[:-1] + stage.shape), None)
        case Dense():
            linear = cast("nn.Linear", module.get_submodule(stage.name))
            return lambda data: (F.linear(data, linear.weight, linear.bias), None)
    raise AssertionError(f"no function for {stage}")


def enlarged(maps: Tensor, factor: int) -> Tensor:
    """Return maps (..., height, width) with every cell repeated `factor` times both ways."""
    height, width = maps.shape[-2:]
    spread = maps[..., :, None, :, None].expand(*maps.shape[:-1], factor, width, factor)
    return spread.reshape(*maps.shape[:-2], height * factor, width * factor)


def _convolve(layer: Convolution, module: nn.Conv2d) -> Step:
    stride, padding, dilation = layer.stride, layer.padding, layer.dilation

    def convolve(data: Tensor) -> tuple[Tensor, Tensor | None]:
        if data.dim() == 3 and dilation == 1 and data.device.type == "cpu":
            return one(data), None
        return F.conv2d(data, module.weight, module.bias, stride, padding, dilation), None

    sides, strides, paddings = [layer.kernel] * 2, [stride] * 2, [padding] * 2
    direct = torch.ops.aten.thnn_conv2d.default

    def one(data: Tensor) -> Tensor:
        """Convolve a single picture by torch's own kernel, without oneDNN's set-up.

        For one small picture that set-up takes three times as long as the sums.
        """
        maps: Tensor = direct(data[None], module.weight, sides, module.bias, strides, paddings)[0]
        return maps

    return convolve


def _maxima(maps: Tensor, size: int) -> Tensor:
    """Return the largest value of every window of a batch (n, maps, height, width), side by side.

    The same numbers as torch's max-pooling, which looks for the winners too, in a quarter of its
    time.
    """
    height, width = (side // size * size for side in maps.shape[-2:])
    rows = [maps[..., at:height:size, :width] for at in range(size)]
    tall = functools.reduce(torch.maximum, rows)
    columns = [tall[..., at::size] for at in range(size)]
    return functools.reduce(torch.maximum, columns)


def _pool(layer: Pooling) -> Step:
    size, stride, padding = layer.size, layer.stride, layer.padding
    divisor = 1 if layer.kind == "sum" else None
    plain = stride == size and not padding

    def highest(data: Tensor) -> tuple[Tensor, Tensor | None]:
        if data.dim() == 4 and plain:
            return _maxima(data, size), None
        pooled: tuple[Tensor, Tensor] = F.max_pool2d(
            data, size, stride, padding, return_indices=True
        )
        return pooled

    def mean(data: Tensor) -> tuple[Tensor, Tensor | None]:
        pooled = F.avg_pool2d(data, size, stride, padding, divisor_override=divisor)
        return pooled, None

    return highest if layer.kind == "max" else mean
