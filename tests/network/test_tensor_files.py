from __future__ import annotations

import contextlib
import io
import json
import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import save as serialised
from torch import nn

from explorer.errors import UserError
from explorer.network import tensor_files
from explorer.network.tensor_files import read_tensors

WEIGHTS = {"b.weight": torch.arange(6.0).reshape(2, 3), "a.bias": torch.zeros(2)}


def saved(value: Any, **options: Any) -> bytes:
    buffer = io.BytesIO()
    torch.save(value, buffer, **options)
    return buffer.getvalue()


def scripted() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("model/data.pkl", b"")
        archive.writestr("model/constants.pkl", b"")
        archive.writestr("model/code/__torch__.py", b"")
    return buffer.getvalue()


def archived(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, b"text")
    return buffer.getvalue()


def header(length: int, text: bytes) -> bytes:
    return length.to_bytes(8, "little") + text


def write(folder: Path, data: bytes, name: str = "net.pt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def check(found: dict[str, torch.Tensor]) -> None:
    assert list(found) == ["b.weight", "a.bias"]
    assert torch.equal(found["b.weight"], WEIGHTS["b.weight"])


@pytest.mark.parametrize(
    "wrap",
    [
        lambda w: w,
        lambda w: OrderedDict(w),
        lambda w: {"state_dict": w, "epoch": 3},
        lambda w: {"model_state_dict": w, "optimizer": {"state": {}, "param_groups": []}},
        lambda w: {"model": {"state_dict": w}},
        lambda w: {"epoch": torch.tensor(3), "model": w},
    ],
)
def test_a_state_dict_is_found_wherever_it_usually_is(
    tmp_path: Path, wrap: Callable[[dict[str, torch.Tensor]], Any]
) -> None:
    check(dict(read_tensors(write(tmp_path, saved(wrap(WEIGHTS)))).tensors))


def test_old_and_new_formats_of_torch_are_read(tmp_path: Path) -> None:
    old = saved(WEIGHTS, _use_new_zipfile_serialization=False)
    check(dict(read_tensors(write(tmp_path, old)).tensors))


def test_a_protocol_the_safe_reader_does_not_know_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, saved(WEIGHTS, pickle_protocol=4))
    with pytest.raises(UserError, match="holds what torch's safe reader does not take"):
        read_tensors(path)


def test_parts_of_a_network_in_dicts_of_their_own_are_joined(tmp_path: Path) -> None:
    parts = {"features": {"0.weight": torch.ones(1)}, "head": {"weight": torch.zeros(1)}}
    found = read_tensors(write(tmp_path, saved(parts))).tensors
    assert list(found) == ["features.0.weight", "head.weight"]


def test_safetensors_are_read_with_their_metadata(tmp_path: Path) -> None:
    path = write(tmp_path, serialised(WEIGHTS, {"by": "hand"}), "net.bin")
    file = read_tensors(path)
    assert file.metadata == {"by": "hand"}
    assert torch.equal(file.tensors["b.weight"], WEIGHTS["b.weight"])


WRONG = {
    "empty": (b"", r"is empty\.$"),
    "a few bytes": (b"abc", r"is not a network file"),
    "random": (bytes(range(7, 250)), r"is not a network file"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(50), r"is a PNG picture, not a network file"),
    "numpy": (b"\x93NUMPY" + bytes(50), r"is a NumPy array"),
    "hdf5": (b"\x89HDF\r\n" + bytes(50), r"is an HDF5 file"),
    "cut zip": (saved(WEIGHTS)[:-40], r"is damaged or was cut off"),
    "cut safetensors": (serialised(WEIGHTS)[:-8], r"is damaged or was cut off"),
    "huge header": (header(10**12, b"{}"), r"is damaged or was cut off"),
    "header of another shape": (header(2, b"{]"), r"is damaged or was cut off"),
    "overlapping tensors": (
        (lambda h: header(len(h), h) + bytes(4))(
            json.dumps({"a": {"dtype": "F32", "shape": [9, 9], "data_offsets": [0, 4]}}).encode()
        ),
        r"is damaged or was cut off",
    ),
    "other zip": (archived("letter.txt"), r"is a zip archive that torch\.save did not write"),
    "torchscript": (scripted(), r"is a TorchScript program, which is never run"),
    "whole model": (
        saved(nn.Sequential(nn.Linear(2, 2))),
        r"holds Python code \(torch\.nn\.modules\.\w+\.\w+\), which is never run; save its weights",
    ),
    "pickle": (pickle.dumps({"a": 1}), r"is a Python pickle, whose code is never run"),
    "pickle 2": (pickle.dumps([1], protocol=2), r"is damaged or was cut off"),
    "tensor": (saved(torch.zeros(3)), r"holds a Tensor, not a state dict"),
    "list": (saved([torch.zeros(3)]), r"holds a list, not a state dict"),
    "no tensors": (saved({"epoch": 3}), r"holds no tensors"),
    "empty dict": (saved({}), r"holds no tensors"),
    "optimiser": (
        saved(torch.optim.SGD([torch.zeros(2, requires_grad=True)]).state_dict()),
        r"holds the state of an optimiser, but no network",
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_every_wrong_file_gets_one_sentence(tmp_path: Path, kind: str) -> None:
    data, sentence = WRONG[kind]
    with pytest.raises(UserError, match=sentence) as caught:
        read_tensors(write(tmp_path, data))
    text = str(caught.value)
    assert text.startswith("net.pt ")
    assert text.endswith(".")
    assert "\n" not in text
    assert len(text) < 200


class Bomb:
    """Creates a file when unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.path,))


@pytest.mark.parametrize("zipped", [True, False])
def test_pickled_code_never_runs(tmp_path: Path, zipped: bool) -> None:
    trap = tmp_path / "trap"
    data = saved({"w": Bomb(trap)}, _use_new_zipfile_serialization=zipped)
    with pytest.raises(UserError, match="holds Python code"):
        read_tensors(write(tmp_path, data))
    assert not trap.exists()


def test_a_dict_that_holds_itself_ends(tmp_path: Path) -> None:
    loop: dict[str, Any] = {}
    loop["model"] = loop
    with pytest.raises(UserError):
        read_tensors(write(tmp_path, saved(loop)))
    loop["w"] = torch.zeros(1)
    assert read_tensors(write(tmp_path, saved(loop))).tensors


def test_folders_missing_files_and_closed_ones_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UserError, match="is a folder, not a network file"):
        read_tensors(tmp_path)
    with pytest.raises(UserError, match="There is no file"):
        read_tensors(tmp_path / "missing.pt")
    with pytest.raises(UserError, match="cannot be read"):
        read_tensors(Path("a\0b"))
    path = write(tmp_path, b"x")

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(UserError, match="You have no permission to read"):
        read_tensors(path)


def test_a_file_far_too_large_is_not_even_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tensor_files, "MOST_BYTES", 100)
    with pytest.raises(UserError, match="far too much for a LeNet"):
        read_tensors(write(tmp_path, saved(WEIGHTS)))


def test_an_archive_that_unpacks_to_far_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/data.pkl", bytes(100_000))
    monkeypatch.setattr(tensor_files, "MOST_BYTES", 10_000)
    with pytest.raises(UserError, match="unpacks to far more"):
        read_tensors(write(tmp_path, buffer.getvalue()))


@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_a_damaged_file_is_refused_or_read_but_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = data.draw(st.sampled_from([saved(WEIGHTS), serialised(WEIGHTS), b""]))
    broken = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    broken += data.draw(st.binary(max_size=40))
    for _ in range(data.draw(st.integers(0, 4))):
        if broken:
            broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    path = write(tmp_path_factory.mktemp("broken"), bytes(broken))
    with contextlib.suppress(UserError):
        read_tensors(path)
