from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from explorer.errors import UserError
from explorer.network import checkpoint
from explorer.network.checkpoint import load, open_any, pretrained, save
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.records import Floats
from explorer.network.spec import Spec
from explorer.network.state_dict import NeedsAnswers
from explorer.network.tensor_files import read_tensors


@pytest.fixture
def saved(tiny: Network, tmp_path: Path) -> Path:
    path = tmp_path / "mine.safetensors"
    save(tiny, path)
    return path


def rewritten(path: Path, change: Callable[[dict[str, Any], dict[str, str]], None]) -> Path:
    """Change tensors and metadata of a checkpoint in place."""
    file = read_tensors(path)
    tensors, metadata = dict(file.tensors), dict(file.metadata)
    change(tensors, metadata)
    save_file(tensors, path, metadata)
    return path


def test_a_checkpoint_comes_back_bit_for_bit(tmp_path: Path) -> None:
    spec = Spec.from_dict(
        preset("lenet").to_dict() | {"mean": [0.1307], "std": [0.3081], "output": "sigmoid"}
    )
    history = {"epochs": 3, "losses": [1.5, 0.25]}
    network = Network(spec, Network.untrained(spec, 4).module, history=history)
    save(network, tmp_path / "net.safetensors")
    again = load(tmp_path / "net.safetensors")
    assert again.spec == spec
    assert again.history == history
    assert (again.name, again.origin) == ("net", str(tmp_path / "net.safetensors"))
    for name, weights in network.weights().items():
        np.testing.assert_array_equal(again.weights()[name].weight, weights.weight)
        np.testing.assert_array_equal(again.weights()[name].bias, weights.bias)


def test_an_auto_encoder_comes_back(tmp_path: Path, stroke: Floats) -> None:
    network = Network.untrained(preset("autoencoder"), 4)
    save(network, tmp_path / "net.safetensors")
    again = load(tmp_path / "net.safetensors")
    assert again.spec == network.spec
    np.testing.assert_array_equal(
        again.trace(stroke).reconstruction, network.trace(stroke).reconstruction
    )


def test_versions_travel_with_the_weights(saved: Path) -> None:
    metadata = read_tensors(saved).metadata
    assert metadata["torch_version"] == torch.__version__
    assert metadata["format_version"] == "1"
    assert metadata["program_version"]


def test_open_any_takes_our_checkpoint_without_a_question(saved: Path, tiny: Network) -> None:
    assert open_any(saved).spec == tiny.spec


def test_a_state_dict_asks_and_opens_with_answers(
    lenet: Network, stroke: Floats, tmp_path: Path
) -> None:
    path = tmp_path / "theirs.pt"
    torch.save({"state_dict": lenet.module.state_dict(), "epoch": 2}, path)
    with pytest.raises(NeedsAnswers, match="do not tell everything about theirs") as caught:
        open_any(path)
    guess = caught.value.guess
    keys = [question.key for question in guess.questions]
    assert keys == ["geometry", "activation", "pooling", "normalisation"]
    network = open_any(path, guess.defaults)
    np.testing.assert_allclose(
        network.trace(stroke).probabilities, lenet.trace(stroke).probabilities, atol=1e-7
    )
    assert open_any(path, {}).spec == network.spec
    assert open_any(path, {"activation": "tanh"}).history["answers"]["activation"] == "tanh"


def test_foreign_safetensors_and_half_precision_open(lenet: Network, tmp_path: Path) -> None:
    path = tmp_path / "half.safetensors"
    halves = {f"module.{k}": v.half() for k, v in lenet.module.state_dict().items()}
    save_file(halves, path)
    network = open_any(path, {})
    assert network.spec.parameters == 61_706
    assert network.weights()["conv1"].weight.dtype == np.float32
    with pytest.raises(UserError, match="is no checkpoint of this program"):
        load(path)


def _spec(changes: dict[str, Any]) -> Callable[[dict[str, Any], dict[str, str]], None]:
    def change(tensors: dict[str, Any], metadata: dict[str, str]) -> None:
        metadata["spec"] = json.dumps(json.loads(metadata["spec"]) | changes)

    return change


def _layer(**changes: Any) -> Callable[[dict[str, Any], dict[str, str]], None]:
    def change(tensors: dict[str, Any], metadata: dict[str, str]) -> None:
        spec = json.loads(metadata["spec"])
        spec["layers"][0] |= changes
        metadata["spec"] = json.dumps(spec)

    return change


def _tensor(name: str, value: torch.Tensor | None) -> Callable[[dict[str, Any], Any], None]:
    def change(tensors: dict[str, Any], metadata: dict[str, str]) -> None:
        if value is None:
            del tensors[name]
        else:
            tensors[name] = value

    return change


def _metadata(**changes: str) -> Callable[[dict[str, Any], dict[str, str]], None]:
    return lambda tensors, metadata: metadata.update(changes)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_tensor("conv1.weight", torch.zeros(2, 1, 4, 4)), "conv1.weight has the shape 2 × 1 × 4"),
        (_tensor("conv1.bias", None), "lacks the tensor conv1.bias"),
        (_tensor("conv1.bias", torch.tensor([0, torch.nan])), "conv1.bias holds NaN or infinite"),
        (_tensor("conv1.bias", torch.tensor([0, torch.inf])), "conv1.bias holds NaN or infinite"),
        (_tensor("conv1.bias", torch.tensor([0, 1])), "conv1.bias holds torch.int64, not real"),
        (_metadata(format_version="2"), "written by a newer version"),
        (_metadata(format_version="x"), "written by a newer version"),
        (_metadata(spec="{"), "does not describe its network legibly"),
        (_metadata(spec="[" * 100_000), "does not describe its network legibly"),
        (_metadata(spec="[]"), "describes no possible network"),
        (_metadata(history="3"), "does not describe its network legibly"),
        (_spec({"classes": ["a"]}), "at least two classes"),
        (_spec({"mean": [float("nan")]}), "must be finite"),
        (_spec({"layers": [{"type": "Attention"}]}), "no layer of type 'Attention'"),
        (_layer(kernel=99), "does not fit"),
        (_layer(filters=2.0), "The filters of a Convolution layer cannot be 2.0"),
        (_layer(bias=1), "The bias of a Convolution layer cannot be 1"),
        (_layer(filters=10**9), "too many to show"),
        (_layer(padding=10**6), "too many to show"),
    ],
)
def test_wrong_checkpoints_get_one_sentence(
    saved: Path, change: Callable[[dict[str, Any], dict[str, str]], None], sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence) as caught:
        open_any(rewritten(saved, change))
    assert str(caught.value).startswith("mine.safetensors")
    assert "\n" not in str(caught.value)


def test_a_tensor_that_pretends_to_be_huge_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.pt"
    torch.save({"f.weight": torch.zeros(1).expand(100_000, 784)}, path)
    with pytest.raises(UserError, match="78,400,000 parameters are too many to show"):
        open_any(path, {})


def test_special_layouts_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "sparse.pt"
    torch.save({"f.weight": torch.ones(10, 784).to_sparse()}, path)
    with pytest.raises(UserError, match=r"f\.weight is stored in a special layout"):
        open_any(path, {})


def test_saving_where_one_cannot_is_told(tiny: Network, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        save(tiny, tmp_path / "nowhere" / "net.safetensors")
    with pytest.raises(UserError, match="cannot be written"):
        save(tiny, tmp_path)


def test_a_preset_without_bundled_weights_is_untrained_but_repeatable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(*parts: str) -> Path:
        raise FileNotFoundError

    monkeypatch.setattr(checkpoint, "resource", missing)
    first, second = pretrained("harley", seed=5), pretrained("harley", seed=5)
    assert first.origin == "untrained"
    np.testing.assert_array_equal(first.weights()["conv2"].weight, second.weights()["conv2"].weight)


def test_bundled_weights_are_used_where_there_are_some(
    monkeypatch: pytest.MonkeyPatch, saved: Path, tiny: Network
) -> None:
    monkeypatch.setattr(checkpoint, "resource", lambda *parts: saved)
    network = pretrained("tiny")
    assert (network.origin, network.name) == ("pretrained", "tiny")
    np.testing.assert_array_equal(network.weights()["conv1"].weight, tiny.weights()["conv1"].weight)


def test_an_unknown_preset_is_told() -> None:
    with pytest.raises(UserError, match="no preset 'resnet'"):
        pretrained("resnet")
