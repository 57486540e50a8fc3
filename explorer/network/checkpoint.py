"""Networks in files: our own checkpoints, and other people's weights.

A checkpoint of ours is a safetensors file whose metadata holds the spec and the training
history, so it opens without a question. Opening never runs what is in a file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from safetensors.torch import save as serialised
from torch import Tensor

from explorer import __version__
from explorer.errors import UserError
from explorer.files import write_atomically
from explorer.network.build import build
from explorer.network.layer_order import shown
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.spec import Convolution, Dense, Shape, Spec, SpecError
from explorer.network.state_dict import NeedsAnswers, recognise
from explorer.network.suggest import suggested
from explorer.network.tensor_files import TensorFile, read_tensors
from explorer.resources import resource
from explorer.text import _

FORMAT = "cnn-explorer"
FORMAT_VERSION = 1
MOST_PARAMETERS = 50_000_000


def save(network: Network, path: Path | str) -> None:
    """Write a checkpoint in one step; raises UserError if it cannot be written."""
    write_atomically(Path(path), checkpoint_bytes(network))


def checkpoint_bytes(network: Network) -> bytes:
    """Return a checkpoint as the bytes of its file."""
    tensors = {
        name: tensor.detach().cpu().contiguous()
        for name, tensor in network.module.state_dict().items()
    }
    metadata = {
        "format": FORMAT,
        "format_version": str(FORMAT_VERSION),
        "spec": json.dumps(network.spec.to_dict()),
        "history": json.dumps(network.history),
        "program_version": __version__,
        "torch_version": torch.__version__,
    }
    return serialised(tensors, metadata)


def load(path: Path | str, device: torch.device | str = "cpu") -> Network:
    """Open a checkpoint that `save` wrote; raises UserError for everything else."""
    path = Path(path)
    file = read_tensors(path)
    if file.metadata.get("format") != FORMAT:
        raise UserError(_("{name} is no checkpoint of this program."), name=path.name)
    return _ours(path, file, device)


def load_bytes(data: bytes, name: str) -> Network:
    """Return the network of `checkpoint_bytes`, called `name`; raises UserError for other bytes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{Path(name).name or 'network'}.safetensors"
        path.write_bytes(data)
        network = load(path)
    network.origin = name
    return network


def open_any(
    path: Path | str,
    answers: Mapping[str, str] | None = None,
    device: torch.device | str = "cpu",
) -> Network:
    """Open our own checkpoint, or a state dict whose architecture is recognised.

    Raises `NeedsAnswers` if weights leave something open and `answers` is None; an empty mapping
    takes the default of every question, found by trying where the network reads digits. Raises
    UserError for what cannot be opened.
    """
    path = Path(path)
    file = read_tensors(path)
    if file.metadata.get("format") == FORMAT:
        return _ours(path, file, device)
    guess = recognise(file.tensors, path.stem)
    spec = guess.spec(answers or {})
    sources = dict(zip(_layered(spec), guess.sources, strict=True))
    weights = _weights(path, spec, file.tensors, sources)
    if not guess.defaults.keys() <= (answers or {}).keys():
        guess = suggested(guess, weights)
        if answers is None:
            raise NeedsAnswers(guess)
        spec = guess.spec(answers)
    history = {"origin": path.name, "answers": guess.defaults | dict(answers or {})}
    return _network(path, spec, weights, history, device)


def pretrained(name: str = "lenet", seed: int = 0, device: torch.device | str = "cpu") -> Network:
    """Return a preset with its bundled weights, or with fresh ones if none are bundled.

    Raises UserError for an unknown preset.
    """
    spec = preset(name)
    try:
        path = resource("weights", f"{name}.safetensors")
    except FileNotFoundError:
        return Network.untrained(spec, seed, device)
    network = load(path, device)
    network.origin = "pretrained"
    network.name = name
    return network


def _ours(path: Path, file: TensorFile, device: torch.device | str) -> Network:
    version = file.metadata.get("format_version", "")
    if not version.isdecimal() or int(version) > FORMAT_VERSION:
        raise UserError(_("{name} was written by a newer version of this program."), name=path.name)
    try:
        spec = Spec.from_dict(json.loads(file.metadata["spec"]))
        history = dict(json.loads(file.metadata.get("history", "{}")))
    except SpecError as error:
        sentence = _("{name} describes no possible network: {error}")
        raise UserError(sentence, name=path.name, error=error) from error
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        sentence = _("{name} does not describe its network legibly.")
        raise UserError(sentence, name=path.name) from error
    weights = _weights(path, spec, file.tensors, {name: name for name in _layered(spec)})
    return _network(path, spec, weights, history, device)


def _network(
    path: Path,
    spec: Spec,
    weights: Mapping[str, Tensor],
    history: dict[str, Any],
    device: torch.device | str,
) -> Network:
    module = build(spec, seed=0)
    module.load_state_dict(weights)
    return Network(spec, module, device, history=history, name=path.stem, origin=str(path))


def _weights(
    path: Path, spec: Spec, tensors: Mapping[str, Tensor], sources: Mapping[str, str]
) -> dict[str, Tensor]:
    """Return checked tensors by our names; `sources` maps stage names to names in the file."""
    if spec.parameters > MOST_PARAMETERS:
        sentence = _("{name}: {count:,} parameters are too many to show.")
        raise UserError(sentence, name=path.name, count=spec.parameters)
    weights = {}
    for stage, layer in _layered(spec).items():
        for role, shape in _shapes(spec, stage, layer).items():
            key = f"{sources[stage]}.{role}".removeprefix(".")
            if key not in tensors:
                raise UserError(_("{name} lacks the tensor {key}."), name=path.name, key=key)
            weights[f"{stage}.{role}"] = _checked(path, shown(key), tensors[key], shape)
    return weights


def _layered(spec: Spec) -> dict[str, Convolution | Dense]:
    """Return the layers that have weights by stage name."""
    stages = ((stage.name, stage.layer) for stage in spec.stages)
    return {name: layer for name, layer in stages if isinstance(layer, Convolution | Dense)}


def _shapes(spec: Spec, stage: str, layer: Convolution | Dense) -> dict[str, Shape]:
    inputs = spec.stage(stage).input_shape[0]
    if isinstance(layer, Convolution):
        weight: Shape = (layer.filters, inputs, layer.kernel, layer.kernel)
    else:
        weight = (layer.units, inputs)
    return {"weight": weight, "bias": weight[:1]} if layer.bias else {"weight": weight}


def _checked(path: Path, name: str, tensor: Tensor, shape: Shape) -> Tensor:
    """Return a tensor as float32 if it has the shape and finite numbers; else UserError."""
    at = {"file": path.name, "name": name}
    if tensor.layout is not torch.strided or tensor.is_quantized or tensor.is_meta:
        sentence = _("{file}: {name} is stored in a special layout; save it dense.")
        raise UserError(sentence, **at)
    if tuple(tensor.shape) != shape:
        given, wanted = (" × ".join(str(n) for n in s) for s in (tensor.shape, shape))
        sentence = _("{file}: {name} has the shape {given} instead of {wanted}.")
        raise UserError(sentence, **at, given=given, wanted=wanted)
    if not tensor.is_floating_point():
        sentence = _("{file}: {name} holds {kind}, not real numbers.")
        raise UserError(sentence, **at, kind=tensor.dtype)
    values = tensor.detach().to(torch.float32)
    if not bool(torch.isfinite(values).all()):
        raise UserError(_("{file}: {name} holds NaN or infinite values."), **at)
    return values
