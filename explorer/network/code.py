"""PyTorch code that computes exactly the number under the mouse, to take along.

The script stands on its own: it carries the picture, reads the weights from a checkpoint and
runs the layers up to the wanted cell, one line per stage.
"""

from __future__ import annotations

import base64
import textwrap
import zlib
from pathlib import Path

from explorer.network.cells import Cell
from explorer.network.fields import place
from explorer.network.records import Trace
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


def pytorch_code(trace: Trace, cell: Cell, checkpoint_path: Path | str) -> str:
    """Return a script that prints the value of `cell`; it needs torch and safetensors only.

    `checkpoint_path` is a file that `checkpoint.save` wrote for the traced network. Raises
    KeyError for an unknown stage.
    """
    spec = trace.spec
    used = spec.stages[1 : spec.index(cell.stage) + 1]
    where = ", ".join(str(i) for i in cell.index)
    lines = [
        f'"""{_title(spec, cell)}"""',
        "",
        "import base64",
        "import zlib",
        "",
        "import torch",
        "import torch.nn.functional as F",
        "from safetensors.torch import load_file",
        "",
        f"weights = load_file({str(checkpoint_path)!r})",
        "packed = (",
        *_packed(trace),
        ")",
        "picture = bytearray(zlib.decompress(base64.b64decode(packed)))",
        f"x = torch.frombuffer(picture, dtype=torch.float32).reshape{spec.input_shape}",
        *_normalisation(spec),
        *(f"{_statement(spec, stage)}  # {_caption(stage)}" for stage in used),
        f'print(f"{{x[{where}].item():.9g}}")',
        "",
    ]
    return "\n".join(lines)


def _title(spec: Spec, cell: Cell) -> str:
    """Return the docstring; names from a file must not break out of it."""
    title = f"Compute one number of the network {spec.name}: {place(spec, cell)}."
    return " ".join(title.replace('"', "'").replace("\\", "/").split())


def _packed(trace: Trace) -> list[str]:
    """Return the picture's float32 bytes as lines of a string literal."""
    data = trace.pixels.astype("<f4").tobytes()
    text = base64.b64encode(zlib.compress(data, 9)).decode()
    return [f'    "{line}"' for line in textwrap.wrap(text, 88)]


def _normalisation(spec: Spec) -> list[str]:
    if not any(spec.mean) and set(spec.std) == {1.0}:
        return []
    mean, std = (f"torch.tensor({list(v)}).reshape(-1, 1, 1)" for v in (spec.mean, spec.std))
    return [f"x = (x - {mean}) / {std}"]


def _statement(spec: Spec, stage: Stage) -> str:
    match stage.layer:
        case Convolution() as layer:
            return f"x = F.conv2d(x, {_weights(stage, layer)}{_convolution_options(layer)})"
        case Activation(kind):
            return f"x = torch.{kind}(x)"
        case Pooling(kind, size, stride, padding):
            name = "max" if kind == "max" else "avg"
            last = ", divisor_override=1" if kind == "sum" else ""
            return f"x = F.{name}_pool2d(x, {size}, stride={stride}, padding={padding}{last})"
        case Upsampling(factor):
            return f"x = F.interpolate(x[None], scale_factor={factor})[0]"
        case Flatten():
            return "x = x.flatten()"
        case Unflatten():
            return f"x = x.reshape{stage.shape}"
        case Dense() as layer:
            return f"x = F.linear(x, {_weights(stage, layer)})"
    return "x = torch.softmax(x, 0)" if spec.output == "softmax" else "x = torch.sigmoid(x)"


def _weights(stage: Stage, layer: Convolution | Dense) -> str:
    bias = f', weights["{stage.name}.bias"]' if layer.bias else ""
    return f'weights["{stage.name}.weight"]{bias}'


def _convolution_options(layer: Convolution) -> str:
    usual = {"stride": 1, "padding": 0, "dilation": 1}
    values = {name: getattr(layer, name) for name in usual}
    return "".join(f", {name}={value}" for name, value in values.items() if value != usual[name])


def _caption(stage: Stage) -> str:
    return f"{stage.name}: {' × '.join(str(n) for n in stage.shape)}"
