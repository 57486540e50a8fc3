"""``train`` as a script sees it: what it writes, what it prints, what it refuses."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from explorer.cli import main
from explorer.commands import train
from explorer.network.checkpoint import load
from explorer.training.plan import RECIPES, Plan
from explorer.training.steps import Run

FAST = ("--preset", "tiny", "--epochs", "1")


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """Return an .npz of sixty random pictures of three classes in colour."""
    random = np.random.default_rng(0)
    path = tmp_path / "few.npz"
    images = random.integers(0, 256, (60, 12, 12, 3), np.uint8)
    np.savez(path, images=images, labels=np.arange(60) % 3, classes=["a", "b", "c"])
    return path


def test_json_has_exactly_the_promised_keys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.safetensors"
    assert main(["train", "--out", str(out), *FAST, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert list(printed) == ["checkpoint", "steps", "epochs", "accuracy", "seconds"]
    assert printed["checkpoint"] == str(out)
    assert printed["steps"] == 4000 // 64
    assert 0 <= printed["accuracy"] <= 1


def test_the_same_command_makes_the_same_network(tmp_path: Path) -> None:
    made = []
    for seed in "778":
        out = tmp_path / "a.safetensors"
        assert main(["train", "--out", str(out), *FAST, "--seed", seed]) == 0
        made.append(load(out))
    first, second, other = (network.module.state_dict() for network in made)
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert not any(torch.equal(first[name], other[name]) for name in first)
    assert made[0].history == made[1].history


def test_the_checkpoint_remembers_how_it_was_made(tmp_path: Path) -> None:
    out = tmp_path / "a.safetensors"
    assert main(["train", "--out", str(out), *FAST, "--validation", "100"]) == 0
    history = load(out).history
    assert Plan.from_dict(history["plan"]) == Plan(epochs=1, validation=100)
    assert history["images"] == 3900
    assert history["measured_on"] == "validation"
    assert len(history["losses"]) == 1


def test_a_users_own_classes_in_colour(few: Path, tmp_path: Path) -> None:
    out = tmp_path / "own.safetensors"
    arguments = ["train", "--data", str(few), "--out", str(out), *FAST]
    assert main([*arguments, "--augment", "affine", "--loss", "mse", "--optimiser", "adam"]) == 0
    spec = load(out).spec
    assert spec.classes == ("a", "b", "c")
    assert spec.input_shape == (3, 12, 12)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--epochs", "0"], "number of epochs"),
        (["--learning-rate", "nan"], "learning rate"),
        (["--validation", "4000"], "leave none to learn"),
        (["--threads", "0"], "at least one thread"),
        (["--data", "nowhere"], "nowhere"),
    ],
)
def test_bad_input_is_one_sentence(
    arguments: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.safetensors"
    assert main(["train", "--out", str(out), *FAST, *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert sentence in printed.err
    assert len(printed.err.strip().splitlines()) == 1
    assert not out.exists()


@pytest.mark.parametrize("name", ["", "missing/a.safetensors"])
def test_an_impossible_output_is_refused_before_training(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train, "_train", lambda _: pytest.fail("trained in vain"))
    assert main(["train", "--out", str(tmp_path / name), *FAST]) == 2


def test_ctrl_c_saves_nothing_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ordinary = Run._update

    def interrupted(run: Run) -> None:
        ordinary(run)
        if run.step == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(Run, "_update", interrupted)
    out = tmp_path / "a.safetensors"
    assert main(["train", "--out", str(out), *FAST]) == 130
    assert "Stopped at step 3 of 62; nothing was saved." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_divergence_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "a.safetensors"
    wild = ["--optimiser", "sgd", "--learning-rate", "900", "--weight-decay", "90"]
    assert main(["train", "--out", str(out), *FAST, *wild]) == 2
    assert "Training stopped at step" in capsys.readouterr().err
    assert not out.exists()


def parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    train.add_parser(parser.add_subparsers())
    return parser.parse_args(["train", "--out", "x", *arguments])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], {}),
        (["--epochs", "9", "--batch-size", "8"], {"epochs": 9, "batch_size": 8}),
        (["--optimiser", "adam"], {"optimiser": "adam", "weight_decay": 0.0}),
        (["--optimiser", "adamw", "--ema", "0.5"], {"ema": 0.5}),
    ],
)
def test_options_change_the_plan(arguments: list[str], expected: dict[str, Any]) -> None:
    assert train.plan_of(parsed(*arguments)) == Plan(**expected)


def test_the_shipped_recipe_is_one_option() -> None:
    assert train.plan_of(parsed("--recipe", "shipped")) == RECIPES["shipped"]
