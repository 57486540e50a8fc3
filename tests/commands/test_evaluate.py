"""``evaluate``: the score of a network on a data set."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from explorer.cli import main
from explorer.network.checkpoint import save
from explorer.network.network import Network
from explorer.network.presets import preset


def test_json_has_exactly_the_promised_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--data", "bundled", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert list(printed) == ["accuracy", "loss", "count", "confusion"]
    assert printed["count"] == 1000
    assert sum(map(sum, printed["confusion"])) == 1000
    assert printed["accuracy"] > 0.98


def test_the_other_split_is_the_training_images(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--data", "bundled", "--split", "train", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["count"] == 4000


def test_the_text_names_accuracy_loss_and_confusion(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--data", "bundled"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("accuracy ")
    assert lines[1].startswith("loss ")
    assert len(lines) == 15


@pytest.mark.parametrize(
    "arguments",
    [
        ["--data", "nowhere"],
        ["--data", "bundled", "--threads", "0"],
        ["--data", "bundled", "--checkpoint", "nowhere.safetensors"],
    ],
)
def test_bad_input_is_one_sentence(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.strip().splitlines()) == 1


@pytest.mark.shared_data
def test_the_shipped_weights_keep_their_promise_on_mnist(
    shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """At least 99.4 %, as the model card says."""
    assert main(["evaluate", "--data", str(shared_data / "mnist"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["accuracy"] >= 0.994


@pytest.fixture
def drawing(tmp_path: Path) -> str:
    """Return the file of an untrained auto-encoder."""
    path = tmp_path / "drawing.safetensors"
    save(Network.untrained(preset("autoencoder"), seed=1), path)
    return str(path)


def test_an_auto_encoder_has_an_error_and_no_accuracy(
    drawing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["evaluate", "--data", "bundled", "--checkpoint", drawing]
    assert main([*arguments, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["accuracy"] is None
    assert printed["confusion"] == []
    assert printed["count"] == 1000
    assert 0.1 < printed["mean_squared_error"] < 0.4
    assert main(arguments) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        f"mean squared error   {printed['mean_squared_error']:.5f} per pixel, 1,000 images"
    )
    assert lines[1] == f"binary cross-entropy {printed['loss']:.4f}"
