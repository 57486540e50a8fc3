"""Reading the tensors of a file without ever running what is in it.

Safetensors files are plain numbers. PyTorch's own files are pickles, programs in disguise: only
torch's restricted reader opens them, which knows tensors and refuses everything else.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from explorer.errors import UserError
from explorer.files import absent
from explorer.text import _

MOST_BYTES = 2**30  # a LeNet has a quarter of a MiB; a GiB is another kind of network
_NESTED = ("state_dict", "model_state_dict", "model", "network", "net", "weights", "params")
_DEEPEST = 4  # dicts in dicts; a hostile file can even hold itself
_HINT = _("save its weights with torch.save(model.state_dict(), file)")
_FORMATS = {
    b"\x89PNG": _("a PNG picture"),
    b"\xff\xd8\xff": _("a JPEG picture"),
    b"GIF8": _("a GIF picture"),
    b"%PDF": _("a PDF document"),
    b"\x1f\x8b": _("a gzip archive"),
    b"\x89HDF": _("an HDF5 file"),
    b"\x93NUMPY": _("a NumPy array"),
    b"GGUF": _("a GGUF file"),
}


@dataclass(frozen=True, slots=True)
class TensorFile:
    """The tensors of a file in its own order, and the text that travels with them."""

    tensors: Mapping[str, Tensor]
    metadata: Mapping[str, str]


def read_tensors(path: Path) -> TensorFile:
    """Read a safetensors file or a PyTorch state dict; tensors stay as they were stored.

    Raises UserError, one sentence, for everything else.
    """
    head = _head(path)
    if head[8:9] == b"{":
        return _safetensors(path)
    if head.startswith(b"PK"):
        _check_archive(path)
        return TensorFile(_state_dict(path, _unpickled(path)), {})
    if head.startswith(b"\x80\x02"):
        return TensorFile(_state_dict(path, _unpickled(path)), {})
    raise UserError(_("{name} is {what}."), name=path.name, what=_format(head))


def _head(path: Path) -> bytes:
    """Return the first bytes of a file that exists, can be read and has a sensible size."""
    try:
        if path.is_dir():
            raise UserError(_("{path} is a folder, not a network file."), path=path)
        with path.open("rb") as file:
            head = file.read(16)
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise absent(path) from error
    except PermissionError as error:
        raise UserError(_("You have no permission to read {path}."), path=path) from error
    except (OSError, ValueError) as error:
        raise UserError(_("{path} cannot be read ({error})."), path=path, error=error) from error
    if not head:
        raise UserError(_("{name} is empty."), name=path.name)
    if size > MOST_BYTES:
        sentence = _("{name} has {size:.1f} GiB, far too much for a LeNet.")
        raise UserError(sentence, name=path.name, size=size / 2**30)
    return head


def _format(head: bytes) -> str:
    for magic, name in _FORMATS.items():
        if head.startswith(magic):
            return _("{name}, not a network file").format(name=name)
    if head.startswith(b"\x80"):
        return _("a Python pickle, whose code is never run; {hint}").format(hint=_HINT)
    return _("not a network file: neither safetensors nor a PyTorch state dict, or damaged")


def _damaged(path: Path) -> UserError:
    return UserError(_("{name} is damaged or was cut off."), name=path.name)


def _safetensors(path: Path) -> TensorFile:
    try:
        with safe_open(path, "pt") as file:
            metadata = dict(file.metadata() or {})
            return TensorFile({name: file.get_tensor(name) for name in file.keys()}, metadata)  # noqa: SIM118, not a dict
    except SafetensorError as error:
        raise _damaged(path) from error
    except (RuntimeError, ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        raise UserError(
            _("{name} holds tensors of a kind torch cannot read."), name=path.name
        ) from error


def _check_archive(path: Path) -> None:
    """Refuse archives that are not a plain `torch.save`, above all programs (TorchScript)."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _damaged(path) from error
    if any(name.endswith("constants.pkl") or "/code/" in name for name in names):
        sentence = _("{name} is a TorchScript program, which is never run; {hint}.")
        raise UserError(sentence, name=path.name, hint=_HINT)
    if not any(name.endswith("data.pkl") for name in names):
        raise UserError(_("{name} is a zip archive that torch.save did not write."), name=path.name)
    if unpacked > MOST_BYTES:
        raise UserError(_("{name} unpacks to far more than a LeNet needs."), name=path.name)


def _unpickled(path: Path) -> Any:
    """Return what torch's restricted reader finds."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about old pickle protocols
            return torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # a hostile file can make the reader raise anything
        forbidden = re.search(r"GLOBAL ([\w.]+)", str(error))
        if forbidden:
            sentence = _("{name} holds Python code ({code}), which is never run; {hint}.")
            raise UserError(sentence, name=path.name, code=forbidden[1], hint=_HINT) from error
        if "Unsupported operand" in str(error):  # no text: torch's own
            sentence = _("{name} holds what torch's safe reader does not take; {hint}.")
            raise UserError(sentence, name=path.name, hint=_HINT) from error
        raise _damaged(path) from error


def _state_dict(path: Path, found: Any) -> dict[str, Tensor]:
    """Return the tensors of a state dict, found at the top or under one of the usual names."""
    if not isinstance(found, dict):
        sentence = _("{name} holds a {kind}, not a state dict; {hint}.")
        raise UserError(sentence, name=path.name, kind=type(found).__name__, hint=_HINT)
    if set(found) == {"state", "param_groups"}:
        raise UserError(
            _("{name} holds the state of an optimiser, but no network."), name=path.name
        )
    tensors = dict(_tensors(_unwrapped(found)))
    if not tensors:
        raise UserError(_("{name} holds no tensors."), name=path.name)
    return tensors


def _unwrapped(found: dict[Any, Any], depth: int = 0) -> dict[Any, Any]:
    for name in _NESTED:
        inner = found.get(name)
        if depth < _DEEPEST and isinstance(inner, dict) and any(_tensors(inner)):
            return _unwrapped(inner, depth + 1)
    return found


def _tensors(
    found: dict[Any, Any], prefix: str = "", depth: int = 0
) -> Iterator[tuple[str, Tensor]]:
    """Yield names and tensors, `part.name` for dicts in dicts; an optimiser is left out."""
    for name, value in found.items():
        if isinstance(value, Tensor):
            yield f"{prefix}{name}", value
        elif depth < _DEEPEST and isinstance(value, dict) and "param_groups" not in value:
            yield from _tensors(value, f"{prefix}{name}.", depth + 1)
