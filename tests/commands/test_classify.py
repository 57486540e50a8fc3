import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from explorer import cli
from explorer.digits.datasets import load
from explorer.network.checkpoint import pretrained, save
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.spec import Convolution, Dense, Flatten, Spec

ROOT = Path(__file__).resolve().parents[2]
SEVEN = [20, 20, 80, 20, 40, 90]


def classified(*arguments: object, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Run the command with --json; standard output is one JSON object and nothing else."""
    assert cli.main(["classify", "--json", *(str(a) for a in arguments)]) == 0
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def refused(*arguments: object, capsys: pytest.CaptureFixture[str]) -> str:
    """Run the command, which must end with exit code 2 and one sentence; return it."""
    assert cli.main(["classify", *(str(a) for a in arguments)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err


@pytest.fixture
def strokes(tmp_path: Path) -> Path:
    path = tmp_path / "some.jsonl"
    lines: list[dict[str, Any]] = [
        {"strokes": [SEVEN], "label": 7},
        {"strokes": [], "label": 3},
        {"strokes": [SEVEN]},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "digit.png"
    Image.fromarray(load("bundled").images[0, 0]).save(path)
    return path


def test_images_and_strokes_are_reported_in_order(
    strokes: Path, image: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = classified(image, strokes, capsys=capsys)
    results = report["results"]
    assert [(r["file"], r["index"]) for r in results] == [
        (str(image), 0),
        (str(strokes), 0),
        (str(strokes), 1),
        (str(strokes), 2),
    ]
    for result in (results[0], results[1], results[3]):
        assert result["label"] == int(np.argmax(result["probabilities"]))
        assert sum(result["probabilities"]) == pytest.approx(1, abs=1e-4)
    assert results[2]["label"] is None
    assert results[2]["probabilities"] == []
    assert set(results[0]) == {"file", "index", "label", "probabilities"}


def test_an_image_gets_what_the_network_says_about_its_pixels(
    image: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (result,) = classified(image, capsys=capsys)["results"]
    expected = pretrained().predict(load("bundled").images[:1])[0]
    assert np.allclose(result["probabilities"], expected, atol=1e-5)


def test_accuracy_is_given_where_there_are_labels(
    strokes: Path, image: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The empty drawing has a label, and no answer is not the right one."""
    report = classified(strokes, capsys=capsys)
    right = report["results"][0]["label"] == 7
    assert report["accuracy"] == right / 2
    assert "accuracy" not in classified(image, capsys=capsys)


def test_many_drawings_go_through_in_batches(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "many.jsonl.gz"
    path.write_bytes(gzip.compress((json.dumps({"strokes": [SEVEN]}) + "\n").encode() * 1100))
    results = classified(path, capsys=capsys)["results"]
    assert [result["index"] for result in results] == list(range(1100))
    first, *others = [result["probabilities"] for result in results]
    assert np.allclose(others, [first] * 1099, atol=1e-5)


def test_the_width_of_the_pen_does_not_matter_to_redrawn_strokes(
    strokes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    thin, thick = (
        classified(strokes, "--pen-width", width, capsys=capsys)["results"][0]["probabilities"]
        for width in (11, 36)
    )
    assert np.allclose(thin, thick, atol=1e-5)


@pytest.mark.parametrize("width", ["0", "-3", "nan", "inf", "wide", "281"])
def test_an_impossible_pen_is_refused(
    strokes: Path, width: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["classify", str(strokes), f"--pen-width={width}"])
    assert caught.value.code == 2
    assert "no width" in capsys.readouterr().err


def test_the_table_names_the_digit_and_its_probability(
    strokes: Path, image: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["classify", str(image), str(strokes)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert lines[0].startswith(str(image))
    assert "%" in lines[0]
    assert "[1]" in lines[2]
    assert "empty" in lines[2]
    assert "of 2 labelled drawings" in lines[4]


@pytest.mark.parametrize("name", ["harley", "tiny"])
def test_a_checkpoint_decides_the_network_and_its_input(
    name: str, strokes: Path, image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save(Network.untrained(preset(name), seed=3), tmp_path / "own.safetensors")
    report = classified(image, strokes, "--checkpoint", tmp_path / "own.safetensors", capsys=capsys)
    assert len(report["results"]) == 4


def test_classes_that_are_no_digits_are_named_and_see_the_colours_unchanged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = Spec("two", (3, 6, 6), (Convolution(2, 3), Flatten(), Dense(2)), ("cat", "dog"))
    network = Network.untrained(spec, seed=1)
    save(network, tmp_path / "own.safetensors")
    pixels = np.random.default_rng(0).integers(0, 256, (6, 6, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "pet.png")
    (result,) = classified(
        tmp_path / "pet.png", "--checkpoint", tmp_path / "own.safetensors", capsys=capsys
    )["results"]
    assert result["label"] in ("cat", "dog")
    expected = network.predict(np.moveaxis(pixels, -1, 0)[None])[0]
    assert np.allclose(result["probabilities"], expected, atol=1e-5)


def test_bad_input_is_one_sentence_and_exit_code_2(
    strokes: Path, image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "a.png"
    text.write_text("not an image")
    broken = tmp_path / "b.jsonl"
    broken.write_text('{"strokes": []}\n{"strokes": [[1]]}\n')
    for arguments, words in (
        ([tmp_path / "absent.png"], "There is no file"),
        ([tmp_path], "is a folder"),
        ([image, text], "a.png is not an image"),
        ([broken], "b.jsonl, line 2"),
        ([image, "--checkpoint", text], "a.png"),
        ([image, "--checkpoint", tmp_path / "absent.pt"], "absent.pt"),
    ):
        assert words in refused(*arguments, capsys=capsys)


def test_strokes_without_qt_say_what_is_missing(strokes: Path) -> None:
    code = f"""
import sys
sys.modules["PySide6"] = None
from explorer.cli import main
raise SystemExit(main(["classify", {str(strokes)!r}]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 2
    assert "PySide6" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_auto_encoder_classifies_nothing(
    image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "drawing.safetensors"
    save(Network.untrained(preset("autoencoder"), seed=1), path)
    sentence = refused("--checkpoint", path, image, capsys=capsys)
    assert "drawing is an auto-encoder: it tells no classes apart." in sentence
