"""``train`` as a script sees it: what it writes, what it prints, what it refuses."""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from explorer.cli import main
from explorer.commands import train
from explorer.digits.idx import idx_bytes
from explorer.network.checkpoint import load
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.training.launch import begin, gather, reopen
from explorer.training.plan import RECIPES, Plan
from explorer.training.record.recording import Position
from explorer.training.record.run_notes import FILE, read_notes
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


def pictures(folder: Path, *shape: int) -> Path:
    """Write a folder of random pictures of boots and coats."""
    random = np.random.default_rng(1)
    for name in ("boot", "coat"):
        (folder / name).mkdir(parents=True)
        for number in range(20):
            image = Image.fromarray(random.integers(0, 256, shape, np.uint8))
            image.save(folder / name / f"{number:02}.png")
    return folder


def idx_files(folder: Path) -> Path:
    """Write a folder of IDX files with official names, 40 random pictures each."""
    folder.mkdir()
    images = np.random.default_rng(2).integers(0, 256, (40, 28, 28), np.uint8)
    for split in ("train", "t10k"):
        (folder / f"{split}-images-idx3-ubyte").write_bytes(idx_bytes(images))
        labels = gzip.compress(idx_bytes(np.arange(40, dtype=np.uint8) % 10))
        (folder / f"{split}-labels-idx1-ubyte.gz").write_bytes(labels)
    return folder


@pytest.mark.parametrize("to", ["--out", "--run"])
@pytest.mark.parametrize(
    ("write", "classes", "channels"),
    [
        (lambda folder: pictures(folder, 20, 24), ("boot", "coat"), 1),
        (lambda folder: pictures(folder, 20, 24, 3), ("boot", "coat"), 3),
        (idx_files, tuple("0123456789"), 1),
    ],
)
def test_class_names_and_colours_follow_the_data(
    to: str, write: Callable[[Path], Path], classes: tuple[str, ...], channels: int, tmp_path: Path
) -> None:
    made, out = write(tmp_path / "data"), tmp_path / "made"
    arguments = ["--data", str(made), "--batch-size", "8", *FAST]
    assert main(["train", to, str(out), *arguments]) == 0
    spec = load(out).spec if to == "--out" else read_notes(out).spec
    assert spec.classes == classes
    assert spec.input_shape[0] == channels


@pytest.mark.shared_data
def test_fashion_says_boot(shared_data: Path, tmp_path: Path) -> None:
    out, data = tmp_path / "a.safetensors", str(shared_data / "fashion-mnist")
    assert main(["train", "--out", str(out), "--data", data, "--batch-size", "9000", *FAST]) == 0
    assert load(out).spec.classes[9] == "Ankle boot"


def cut_images(folder: Path) -> str:
    path = idx_files(folder) / "train-images-idx3-ubyte"
    path.with_suffix(".gz").write_bytes(gzip.compress(path.read_bytes())[:-900])
    path.unlink()
    return f"{path.name}.gz"


def wrong_magic_number(folder: Path) -> str:
    path = idx_files(folder) / "t10k-images-idx3-ubyte"
    path.write_bytes(b"\x89PNG" + path.read_bytes()[4:])
    return path.name


def fewer_labels(folder: Path) -> str:
    path = idx_files(folder) / "train-labels-idx1-ubyte.gz"
    path.write_bytes(idx_bytes(np.zeros(39, np.uint8)))
    return "40 images, but 39 labels"


def broken_picture(folder: Path) -> str:
    path = pictures(folder, 9, 9) / "coat" / "19.png"
    path.write_bytes(path.read_bytes()[:50])
    return str(path)


@pytest.mark.parametrize("write", [cut_images, wrong_magic_number, fewer_labels, broken_picture])
def test_broken_data_is_named_in_one_sentence_and_no_run_begins(
    write: Callable[[Path], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = write(tmp_path / "data")
    arguments = ["--data", str(tmp_path / "data"), "--run", str(tmp_path / "run"), *FAST]
    assert main(["train", *arguments]) == 2
    said = [s for s in capsys.readouterr().err.splitlines() if not s.startswith("loading ")]
    assert len(said) == 1
    assert named in said[0]
    assert str(tmp_path / "data") in said[0]
    assert not (tmp_path / "run").exists()


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


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Press Ctrl-C at the third step, once."""
    ordinary = Run._update

    def update(run: Run) -> None:
        ordinary(run)
        if run.step == 3:
            monkeypatch.setattr(Run, "_update", ordinary)
            raise KeyboardInterrupt

    monkeypatch.setattr(Run, "_update", update)


@pytest.mark.usefixtures("interrupted")
def test_ctrl_c_saves_nothing_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.safetensors"
    assert main(["train", "--out", str(out), *FAST]) == 130
    assert "Stopped at step 3 of 62; nothing was saved." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("interrupted")
def test_ctrl_c_leaves_a_run_that_goes_on_to_the_same_network(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "run", tmp_path / "a.safetensors"
    assert main(["train", "--run", str(folder), "--out", str(out), *FAST]) == 130
    said = capsys.readouterr().err
    assert f"Stopped at step 2 of 62; train --resume {folder} goes on from there." in said
    assert not out.exists()
    assert main(["train", "--resume", str(folder), "--out", str(out)]) == 0
    plain = tmp_path / "plain.safetensors"
    assert main(["train", "--out", str(plain), *FAST]) == 0
    assert same(load(out), load(plain))
    assert load(out).history == load(plain).history


def same(*networks: Network) -> bool:
    """Return whether two networks have the same weights to the last bit."""
    first, second = (network.module.state_dict() for network in networks)
    return all(torch.equal(first[name], second[name]) for name in first)


def test_a_run_is_what_the_window_opens(
    tmp_path: Path, few: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    arguments = ["--data", str(few), "--batch-size", "8", "--preset", "tiny", "--epochs", "3"]
    assert main(["train", "--run", str(folder), *arguments, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["checkpoint"], printed["run"]) == (None, str(folder))
    training = reopen(folder)
    assert training.recording.finished
    assert training.recording.head == printed["steps"] == 18
    assert training.network.spec.classes == ("a", "b", "c")
    assert training.recording.validations[-1].accuracy == printed["accuracy"]
    training.recording.visit(Position(7))
    training.close()


def test_a_finished_run_can_still_be_made_a_checkpoint(tmp_path: Path, few: Path) -> None:
    folder, out = tmp_path / "run", tmp_path / "a.safetensors"
    assert main(["train", "--data", str(few), "--run", str(folder), *FAST]) == 0
    assert main(["train", "--resume", str(folder), "--out", str(out)]) == 0
    plain = tmp_path / "plain.safetensors"
    assert main(["train", "--data", str(few), "--out", str(plain), *FAST]) == 0
    assert same(load(out), load(plain))


def test_changes_made_in_the_window_are_remembered_by_the_checkpoint(
    tmp_path: Path, few: Path
) -> None:
    plan = Plan(data=str(few), epochs=3, batch_size=8)
    training = begin(plan, gather(plan, preset("tiny")), tmp_path / "run")
    steps = training.recording.steps()
    for _ in range(4):
        next(steps)
    training.recording.change(learning_rate=0.001)
    training.close()
    out = tmp_path / "a.safetensors"
    assert main(["train", "--resume", str(tmp_path / "run"), "--out", str(out)]) == 0
    history = load(out).history
    assert history["plan"]["learning_rate"] == plan.learning_rate
    assert history["changes"] == [{"step": 4, "learning_rate": 0.001}]
    assert len(history["losses"]) == 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "--out FILE"),
        (["--run", "A", "--resume", "B"], "not both"),
        (["--resume", "A", "--epochs", "3"], "leave out --epochs"),
        (["--resume", "A", "--preset", "tiny"], "leave out --preset"),
        (["--resume", "A", "--batch-size", "3"], "leave out --batch-size"),
        (["--resume", "nowhere"], "nowhere is not the folder of a run"),
        (["--run", "."], "is not empty"),
        (["--run", "file", "--epochs", "1"], "is a file"),
    ],
)
def test_options_that_contradict_each_other_are_one_sentence(
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    assert main(["train", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert sentence in printed.err
    assert "Traceback" not in printed.err


def test_a_folder_with_a_run_is_not_written_over(
    tmp_path: Path, few: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["train", "--data", str(few), "--run", str(tmp_path / "run"), *FAST]
    assert main(arguments) == 0
    notes = (tmp_path / "run" / FILE).read_bytes()
    assert main(arguments) == 2
    assert "already holds a run" in capsys.readouterr().err
    assert (tmp_path / "run" / FILE).read_bytes() == notes


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


def test_an_auto_encoder_is_scored_by_its_error(
    few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, arguments = tmp_path / "own.safetensors", ["--data", str(few), "--epochs", "1"]
    drawing = ["train", *arguments, "--preset", "autoencoder", "--out", str(out)]
    assert main([*drawing, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["accuracy"] is None
    assert 0 < printed["mean_squared_error"] < 1
    network = load(out)
    assert network.spec.reconstructs
    assert network.spec.input_shape == (3, 28, 28)
    assert network.history["mean_squared_error"] == printed["mean_squared_error"]
    assert "accuracy" not in network.history
    assert main(drawing) == 0
    assert capsys.readouterr().out.startswith("Mean squared error 0.")


def test_an_auto_encoder_can_be_recorded_and_continued(few: Path, tmp_path: Path) -> None:
    folder, arguments = tmp_path / "run", ["--data", str(few), "--epochs", "2"]
    assert main(["train", *arguments, "--preset", "autoencoder", "--run", str(folder)]) == 0
    assert main(["train", "--resume", str(folder), "--out", str(tmp_path / "a.safetensors")]) == 0
    reopened = reopen(folder)
    weights = load(tmp_path / "a.safetensors").module.state_dict()
    assert all(torch.equal(weights[k], v) for k, v in reopened.network.module.state_dict().items())
    assert reopened.recording.validations[-1].error > 0
    reopened.close()


def test_each_sort_of_network_has_a_first_recipe() -> None:
    assert train.plan_of(parsed()) == RECIPES["first-run"]
    assert train.plan_of(parsed("--preset", "autoencoder")) == RECIPES["first-drawing"]
    shipped = train.plan_of(parsed("--preset", "autoencoder", "--recipe", "shipped"))
    assert shipped == RECIPES["shipped"]
